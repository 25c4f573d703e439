"""Rows that say the same thing twice are put aside; rows that truly differ are all kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.lake.conform.conftest import staged
from tests.refresh.company import CLEO, rows_of, take, write_company, write_csv

from fairlead.lake.store.workspace import open_workspace

Store = Callable[..., Any]

TARGETS = {"Who": "person", "Team": "team", "What": "measure", "When": "period", "Sum": "amount"}
SUBMISSIONS = {
    "Who": "person",
    "When": "period",
    "Said": "submitted_at",
    "Kind": "category",
    "Sum": "amount",
}
TRAININGS = {"T": "training", "Who": "person", "Skill": "competency", "At": "started_on"}
SPLITS = {"Deal": "opportunity", "Who": "person", "Part": "share", "Kind": "kind"}
ROLES = {"Contact": "contact", "Deal": "opportunity", "Role": "role", "Gone": "is_deleted"}

CASES: list[tuple[str, dict[str, str], list[list[str | None]], list[int], list[Any]]] = [
    (
        "targets",
        TARGETS,
        [
            ["Ada", None, None, "2026-Q1", "5"],
            ["Ada", None, "Bookings", "2026-Q1", "6"],  # an empty measure means bookings
            ["Ada", None, "meetings", "2026-Q1", "7"],
            ["Ada", None, None, "2026-01", "8"],
            [None, "North", None, "2026-Q1", "9"],
            [None, "North", None, "2026-Q1", "9"],
        ],
        [2, 6],
        [600, 700, 800, 900],
    ),
    (
        "submissions",
        SUBMISSIONS,
        [
            ["Ada", "2026-Q1", "2026-01-05T09:00:00Z", "Commit", "5"],
            ["Ada", "2026-Q1", "2026-01-05T09:00:00Z", None, "6"],
            ["Ada", "2026-Q1", "2026-01-05T09:00:00Z", "best case", "7"],
            ["Ada", "2026-Q1", "2026-01-12T09:00:00Z", "commit", "8"],
            ["Ada", "2026-01", "2026-01-12T09:00:00Z", "commit", "9"],
        ],
        [2],
        [600, 700, 800, 900],
    ),
    (
        "trainings",
        TRAININGS,
        [
            ["Demo", "Ada", "demo", "2026-01-05"],
            ["Demo", "Ada", "demo", "2026-01-05"],
            ["Demo", "Ada", "demo", "2026-03-05"],
            ["Demo", "Ada", "close", "2026-01-05"],
            ["Demo", "Ben", "demo", "2026-01-05"],
        ],
        [2],
        ["close", "demo", "demo", "demo"],
    ),
    (
        "splits",
        SPLITS,
        [
            ["1", "Ada", "40%", "Revenue"],
            ["1", "Ada", "60%", "Revenue"],
            ["1", "Ada", "100%", "Overlay"],
            ["1", "Ben", "40%", "Revenue"],
        ],
        [2],
        [0.4, 0.6, 1.0],
    ),
    (
        "contact_roles",
        ROLES,
        [
            ["c1", "1", "Decision maker", "false"],
            ["c1", "1", "Decision maker", "false"],
            ["c1", "1", "User", "false"],
            ["c1", "2", None, "false"],
            ["c1", "2", None, "true"],  # a deleted row takes nobody's place
        ],
        [2],
        ["Decision maker", "User", None],
    ),
    (
        "stages",
        {"Stage": "stage", "Place": "position"},
        [["Lead", "1"], ["Demo", "2"], ["Lead", "3"]],
        [2],
        [2, 3],
    ),
]
SHOWN = {
    "targets": "amount",
    "submissions": "amount",
    "trainings": "competency",
    "splits": "share",
    "contact_roles": "role",
    "stages": "position",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_double_is_put_aside_and_what_differs_is_kept(
    case: tuple[str, dict[str, str], list[Any], list[int], list[Any]], store: Store, tmp_path: Path
) -> None:
    target, columns, rows, aside, stored = case
    connection, found = store(staged(tmp_path, "x.csv", target, columns, rows))
    (account,) = found.accounts
    assert (account.rows, account.put_aside) == (len(rows), len(aside))
    assert account.stored == len(rows) - len(aside)
    told = connection.execute("SELECT line, code, reason FROM aside ORDER BY line").fetchall()
    assert [line for line, _code, _reason in told] == aside
    assert {code for _line, code, _reason in told} == {"duplicate_row"}
    assert all("which was taken" in reason for _line, _code, reason in told)
    column = SHOWN[target]
    values = connection.execute(
        f"SELECT {column} FROM new_{target} ORDER BY {column} NULLS LAST"
    ).fetchall()
    assert sorted({v for (v,) in values}, key=str) == sorted(set(stored), key=str)
    deleted = sum(row[-1] == "true" for row in rows)
    assert len(values) == account.stored - deleted
    keys = connection.execute(f"SELECT count(DISTINCT COLUMNS('.*_id$')) FROM new_{target}")
    assert max(keys.fetchone()) == len(values)


def test_one_person_under_two_names_has_one_target(odd_path: Path) -> None:
    """The CRM's quota names an id, targets.csv a name: ours is taken, in any order of files."""
    folder = write_company(odd_path / "x", deals=3)
    write_csv(
        folder / "ForecastingQuota.csv",
        ("Id", "QuotaOwnerId", "StartDate", "QuotaAmount"),
        [("0J9", CLEO, "2026-10-01", "50"), ("0J8", CLEO, "2026-11-01", "60")],
    )
    write_csv(
        folder / "targets.csv",
        ("person", "team", "measure", "period", "amount", "currency"),
        [("Cleo Reyes", "", "bookings", "2026-10", "70", "")],
    )
    home = open_workspace(odd_path / "ws", create=True)
    result = take(home, folder)
    assert rows_of(home, "SELECT amount FROM targets ORDER BY from_on") == [(7000,), (6000,)]
    (aside,) = result.put_aside
    assert (aside.file, aside.line, aside.code) == ("ForecastingQuota.csv", 2, "duplicate_row")
    assert aside.reason.endswith("stand in line 2 of targets.csv, which was taken")
    assert not take(home, folder).changed


def test_a_corrected_training_date_changes_the_row(odd_path: Path) -> None:
    header = ("training", "person", "competency", "started_on")
    folder = write_company(odd_path / "x", deals=3)
    home = open_workspace(odd_path / "ws", create=True)
    first = [("Demo", "Cleo Reyes", "demo", "2026-10-01")]
    for rows in (first, [("Demo", "Cleo Reyes", "demo", "2026-10-08")]):
        write_csv(folder / "trainings.csv", header, rows)
        take(home, folder)
    assert rows_of(home, "SELECT started_on::VARCHAR FROM trainings") == [("2026-10-08",)]


def test_the_main_contact_of_a_deal_is_no_second_role(odd_path: Path) -> None:
    folder = write_company(odd_path / "x", deals=2)
    path = folder / "Opportunity.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0] + ",ContactId", *(f"{x},003A" for x in lines[1:])]))
    write_csv(
        folder / "OpportunityContactRole.csv",
        ("Id", "OpportunityId", "ContactId", "Role", "IsPrimary"),
        [("1", "006000000000001AAA", "003A", "Buyer", "true")],
    )
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    assert rows_of(home, "SELECT role FROM contact_roles ORDER BY role NULLS LAST") == [
        ("Buyer",),
        (None,),
    ]
