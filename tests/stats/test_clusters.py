"""Trials that end alike within a cluster are worth less, by as much as they do."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.stats.clusters import design_effect, mean_design_effect


def effect_of(good: list[list[int]], sizes: list[list[int]]) -> float:
    """The design effect of groups of clusters, each with successes of trials."""
    s, n = [np.array(g) for g in good], [np.array(z) for z in sizes]
    return design_effect(
        np.array([x.sum() for x in s]),
        np.array([x.sum() for x in n]),
        np.array([(x * x).sum() for x in s]),
        np.array([(x * y).sum() for x, y in zip(s, n, strict=True)]),
        np.array([(y * y).sum() for y in n]),
    )


def test_clusters_of_one_trial_are_independent() -> None:
    assert effect_of([[1, 0, 0, 1, 1], [0, 0, 1]], [[1] * 5, [1] * 3]) == pytest.approx(1.0)


def test_two_trials_that_always_end_alike_are_worth_one() -> None:
    """By hand: clusters (2 of 2), (0 of 2); p = 1/2; (1 + 1) over 1/4 4/3 (4 - 8/4) = 3."""
    assert effect_of([[2, 0]], [[2, 2]]) == pytest.approx(3.0)
    many = effect_of([[2, 0] * 500], [[2] * 1000])
    assert many == pytest.approx(2.0, rel=0.002)


def test_opposite_ends_and_nothing_to_tell_are_one() -> None:
    assert effect_of([[1, 1]], [[2, 2]]) == 1.0
    assert effect_of([[2, 2], [0, 0], [1]], [[2, 2], [2, 2], [1]]) == 1.0
    assert effect_of([], []) == 1.0


@pytest.mark.parametrize("likeness", [0.0, 0.3])
def test_likeness_within_clusters_is_found_beside_groups_that_differ(likeness: float) -> None:
    """Beta-binomial clusters of 1 to 5: the design effect is 1 + rho (sum n^2 / sum n - 1)."""
    rng, found, wanted = np.random.default_rng(5), [], []
    for _ in range(200):
        good, sizes = [], []
        for _group in range(12):
            p = rng.uniform(0.2, 0.8)
            n = rng.integers(1, 6, 25)
            chance = np.full(25, p)
            if likeness:
                scale = 1 / likeness - 1
                chance = rng.beta(p * scale, (1 - p) * scale, 25)
            good.append(rng.binomial(n, chance).tolist())
            sizes.append(n.tolist())
        every = np.concatenate(sizes)
        wanted.append(1 + likeness * ((every**2).sum() / every.sum() - 1))
        found.append(effect_of(good, sizes))
    # never below 1, so where nothing hangs together half of the luck remains
    assert np.mean(found) == pytest.approx(np.mean(wanted), abs=0.05)


def test_values_of_one_cluster_that_are_alike_are_worth_one() -> None:
    """By hand: clusters (1, 1) and (3, 3); mean 2, variance 4/3; (4 + 4) over 4/3 (4 - 8/4) = 3."""
    found = mean_design_effect([4], [8], [20], [2**2 + 6**2], [2 * 2 + 6 * 2], [8])
    assert found == pytest.approx(3.0)
    assert mean_design_effect([4], [8], [16], [32], [16], [8]) == 1.0  # all alike: nothing to tell


def test_a_success_is_the_value_one() -> None:
    good, sizes = np.array([3, 0, 2, 4]), np.array([4, 3, 2, 5])
    sums = (good @ good, good @ sizes, sizes @ sizes)
    s, n = good.sum(), sizes.sum()
    rates = design_effect(np.array([s]), np.array([n]), *(np.array([v]) for v in sums))
    assert mean_design_effect([n], [s], [s], *([v] for v in sums)) == pytest.approx(rates)
    assert rates > 1
