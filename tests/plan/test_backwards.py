"""Backwards from the target: the formula, its interval, and how often the interval is right."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.rates import ratio
from fairlead.plan.backwards import FEWEST_WINS, new_deals_needed


def rate(won: int, closed: int) -> Answer:
    return ratio(won, closed, kind="win_rate")


def test_the_formula_by_hand() -> None:
    """100,000 a month at 25 % and 8,000 a win are 12.5 wins and 50 deals."""
    found = new_deals_needed(100_000_00, rate(25, 100), np.full(25, 8_000_00.0))
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(50.0)
    assert found.n == 25
    assert found.unit == "deals a month"


def test_equal_sizes_leave_the_uncertainty_of_the_rate() -> None:
    """The interval is then that of the rate on the log scale, centred."""
    share = rate(25, 100)
    found = new_deals_needed(100_000_00, share, np.full(25, 8_000_00.0))
    assert isinstance(found, Estimate)
    assert isinstance(share, Estimate)
    assert found.upper / found.lower == pytest.approx(share.upper / share.lower)
    assert math.sqrt(found.upper * found.lower) == pytest.approx(found.value)


def test_it_scales_with_the_target_and_the_size() -> None:
    sizes = np.array([1_000_00.0, 3_000_00.0] * 10)
    one = new_deals_needed(50_000_00, rate(20, 60), sizes)
    two = new_deals_needed(100_000_00, rate(20, 60), sizes)
    dear = new_deals_needed(100_000_00, rate(20, 60), sizes * 2)
    assert isinstance(one, Estimate)
    assert isinstance(two, Estimate)
    assert isinstance(dear, Estimate)
    for end in ("value", "lower", "upper"):
        assert getattr(two, end) == pytest.approx(2 * getattr(one, end))
        assert getattr(dear, end) == pytest.approx(getattr(one, end))


@pytest.mark.parametrize(
    ("target", "share", "count", "expected"),
    [
        (1, rate(1, 2), 50, NotEstimable("too few closed deals", needed=5, have=2)),
        (
            1,
            rate(9, 20),
            9,
            NotEstimable("too few wins with an amount", needed=FEWEST_WINS, have=9),
        ),
        (0, rate(9, 20), 20, NotEstimable("there is no target to reach or no win to go by")),
        (1, rate(0, 20), 20, NotEstimable("there is no target to reach or no win to go by")),
    ],
)
def test_it_says_why_it_is_silent(
    target: int, share: Answer, count: int, expected: NotEstimable
) -> None:
    assert new_deals_needed(target, share, np.full(count, 1_00.0)) == expected


@pytest.mark.parametrize(
    ("closed", "true_rate", "spread", "least"),
    [(80, 0.25, 0.8, 0.92), (300, 0.25, 0.8, 0.93), (300, 0.5, 1.2, 0.90), (1_500, 0.3, 1.0, 0.93)],
)
def test_coverage(closed: int, true_rate: float, spread: float, least: float) -> None:
    """Log-normal sizes, 3,000 companies: the true need lies in the interval about 95 times in 100.

    The normal approximation of a skewed mean costs a few points with few wins; `least` is what was
    measured less a margin of four standard errors.
    """
    rng = np.random.default_rng(closed)
    truth = 100_000_00 / (true_rate * 9_000_00 * math.exp(spread**2 / 2))
    hits = total = 0
    for _ in range(3_000):
        won = int(rng.binomial(closed, true_rate))
        sizes = 9_000_00 * rng.lognormal(0.0, spread, won)
        found = new_deals_needed(100_000_00, rate(won, closed), sizes)
        if isinstance(found, Estimate):
            total += 1
            hits += found.lower <= truth <= found.upper
    assert total > 2_900
    assert least < hits / total < 0.965, hits / total
