"""Designs: fair draws, dates that leave deals their time, and power that is not flattering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from fairlead.measure.cells import UNKNOWN
from fairlead.stats.likelihood import expit
from fairlead.train.design import (
    MONTH_DAYS,
    Choice,
    best,
    designs,
    draw_groups,
    first_days,
    proves,
    timetable,
    weeks_needed,
)
from fairlead.train.outcomes import Outcome, Rate, Share, Size
from fairlead.train.power import TOO_YOUNG, Own, Plan, Power, expected, power

FIRST = dt.date(2026, 1, 5)


def own(people: int, *, trials: float = 6.0, sigma: float = 0.3, level: float = 0.6) -> Own:
    one = np.ones(1)
    known = np.array([0.3, 0.8])
    return Own(np.full(people, trials), Share(level), sigma * one, 0.75 * one, one, known)


def test_groups_are_drawn_evenly_within_teams_and_again_from_the_seed() -> None:
    team = np.repeat([0, 1, 2], [7, 9, 5])
    group = draw_groups(team, 3, rng=np.random.default_rng(7))
    again = draw_groups(team, 3, rng=np.random.default_rng(7))
    assert (group == again).all()
    assert np.ptp(np.bincount(group)) <= 1
    for code in range(3):
        assert np.ptp(np.bincount(group[team == code], minlength=3)) <= 1
    others = [draw_groups(team, 3, rng=np.random.default_rng(s)) for s in range(300)]
    first = np.mean([drawn[0] == 0 for drawn in others])
    assert first == pytest.approx(1 / 3, abs=0.09)


def test_start_days_leave_the_deals_their_time() -> None:
    times = timetable(FIRST, 52, 3, 35)
    assert times.look_on == FIRST + dt.timedelta(weeks=52)
    assert times.start(2) + dt.timedelta(days=35) < times.look_on
    assert times.gap_weeks == 11
    with pytest.raises(ValueError, match="need at least 31 weeks"):
        timetable(FIRST, 20, 4, 48)
    assert timetable(FIRST, 8, 1, 48).gap_weeks == 0
    slow = timetable(FIRST, 52, 3, 56)  # groups come closer where deals are slow
    assert slow.gap_weeks == 4


def test_designs_differ_by_who_starts_when() -> None:
    chosen = np.arange(12) < 6
    choice = Choice(np.arange(12), chosen, np.arange(12) % 2)
    made = designs(choice, timetable(FIRST, 52, 3, 30), 0.05, rng=np.random.default_rng(1))
    assert [d.scheme for d in made] == [
        "start groups",
        "half and half",
        "all at once",
        "with the other teams",
    ]
    groups, half, once, joined = made
    assert (groups.group[chosen] >= 0).all()
    assert (groups.group[~chosen] == -1).all()
    assert sorted(np.bincount(half.group[chosen]).tolist()) == [3, 3]
    assert once.plan.judged
    assert not groups.plan.judged
    assert (joined.group >= 0).all()
    days = first_days(half, timetable(FIRST, 52, 3, 30))
    assert {d for d, g in zip(days, half.group, strict=True) if g == 1} == {
        FIRST + dt.timedelta(weeks=52)
    }
    everybody = Choice(np.arange(12), np.ones(12, bool), np.zeros(12, np.int64))
    made = designs(everybody, timetable(FIRST, 52, 1, 30), 0.05, rng=np.random.default_rng(1))
    assert [d.scheme for d in made] == ["half and half", "all at once"]


def test_nobody_untrained_shows_nothing_ever() -> None:
    plan = Plan("all at once", np.zeros(20), 12.0, 0.05)
    found = power(own(20), plan, rng=np.random.default_rng(1))
    assert found.detectable is None
    assert "untrained" in found.because
    few = power(own(20), Plan("x", np.where(np.arange(20) < 2, 0.0, np.inf), 12, 0.05),
                rng=np.random.default_rng(1))  # fmt: skip
    assert few.because == "too few people would be trained"


def test_where_deals_take_long_it_is_said_when_a_verdict_could_be_given() -> None:
    slow = replace(own(12), horizon=4.0)
    start = np.repeat([0.0, 2.0, np.inf], 4)
    soonest = 1.0 + 4.0 / 0.18
    for months, too_young in ((soonest - 0.1, True), (soonest + 0.1, False)):
        plan = Plan("x", start, months, 0.05)
        shown = power(slow, plan, rng=np.random.default_rng(1), simulations=20)
        assert (shown.because == TOO_YOUNG) is too_young


def test_the_weeks_that_are_needed_are_enough_and_one_fewer_is_not() -> None:
    """Groups come further apart with the weeks, which must be told with the dates of each."""
    slow = replace(own(12), horizon=56 / MONTH_DAYS)
    choice = Choice(np.arange(12), np.ones(12, bool), np.zeros(12, np.int64))
    few = timetable(FIRST, 26, 3, 56)

    def because(weeks: int, place: int) -> str:
        made = designs(choice, timetable(FIRST, weeks, 3, 56), 0.05, rng=np.random.default_rng(1))
        return expected(slow, made[place].plan).because

    drawn = designs(choice, few, 0.05, rng=np.random.default_rng(1))
    for place, scheme in enumerate(("start groups", "half and half")):
        assert drawn[place].scheme == scheme
        assert because(26, place) == TOO_YOUNG
        weeks = weeks_needed(slow, drawn[place], few)
        assert weeks is not None
        assert because(weeks, place) == ""
        assert because(weeks - 1, place) == TOO_YOUNG
    never = replace(slow, horizon=40.0)
    assert weeks_needed(never, drawn[0], few) is None


def test_more_people_and_more_deals_show_less() -> None:
    def shown(people: int, trials: float, *, judged: bool = False) -> float:
        plan = Plan("half", np.where(np.arange(people) % 2, 0.0, np.inf), 12, 0.01, judged=judged)
        rng = np.random.default_rng(4)
        found = power(own(people, trials=trials), plan, rng=rng, simulations=60)
        assert found.detectable is not None
        return found.detectable

    few = shown(12, 4)
    assert shown(36, 4) < few
    assert shown(12, 16) < few
    assert shown(12, 4, judged=True) > few


def test_colleagues_who_may_gain_too_cost_precision() -> None:
    people = 24
    plan = Plan("groups", np.arange(people) % 4 * 2.0, 10.0, 0.05)
    plan = replace(plan, start=np.where(plan.start < 6, plan.start, np.inf))

    def shown(team: np.ndarray[tuple[int, ...], np.dtype[np.int64]] | None) -> float:
        rng = np.random.default_rng(4)
        found = power(own(people), replace(plan, team=team), rng=rng, simulations=40)
        assert found.detectable is not None
        return found.detectable

    alone = shown(None)
    assert shown(np.arange(people) // 4 % 4) > 1.05 * alone
    assert shown(np.full(people, UNKNOWN)) == alone, "nobody has a team"


# Closed form: the effect is a difference of two groups of trials of one known rate where people do
# not differ: standard error sqrt(1 / (n p q) + 1 / (m p q)) on the logit, times 2.80.
def test_power_is_the_closed_form_where_people_are_alike() -> None:
    people, trials, level = 40, 30.0, 0.2
    plan = Plan("half", np.where(np.arange(people) % 2, 0.0, np.inf), 12.0, 1e-6)
    one = np.ones(1)
    alike = Own(np.full(people, trials), Share(level), 0.02 * one, 0.98 * one, one, one)
    found = power(alike, plan, rng=np.random.default_rng(2), simulations=150)
    treated = people / 2 * trials * 12
    weight = treated * level * (1 - level)
    # own past and colleagues tell the level as well: at best one sample, at worst two equal ones
    least, most = np.sqrt(1 / weight), np.sqrt(2 / weight)
    assert found.detectable is not None
    base = np.log(level / (1 - level))
    logit = np.log(0.2 + found.detectable) - np.log(0.8 - found.detectable) - base
    assert 2.4 * least < logit < 3.4 * most
    assert Share(level).change(np.array(logit)) == pytest.approx(found.detectable)
    assert expit(np.array([base + logit]))[0] == pytest.approx(0.2 + found.detectable)


# Two shares, 20 % and 25 %, 80 % power, 5 % level (Fleiss, Levin and Paik 2003, section 4.2):
# 1,094 deals on each side. Own past tells something of the level too, so at best half of it.
def test_1094_deals_a_side_show_20_to_25_per_cent() -> None:
    people, base, aim, deals = 40, 0.2, 0.25, 1094
    half = (base + aim) / 2
    spread = 1.95996 * np.sqrt(2 * half * (1 - half))
    spread += 0.84162 * np.sqrt(base * (1 - base) + aim * (1 - aim))
    assert np.ceil((spread / (aim - base)) ** 2) == deals
    plan = Plan("half", np.where(np.arange(people) % 2, 0.0, np.inf), 12.0, 1e-6)
    one = np.ones(1)
    trials = np.full(people, deals / (people / 2) / 12)
    alike = Own(trials, Share(base), 0.02 * one, 0.98 * one, one, one)
    found = power(alike, plan, rng=np.random.default_rng(5), simulations=150)
    assert found.treated == pytest.approx(deals)
    assert found.detectable is not None
    assert (aim - base) / np.sqrt(2) * 0.95 < found.detectable < (aim - base) * 1.1


def test_a_simpler_design_stays_unless_another_shows_much_less() -> None:
    plan = Plan("x", np.zeros(3), 12, 0.05)

    def shows(value: float | None) -> Power:
        return Power(plan, value, 0.5, 9, 9, 100.0, 100)

    assert best([shows(0.10), shows(0.095), shows(None)]) == 0
    assert best([shows(0.10), shows(0.08)]) == 1
    assert best([shows(None), shows(0.2)]) == 1
    assert best([shows(None)]) is None
    assert proves(shows(0.15))
    assert not proves(shows(0.151))
    assert not proves(shows(None))


# Closed forms on the logarithm where people are alike: a count of N events has the standard error
# 1 / sqrt(N), scattered d times as much sqrt(d / N); N values of spread s have s / sqrt(N). As
# above own past and colleagues make it at best one sample of them, at worst two equal ones.
@pytest.mark.parametrize(
    ("outcome", "seen", "error"),
    [
        (Rate(2.0), 4.0, lambda n: 1 / np.sqrt(2 * n)),
        (Rate(2.0, 1.8), 4.0, lambda n: np.sqrt(1.8 / (2 * n))),
        (Size(0.9), 3.0, lambda n: 0.9 / np.sqrt(n)),
    ],
)
def test_counts_and_sizes_show_what_closed_forms_say(
    outcome: Outcome, seen: float, error: Callable[[float], float]
) -> None:
    people = 40
    plan = Plan("half", np.where(np.arange(people) % 2, 0.0, np.inf), 12.0, 1e-6)
    one = np.ones(1)
    alike = Own(np.full(people, seen), outcome, 0.02 * one, 0.98 * one, one, one)
    found = power(alike, plan, rng=np.random.default_rng(2), simulations=120)
    assert found.detectable is not None
    least = error(people / 2 * seen * 12)
    assert 2.4 * least < np.log1p(found.detectable) < 3.4 * np.sqrt(2) * least


@pytest.mark.parametrize("outcome", [Share(0.3), Rate(2.0, 1.5), Size(0.8)])
def test_what_people_see_is_the_step_there_and_back(outcome: Outcome) -> None:
    assert outcome.change(np.array(outcome.step(0.07))) == pytest.approx(0.07)


def test_simulated_counts_scatter_as_much_as_they_are_said_to() -> None:
    rng = np.random.default_rng(3)
    weeks = np.full(20_000, 4.0)
    events, _ = Rate(2.0, 1.6).reached(weeks, np.full(20_000, np.log(2.0)), rng)
    assert events.mean() == pytest.approx(8, abs=0.1)
    assert events.var() / events.mean() == pytest.approx(1.6, abs=0.06)
    wins = np.full(20_000, 5.0)
    data = Size(0.7).reached(wins, np.zeros(20_000), rng)
    inside = (data[2] - data[1] ** 2 / data[0]).sum() / (data[0] - 1).sum()
    assert np.sqrt(inside) == pytest.approx(0.7, abs=0.01)
