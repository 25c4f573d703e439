"""A bridge that does not close cannot be made."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.forecast.movement import PARTS, Movement, Part

ADDS = {"created", "taken_over", "pulled_in", "reopened"}
TAKES = {"pushed", "lost", "won", "handed_over", "removed"}


def bridge(opening: Part, parts: tuple[Part, ...], closing: Part) -> Movement:
    day = dt.date(2026, 3, 31)
    return Movement(day, day, "all open deals", "EUR", opening, parts, closing, {}, 0)


AMOUNTS = st.integers(-(10**12), 10**12)
COUNTS = st.integers(0, 1_000)


@given(st.lists(st.tuples(AMOUNTS, COUNTS), min_size=len(PARTS) + 1, max_size=len(PARTS) + 1))
def test_it_closes_to_the_cent_or_is_refused(drawn: list[tuple[int, int]]) -> None:
    (amount, count), *values = drawn
    parts = tuple(Part(code, *value) for code, value in zip(PARTS, values, strict=True))
    total = amount + sum(p.amount for p in parts)
    deals = count
    deals += sum(p.deal_count for p in parts if p.code in ADDS)
    deals -= sum(p.deal_count for p in parts if p.code in TAKES)
    opening = Part("opening", amount, count)
    assert bridge(opening, parts, Part("closing", total, deals)).closing.amount == total
    with pytest.raises(ValueError, match="bridge does not close"):
        bridge(opening, parts, Part("closing", total + 1, deals))
    with pytest.raises(ValueError, match="counts do not close"):
        bridge(opening, parts, Part("closing", total, deals + 1))


def test_every_part_is_counted_in_or_out_or_neither() -> None:
    assert set(PARTS) == ADDS | TAKES | {"grown", "shrunk"}
