"""Which parts a model has, and why others are left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fairlead.stats.ability import Extra, Panel, build, fit
from fairlead.stats.ability.design import drift_precision
from fairlead.stats.ability.nodes import (
    LIKENESS_WEIGHT,
    Plane,
    fixed,
    half_normal_quantile,
    likeness_moments,
)
from fairlead.stats.likelihood import Trials


def panel(people: int = 15, months: int = 24, teams: int = 3) -> Panel:
    month, person, level = (
        x.ravel() for x in np.meshgrid(np.arange(months), np.arange(people), [0, 1], indexing="ij")
    )
    n = 1.0 + (person + level) % 3
    return Panel(
        person=person,
        month=month,
        person_count=people,
        month_count=months,
        likelihood=Trials.resolved(n, n),
        levels=[level],
        month_of_year=np.arange(months) % 12,
        team=person % teams,
        tenure=np.where(person < 3, month * 1.0, 80.0),
    )


def test_everything_is_there_when_there_is_enough() -> None:
    design = build(panel())
    assert list(design.parts) == ["level", "mix 0", "own 0", "season", "drift", "team", "ramp"]
    assert not design.left_out
    assert design.border == 1 + 2 + 2 + 4 + 8 + 3 + 1
    ramp = design.parts["ramp"].columns
    first = np.flatnonzero((design.person == 0) & (design.month == 4))[0]
    assert design.columns[first, ramp][0] == pytest.approx(np.exp(-1))
    assert design.prior_mean[ramp] == -0.3


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"people": 11}, "own 0"),
        ({"people": 4, "teams": 2}, "team"),
        ({"months": 23}, "season"),
        ({"teams": 2}, "team"),
    ],
)
def test_too_little_leaves_a_part_out_and_says_so(change: dict[str, int], missing: str) -> None:
    design = build(panel(**change))
    assert missing not in design.parts
    assert "needs" in design.left_out[missing]


def test_ramp_needs_three_hires_and_unknown_tenure_counts_as_ramped() -> None:
    base = panel()
    assert base.tenure is not None
    two = np.where(base.person == 2, np.nan, base.tenure)
    assert "ramp" in build(replace(base, tenure=two)).left_out
    assert "ramp" in build(replace(base, tenure=None)).left_out
    some = np.where(base.person == 14, np.nan, base.tenure)
    design = build(replace(base, tenure=some))
    assert np.all(design.columns[design.person == 14, design.parts["ramp"].columns] == 0)


def test_a_level_met_by_four_people_is_no_column() -> None:
    base = panel()
    rare = np.where((base.person < 4) & (base.month == 0), 2, base.levels[0])
    assert build(replace(base, levels=[rare])).parts["mix 0"].labels == ("0", "1")
    enough = np.where((base.person < 5) & (base.month == 0), 2, base.levels[0])
    assert build(replace(base, levels=[enough])).parts["mix 0"].labels == ("0", "1", "2")


def test_own_shares_are_centred_over_people() -> None:
    design = build(panel())
    np.testing.assert_allclose(design.own_share.sum(axis=0), 0, atol=1e-12)
    row = np.flatnonzero(design.person == 7)[0]
    np.testing.assert_allclose(
        design.columns[row, design.parts["own 0"].columns], design.own_share[7]
    )


def test_further_columns_and_their_priors() -> None:
    base = panel()
    after = (base.month >= 12) * (base.person % 2).astype(float)
    design = build(replace(base, extra=[Extra("training", after)]))
    place = design.parts["training"].columns
    assert design.prior_precision[place, place] == pytest.approx(1 / 9)
    np.testing.assert_allclose(
        design.columns[:, place][:, 0], (design.month >= 12) * (design.person % 2)
    )


def test_drift_is_stationary() -> None:
    covariance = np.linalg.inv(drift_precision(5))
    np.testing.assert_allclose(np.diag(covariance), 0.15**2)
    assert covariance[0, 1] / covariance[0, 0] == pytest.approx(0.7)


def test_contradictions_are_refused() -> None:
    base = panel()
    with pytest.raises(ValueError, match="one value for each row"):
        build(replace(base, month=base.month[:-1]))
    with pytest.raises(ValueError, match="codes of person"):
        build(replace(base, person_count=3))


def test_nodes_are_quantiles_of_the_prior() -> None:
    nodes = fixed(teams=True)
    assert len(nodes) == 60
    assert np.exp(nodes.log_prior).sum() == pytest.approx(1)
    assert len(fixed(teams=False)) == 30
    draws = np.abs(np.random.default_rng(0).normal(0, 0.5, 200_000))
    for share in (1 / 12, 5 / 12, 11 / 12):
        assert half_normal_quantile(np.array(share), 0.5) == pytest.approx(
            np.quantile(draws, share), rel=0.01
        )


def test_plane_stands_for_the_same_prior() -> None:
    centre, spread = likeness_moments()
    assert np.exp(centre) == pytest.approx(0.0174, abs=0.0005)
    assert spread == pytest.approx(1.33, abs=0.01)
    assert LIKENESS_WEIGHT.sum() == pytest.approx(1)
    sigma = np.linspace(0.01, 2, 400)
    points = np.stack([np.log(sigma), np.full(400, centre)], axis=1)
    density = np.exp(Plane().log_density(points)) / sigma
    np.testing.assert_allclose(density / density[0], np.exp(-2 * sigma**2 + 2 * 0.01**2), rtol=1e-9)


def test_a_quarter_in_which_nobody_has_data_is_no_obstacle() -> None:
    """The last wins came a quarter before the window ends: its drift is known by its prior."""
    month, person = (x.ravel() for x in np.indices((3, 4)))
    won = np.random.default_rng(1).binomial(5, 0.4, len(month))
    early = Panel(
        person=person,
        month=month,
        person_count=4,
        month_count=6,
        likelihood=Trials.resolved(won, 5 - won),
    )
    found = fit(early)
    assert found.design.parts["drift"].labels == ("0", "1")
    assert np.abs(found.part("drift")).max() < 0.3
    assert np.isfinite(found.chain).all()
