"""Targets set by hand are one truth with targets.csv: found by forecasts, never counted twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.refresh.company import rows_of, take, write_company

from fairlead.errors import InputError
from fairlead.lake.counts.money import fill_factors, report_targets
from fairlead.lake.counts.scope import led
from fairlead.lake.counts.targets import targets_of
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import opened
from fairlead.refresh.targeting import Wish, set_targets, standing_targets
from fairlead.refresh.undoing import undo_import

NOW = dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
QUARTER = (dt.date(2026, 10, 1), dt.date(2027, 1, 1))


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    """Twelve deals of Ben and Cleo, and a target of Cleo by mail address."""
    export = write_company(tmp_path / "export ü #1")
    rows = "person,period,amount,currency\ncleo@example.org,2026-Q4,100000,EUR\n"
    (export / "targets.csv").write_text(rows, encoding="utf-8")
    take(tmp_path / "Büro Süd #1", export)
    return open_workspace(tmp_path / "Büro Süd #1")


def total(home: Workspace, name: str | None = None) -> int | None:
    """Return the target of the quarter as every answer counts it."""
    question = Question(dt.date(2026, 11, 20), "rep" if name else "all", name)
    with opened(home, home.manifest()) as connection:
        fill_factors(connection, question.company)
        report_targets(connection, question.company)
        led(connection)
        return targets_of(connection, question, [QUARTER]).get(QUARTER[0])


def test_a_target_set_by_hand_takes_the_place_of_the_one_in_the_file(home: Workspace) -> None:
    assert total(home) == 100_000_00
    done = set_targets(home, [Wish("Q4 2026", 120_000, person="Cleo", ramp_share=0.5)], now=NOW)
    assert done.changed
    assert total(home) == total(home, "Cleo") == 120_000_00
    (row,) = standing_targets(home, today=NOW.date()).rows
    assert (row.name, row.amount, row.ramp_share) == ("Cleo Reyes", 120_000_00, 0.5)
    assert rows_of(home, "SELECT count(*) FROM targets") == [(1,)]


def test_the_same_again_changes_nothing(home: Workspace) -> None:
    wish = [Wish("Q4 2026", 120_000, person="Cleo"), Wish("2026-Q4", 200_000, person="Dan")]
    first = set_targets(home, wish, now=NOW)
    again = set_targets(home, wish, now=NOW + dt.timedelta(hours=1))
    assert again.changed == 0
    assert again.manifest == first.manifest
    assert total(home) == 320_000_00


def test_the_file_it_came_from_does_not_bring_it_back(home: Workspace, tmp_path: Path) -> None:
    set_targets(home, [Wish("Q4 2026", 120_000, person="Cleo")], now=NOW)
    take(home, tmp_path / "export ü #1")
    assert total(home) == 120_000_00


def test_two_names_of_one_person_are_one_target(home: Workspace, tmp_path: Path) -> None:
    """The file names Cleo by address; another names her by name later: the last one counts."""
    more = tmp_path / "more"
    more.mkdir()
    rows = "person,period,amount,currency\nCleo Reyes,2026-Q4,90000,EUR\n"
    (more / "targets.csv").write_text(rows, encoding="utf-8")
    take(home, more)
    assert rows_of(home, "SELECT count(*) FROM targets") == [(2,)]
    assert total(home) in {90_000_00, 100_000_00}, "never their sum"
    set_targets(home, [Wish("Q4 2026", 70_000, person="Cleo")], now=NOW)
    assert total(home) == 70_000_00
    assert rows_of(home, "SELECT count(*) FROM targets") == [(1,)]


def test_a_target_is_taken_away_and_an_undo_brings_it_back(home: Workspace) -> None:
    set_targets(home, [Wish("Q4 2026", None, person="Cleo")], now=NOW)
    assert total(home) is None
    undo_import(home)
    assert total(home) == 100_000_00


def test_company_and_team_have_their_own(home: Workspace) -> None:
    set_targets(home, [Wish("Q4 2026", 500_000), Wish("Q4 2026", 300_000, team="North")], now=NOW)
    assert total(home) == 500_000_00, "the highest level given counts"
    rows = standing_targets(home, today=NOW.date()).rows
    assert [(r.name, r.team, r.amount) for r in rows] == [
        (None, None, 500_000_00),
        (None, "North", 300_000_00),
        ("Cleo Reyes", None, 100_000_00),
    ]


def test_a_month_beside_its_quarter_is_refused(home: Workspace) -> None:
    before = home.manifest().number
    with pytest.raises(InputError, match="already") as told:
        set_targets(home, [Wish("Nov 2026", 40_000, person="Cleo")], now=NOW)
    assert "2026-10-01 to 2026-12-31" in str(told.value)
    assert home.manifest().number == before
    moved = [Wish("Q4 2026", None, person="Cleo"), Wish("Nov 2026", 40_000, person="Cleo")]
    set_targets(home, moved, now=NOW)
    assert total(home) == 40_000_00


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish("Q4 2026", -5, person="Cleo"), "above 0"),
        (Wish("Q4 2026", 5, person="Nobody"), "Nobody"),
        (Wish("soon", 5, person="Cleo"), "no period"),
        (Wish("Q4 2026", 5, person="Cleo", ramp_share=1.5), "ramp share"),
    ],
)
def test_what_is_no_target_is_refused(home: Workspace, wish: Wish, says: str) -> None:
    before = home.manifest().number
    with pytest.raises(InputError, match=says):
        set_targets(home, [Wish("Q4 2026", 7, person="Ben"), wish], now=NOW)
    assert home.manifest().number == before, "all of them or none"
