"""An export of Twenty with its time line: what is stored, in full.

Made up by hand after the vendor's own names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.lake.formats.stored import DEAL, bring, table
from tests.refresh.company import take, write_csv


def u(number: int) -> str:
    return f"20202020-0000-4000-8000-{number:012d}"


def micros(amount: float) -> dict[str, Any]:
    return {"amountMicros": round(amount * 1_000_000), "currencyCode": "EUR"}


def change(number: str, when: str, who: int, **fields: tuple[Any, Any]) -> tuple[str, ...]:
    """One line of the time line of the first deal."""
    diff = {name: {"before": old, "after": new} for name, (old, new) in fields.items()}
    return (number, "opportunity.updated", json.dumps({"diff": diff}), when, u(1), u(who))


LINE = "id name properties happensAt targetOpportunityId workspaceMemberId".split()
TWENTY: dict[str, list[Any]] = {
    "workspaceMembers.csv": [
        "id nameFirstName nameLastName userEmail userId".split(),
        (u(91), "Ada", "North", "ada@example.org", "x1"),
        (u(92), "Ben", "Ito", "ben@example.org", "x2"),
    ],
    "opportunities.csv": [
        "id name amountAmountMicros amountCurrencyCode closeDate stage companyId pointOfContactId "
        "ownerId createdBySource createdByWorkspaceMemberId createdByName createdAt updatedAt "
        "deletedAt".split(),
        (u(1), "One", "900500000", "EUR", "2026-10-02T00:00:00Z", "CUSTOMER", u(81), u(71), u(92),
         "MANUAL", u(91), "Ada North", "2026-09-01T08:00:00Z", "2026-10-02T08:00:00Z", ""),
        (u(2), "Two", "100000000", "EUR", "2026-12-02T00:00:00Z", "MEETING", u(81), "", u(91),
         "MANUAL", u(91), "Ada North", "2026-09-02T08:00:00Z", "2026-10-03T08:00:00Z",
         "2026-10-03T08:00:00Z"),
        (u(3), "Three", "", "", "2026-12-03T00:00:00Z", "NEW", u(81), "", u(91), "API", "", "",
         "2026-09-03T08:00:00Z", "2026-10-04T08:00:00Z", ""),
    ],
    "timelineActivities.csv": [
        LINE,
        ("1", "opportunity.created", '{"after": {"stage": "NEW"}}', "2026-09-01T08:00:00Z", u(1),
         u(91)),
        change("2", "2026-09-10T08:00:00Z", 92, stage=("NEW", "MEETING"),
               amount=(micros(700), micros(900.5))),
        change("3", "2026-10-02T08:00:00Z", 92, stage=("MEETING", "CUSTOMER"),
               closeDate=("2026-12-31T00:00:00.000Z", "2026-10-02T00:00:00.000Z")),
        change("4", "2026-09-05T08:00:00Z", 91, owner=({"id": u(91)}, {"id": u(92)})),
        ("5", "note.created", "{}", "2026-09-05T08:00:00Z", u(1), u(91)),
    ],
    "companies.csv": [
        "id name domainNamePrimaryLinkUrl employees addressAddressCountry accountOwnerId".split(),
        (u(81), "Acme", "https://acme.example", "50", "Norway", u(91)),
    ],
    "people.csv": [
        "id nameFirstName nameLastName jobTitle companyId".split(),
        (u(71), "X", "Ray", "CFO", u(81)),
    ],
}  # fmt: skip


def test_twenty(tmp_path: Path) -> None:
    home, _result = bring(tmp_path, TWENTY)
    ada, ben = "Ada North", "Ben Ito"
    assert table(home, "opportunities", *DEAL[:9]) == [
        (u(1), ada, ben, 90050, "EUR", "2026-10-02", "CUSTOMER", "won", "2026-10-02 08:00"),
        (u(2), ada, ada, 10000, "EUR", "2026-12-02", "MEETING", "deleted", None),
        (u(3), None, ada, None, None, "2026-12-03", "NEW", "open", None),
    ]
    assert table(home, "stage_changes") == [
        (u(1), "2026-09-01 08:00", None, "NEW", ada, 1),
        (u(1), "2026-09-10 08:00", "NEW", "MEETING", ben, 1),
        (u(1), "2026-10-02 08:00", "MEETING", "CUSTOMER", ben, 1),
    ]
    assert table(home, "field_changes") == [
        (u(1), "2026-09-05 08:00", "owner_id", ada, ben, 1),
        (u(1), "2026-09-10 08:00", "amount", "70000", "90050", 1),
        (u(1), "2026-10-02 08:00", "close_on", "2026-12-31", "2026-10-02", 1),
    ]
    assert table(home, "contact_roles") == [(u(71), u(1), None)]
    assert table(home, "accounts", "source_key", "name", "region") == [(u(81), "Acme", "Norway")]


@pytest.mark.parametrize("cell", ['{"diff": {"stage"', "[1]", "[" * 100_000])
def test_a_time_line_that_cannot_be_read_is_put_aside(cell: str, tmp_path: Path) -> None:
    header, *rows = TWENTY["opportunities.csv"]
    write_csv(tmp_path / "x" / "opportunities.csv", header, rows)
    lines = TWENTY["timelineActivities.csv"][1:]
    lines = [*lines, ("6", "opportunity.updated", cell, "2026-09-06T08:00:00Z", u(1), u(91))]
    write_csv(tmp_path / "x" / "timelineActivities.csv", LINE, lines)
    result = take(tmp_path / "ws", tmp_path / "x", most_put_aside=0.5)
    (aside,) = result.put_aside
    assert (aside.file, aside.line) == ("timelineActivities.csv#changes", 7)
    assert (aside.column, aside.code) == ("properties", "unreadable_changes")
