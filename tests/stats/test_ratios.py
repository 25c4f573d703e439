"""A ratio of sums: its value, and how often its ranges hold with few cases."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.stats.ratios import next_of_ratio, ratio_of_sums


def test_equal_x_gives_the_mean_with_students_t() -> None:
    """With x = 1 it is a mean: R's t.test(c(1.1, .9, 1.3, 1.0, 1.2)) gives 0.903676, 1.296324."""
    found = ratio_of_sums([1.1, 0.9, 1.3, 1.0, 1.2], np.ones(5))
    assert found is not None
    assert found.ratio == pytest.approx(1.1)
    assert (found.lower, found.upper) == pytest.approx((0.9036757, 1.2963243), abs=1e-6)
    assert found.spread == pytest.approx(np.std([1.1, 0.9, 1.3, 1.0, 1.2], ddof=1))


def test_it_is_a_ratio_of_sums_and_no_mean_of_ratios() -> None:
    found = ratio_of_sums([3, 100, 200, 300], [1, 100, 200, 300])
    assert found is not None
    assert found.ratio == pytest.approx(603 / 601)


def test_silent_below_four_cases_or_on_nothing() -> None:
    assert ratio_of_sums([1, 2, 3], [1, 2, 3]) is None
    assert ratio_of_sums([1, 2, 3, 4], [0, 0, 0, 0]) is None
    assert next_of_ratio([1, 2, 3], [1, 2, 3], 5) is None


@pytest.mark.parametrize("n", [6, 9, 16])
def test_ranges_hold_as_often_as_they_say(n: int) -> None:
    rng = np.random.default_rng(n)
    held = covered = 0
    for _ in range(2000):
        came = rng.gamma(9.0, 11.0, n + 1)
        said = np.maximum(came * 1.12 + rng.normal(0, 15, n + 1), 5)
        found = ratio_of_sums(said[:n], came[:n])
        assert found is not None
        held += found.lower <= 1.12 <= found.upper
        ahead = next_of_ratio(came[:n], said[:n], float(said[n]))
        assert ahead is not None
        covered += ahead[1] <= came[n] <= ahead[2]
    assert 0.935 <= held / 2000 <= 0.975
    assert 0.76 <= covered / 2000 <= 0.86
