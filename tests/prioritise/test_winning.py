"""The winning level: a known step is found, and what follows from winning is called so."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.prioritise.direction import Direction, direction
from fairlead.prioritise.winning import Cases, WinningLevel, level_at, luck, winning_levels

PEOPLE, PERIODS = 40, 36


def grid() -> tuple[np.ndarray, np.ndarray]:
    period, person = (x.ravel() for x in np.indices((PERIODS, PEOPLE)))
    return person, period


def leading(seed: int, step: float = 6.0, low: float = 0.25, high: float = 0.7) -> Cases:
    """Goals met with `high` chance in the period after the indicator reached the step."""
    rng = np.random.default_rng(seed)
    person, period = grid()
    effort = rng.poisson(rng.gamma(6, 0.8, PEOPLE), (PERIODS + 1, PEOPLE)).astype(float)
    before = effort[:-1].ravel()
    goal = (rng.random(len(before)) < np.where(before >= step, high, low)).astype(int)
    return Cases("meetings", person, period, before, goal)


def following(seed: int, at_once: bool) -> Cases:
    """Runs because it leads: the indicator is high in (or after) periods that go well."""
    rng = np.random.default_rng(seed)
    person, period = grid()
    good = rng.normal(0, 1, PEOPLE)
    met = (rng.random((PERIODS + 2, PEOPLE)) < 1 / (1 + np.exp(-good))).astype(int)
    cause = met if at_once else np.roll(met, 1, axis=0)
    shown = rng.poisson(3 + 4 * cause).astype(float)
    return Cases("running yards", person, period, shown[1:-1].ravel(), met[2:].ravel())


def one(cases: Cases, wanted: float = 0.6) -> WinningLevel:
    (found,) = winning_levels([cases], wanted, rng=np.random.default_rng(0))
    assert isinstance(found, WinningLevel), found
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_known_step_is_found(seed: int) -> None:
    found = one(leading(seed))
    assert found.at == pytest.approx(6, abs=1)
    assert found.lower <= 6 <= found.upper
    assert found.stands
    assert found.p_value <= 0.001
    assert found.near >= 0.6
    assert isinstance(found.checked, Estimate)
    assert found.checked.lower <= 0.7 <= found.checked.upper + 0.03
    assert found.findings == ()


def test_the_rate_beyond_is_no_ground_for_the_level() -> None:
    # rising evenly from 0.2 to 0.9: at or beyond 0.43 it is 0.7 already, near it only 0.5
    rng = np.random.default_rng(4)
    x = np.round(rng.random(4000), 2)
    goal = rng.random(4000) < 0.2 + 0.7 * x
    at = level_at(x, goal, 0.7)
    assert at == pytest.approx(5 / 7, abs=0.12)
    assert goal[x >= 0.43].mean() > 0.68


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_what_follows_from_winning_carries_a_warning(seed: int, *, at_once: bool) -> None:
    cases = following(seed, at_once)
    told = direction(cases.person, cases.period, cases.indicator, cases.goal)
    assert isinstance(told, Direction)
    assert told.follows
    assert told.before < max(told.same, told.after)
    found = one(cases, 0.5)
    assert [f.code for f in found.findings] == ["indicator_follows_winning"]


def test_what_leads_carries_none() -> None:
    for seed in range(5):
        cases = leading(seed)
        told = direction(cases.person, cases.period, cases.indicator, cases.goal)
        assert isinstance(told, Direction)
        assert not told.follows
        assert told.before > max(told.same, told.after)


def nothing(seed: int, people: int = 20) -> Cases:
    """Nothing to find: good people meet goals, and each has an own habit beside it."""
    rng = np.random.default_rng(seed)
    period, person = (x.ravel() for x in np.indices((12, people)))
    goal = rng.random(len(person)) < (1 / (1 + np.exp(-rng.normal(0, 1, people))))[person]
    habit = rng.normal(0, 2, people)[person] + rng.normal(0, 1, len(person))
    return Cases("emails", person, period, habit, goal.astype(int))


def test_luck_is_seldom_taken_for_a_level() -> None:
    rng = np.random.default_rng(3)
    p = np.array([luck(nothing(seed), rng, 99) for seed in range(120)])
    # one in twenty at most, plus three Monte Carlo errors
    assert (p <= 0.05).mean() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(p))
    assert 0.35 < p.mean() < 0.65


def test_many_indicators_are_paid_for() -> None:
    rng = np.random.default_rng(1)
    found = winning_levels([nothing(seed, 40) for seed in range(12)] + [leading(1)], 0.6, rng=rng)
    told = [level for level in found if isinstance(level, WinningLevel)]
    assert [level.name for level in told if level.stands] == ["meetings"]


def test_it_stays_silent_without_people_or_a_level() -> None:
    few = leading(1)
    kept = few.person < 6
    small = Cases("meetings", *(x[kept] for x in (few.person, few.period, few.indicator, few.goal)))
    never, scarce = winning_levels([few, small], 0.95, rng=np.random.default_rng(0))
    assert isinstance(never, NotEstimable)
    assert isinstance(scarce, NotEstimable)
    assert (scarce.needed, scarce.have) == (10, 6)


def test_trials_of_one_day_have_no_direction() -> None:
    cases = leading(1)
    told = direction(cases.person, np.zeros_like(cases.period), cases.indicator, cases.goal)
    assert isinstance(told, NotEstimable)
    assert isinstance(
        direction(cases.person, cases.period, cases.indicator, cases.goal, lag=0), NotEstimable
    )
