"""Factors beside a reference that looks every day up in exact fractions."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.company.money import Factor, RateRow, factors
from fairlead.units import decimals

START = dt.date(2026, 1, 1)
CODES = ("EUR", "USD", "JPY", "KWD")


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def worth(rows: list[RateRow], currency: str, base: str, on: dt.date) -> Fraction | None:
    """Units of the base for one unit: the newest dated rate that holds; an undated one if alone."""
    if currency == base:
        return Fraction(1)
    own = [r for r in rows if r.currency == currency]
    dated = [r for r in own if r.from_on]
    if not dated:
        return 1 / Fraction(own[-1].per_base) if own else None
    begun = [r for r in dated if r.from_on and r.from_on <= on]
    if not begun:
        return None
    last = max(begun, key=lambda r: r.from_on or START)
    return None if last.to_on and on >= last.to_on else 1 / Fraction(last.per_base)


def found(rows: list[RateRow], currency: str, on: dt.date, reporting: str) -> float | None:
    held = [
        f.factor
        for f in factors(rows, reporting)
        if f.currency == currency and f.from_on <= on < f.to_on
    ]
    assert len(held) <= 1
    return held[0] if held else None


@st.composite
def tables(draw: st.DrawFn) -> list[RateRow]:
    rows = []
    for currency in CODES[1:]:
        starts = draw(st.lists(st.integers(0, 60), unique=True, max_size=4))
        for start in sorted(starts):
            length = draw(st.none() | st.integers(1, 30))
            rate = draw(st.integers(1, 400)) / 64
            to_on = None if length is None else day(start + length)
            rows.append(RateRow(currency, "EUR", rate, day(start), to_on, "salesforce"))
        if draw(st.booleans()):
            rows.append(RateRow(currency, "EUR", draw(st.integers(1, 99)) / 8, source="salesforce"))
    return draw(st.permutations(rows))


@given(tables(), st.sampled_from(CODES), st.sampled_from(CODES), st.integers(-5, 95))
def test_factors_are_those_of_the_reference(
    rows: list[RateRow], currency: str, reporting: str, number: int
) -> None:
    if currency == reporting:
        assert found(rows, currency, day(number), reporting) is None
        return
    undated_first = [r for r in rows if not r.from_on] + [r for r in rows if r.from_on]
    ours = worth(undated_first, currency, "EUR", day(number))
    theirs = worth(undated_first, reporting, "EUR", day(number))
    factor = found(rows, currency, day(number), reporting)
    if ours is None or theirs is None:
        assert factor is None
    else:
        scale = Fraction(10) ** (decimals(reporting) - decimals(currency))
        assert factor == pytest.approx(float(ours / theirs * scale), rel=1e-12)


def test_before_the_first_rate_and_in_a_gap_there_is_none() -> None:
    rows = [
        RateRow("USD", "EUR", 1.25, day(10), day(20)),
        RateRow("USD", "EUR", 1.2, day(30)),
    ]
    told = [found(rows, "USD", day(n), "EUR") for n in (9, 10, 19, 20, 29, 30, 9_000)]
    assert told == [None, 0.8, 0.8, None, None, 1 / 1.2, 1 / 1.2]


def test_decimals_are_in_the_factor() -> None:
    rows = [RateRow("JPY", "EUR", 160.0), RateRow("KWD", "EUR", 0.32)]
    yen, dinar = (next(f for f in factors(rows, "EUR") if f.currency == c) for c in ("JPY", "KWD"))
    assert yen.factor == pytest.approx(100 / 160)  # cents for one yen
    assert dinar.factor == pytest.approx(0.1 / 0.32)  # cents for a thousandth of a dinar


def test_rates_by_hand_come_before_those_of_the_crm() -> None:
    rows = [
        RateRow("USD", "EUR", 1.25, source="salesforce"),
        RateRow("GBP", "EUR", 0.8, source="salesforce"),
        RateRow("USD", "EUR", 1.0, day(5), source="fairlead"),
    ]
    assert found(rows, "USD", day(5), "EUR") == 1.0
    assert found(rows, "USD", day(4), "EUR") is None
    assert found(rows, "GBP", day(4), "EUR") == 1.25


def test_an_unnamed_base_is_the_currency_that_is_always_1() -> None:
    rows = [RateRow("USD", None, 1.0), RateRow("EUR", None, 0.8)]
    assert found(rows, "USD", day(0), "EUR") == 0.8
    assert factors([RateRow("USD", None, 1.1), RateRow("GBP", None, 0.8)], "EUR") == ()
    assert factors([], "EUR") == ()


def test_the_base_is_converted_too_where_another_currency_is_reported() -> None:
    (euro,) = factors([RateRow("USD", "EUR", 1.25)], "USD")
    assert euro == Factor("EUR", dt.date.min, dt.date.max, 1.25)
