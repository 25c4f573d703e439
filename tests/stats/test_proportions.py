"""How intervals behave: inside the bounds, never of no width, and as often right as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.stats.proportions import median_interval, wilson_interval

TRIALS = st.integers(1, 5_000)
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@given(trials=TRIALS, share=st.floats(0, 1), level=LEVELS)
def test_holds_the_share_and_stays_between_0_and_1(trials: int, share: float, level: float) -> None:
    successes = round(share * trials)
    low, high = wilson_interval(successes, trials, level)
    assert 0 <= low <= successes / trials <= high <= 1
    assert high - low > 0


@given(trials=TRIALS, share=st.floats(0, 1), level=LEVELS)
def test_failures_are_the_mirror_of_successes(trials: int, share: float, level: float) -> None:
    successes = round(share * trials)
    low, high = wilson_interval(successes, trials, level)
    mirrored = wilson_interval(trials - successes, trials, level)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(trials=st.integers(1, 1_000), share=st.floats(0, 1), times=st.integers(2, 9))
def test_more_trials_of_the_same_share_never_widen(trials: int, share: float, times: int) -> None:
    successes = round(share * trials)
    few = wilson_interval(successes, trials)
    many = wilson_interval(successes * times, trials * times)
    assert many[1] - many[0] < few[1] - few[0] + 1e-12


@given(trials=TRIALS, share=st.floats(0, 1))
def test_a_higher_level_is_wider(trials: int, share: float) -> None:
    successes = round(share * trials)
    narrow, wide = (wilson_interval(successes, trials, level) for level in (0.8, 0.95))
    assert wide[0] <= narrow[0]
    assert wide[1] >= narrow[1]


@pytest.mark.parametrize(("successes", "trials"), [(-1, 5), (6, 5), (0, 0)])
def test_impossible_counts_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson_interval(successes, trials)


@pytest.mark.parametrize("trials", [10, 30, 100, 400])
def test_score_interval_covers_on_average_what_it_says(trials: int) -> None:
    """Exact coverage, averaged over true rates between 5 and 95 %: no simulation, no luck.

    Newcombe 1998 reports a mean of 0.952 over his own mix of rates and sizes.
    """
    rates = np.linspace(0.05, 0.95, 181)
    covered = np.zeros_like(rates)
    for successes in range(trials + 1):
        low, high = wilson_interval(successes, trials)
        inside = (low <= rates) & (rates <= high)
        mass = math.comb(trials, successes) * rates**successes * (1 - rates) ** (trials - successes)
        covered += np.where(inside, mass, 0.0)
    assert 0.945 < covered.mean() < 0.965
    assert covered.min() > 0.83


@given(st.lists(st.floats(-1e9, 1e9), max_size=80), LEVELS)
def test_a_median_interval_is_made_of_the_values(values: list[float], level: float) -> None:
    found = median_interval(values, level)
    if found is None:
        assert len(values) < math.log2(2 / (1 - level)) + 1e-9
        return
    middle, low, high = found
    assert low <= middle <= high
    assert low in values
    assert high in values
    assert middle == pytest.approx(float(np.median(values)))


@given(st.permutations(list(range(12))))
def test_the_order_of_values_does_not_matter(values: list[int]) -> None:
    assert median_interval(values) == (5.5, 2.0, 9.0)


def exact_coverage(count: int, level: float) -> float:
    """Chance that the interval holds the median: that between `r` and n - r values lie below."""
    found = median_interval(range(1, count + 1), level)
    assert found is not None
    place = int(found[1])
    inside = sum(math.comb(count, k) for k in range(place, count - place + 1))
    return inside / 2**count


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("count", [9, 10, 25, 60, 200, 999])
def test_a_median_interval_covers_at_least_what_it_says(count: int, level: float) -> None:
    """And a shorter one, by one value at each end, would not."""
    assert exact_coverage(count, level) >= level
    found = median_interval(range(1, count + 1), level)
    assert found is not None
    place = int(found[1]) + 1
    shorter = sum(math.comb(count, k) for k in range(place, count - place + 1)) / 2**count
    assert shorter < level


@pytest.mark.parametrize("count", [8, 25, 120])
def test_coverage_of_the_median_in_a_simulation(count: int) -> None:
    """Log-normal days, 20,000 times: within four standard errors of the exact coverage."""
    rng = np.random.default_rng(7)
    samples = np.sort(rng.lognormal(3.0, 1.0, size=(20_000, count)), axis=1)
    found = median_interval(range(1, count + 1))
    assert found is not None
    low, high = samples[:, int(found[1]) - 1], samples[:, int(found[2]) - 1]
    for sample in samples[:20]:
        interval = median_interval(rng.permutation(sample))
        assert interval is not None
        assert interval[1:] == (sample[int(found[1]) - 1], sample[int(found[2]) - 1])
    share = np.mean((low <= math.exp(3.0)) & (math.exp(3.0) <= high))
    exact = exact_coverage(count, 0.95)
    assert share == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 20_000))
