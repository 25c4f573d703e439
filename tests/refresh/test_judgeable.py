"""Rules that cannot be: such a training is never judged, and says what to mend."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from tests.measure.books import make_book
from tests.refresh.company import take, write_company, write_csv
from tests.verify.test_verdict import training

from fairlead.brief.trainings import UnderWay
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.measure.cells import StepCells
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.judgeable import rule_of
from fairlead.refresh.training_news import _under_way
from fairlead.refresh.verifying import verify_workspace

HEADER = (
    "training",
    "person",
    "competency",
    "started_on",
    "ended_on",
    "chosen_by",
    "smallest_effect",
    "look_on",
)
START = "2026-10-05"


def under_way(home: Workspace) -> UnderWay:
    """Return what the brief knows of the only training."""
    trained = brief_workspace(home, today=dt.date(2026, 11, 22)).material.trained
    assert trained is not None
    (one,) = trained.under_way
    return one


@pytest.mark.parametrize(
    ("ended", "smallest", "look", "said"),
    [
        ("2026-10-09", "0", "2026-11-02", "an effect of 0 points matters"),
        ("2026-10-09", "-5", "2026-11-02", "an effect of -5 points matters"),
        ("2026-10-09", "5", "2026-10-05", "judged on 5 Oct 2026, and nobody starts before 5 Oct"),
        ("2026-10-01", "5", "2026-11-02", "starts on 5 Oct 2026 and ends on 1 Oct 2026, before"),
    ],
)
def test_an_impossible_rule_is_never_judged(
    odd_path: Path, ended: str, smallest: str, look: str, said: str
) -> None:
    folder = write_company(odd_path / "x", deals=12)
    row = ("Ask", "Cleo Reyes", "Qualified to Proposal", START, ended, "random", smallest, look)
    write_csv(folder / "trainings.csv", HEADER, [row])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    found = verify_workspace(home, today=dt.date(2026, 11, 22))
    assert found.reports == ()
    ((plan, reason),) = found.untold
    assert plan.name == "Ask"
    assert said in reason.reason
    assert "in trainings.csv and import it again" in reason.reason
    assert found.given == ()
    assert "Cannot be known: its plan says" in found.brief.sections[0].lines[0].text
    told = under_way(home)
    assert told.untold == reason.reason


def test_half_and_half_may_start_the_others_on_the_day_of_the_verdict(odd_path: Path) -> None:
    folder = write_company(odd_path / "x", deals=12)
    rest = ("", "random", "5", "2026-11-02")
    rows = [
        ("Ask", "Cleo Reyes", "Qualified to Proposal", START, *rest),
        ("Ask", "Dan Śliwa", "Qualified to Proposal", "2026-11-02", *rest),
    ]
    write_csv(folder / "trainings.csv", HEADER, rows)
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    found = verify_workspace(home, today=dt.date(2026, 11, 22))
    assert not any("its plan says" in reason.reason for _, reason in found.untold)


def test_the_brief_knows_the_day_of_a_rule_nobody_fixed() -> None:
    book, _ = make_book(8, 18, steps=2)
    plain = training(competency="Demo to Proposal", looks=(), smallest=None)
    cells = book.cells[0]
    assert isinstance(cells, StepCells)
    rule = plain.rule(cells.horizon_days)
    assert rule_of(plain, book) == rule
    told = _under_way(plain, 3, dt.date(2024, 11, 1), book)
    assert (told.due_on, told.fixed, told.untold) == (rule.looks[0], False, None)
    lost = _under_way(replace(plain, competency="juggling"), 3, dt.date(2024, 11, 1), book)
    assert lost.untold == "no step or ratio is called 'juggling'"
