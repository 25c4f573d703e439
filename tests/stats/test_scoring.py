"""What scores must do: points, weights, places and lumps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.stats.scoring import crps, holds, pinball, quantiles, randomised_pit

NUMBERS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=30)


@given(NUMBERS, st.integers(-1000, 1000))
def test_the_score_is_the_integral_of_the_squared_distance(draws: list[int], came: int) -> None:
    values = np.array(sorted(draws), dtype=float)
    edges = np.unique(np.append(values, came))
    total = 0.0
    for low, high in pairwise(edges.tolist()):
        below = (values <= low).mean()
        total += (high - low) * (below - (came <= low)) ** 2
    assert crps(draws, came) == pytest.approx(total, abs=1e-6)


def test_a_point_scores_its_distance() -> None:
    assert crps([5.0], 8.0) == 3.0
    assert crps([5.0, 5.0], 8.0, [1.0, 3.0]) == 3.0


@given(NUMBERS, st.integers(0, 5))
def test_whole_weights_are_repeated_draws(draws: list[int], seed: int) -> None:
    weights = np.random.default_rng(seed).integers(1, 4, len(draws))
    repeated = np.repeat(draws, weights)
    assert crps(draws, 3.0, weights) == pytest.approx(crps(repeated, 3.0), abs=1e-7)
    levels = [0.1, 0.5, 0.9]
    assert quantiles(draws, levels, weights).tolist() == quantiles(repeated, levels).tolist()


def test_the_best_quantile_has_the_least_pinball() -> None:
    draws = np.random.default_rng(1).gamma(2.0, size=4000)
    best = float(quantiles(draws, [0.9])[0])
    loss = {q: np.mean([pinball(q, 0.9, y) for y in draws]) for q in (best, best * 0.8, best * 1.2)}
    assert min(loss, key=lambda q: loss[q]) == best


def test_places_are_even_where_the_forecast_is_right_even_with_lumps() -> None:
    rng = np.random.default_rng(2)
    places = []
    for _ in range(3000):
        draws = rng.poisson(0.7, 200)
        places.append(randomised_pit(draws, float(rng.poisson(0.7)), rng))
    shares = np.histogram(places, 5, (0, 1))[0] / len(places)
    assert np.abs(shares - 0.2).max() < 4 * np.sqrt(0.16 / len(places))


def test_places_tell_a_forecast_that_is_too_narrow() -> None:
    rng = np.random.default_rng(3)
    places = [randomised_pit(rng.normal(0, 0.5, 200), rng.normal(), rng) for _ in range(500)]
    inside = np.mean([0.1 <= p <= 0.9 for p in places])
    assert inside < 0.6


def test_bad_forecasts_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one draw"):
        crps([], 1.0)
    with pytest.raises(ValueError, match="weights"):
        crps([1.0, 2.0], 1.0, [0.0, 0.0])
    with pytest.raises(ValueError, match="weights"):
        quantiles([1.0], [0.5], [-1.0])


def test_both_ends_belong_to_an_interval() -> None:
    assert holds(1, 2, 1)
    assert holds(1, 2, 2)
    assert not holds(1, 2, 2.1)
