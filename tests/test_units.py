"""How many decimals a currency has."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead import units
from fairlead.units import MICROS, decimals


@pytest.mark.parametrize(
    ("currency", "places"),
    [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), (None, 2)],
)
def test_decimals(currency: str | None, places: int) -> None:
    assert decimals(currency) == places


@given(st.text(max_size=5))
def test_decimals_are_always_known(currency: str) -> None:
    assert decimals(currency) in {0, 2, 3}


def test_no_currency_is_in_both_lists() -> None:
    assert not units.NO_DECIMALS & units.THREE_DECIMALS
    assert all(len(c) == 3 and c.isupper() for c in units.NO_DECIMALS | units.THREE_DECIMALS)


def test_examples_in_the_docstrings() -> None:
    done = doctest.testmod(units)
    assert done.attempted > 0
    assert done.failed == 0


def test_micros() -> None:
    assert MICROS == 10**6
