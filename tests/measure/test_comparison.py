"""A team is set apart at a step only where chance cannot have done it."""

import numpy as np
import pytest

from fairlead.answers import Estimate
from fairlead.measure.comparison import _difference, weakest_steps
from fairlead.measure.summary import StepCount


def step(rank, advanced, lost, *, pipeline="default", deal_type="new_business"):
    total = advanced + lost
    return StepCount(
        pipeline, deal_type, f"S{rank}", rank, total + 3, advanced, lost, 3, 0, np.empty(0)
    )


def test_the_interval_is_newcombes():
    """Newcombe 1998, Table II, example (a): 56 of 70 less 48 of 80, method 10: 0.0524 to 0.3339."""
    value, upper = _difference((56, 70), (48, 80), 0.95)
    assert (value, upper) == pytest.approx((0.2, 0.3339), abs=5e-5)


def test_only_the_team_that_lies_apart_is_named_with_its_deepest_step():
    teams = {
        "North": [step(0, 660, 240), step(1, 247, 194), step(2, 201, 49)],
        "South": [step(0, 700, 250), step(1, 350, 140), step(2, 250, 70)],
        "West": [step(0, 710, 260), step(1, 354, 141), step(2, 260, 80)],
    }
    found = weakest_steps(teams, "default", "new_business")
    assert found["South"] is None
    assert found["West"] is None
    north = found["North"]
    assert north is not None
    assert (north.rank, north.own_counts, north.others_counts) == (1, (247, 441), (704, 985))
    assert isinstance(north.own, Estimate)


def test_a_handful_of_deals_sets_nobody_apart():
    teams = {"A": [step(0, 0, 4)], "B": [step(0, 400, 20)]}
    assert weakest_steps(teams, "default", "new_business") == {"A": None, "B": None}


def test_other_pipelines_and_types_are_left_aside():
    teams = {
        "A": [step(0, 10, 400, deal_type="renewal"), step(0, 50, 50)],
        "B": [step(0, 400, 10, deal_type="renewal"), step(0, 50, 50)],
    }
    assert weakest_steps(teams, "default", "new_business") == {"A": None, "B": None}


def test_alike_teams_are_hardly_ever_set_apart():
    """Of brief after brief on teams that do not differ, about one in twenty may name somebody.

    Only shortfalls are named, so it is about half of that; 400 briefs, seed fixed.
    """
    rng = np.random.default_rng(20261122)
    named = 0
    for _ in range(400):
        teams = {
            team: [step(r, n, 120 - n) for r, n in enumerate(rng.binomial(120, 0.7, size=5))]
            for team in "ABC"
        }
        named += any(weakest_steps(teams, "default", "new_business").values())
    assert named / 400 < 0.05
