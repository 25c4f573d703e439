"""Refined settings against brute force: a fine grid over sigma for every likeness."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.stats.ability import Panel, fit
from fairlead.stats.ability.nodes import LIKENESS, LIKENESS_WEIGHT, Nodes, fixed, refined
from fairlead.stats.likelihood import Trials


def panel(sigma: float, people: int = 60, months: int = 12, trials: float = 8.0) -> Panel:
    rng = np.random.default_rng(3)
    month, person = (x.ravel() for x in np.indices((months, people)))
    theta = rng.normal(0, sigma, people)[person]
    n = rng.poisson(trials, len(month))
    s = rng.binomial(n, 1 / (1 + np.exp(-theta)))
    return Panel(
        person=person,
        month=month,
        person_count=people,
        month_count=months,
        likelihood=Trials.resolved(s, n - s),
    )


def brute_force() -> Nodes:
    """Even steps of log sigma, so the half-normal density of log sigma is the prior weight."""
    sigma = np.exp(np.linspace(np.log(0.005), np.log(2.5), 90))
    grid, place = (x.ravel() for x in np.meshgrid(sigma, np.arange(5), indexing="ij"))
    log_prior = np.log(LIKENESS_WEIGHT[place]) + np.log(grid) - 0.5 * (grid / 0.5) ** 2
    return Nodes(grid, LIKENESS[place] ** (1 / 12), np.zeros(len(grid)), log_prior)


@pytest.mark.parametrize("sigma", [0.0, 0.1, 0.32, 0.7, 1.3])
def test_average_over_few_settings_equals_brute_force(sigma: float) -> None:
    made = panel(sigma)
    few, many = fit(made), fit(made, nodes=brute_force())
    spread = np.sqrt(many.weight @ many.nodes.sigma**2 - many.sigma**2)
    assert abs(few.sigma - many.sigma) < 0.3 * spread
    assert abs(few.likeness - many.likeness) < 0.05
    mine = np.einsum("k,kn->n", few.weight, few.chain[-1])
    theirs = np.einsum("k,kn->n", many.weight, many.chain[-1])
    assert np.abs(mine - theirs).max() < 0.1 * theirs.std() + 0.01


def test_settings_stay_as_they_are_while_the_data_know_little() -> None:
    nodes = fixed(teams=False)
    assert refined(nodes, nodes.log_prior, 0.5) is None


def test_each_likeness_is_refined_around_its_own_peak() -> None:
    nodes = fixed(teams=False)
    wanted = {phi: 0.2 + 0.5 * k for k, phi in enumerate(np.unique(nodes.phi))}
    target = np.array([wanted[phi] for phi in nodes.phi])
    height = nodes.log_prior - 0.5 * ((np.log(nodes.sigma) - np.log(target)) / 0.15) ** 2
    finer = refined(nodes, height, 0.5)
    assert finer is not None
    for phi, sigma in list(wanted.items())[:2]:
        mine = finer.sigma[finer.phi == phi]
        assert mine.min() < sigma < mine.max()
