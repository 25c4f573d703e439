"""Limits for chance: published values, coverage, and the spread beyond chance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from fairlead.stats.limits import (
    binomial_limits,
    normal_limits,
    poisson_limits,
    proportion_limits,
    real_spread,
)


def test_poisson_limits_are_those_of_funnelplotr():
    """Reference V6: values in the tests of the R package FunnelPlotR, E = 15, 20, 30."""
    inner, outer = (poisson_limits([15, 20, 30], level) for level in (0.95, 0.998))
    assert inner.lower == pytest.approx([0.5596924, 0.6108260, 0.6746958], abs=5e-8)
    assert inner.upper == pytest.approx([1.649348, 1.544419, 1.427562], abs=5e-7)
    # printed by that package after rounding E's limits: the last digits differ
    assert outer.lower == pytest.approx([0.3862650, 0.4479107, 0.5289724], abs=5e-7)
    assert outer.upper == pytest.approx([2.082907, 1.902094, 1.702771], abs=5e-7)


def test_proportion_limits_are_those_of_phe():
    """Reference V8: lower 97.5 % limits in the tests of the R package PHEindicatormethods."""
    found = proportion_limits(0.80642448, [1, 2, 3, 4], 0.95)
    wanted = [3.204264, 25.885383, 35.933491, 41.923356]
    assert 100 * found.lower == pytest.approx(wanted, abs=1e-6)
    assert (found.upper <= 1).all()


def test_rare_successes_have_the_limits_of_counts():
    """Published intervals lie about half an event further out or in than exact quantiles."""
    counts, trials = poisson_limits([400.0], 0.95), binomial_limits([400.0], [1e8], 0.95)
    assert trials.lower == pytest.approx(counts.lower, abs=1.1 / 400)
    assert trials.upper == pytest.approx(counts.upper, abs=1.1 / 400)


def test_binomial_limits_turn_the_exact_test_around():
    """Reference: binom.sf and binom.cdf of scipy at the whole numbers on both sides."""
    limits = binomial_limits([10.2, 3.0], [12, 30], 0.95)
    for k, (p, n) in enumerate(((0.85, 12), (0.1, 30))):
        for x in range(n + 1):
            inside = limits.lower[k] * p * n - 1e-6 <= x <= limits.upper[k] * p * n + 1e-6
            fair = min(binom.sf(x - 1, n, p), binom.cdf(x, n, p)) >= 0.025
            assert inside == fair, (x, n)


@pytest.mark.parametrize("chance", [0.1, 0.5, 0.85])
@pytest.mark.parametrize("trials", [12, 60])
def test_chance_stays_within_the_limits_as_often_as_they_say(chance, trials):
    rng = np.random.default_rng(4)
    observed = rng.binomial(trials, chance, 40_000)
    limits = binomial_limits([chance * trials], [trials], 0.95)
    ratio = observed / (chance * trials)
    inside = ((ratio >= limits.lower) & (ratio <= limits.upper)).mean()
    assert 0.95 <= inside < 0.997  # exact limits are a little wide where numbers are whole
    narrow = binomial_limits([chance * trials], [trials], 0.5)
    assert narrow.upper < limits.upper
    assert narrow.lower >= limits.lower


def test_limits_refuse_what_has_none():
    with pytest.raises(ValueError, match="above 0"):
        poisson_limits([0.0], 0.95)
    with pytest.raises(ValueError, match="fewer successes"):
        binomial_limits([5.0], [5.0], 0.95)
    with pytest.raises(ValueError, match="leaves nothing to chance"):
        proportion_limits(1.0, [5], 0.95)


def test_spread_beyond_chance_is_found_and_absent_where_there_is_none():
    rng = np.random.default_rng(5)
    error = rng.uniform(0.1, 0.3, 4000)
    chance = rng.normal(0, error)
    assert real_spread(chance, error) < 0.002
    spread = real_spread(chance + rng.normal(0, 0.4, 4000), error)
    assert 0.07 < spread < 0.16  # truth 0.16; cutting the ends costs some of it
    assert real_spread([0.5], [0.1]) == 0.0


def test_one_who_stands_out_hardly_widens_the_limits():
    error = np.full(12, 0.1)
    calm = np.linspace(-0.15, 0.15, 12)
    wild = np.append(calm[:-1], 3.0)
    assert real_spread(wild, error) < 0.02
    limits = normal_limits(np.sqrt(0.1**2 + real_spread(wild, error)), 0.998)
    assert limits.upper < np.exp(3.0)
