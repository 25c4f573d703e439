"""The engine against the plain-Python reference on random companies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lake import reference, reference_counts
from tests.lake.canonical import Row, database, fill, on, state_rows, stint_rows, stint_table
from tests.lake.lives import LAST_DAY, PROCESS, company, dice_of, export

from fairlead.lake.counts.tally import MixScore, open_counts, step_counts

EVENINGS = (on("2026-05-10"), LAST_DAY)
BANDS = {
    "points": {
        "type": {"renewal": 400_000},
        "amount_band": {"none": -300_000, "6": 200_000, "7": 900_000},
        "inherited": {"true": -150_000},
    },
    "cuts": (-200_000, 0, 350_000, 1_000_000),
}


@pytest.mark.parametrize("seed", [1, 2], ids=["known at once", "known later"])
def test_state_and_stints_of_a_thousand_deals(seed: int) -> None:
    rows = export(company(dice_of(seed), 1_000, lags=seed == 2), LAST_DAY)
    connection = database(rows)
    for evening in EVENINGS:
        expected = list(reference.state(rows, PROCESS, evening).values())
        assert state_rows(connection, PROCESS, evening) == expected
        assert stint_rows(connection, PROCESS, evening) == reference.stints(rows, PROCESS, evening)


@pytest.mark.parametrize("bands", [None, BANDS], ids=["one band", "five bands"])
def test_counts_of_a_thousand_deals(bands: dict[str, object] | None) -> None:
    rows = export(company(dice_of(5), 1_000), LAST_DAY)
    table = stint_table(database(rows), PROCESS, LAST_DAY)
    mix = MixScore(3, **bands) if bands else None
    found = reference.stints(rows, PROCESS, LAST_DAY)
    counted: list[Row] = step_counts(table, mix).to_pyarrow().to_pylist()
    expected = reference_counts.step_counts(found, bands)
    assert len(counted) == len(expected)
    for row in counted:
        group = tuple(row.pop(name) for name in reference_counts.MONEY_GROUP)
        assert row.pop("mix_version") == (3 if bands else 0)
        assert row == expected[group]
    names = (*reference_counts.GROUP, "age_band", "open_count")
    waiting = {tuple(r[n] for n in names[:-1]): r["open_count"] for r in
               open_counts(table).to_pyarrow().to_pylist()}  # fmt: skip
    assert waiting == reference_counts.open_counts(found)


CONNECTION = database()


def _check(dice: random.Random, count: int, *, lags: bool) -> None:
    rows = export(company(dice, count, lags=lags), LAST_DAY)
    fill(CONNECTION, rows)
    evening = EVENINGS[0]
    expected = list(reference.state(rows, PROCESS, evening).values())
    assert state_rows(CONNECTION, PROCESS, evening) == expected
    assert stint_rows(CONNECTION, PROCESS, evening) == reference.stints(rows, PROCESS, evening)


@settings(max_examples=3)
@given(dice=st.randoms(use_true_random=False), count=st.integers(1, 8), lags=st.booleans())
def test_small_companies(dice: random.Random, count: int, lags: bool) -> None:
    """The same on a few deals, so that a difference shrinks to something one can read."""
    _check(dice, count, lags=lags)


@pytest.mark.slow
@settings(max_examples=100)
@given(dice=st.randoms(use_true_random=False), count=st.integers(1, 8), lags=st.booleans())
def test_many_small_companies(dice: random.Random, count: int, lags: bool) -> None:
    _check(dice, count, lags=lags)
