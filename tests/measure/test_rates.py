"""Ratios and medians as answers: with a denominator and an interval, or silent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lake.canonical import process

from fairlead.answers import Estimate, NotEstimable
from fairlead.measure.rates import FEWEST_TRIALS, FEWEST_VALUES, median, ratio
from fairlead.measure.results import StepResult
from fairlead.measure.steps import main_group, step_results
from fairlead.measure.summary import StepCount, Summary
from fairlead.stats.proportions import median_interval


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_ratio_carries_its_counts_or_says_what_is_missing(won: int, lost: int) -> None:
    found = ratio(won, won + lost, kind="win_rate")
    if won + lost < FEWEST_TRIALS:
        assert found == NotEstimable("too few closed deals", FEWEST_TRIALS, won + lost)
    else:
        assert isinstance(found, Estimate)
        assert (found.successes, found.n, found.value) == (won, won + lost, won / (won + lost))
        assert found.lower < found.upper


@pytest.mark.parametrize("count", range(12))
def test_a_median_is_silent_below_its_fewest_values(count: int) -> None:
    """The stated need is enough, and one value less is not."""
    found = median(np.arange(count, dtype=float), kind="cycle_days", unit="days")
    assert isinstance(found, Estimate) == (count >= FEWEST_VALUES)
    assert (median_interval(range(count)) is None) == (count < FEWEST_VALUES)
    if isinstance(found, NotEstimable):
        assert (found.needed, found.have) == (FEWEST_VALUES, count)


PROCESS = process(default="Lead Demo | Won | Lost", small="Offer Lead | Won | Lost")


def step(pipeline: str, kind: str, rank: int, counts: tuple[int, int, int]) -> StepCount:
    """`counts`: advanced, lost, still open."""
    days = np.arange(1.0, counts[0] + 1)
    return StepCount(pipeline, kind, "", rank, sum(counts), *counts, inferred=0, days=days)


def results(*steps: StepCount) -> tuple[StepResult, ...]:
    summary = object.__new__(Summary)
    object.__setattr__(summary, "steps", steps)
    return step_results(summary, PROCESS)


def test_steps_come_by_size_and_in_selling_order() -> None:
    found = results(
        step("small", "renewal", 0, (30, 10, 0)),
        step("default", "renewal", 0, (40, 10, 5)),
        step("default", "renewal", 1, (10, 20, 0)),
        step("default", "new_business", 0, (100, 50, 0)),
    )
    assert [(r.pipeline, r.deal_type, r.stage, r.next_stage) for r in found] == [
        ("default", "new_business", "Lead", "Demo"),
        ("default", "renewal", "Lead", "Demo"),
        ("default", "renewal", "Demo", "Won"),
        ("small", "renewal", "Offer", "Lead"),
    ]
    assert main_group(found) == found[:1]
    assert main_group(()) == ()


def test_open_deals_are_in_no_rate() -> None:
    (found,) = results(step("default", "renewal", 0, (12, 4, 84)))
    assert isinstance(found.rate, Estimate)
    assert (found.rate.successes, found.rate.n, found.entered) == (12, 16, 100)
    assert isinstance(found.days, Estimate)
    assert found.days.value == 6.5


def test_steps_without_times_say_so() -> None:
    bare = StepCount("default", "renewal", "", 0, 9, 5, 4, 0, 9, np.zeros(0))
    (found,) = results(bare)
    assert found.days == NotEstimable("times are not known without stage history")
