"""The winning level: from which value of an indicator on a goal is met as often as wanted.

A good football team runs more than 200 yards, but because it leads. An indicator counts here only
if it was measured before the outcome, and a warning says where it follows from winning instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.answers import Estimate, Finding, NotEstimable
from fairlead.measure.cells import Ints
from fairlead.prioritise.direction import Direction, direction
from fairlead.stats.cutpoint import benjamini_hochberg, cuts_of, midranks, monotone
from fairlead.stats.likelihood import Floats
from fairlead.stats.proportions import wilson_interval

BEYOND = 30
PEOPLE = 10
FOLDS = 5
PERMUTATIONS = 999
SUBSAMPLES = 200
SUBSAMPLE_SHARE = 2 / 3
FALSE_RATE = 0.05
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Cases:
    """An indicator and whether the goal was met afterwards, case by case.

    Parameters
    ----------
    name
        Of the indicator, as people say it.
    person
        Whose case (cases,).
    period
        When the goal was looked at (cases,); consecutive integers, a month or a quarter each. All
        of one day for trials of which only one value each is known.
    indicator
        As it was `lag` periods before (cases,).
    goal
        1 met, 0 not (cases,).
    lag
        Periods from the indicator to the goal, at least 1 for panels; for trials days, at least 0
        with the sign known to lie before the outcome.
    """

    name: str
    person: Ints
    period: Ints
    indicator: Floats
    goal: Ints
    lag: int = 1


@dataclass(frozen=True, slots=True)
class WinningLevel:
    """From which value on the goal is met as often as wanted.

    Parameters
    ----------
    name
        Of the indicator.
    at, lower, upper
        Smallest value near which the goal is met with the wanted chance, and the interval of it
        over subsamples of people.
    near
        Chance at `at`, from the rising curve.
    beyond
        Met of all cases at or beyond `at`: more than near it, and no ground for the level.
    checked
        The same for people whose cases did not choose the level.
    p_value
        That the best division of the cases is luck; whole people permuted.
    stands
        Whether it holds among all indicators looked at, with one in twenty false.
    direction
        Which comes first, as far as the data tell.
    findings
        Warnings.
    """

    name: str
    at: float
    lower: float
    upper: float
    near: float
    beyond: Estimate
    checked: Estimate | NotEstimable
    p_value: float
    stands: bool
    direction: Direction | NotEstimable
    findings: tuple[Finding, ...]


def winning_levels(
    indicators: Sequence[Cases], wanted: float, *, rng: np.random.Generator
) -> tuple[WinningLevel | NotEstimable, ...]:
    """Return the winning level of each indicator, corrected for having looked at all of them.

    Parameters
    ----------
    indicators
        Everything that is looked at in one report, so that the search can be paid for.
    wanted
        Chance of meeting the goal that one wants to have.
    rng
        For permutations and subsamples.

    Notes
    -----
    The level is the smallest x with isotonic P(goal | indicator near x) at least `wanted`. A
    rate beyond x would put it too low: cases far beyond pull it up.
    """
    found = [_one(cases, wanted, rng) for cases in indicators]
    told = [level for level in found if isinstance(level, _Found)]
    stands = iter(benjamini_hochberg([level.p_value for level in told], FALSE_RATE).tolist())
    return tuple(
        _level(each, stands=next(stands)) if isinstance(each, _Found) else each for each in found
    )


@dataclass(frozen=True, slots=True)
class _Found:
    cases: Cases
    at: float
    lower: float
    upper: float
    near: float
    p_value: float
    checked: Estimate | NotEstimable


def _one(cases: Cases, wanted: float, rng: np.random.Generator) -> _Found | NotEstimable:
    people = np.unique(cases.person)
    if len(people) < PEOPLE:
        return NotEstimable(f"{cases.name}: too few people", needed=PEOPLE, have=len(people))
    at = level_at(cases.indicator, cases.goal, wanted)
    if at is None:
        return NotEstimable(
            f"{cases.name}: nowhere is the goal met in {wanted:.0%} of at least {BEYOND} cases"
        )
    again = [
        found
        for _ in range(SUBSAMPLES)
        if (found := _of_some(cases, wanted, _some(people, rng))) is not None
    ]
    lower, upper = np.quantile([at, *again], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    curve = monotone(cases.indicator, cases.goal)
    return _Found(
        cases=cases,
        at=at,
        lower=min(float(lower), at),
        upper=max(float(upper), at),
        near=float(curve.height[np.searchsorted(curve.x, at)]),
        p_value=luck(cases, rng),
        checked=_checked(cases, wanted, rng),
    )


def level_at(
    indicator: Floats, goal: npt.ArrayLike, wanted: float, beyond: int = BEYOND
) -> float | None:
    """Return the smallest indicator near which the goal is met as often as wanted.

    None where it is met as often nowhere, everywhere, or only where fewer than `beyond` cases
    lie: the end of a rising curve leans upwards.
    """
    curve = monotone(indicator, goal)
    at = curve.first_reaching(wanted)
    if at is None or at <= curve.x[0] or int((indicator >= at).sum()) < beyond:
        return None
    return at


def _some(people: Ints, rng: np.random.Generator) -> Ints:
    return rng.choice(people, round(SUBSAMPLE_SHARE * len(people)), replace=False)


def _of_some(cases: Cases, wanted: float, people: Ints) -> float | None:
    kept = np.isin(cases.person, people)
    least = round(SUBSAMPLE_SHARE * BEYOND)
    return level_at(cases.indicator[kept], cases.goal[kept], wanted, least)


def luck(cases: Cases, rng: np.random.Generator, permutations: int = PERMUTATIONS) -> float:
    """Return how often the best division is as clear when goals belong to other people.

    The goals of whole people are laid one after the other in random order beside the indicators
    of whole people: what hangs together within a person stays together.
    """
    order = np.lexsort([cases.period, cases.person])
    x, goal = cases.indicator[order], cases.goal[order]
    score = midranks(goal)
    cuts = cuts_of(x)
    seen = cuts.best(score).statistic
    blocks = np.split(score, np.flatnonzero(np.diff(cases.person[order])) + 1)
    as_clear = 0
    for _ in range(permutations):
        mixed = np.concatenate([blocks[i] for i in rng.permutation(len(blocks))])
        as_clear += cuts.best(mixed).statistic >= seen - 1e-12
    return (1 + as_clear) / (1 + permutations)


def _checked(cases: Cases, wanted: float, rng: np.random.Generator) -> Estimate | NotEstimable:
    """Return the rate at or beyond levels that were chosen without the person's own cases."""
    people = np.unique(cases.person)
    fold = dict(zip(rng.permutation(people).tolist(), np.arange(len(people)) % FOLDS, strict=True))
    of_case = np.array([fold[person] for person in cases.person.tolist()])
    met = count = 0
    for number in range(FOLDS):
        out = of_case == number
        at = level_at(
            cases.indicator[~out], cases.goal[~out], wanted, round(BEYOND * (1 - 1 / FOLDS))
        )
        if at is not None:
            there = out & (cases.indicator >= at)
            met, count = met + int(cases.goal[there].sum()), count + int(there.sum())
    if count < BEYOND:
        return NotEstimable(
            f"{cases.name}: too few cases beyond the level of others", needed=BEYOND, have=count
        )
    return _rate(met, count, "winning.checked")


def _rate(met: int, count: int, kind: str) -> Estimate:
    lower, upper = wilson_interval(met, count, LEVEL)
    return Estimate(met / count, lower, upper, LEVEL, count, "fraction", kind, met)


def _level(found: _Found, *, stands: bool) -> WinningLevel:
    cases = found.cases
    there = cases.indicator >= found.at
    told = direction(cases.person, cases.period, cases.indicator, cases.goal, lag=cases.lag)
    findings = []
    if isinstance(told, Direction) and told.follows:
        findings.append(
            Finding(
                "indicator_follows_winning",
                "serious",
                f"{cases.name} rather follows from success than leads to it",
                "Success now goes with the indicator of the same or the next period more than the "
                "indicator goes with success afterwards. Pushing it would bring nothing.",
                {
                    "before": round(told.before, 3),
                    "with": round(told.same, 3),
                    "after": round(told.after, 3),
                },
                ("Do not make it a target.", "Try it out with half of the people first."),
            )
        )
    return WinningLevel(
        name=cases.name,
        at=found.at,
        lower=found.lower,
        upper=found.upper,
        near=found.near,
        beyond=_rate(int(cases.goal[there].sum()), int(there.sum()), "winning.beyond"),
        checked=found.checked,
        p_value=found.p_value,
        stands=stands,
        direction=told,
        findings=tuple(findings),
    )
