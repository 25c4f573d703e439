"""Trainings that can be judged: who starts when, drawn at random, and which design shows most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from fairlead.measure.cells import UNKNOWN, Floats, Ints
from fairlead.train.power import Own, Plan, Power, expected

MONTH_DAYS = 30.4375
LEAST_GAP = 4
"""Fewest weeks between two start groups."""

RIPE = 0.84
"""Share of deals that are to have had their time by the verdict."""

MOST_WEEKS = 156
"""Most weeks from the first start to the verdict that a plan may have."""

TOO_BLUNT = 3.0
BETTER = 0.9
"""A design is preferred to a simpler one only if what it shows is this much smaller."""

Scheme: TypeAlias = Literal["all at once", "start groups", "half and half", "with the other teams"]


@dataclass(frozen=True, slots=True)
class Timetable:
    """When things happen.

    Parameters
    ----------
    first_on
        First day of the first start group.
    look_on
        Day of the verdict.
    gap_weeks
        Between two start groups.
    groups
        Number of start groups.
    """

    first_on: dt.date
    look_on: dt.date
    gap_weeks: int
    groups: int

    def start(self, group: int) -> dt.date:
        """Return the first day of a start group, counted from 0."""
        return self.first_on + dt.timedelta(weeks=self.gap_weeks * group)

    @property
    def until(self) -> float:
        """Months from the first start to the verdict."""
        return (self.look_on - self.first_on).days / MONTH_DAYS


def timetable(first_on: dt.date, weeks: int, groups: int, horizon_days: float) -> Timetable:
    """Return start days spread over at most half of what is left once deals need their time.

    Parameters
    ----------
    first_on
        First day.
    weeks
        From it to the verdict.
    groups
        Start groups.
    horizon_days
        Days a deal needs to decide the step.

    Raises
    ------
    ValueError
        Too few weeks for the groups and the deals to have their time.
    """
    left = weeks - horizon_days / 7
    gap = int(left / 2 / max(1, groups - 1)) if groups > 1 else 0
    if gap > LEAST_GAP:
        # groups start on average half of all gaps late: leave most of their deals their time
        room = 2 * (weeks - horizon_days / 7 / (1 - RIPE)) / (groups - 1)
        gap = max(LEAST_GAP, min(gap, int(room)))
    if groups > 1 and gap < LEAST_GAP:
        needed = int(np.ceil(2 * LEAST_GAP * (groups - 1) + horizon_days / 7))
        raise ValueError(f"{groups} start groups need at least {needed} weeks to the verdict")
    return Timetable(first_on, first_on + dt.timedelta(weeks=weeks), gap, groups)


def draw_groups(stratum: Ints, groups: int, *, rng: np.random.Generator) -> Ints:
    """Return the start group of each person, drawn at random within strata.

    Answers who starts when, so that neither the strong nor one team starts first: groups differ
    by at most one person, and so do the members of one stratum over groups.

    Parameters
    ----------
    stratum
        Team of each person or any other code (people,).
    groups
        Number of groups.
    rng
        Of a seed that is kept: the same seed and people give the same groups.
    """
    result = np.empty(len(stratum), dtype=np.int64)
    turn = 0
    order = rng.permutation(groups)
    for code in rng.permutation(np.unique(stratum)).tolist():
        places = rng.permutation(np.flatnonzero(stratum == code))
        result[places] = order[(turn + np.arange(len(places))) % groups]
        turn += len(places)
    return result


@dataclass(frozen=True, slots=True)
class Choice:
    """People a training could be for.

    Parameters
    ----------
    people
        Places in the roster of everybody who does the job (people,).
    chosen
        Which of them are to be trained (people,), bool.
    stratum
        Team of each, `UNKNOWN` where nobody says (people,).
    """

    people: Ints
    chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    stratum: Ints


@dataclass(frozen=True, slots=True)
class Drawn:
    """One design with its draw: group of each person, -1 for those who do not take part."""

    scheme: Scheme
    plan: Plan
    group: Ints


def designs(
    choice: Choice, times: Timetable, smallest: float, *, rng: np.random.Generator
) -> tuple[Drawn, ...]:
    """Return the designs to compare, each with its draw.

    In start groups; half now and half after the verdict; all at once, where nothing is drawn and
    the verdict has to take out that people were chosen; and, where only some of the people who do
    the job are to be trained, in start groups with all of them.
    """
    made = []
    if times.groups > 1:
        made.append(_in_groups("start groups", choice, choice.chosen, times, smallest, rng=rng))
    made.append(_half(choice, times, smallest, rng=rng))
    made.append(_all_at_once(choice, times, smallest))
    if not choice.chosen.all() and times.groups > 1:
        everybody = np.ones(len(choice.people), dtype=bool)
        name: Scheme = "with the other teams"
        made.append(_in_groups(name, choice, everybody, times, smallest, rng=rng))
    return tuple(made)


def _all_at_once(choice: Choice, times: Timetable, smallest: float) -> Drawn:
    start = np.where(choice.chosen, 0.0, np.inf)
    team = choice.stratum
    plan = Plan("all at once", start, times.until, smallest, judged=True, team=team)
    return Drawn("all at once", plan, np.where(choice.chosen, 0, -1).astype(np.int64))


def _in_groups(
    scheme: Scheme,
    choice: Choice,
    taking: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    times: Timetable,
    smallest: float,
    *,
    rng: np.random.Generator,
) -> Drawn:
    group = np.full(len(taking), -1, dtype=np.int64)
    group[taking] = draw_groups(choice.stratum[taking], times.groups, rng=rng)
    plan = Plan(scheme, _starts(group, times), times.until, smallest, team=choice.stratum)
    return Drawn(scheme, plan, group)


def _starts(group: Ints, times: Timetable) -> Floats:
    return np.where(group >= 0, group * (times.gap_weeks * 7 / MONTH_DAYS), np.inf)


def _half(choice: Choice, times: Timetable, smallest: float, *, rng: np.random.Generator) -> Drawn:
    group = np.full(len(choice.people), -1, dtype=np.int64)
    group[choice.chosen] = draw_groups(choice.stratum[choice.chosen], 2, rng=rng)
    start = np.where(group == 0, 0.0, np.inf)
    plan = Plan("half and half", start, times.until, smallest, team=choice.stratum)
    return Drawn("half and half", plan, group)


def weeks_needed(own: Own, drawn: Drawn, times: Timetable) -> int | None:
    """Return the fewest weeks to the verdict with which a design could be judged.

    Answers what to ask for where the weeks of `times` are too few. Start groups lie further apart
    where there are more weeks, so each number is tried with its own dates.

    Parameters
    ----------
    own
        From own data.
    drawn
        The design as it was drawn; who is in which group stays.
    times
        Dates that are too close.

    Returns
    -------
    int or None
        More weeks than `times` has; None where even `MOST_WEEKS` are too few.
    """
    asked = (times.look_on - times.first_on).days // 7
    for weeks in range(asked + 1, MOST_WEEKS + 1):
        try:
            later = timetable(times.first_on, weeks, times.groups, own.horizon * MONTH_DAYS)
        except ValueError:
            continue
        start = drawn.plan.start
        if drawn.scheme in {"start groups", "with the other teams"}:
            start = _starts(drawn.group, later)
        if not expected(own, replace(drawn.plan, start=start, until=later.until)).because:
            return weeks
    return None


def first_days(drawn: Drawn, times: Timetable) -> tuple[dt.date | None, ...]:
    """Return the first day of each person; None for those who do not take part.

    The second half of half and half starts on the day of the verdict.
    """
    days: list[dt.date | None] = []
    for group in drawn.group.tolist():
        if group < 0:
            days.append(None)
        elif drawn.scheme == "half and half":
            days.append(times.first_on if group == 0 else times.look_on)
        else:
            days.append(times.start(group))
    return tuple(days)


def best(powers: Sequence[Power]) -> int | None:
    """Return the place of the design to take: the first that no later one clearly beats.

    None where none would ever show anything.
    """
    found: int | None = None
    for place, power in enumerate(powers):
        if power.detectable is None:
            continue
        known = None if found is None else powers[found].detectable
        if known is None or power.detectable < BETTER * known:
            found = place
    return found


def proves(power: Power) -> bool:
    """Say whether a design can be judged: what it shows is at most 3 times what matters."""
    return power.detectable is not None and power.detectable <= TOO_BLUNT * power.plan.smallest


def strata(team: Ints) -> Ints:
    """Return the stratum of each person: their team, one for all whose team nobody knows."""
    return np.where(team == UNKNOWN, UNKNOWN, team).astype(np.int64)


def shares(group: Ints, groups: int) -> Floats:
    """Return how many people each group holds (groups,)."""
    return np.bincount(group[group >= 0], minlength=groups).astype(np.float64)
