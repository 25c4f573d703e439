"""A company that can only export a list: three weekly exports answer movement and pushes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.longer import slow
from tests.refresh.company import contents, take, write_csv
from tests.refresh.numbers import prepared

from fairlead.lake.readers.series import day_in_name, exports
from fairlead.lake.store.workspace import Workspace, attach, connect, open_workspace

HEADER = ("Deal ID", "Deal", "Owner", "Stage", "Amount", "Created", "Expected Close")
ANN, BOB = "Ann Lee", "Bob Ray"
WEEKS: dict[str, list[tuple[Any, ...]]] = {
    "2026-11-02": [
        ("D1", "Alpha", ANN, "Qualified", 10000, "2026-10-05", "2026-11-20"),
        ("D2", "Beta", BOB, "Demo", 20000, "2026-10-12", "2026-11-10"),
        ("D3", "Gamma", ANN, "Proposal", 5000, "2026-09-15", "2026-11-06"),
        ("D4", "Delta", BOB, "Qualified", 7000, "2026-10-30", "2026-12-15"),
        ("D5", "Eps", ANN, "Demo", 9000, "2026-10-01", "2026-12-01"),
    ],
    "2026-11-09": [
        ("D1", "Alpha", ANN, "Demo", 12000, "2026-10-05", "2026-11-27"),
        ("D2", "Beta", BOB, "Demo", 20000, "2026-10-12", "2026-11-24"),
        ("D3", "Gamma", ANN, "Won", 5000, "2026-09-15", "2026-11-06"),
        ("D4", "Delta", ANN, "Demo", 7000, "2026-10-30", "2026-12-15"),
        ("D5", "Eps", ANN, "Demo", 9000, "2026-10-01", "2026-12-01"),
        ("D6", "Zeta", BOB, "Qualified", 3000, "2026-11-04", "2026-12-20"),
    ],
    "2026-11-16": [
        ("D1", "Alpha", ANN, "Proposal", 12000, "2026-10-05", "2027-01-15"),
        ("D2", "Beta", BOB, "Lost", 20000, "2026-10-12", "2026-11-24"),
        ("D3", "Gamma", ANN, "Won", 5000, "2026-09-15", "2026-11-06"),
        ("D4", "Delta", ANN, "Proposal", 6000, "2026-10-30", "2026-12-15"),
        ("D6", "Zeta", BOB, "Demo", 3000, "2026-11-04", "2026-12-20"),
    ],
}
FIRST, SECOND, THIRD = WEEKS


def write_weeks(folder: Path, days: Sequence[str] = tuple(WEEKS)) -> Path:
    for day in days:
        write_csv(folder / f"deals_{day}.csv", HEADER, WEEKS[day])
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "weekly ü#", create=True)


def _told(home: Workspace, sql: str) -> list[tuple[Any, ...]]:
    connection = connect()
    attach(connection, home, home.manifest())
    found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
    connection.close()
    return found


MOVES = (
    "SELECT o.source_key, s.from_stage, s.to_stage, strftime(make_timestamp(epoch_us("
    "s.occurred_at)), '%m-%d') AS day FROM stage_changes s JOIN opportunities o "
    "USING (opportunity_id) WHERE provenance = 'difference' ORDER BY ALL"
)
EDITS = (
    "SELECT o.source_key, f.field, f.old, f.new, strftime(make_timestamp(epoch_us("
    "f.occurred_at)), '%m-%d') AS day FROM field_changes f JOIN opportunities o "
    "USING (opportunity_id) WHERE f.provenance = 'difference' AND field <> 'owner_id' ORDER BY ALL"
)


def test_what_differs_between_two_exports_is_history(home: Workspace, tmp_path: Path) -> None:
    take(home, write_weeks(tmp_path / "export"))
    assert _told(home, MOVES) == [
        ("D1", "Demo", "Proposal", "11-16"),
        ("D1", "Qualified", "Demo", "11-09"),
        ("D2", "Demo", "Lost", "11-16"),
        ("D3", "Proposal", "Won", "11-06"),  # closed in between: its own date is known
        ("D4", "Demo", "Proposal", "11-16"),
        ("D4", "Qualified", "Demo", "11-09"),
        ("D6", "Qualified", "Demo", "11-16"),
    ]
    assert _told(home, EDITS) == [
        ("D1", "amount", "1000000", "1200000", "11-09"),
        ("D1", "close_on", "2026-11-20", "2026-11-27", "11-09"),
        ("D1", "close_on", "2026-11-27", "2027-01-15", "11-16"),
        ("D2", "close_on", "2026-11-10", "2026-11-24", "11-09"),
        ("D4", "amount", "700000", "600000", "11-16"),
    ]


def test_week_by_week_and_all_at_once_are_the_same(home: Workspace, tmp_path: Path) -> None:
    for day in WEEKS:
        take(home, write_weeks(tmp_path / day, [day]))
    other = open_workspace(tmp_path / "other", create=True)
    take(other, write_weeks(tmp_path / "export"))
    assert contents(home) == contents(other)


@pytest.mark.parametrize(
    "again",
    [
        [THIRD, FIRST],
        *slow([FIRST], [SECOND], [THIRD], list(WEEKS)),
    ],
)
def test_importing_again_changes_nothing(home: Workspace, tmp_path: Path, again: list[str]) -> None:
    take(home, write_weeks(tmp_path / "export"))
    before = contents(home)
    for day in again:
        result = take(home, write_weeks(tmp_path / f"again {day}", [day]))
        assert not result.changed
    assert contents(home) == before


def test_movement_and_pushes_are_told_since_the_first_export(
    home: Workspace, tmp_path: Path
) -> None:
    take(home, write_weeks(tmp_path / "export"))
    first = dt.date(2026, 11, 2)
    with prepared(home.root, first_export=first) as (_c, scope, material, _brief):
        moved = material.movement
        parts = {part.code: (part.amount, part.deal_count) for part in moved.parts}
        assert scope.opening_on == moved.from_on == first
        assert (moved.opening.amount, moved.closing.amount) == (5_100_000, 1_800_000)
        assert {code: found for code, found in parts.items() if found != (0, 0)} == {
            "created": (300_000, 1),
            "grown": (200_000, 1),
            "shrunk": (-100_000, 1),
            "pushed": (-1_200_000, 1),
            "lost": (-2_000_000, 1),
            "won": (-500_000, 1),
        }


def test_the_first_stage_counts_though_no_change_entered_it(
    home: Workspace, tmp_path: Path
) -> None:
    take(home, write_weeks(tmp_path / "export"))
    with prepared(home.root) as (_connection, _scope, material, _brief):
        counted = {s.stage: (s.advanced, s.lost, s.open) for s in material.summary.steps}
    assert counted == {"Qualified": (3, 0, 0), "Demo": (2, 1, 1), "Proposal": (1, 0, 2)}


def test_a_deal_gone_between_two_exports_is_said_and_stays(home: Workspace, tmp_path: Path) -> None:
    result = take(home, write_weeks(tmp_path / "export"))
    (said,) = [f for f in result.findings if f.code == "deals_missing"]
    assert said.evidence == {"deals": 1, "known": 5, "amount_minor": 900_000}
    assert _told(home, "SELECT outcome FROM opportunities WHERE source_key = 'D5'") == [("open",)]


def test_an_older_export_changes_nothing_of_today(home: Workspace, tmp_path: Path) -> None:
    take(home, write_weeks(tmp_path / "new", [THIRD]))
    before = contents(home)["opportunities"]
    take(home, write_weeks(tmp_path / "old", [FIRST]))
    assert set(before) < set(contents(home)["opportunities"])  # D5 is news
    assert len(_told(home, MOVES)) == 4  # how four of them were before


def test_two_exports_give_the_same_history_in_any_order(home: Workspace, tmp_path: Path) -> None:
    other = open_workspace(tmp_path / "other", create=True)
    for workspace, days in ((home, (FIRST, THIRD)), (other, (THIRD, FIRST, THIRD))):
        for day in days:
            take(workspace, write_weeks(tmp_path / f"{workspace.root.name} {day}", [day]))
    assert contents(home) == contents(other)


def test_reopened_in_its_stage_it_was_lost_on_the_evening_between(tmp_path: Path) -> None:
    """As asked a week later about that evening, so as it was told on that evening."""
    header = (*HEADER, "Status", "Closed on")
    others = [
        (f"X{n}", f"Old {n}", BOB, "Demo", 100, "2026-09-01", "2026-10-20", said, "2026-10-20")
        for n, said in enumerate(("Won", "Lost") * 4)
    ]
    lives = {
        FIRST: (("Open", ""), ("Open", "")),
        SECOND: (("Lost", "2026-11-05"), ("Won", "2026-11-06")),
        THIRD: (("Open", ""), ("Lost", "2026-11-13")),
    }
    for day, told in lives.items():
        rows = [
            (f"D{n}", f"Deal {n}", ANN, "Demo", 1000, "2026-10-05", "2026-12-01", *said)
            for n, said in enumerate(told, 1)
        ]
        write_csv(tmp_path / "all" / f"deals_{day}.csv", header, [*rows, *others])
    home = open_workspace(tmp_path / "ws", create=True)
    take(home, tmp_path / "all")
    changes = (
        "SELECT o.source_key, f.old, f.new FROM field_changes f JOIN opportunities o "
        "USING (opportunity_id) WHERE f.field = 'outcome' ORDER BY ALL"
    )
    assert _told(home, changes) == [
        ("D1", "lost", "open"),
        ("D1", "open", "lost"),
        ("D2", "open", "won"),
        ("D2", "won", "lost"),
    ]
    assert _outcomes(home, SECOND) == {"D1": "lost", "D2": "won"}
    assert _outcomes(home, THIRD) == {"D1": "open", "D2": "lost"}


def _outcomes(home: Workspace, day: str) -> dict[str, str]:
    with prepared(home.root, as_of=dt.date.fromisoformat(day)) as (connection, *_rest):
        rows = connection.execute(
            "SELECT o.source_key, s.outcome FROM state_now s JOIN opportunities o "
            "USING (opportunity_id) WHERE starts_with(o.source_key, 'D')"
        ).fetchall()
    return dict(rows)


def test_what_the_crm_tells_itself_is_not_told_twice(home: Workspace, tmp_path: Path) -> None:
    export = write_weeks(tmp_path / "export", [FIRST])
    take(home, export)
    write_weeks(tmp_path / "second", [SECOND])
    write_csv(
        tmp_path / "second" / "stage history.csv",
        ("Deal ID", "Stage", "Entered At"),
        [("D1", "Demo", "2026-11-05T09:30:00Z"), ("D6", "Qualified", "2026-11-04T10:00:00Z")],
    )
    take(home, tmp_path / "second")
    assert ("D1", "Qualified", "Demo", "11-09") not in _told(home, MOVES)
    assert ("D4", "Qualified", "Demo", "11-09") in _told(home, MOVES)


def test_a_list_without_a_column_does_not_empty_it(home: Workspace, tmp_path: Path) -> None:
    take(home, write_weeks(tmp_path / "export", [FIRST]))
    short = [(row[0], row[3], row[2], row[5], row[6]) for row in WEEKS[SECOND]]
    header = ("Deal ID", "Stage", "Owner", "Created", "Expected Close")
    take(home, write_csv(tmp_path / "short" / "deals_2026-11-09.csv", header, short))
    amounts = _told(home, "SELECT source_key, amount FROM opportunities ORDER BY ALL")
    assert amounts[:2] == [("D1", 1_000_000), ("D2", 2_000_000)]
    assert not [e for e in _told(home, EDITS) if e[1] == "amount"]


def test_an_amount_entered_anew_in_another_currency_changes_both(
    home: Workspace, tmp_path: Path
) -> None:
    header = (*HEADER, "Currency")
    for day, amount, currency in ((FIRST, 10000, "USD"), (SECOND, 9200, "EUR")):
        rows = [(*r[:4], amount, *r[5:], currency) for r in WEEKS[FIRST]]
        take(home, write_csv(tmp_path / day / f"deals_{day}.csv", header, rows))
    told = [e[1:4] for e in _told(home, EDITS) if e[0] == "D1" and e[1] != "close_on"]
    assert told == [("amount", "1000000", "920000"), ("currency", "USD", "EUR")]
    stored = _told(home, "SELECT DISTINCT amount, currency FROM opportunities")
    assert stored == [(920_000, "EUR")]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("deals_2026-11-09.csv", dt.date(2026, 11, 9)),
        ("export 20261109T2140.csv", dt.date(2026, 11, 9)),
        ("2026_11_09/deals.csv", dt.date(2026, 11, 9)),
        ("Stand 9.11.2026.xlsx", dt.date(2026, 11, 9)),
        ("from 2020-01-01 to 2026-11-09.csv", dt.date(2026, 11, 9)),
        ("deals_11-09-2026.csv", None),
        ("deals_2026-13-40.csv", None),
        ("deal 120261109.csv", None),
    ],
)
def test_days_in_names(name: str, day: dt.date | None) -> None:
    assert day_in_name(name) == day


def test_files_of_one_list_are_told_apart_by_day() -> None:
    found = exports(
        ["deals_2026-11-09.csv", "team.csv", "deals_2026-11-02.csv", "calls_2026-11-09.csv"]
    )
    assert [(e.day, sorted(e.files or ())) for e in found] == [
        (dt.date(2026, 11, 2), ["deals_2026-11-02.csv", "team.csv"]),
        (dt.date(2026, 11, 9), ["calls_2026-11-09.csv", "deals_2026-11-09.csv"]),
    ]
    found = exports(
        ["deals_2026-11-02.csv", "deals_2026-11-09.csv", "notes_2026-10-01.txt",
         "calls_2026-11-05.csv", "plan_2027-01-01.csv"]
    )  # fmt: skip
    assert [sorted(e.files or ()) for e in found] == [
        ["deals_2026-11-02.csv", "notes_2026-10-01.txt"],
        ["calls_2026-11-05.csv", "deals_2026-11-09.csv", "plan_2027-01-01.csv"],
    ]
    (whole,) = exports(["deals_2026-11-09.csv", "calls_2026-11-02.csv", "notes.pdf"])
    assert whole.holds("anything.csv")
    (pictures,) = exports(["report 2026-11-02.pdf", "report 2026-11-09.pdf", "deals.csv"])
    assert pictures.day is None
