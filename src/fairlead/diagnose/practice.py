"""What people who are truly better at a step do differently: an association, said as such."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fairlead.answers import Estimate, NotEstimable
from fairlead.measure.cells import Ints
from fairlead.measure.fitted import Fitted
from fairlead.measure.signs import Signs
from fairlead.stats.cutpoint import benjamini_hochberg
from fairlead.stats.likelihood import Floats

FEWEST_PEOPLE = 8
FEWEST_TRIALS = 5
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that can be seen on a deal before its outcome is decided.

    Parameters
    ----------
    name, unit
        As people say it: ``meetings in the first 14 days``, ``a deal``.
    person
        Place in the roster of whoever has the credit (trials,).
    value
        (trials,); NaN where it is not known.
    """

    name: str
    unit: str
    person: Ints
    value: Floats


def habits_of(signs: Signs) -> tuple[Habit, ...]:
    """Return the signs of a step as habits, of trials that were decided only afterwards.

    Trials that ended while they were watched were watched for less: a quick loss would look like
    a lack of meetings.
    """
    later = signs.lag > 0
    return tuple(
        Habit(sign.name, sign.unit, signs.person[later], signs.values[later, number])
        for number, sign in enumerate(signs.signs)
    )


@dataclass(frozen=True, slots=True)
class Practice:
    """How a habit of the better half compares with the others.

    Parameters
    ----------
    name, unit
        Of the habit.
    better, others
        Mean of people in the better half at the step, and of the others.
    difference
        With its interval, over who is better and over people.
    stands
        Whether it holds among all habits looked at, with one in twenty false.
    """

    name: str
    unit: str
    better: float
    others: float
    difference: Estimate
    stands: bool


def practices(
    fitted: Fitted, habits: Sequence[Habit], *, level: float = LEVEL
) -> tuple[Practice | NotEstimable, ...]:
    """Return what the people who are better at a competency do differently.

    Answers where to look for something to learn. It is no proof: who is better may do more of
    it because deals go well, or be better for another reason.

    Parameters
    ----------
    fitted
        The competency; better means the person's own part, beside mix, team, ramp and luck.
    habits
        Everything looked at in one report.
    level
        Of the intervals.

    Notes
    -----
    Each person counts once, divided over both halves by the chance of being in the better one
    (each draw has its own median), so that nobody is called better whom the data do not know.
    Intervals weigh people anew (Bayesian bootstrap, Rubin 1981), so that a habit of two people
    is no habit of the better.
    """
    told = [_compared(fitted, habit) for habit in habits]
    tails = [2 * min((b - o > 0).mean(), (b - o < 0).mean()) for h, b, o, n in _spoken(told)]
    stands = iter(benjamini_hochberg(np.array(tails)).tolist())
    found: list[Practice | NotEstimable] = []
    for each in told:
        if isinstance(each, NotEstimable):
            found.append(each)
            continue
        habit, better, others, people = each
        found.append(
            Practice(
                name=habit.name,
                unit=habit.unit,
                better=float(better.mean()),
                others=float(others.mean()),
                difference=_estimate(better - others, people, habit.unit, level),
                stands=next(stands),
            )
        )
    return tuple(found)


def _spoken(
    told: list[tuple[Habit, Floats, Floats, int] | NotEstimable],
) -> list[tuple[Habit, Floats, Floats, int]]:
    return [each for each in told if not isinstance(each, NotEstimable)]


def _compared(fitted: Fitted, habit: Habit) -> tuple[Habit, Floats, Floats, int] | NotEstimable:
    """Return draws of the means of the better half and of the others."""
    known = ~np.isnan(habit.value) & np.isin(habit.person, fitted.people)
    code = np.searchsorted(fitted.people, habit.person[known])
    count = np.bincount(code, minlength=len(fitted.people))
    total = np.bincount(code, habit.value[known], minlength=len(fitted.people))
    there = np.flatnonzero(count >= FEWEST_TRIALS)
    if len(there) < FEWEST_PEOPLE:
        return NotEstimable(
            f"{habit.name}: too few people with {FEWEST_TRIALS} deals each",
            needed=FEWEST_PEOPLE,
            have=len(there),
        )
    mean = total[there] / count[there]
    if np.ptp(mean) == 0:
        return NotEstimable(f"{habit.name}: everybody does the same")
    ability = fitted.draws.person()[there]
    better = (ability > np.median(ability, axis=0)).mean(axis=1)
    rng = np.random.default_rng(zlib.crc32(f"{fitted.competency.slug} {habit.name}".encode()))
    weight = rng.standard_exponential(ability.shape)
    halves = [(half * mean) @ weight / (half @ weight) for half in (better, 1 - better)]
    return habit, halves[0], halves[1], len(there)


def _estimate(draws: Floats, people: int, unit: str, level: float) -> Estimate:
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    value = float(draws.mean())
    return Estimate(
        value, min(float(lower), value), max(float(upper), value), level, people, unit, "practice"
    )
