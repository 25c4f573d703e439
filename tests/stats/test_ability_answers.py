"""What is read off a fit: levels at a common mix, who differs, who is known too little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.stats.panels import panel_of

from fairlead.answers import NotEstimable
from fairlead.stats.ability import (
    Extra,
    Panel,
    ability,
    differs,
    draw,
    effective_trials,
    fit,
    role_mix,
    silence,
    single,
    standing,
    tail,
)
from fairlead.stats.likelihood import Trials


def test_level_at_the_common_mix_by_hand() -> None:
    panel = panel_of("trials", 6, 14)
    found = fit(panel, nodes=single(0.4, 0.75, 0.1))
    draws = draw(found, 2, count=50)
    design = found.design
    parts = {name: part.columns for name, part in design.parts.items()}
    assert panel.team is not None
    assert panel.tenure is not None
    trials, recent = panel.likelihood.trials, panel.month >= 2
    person = 3
    mine = np.flatnonzero(panel.person == person)
    last = mine[np.argmax(panel.month[mine])]
    total = np.zeros(50)
    for level in (0, 1):
        share = trials[recent & (panel.levels[0] == level)].sum() / trials[recent].sum()
        eta = draws.border[:, parts["level"]][:, 0] + draws.border[:, parts["mix 0"]][:, level]
        eta = eta + draws.border[:, parts["drift"]][:, 13 // 3]
        eta = eta + draws.border[:, parts["team"]][:, panel.team[last]]
        eta = eta + draws.border[:, parts["ramp"]][:, 0] * np.exp(-panel.tenure[last] / 4)
        eta = eta + draws.theta[-1, person]
        total += share / (1 + np.exp(-eta))
    np.testing.assert_allclose(ability(found, draws)[person], total, rtol=1e-5)
    alone = ability(found, draws, person_only=True)
    assert not np.allclose(alone[person], total)
    assert role_mix(found).weight.sum() == pytest.approx(1)


@pytest.mark.parametrize("kind", ["counts", "measured"])
def test_levels_of_other_kinds_are_near_the_data(kind: str) -> None:
    found = fit(panel_of(kind, 6, 14))
    level = ability(found, draw(found, 2)).mean()
    assert level == pytest.approx({"counts": 1.3, "measured": 0.4}[kind], abs=0.35)


def test_standing_is_that_of_the_month_asked_for() -> None:
    panel = panel_of("trials", 6, 14)
    assert panel.team is not None
    moved = replace(panel, team=np.where(panel.month >= 7, (panel.team + 1) % 4, panel.team))
    found = fit(moved, nodes=single(0.4, 0.75, 0.1))
    place = found.design.parts["team"].columns
    before, after = standing(found, 6)[:, place], standing(found, 13)[:, place]
    np.testing.assert_array_equal(before.argmax(axis=1), np.arange(6) % 4)
    np.testing.assert_array_equal(after.argmax(axis=1), (np.arange(6) + 1) % 4)


def test_differs_takes_the_largest_set_with_few_mistakes() -> None:
    tails = np.array([0.001, 0.3, 0.02, np.nan, 0.13, 0.08])
    # means of 1, 2, 3, 4 smallest: .001 .0105 .0337 .0578
    assert differs(tails).tolist() == [True, False, True, False, False, True]
    assert not differs(np.array([0.2, 0.4])).any()
    assert not differs(np.array([np.nan])).any()
    assert differs(tails, 0.005).sum() == 1


def strong_and_weak() -> Panel:
    month, person = (x.ravel() for x in np.indices((12, 8)))
    n = np.where(person == 7, (month == 2) * 1.0, 10.0)
    rate = np.where(person == 0, 0.8, 0.4)
    return Panel(
        person=person[n > 0],
        month=month[n > 0],
        person_count=8,
        month_count=12,
        likelihood=Trials.resolved((n * rate)[n > 0], (n * (1 - rate))[n > 0]),
    )


def test_the_one_who_stands_out_is_found_and_the_unknown_one_is_not() -> None:
    found = fit(strong_and_weak())
    draws = draw(found, 1)
    assert differs(tail(draws)).tolist() == [True] + [False] * 7
    assert draws.person().mean(axis=1)[0] > 0.5


def test_a_further_column_finds_an_effect_from_a_start_on() -> None:
    """Half of the people do better by 0.8 from month 6 on; they may spread out at that moment."""
    rng = np.random.default_rng(4)
    month, person = (x.ravel() for x in np.indices((14, 40)))
    after = ((month >= 6) & (person % 2 == 0)) * 1.0
    chance = 1 / (1 + np.exp(-(rng.normal(0, 0.3, 40)[person] + 0.8 * after)))
    won = rng.binomial(8, chance)
    jump = np.zeros((14, 40))
    jump[6, ::2] = 0.1**2
    panel = Panel(
        person=person,
        month=month,
        person_count=40,
        month_count=14,
        likelihood=Trials.resolved(won, 8 - won),
        extra=[Extra("training", after)],
        extra_variance=jump,
    )
    found = fit(panel)
    place = found.design.parts["training"].columns
    effect = draw(found, 1).border[:, place][:, 0]
    assert abs(effect.mean() - 0.8) < 2.5 * effect.std()
    assert 0.05 < effect.std() < 0.25
    assert found.part("training")[0] == pytest.approx(effect.mean(), abs=0.02)


def test_effective_trials_forget_and_silence_says_what_is_missing() -> None:
    found = fit(strong_and_weak(), nodes=single(0.4, 0.5))
    worth = effective_trials(found)
    phi = 0.5 ** (1 / 12)
    assert worth[1] == pytest.approx(10 * sum(phi ** (2 * k) for k in range(12)), rel=1e-9)
    assert worth[7] == pytest.approx(phi ** (2 * 9), rel=1e-9)
    assert silence(worth[1]) is None
    quiet = silence(worth[7])
    assert isinstance(quiet, NotEstimable)
    assert (quiet.needed, quiet.have) == (5, 0)
