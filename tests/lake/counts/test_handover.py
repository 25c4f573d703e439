"""Who brought prospects and deals in: counts by hand, and nothing a later day tells."""

from __future__ import annotations

import pytest
from tests.lake.canonical import at, database, deal, edits, moves, on, people, process

from fairlead.answers import Estimate, NotEstimable
from fairlead.lake.counts.handover import brought_in
from fairlead.measure.handover import BroughtIn, converted_share

EVE, CLEO, DAN = 1, 2, 3
STEPS = process(default="Lead | Won | Lost")


def lead(
    number: int, created: str, by: int | None, became: int | None = None, when: str = ""
) -> dict:
    return {
        "prospect_id": number,
        "source_key": f"L{number}",
        "created_at": at(created),
        "created_by": by,
        "opportunity_id": became,
        "converted_at": at(when) if when else None,
    }


ROWS = {
    **people(EVE, CLEO, DAN),
    "prospects": [
        lead(1, "2026-01-05", EVE, 11, "2026-02-01"),
        lead(2, "2026-01-06", EVE, 12, "2026-03-01"),
        lead(3, "2026-01-07", EVE),
        lead(4, "2026-01-08", CLEO, 14),  # no time: the deal's own creation
        lead(5, "2026-01-09", None),
        lead(6, "2026-05-01", EVE),
    ],
    "opportunities": [
        # first owned by Cleo, closed by Dan: handed over once, by Eve
        deal(11, "2026-02-01", created_by=EVE, owner_id=DAN, outcome="won",
             closed_at=at("2026-03-20")),
        # Eve kept it; that Dan owns it now is no hand-over at the start
        deal(12, "2026-03-01", created_by=EVE, owner_id=DAN),
        deal(13, "2026-02-02", created_by=EVE, owner_id=CLEO, outcome="deleted"),
        deal(14, "2026-02-10", created_by=CLEO, owner_id=CLEO),
        deal(15, "2026-02-11", created_by=None, owner_id=CLEO),
        deal(16, "2026-02-12", created_by=CLEO, owner_id=None),
    ],
    "field_changes": [
        *edits(11, "owner_id", ("2026-03-10", CLEO, DAN)),
        *edits(12, "owner_id", ("2026-03-11", EVE, DAN)),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("evening", "expected"),
    [
        (
            "2026-06-01",
            {"P1": (4, 2, 2, 1, 1), "P2": (1, 1, 2, 0, 0), None: (1, 0, 0, 0, 0)},
        ),
        (
            "2026-02-15",
            {"P1": (3, 1, 1, 1, 0), "P2": (1, 1, 2, 0, 0), None: (1, 0, 0, 0, 0)},
        ),
        (
            "2026-02-09",
            {"P1": (3, 1, 1, 1, 0), "P2": (1, 0, 0, 0, 0), None: (1, 0, 0, 0, 0)},
        ),
        ("2026-01-01", {}),
    ],
)
def test_counts_by_hand(evening: str, expected: dict[str | None, tuple[int, ...]]) -> None:
    found = brought_in(database(ROWS), STEPS, on(evening))
    assert found == tuple(BroughtIn(name, *counts) for name, counts in expected.items())


def test_what_came_later_changes_no_count_of_before() -> None:
    """Won in March, taken back in April; given to Dan, who had nothing to do with it, in May."""
    rows = {
        **people(EVE, CLEO, DAN),
        "opportunities": [
            deal(1, "2026-02-01", created_by=EVE, owner_id=DAN, stage="Lost", outcome="lost",
                 closed_at=at("2026-04-10"))
        ],
        "stage_changes": moves(
            1, ("2026-02-01", "Lead"), ("2026-03-10", "Won"), ("2026-04-10", "Lost")
        ),
        "field_changes": edits(1, "owner_id", ("2026-05-02", None, DAN)),
    }  # fmt: skip
    connection = database(rows)
    found = {day: brought_in(connection, STEPS, on(day)) for day in ("2026-03-31", "2026-06-30")}
    assert found["2026-03-31"] == (BroughtIn("P1", 0, 0, 1, 0, 1),)
    assert found["2026-06-30"] == (BroughtIn("P1", 0, 0, 1, 1, 0),)


def test_a_share_has_its_interval_or_says_what_it_needs() -> None:
    few = converted_share(BroughtIn("Eve", 4, 4, 0, 0, 0))
    assert few == NotEstimable("too few prospects", needed=5, have=4)
    found = converted_share(BroughtIn("Eve", 10, 2, 0, 0, 0))
    assert isinstance(found, Estimate)
    assert (found.value, found.n, found.unit) == (0.2, 10, "fraction")
    assert found.lower == pytest.approx(0.0567, abs=5e-4)  # Wilson, by any table: 5.7 to 51.0 %
    assert found.upper == pytest.approx(0.5098, abs=5e-4)


def test_no_part_is_larger_than_its_whole() -> None:
    with pytest.raises(ValueError, match="more than there are"):
        BroughtIn("Eve", 1, 2, 0, 0, 0)
