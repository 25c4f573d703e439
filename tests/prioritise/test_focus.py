"""Benchmarks, gains and the one priority: realistic, joint, and silent where they must be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import NAMES, make_book

from fairlead.answers import Estimate, NotEstimable
from fairlead.diagnose.peers import peer
from fairlead.diagnose.road import Road, roads
from fairlead.measure.fitting import fit_book
from fairlead.prioritise.benchmarks import Effect, peer_level, plan_level, realistic
from fairlead.prioritise.focus import best_of, foci, priority
from fairlead.prioritise.gains import Gains, gains


@pytest.fixture(scope="module")
def road() -> Road:
    book, _ = make_book(people=14, seed=11, planted={"Cleo": -2.0}, deals=10)
    (found,) = roads(fit_book(book, seed=1))
    assert isinstance(found, Road)
    return found


@pytest.fixture(scope="module")
def found(road: Road) -> Gains:
    return gains([road])


def test_nobody_is_lifted_beyond_the_benchmark_nor_farther_than_a_training_carries(
    road: Road,
) -> None:
    part = road.levels[1]
    effect = Effect().draw(part.place.shape[1], np.random.default_rng(0))
    after = realistic(part, effect)
    lift = after - part.place
    above = part.place >= peer(part)
    assert (lift[above] == 0).all()
    positive = effect > 0
    assert (after[:, positive] <= np.maximum(part.place, peer(part))[:, positive] + 1e-12).all()
    assert (lift <= np.maximum(effect, 0) * part.between + 1e-12).all()
    assert effect.mean() == pytest.approx(0.4, abs=0.03)
    assert effect.std() == pytest.approx(0.2, abs=0.03)


def test_gains_are_what_the_road_brings_more(road: Road, found: Gains) -> None:
    assert len(found.competencies) == 4
    assert found.draws.shape == (4, 14, road.worth.shape[1])
    # a gain never exceeds what peers' level would bring
    for number, part in enumerate(road.levels):
        at_peers = part.at(np.maximum(part.place, peer(part)))
        most = road.worth * (at_peers / part.now - 1)
        assert (found.draws[number] <= most + 1e-6 * road.worth).all()


def test_gains_of_people_add_up_and_cost_is_paid_by_head(road: Road) -> None:
    costs = {road.levels[1].competency.slug: 100.0}
    paid, free = gains([road], costs=costs), gains([road])
    everybody = np.arange(14)
    each = sum(paid.of(np.array([i])) for i in range(14))
    assert paid.of(everybody) == pytest.approx(each)
    difference = free.of(np.arange(7)) - paid.of(np.arange(7))
    assert difference[1] == pytest.approx(np.full(difference.shape[1], 700.0))
    assert difference[0] == pytest.approx(np.zeros(difference.shape[1]), abs=1e-6)


def test_a_weak_person_gets_an_own_focus_and_the_others_the_teams(found: Gains) -> None:
    team = priority(found.of(np.arange(14)))
    made = foci(found, np.arange(14), team)
    assert [focus.person for focus in made] == list(range(14))
    own = [focus.person for focus in made if focus.own]
    assert len(own) <= 3
    for focus in made:
        assert focus.own == (focus.probability is not None)
        if not focus.own and team.named:
            assert focus.competency == team.named[0]
        if focus.own:
            assert focus.probability is not None
            assert focus.probability >= 0.8


def test_a_team_that_lies_low_as_a_whole_is_worth_training() -> None:
    """What all of a team have in common is no part of how far people of one team differ."""
    people = 20
    low = {NAMES[i]: -1.5 for i in range(0, people, 4)}
    book, _ = make_book(people=people, seed=3, sigma=0.1, planted=low, deals=10, teams=4)
    (made,) = roads(fit_book(book, seed=1))
    assert isinstance(made, Road)
    found = gains([made])
    said = priority(found.of(np.arange(0, people, 4)))
    assert said.verdict == "one"
    assert [found.competencies[k].stage for k in said.named] == ["Demo"]
    # one team of four lies 1.5 lower: a spread of 0.65 between people
    (demo,) = [part for part in made.trained if part.competency.stage == "Demo"]
    assert said.gain > 0.1 * made.worth[np.arange(0, people, 4)].sum(axis=0).mean()
    assert 0.4 < demo.between.mean() < 0.9
    assert demo.sigma.mean() < 0.5 * demo.between.mean()


def test_somebody_known_too_little_gets_the_teams(found: Gains) -> None:
    unknown = replace(found, known=np.zeros_like(found.known))
    team = priority(found.of(np.arange(14)))
    assert not any(focus.own for focus in foci(unknown, np.arange(14), team))


def made_of(chances: list[float], count: int = 1000) -> np.ndarray:
    """Draws in which competency i is the best as often as asked, by about the same lead."""
    best = np.repeat(np.arange(len(chances)), [round(c * count) for c in chances])
    draws = np.ones((len(chances), len(best)))
    draws[best, np.arange(len(best))] = 2.0
    return draws


@pytest.mark.parametrize(
    ("chances", "verdict", "named"),
    [
        ([0.1, 0.85, 0.05], "one", (1,)),
        ([0.5, 0.1, 0.4], "two", (0, 2)),
        ([0.3, 0.3, 0.25, 0.15], "no clear first", (0, 1, 2)),
    ],
)
def test_ties_are_said(chances: list[float], verdict: str, named: tuple[int, ...]) -> None:
    said = priority(made_of(chances))
    assert (said.verdict, said.named) == (verdict, named)
    assert said.probability == pytest.approx(max(chances))
    assert said.chances == pytest.approx(chances)
    assert said.lower <= said.gain <= said.upper


def test_nothing_is_named_where_nothing_pays() -> None:
    said = priority(np.random.default_rng(0).normal(-1, 0.5, (3, 1000)))
    assert said.verdict == "none"
    assert said.named == ()
    assert best_of(-np.ones((3, 10))).tolist() == [0, 0, 0]


def test_the_largest_mean_is_named_even_where_another_is_more_often_first() -> None:
    draws = np.array([[1.0] * 60 + [0.0] * 40, [0.9] * 60 + [5.0] * 40])
    assert priority(draws).named[0] == 1
    assert priority(draws).probability == pytest.approx(0.4)


def test_benchmark_of_peers_lies_above_the_middle(road: Road) -> None:
    for number, part in enumerate(road.levels):
        found = peer_level(road, number)
        level = part.factor if part.competency.kind == "creation" else 1.0
        assert found.value > np.median(part.now.mean(axis=1)) / level * 0.95
        assert found.unit == part.competency.unit


def test_the_plan_is_solved_by_one_step_or_said_to_be_out_of_reach(road: Road) -> None:
    everybody = np.arange(14)
    now = float(road.worth.sum(axis=0).mean())
    part = road.levels[1]
    level_now = part.now.mean()
    near = plan_level(road, 1, everybody, now * 1.05)
    assert isinstance(near, Estimate)
    assert near.value > level_now
    # by hand: 5 % more money takes about 5 % more of each factor
    assert near.value / level_now == pytest.approx(1.05, abs=0.05)
    far = plan_level(road, 1, everybody, now * 10)
    assert isinstance(far, NotEstimable)
    assert far.reason == "not by this step alone"
