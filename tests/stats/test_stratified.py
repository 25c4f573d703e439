"""One ratio over strata: its known values, what it is for, and how often its range holds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fairlead.stats.stratified import stratified_ratio


def test_one_stratum_is_the_plain_ratio_with_the_usual_variance_of_its_logarithm() -> None:
    found = stratified_ratio([12], [60], [40], [100])
    assert found is not None
    ratio = (12 / 60) / (40 / 100)
    reach = 1.959963984540054 * math.sqrt(1 / 12 - 1 / 60 + 1 / 40 - 1 / 100)
    assert found.ratio == pytest.approx(ratio)
    assert found.lower == pytest.approx(ratio * math.exp(-reach))
    assert found.upper == pytest.approx(ratio * math.exp(reach))
    assert found.expected == pytest.approx(24.0)


def test_two_strata_by_hand() -> None:
    """Weights by hand: (8 x 60 / 100 + 2 x 30 / 50) / (30 x 40 / 100 + 12 x 20 / 50)."""
    found = stratified_ratio([8, 2], [40, 20], [30, 12], [60, 30])
    assert found is not None
    assert found.ratio == pytest.approx((4.8 + 1.2) / (12 + 4.8))
    first = (40 * 60 * 38 - 8 * 30 * 100) / 100**2
    second = (20 * 30 * 14 - 2 * 12 * 50) / 50**2
    spread = math.sqrt((first + second) / (6.0 * 16.8))
    assert math.log(found.upper / found.ratio) == pytest.approx(1.959963984540054 * spread)


def test_strata_that_win_more_and_are_exposed_more_make_no_ratio() -> None:
    """Late stages: 50 % win and most are exposed; early ones: 10 % and few are. No effect in it."""
    found = stratified_ratio([200, 5], [400, 50], [50, 40], [100, 400])
    assert found is not None
    assert found.ratio == pytest.approx(1.0)
    assert (205 / 450) / (90 / 500) > 2.5


def test_no_event_among_the_exposed_still_has_a_range() -> None:
    found = stratified_ratio([0, 0], [30, 4], [30, 3], [90, 9])
    assert found is not None
    assert 0 < found.lower < found.ratio < found.upper < 1
    assert found.events == 0


@pytest.mark.parametrize(
    "counts", [([0], [5], [0], [9]), ([2], [5], [0], [0]), ([], [], [], []), ([0], [0], [3], [9])]
)
def test_silent_where_nothing_can_be_compared(counts: tuple[list[int], ...]) -> None:
    assert stratified_ratio(*counts) is None


def test_ranges_hold_as_often_as_they_say() -> None:
    rng = np.random.default_rng(11)
    n, m = np.array([30, 40, 15, 8]), np.array([120, 90, 60, 70])
    base = np.array([0.1, 0.25, 0.4, 0.6])
    held = 0
    for _ in range(1500):
        a, c = rng.binomial(n, base * 0.6), rng.binomial(m, base)
        found = stratified_ratio(a, n, c, m)
        assert found is not None
        held += found.lower <= 0.6 <= found.upper
    assert 0.935 <= held / 1500 <= 0.97
