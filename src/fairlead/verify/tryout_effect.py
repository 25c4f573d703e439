"""What a play moved: people or deals that tried it against those drawn not to, on every day."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.cells import Floats, Ints
from fairlead.stats.sequences import mixture_rho, width_in_errors
from fairlead.verify.tryout import FEWEST_PEOPLE, Unit

Flags = npt.NDArray[np.bool_]

ALPHA = 0.05
"""Chance that the range ever leaves the truth, however often one looks."""

FEWEST_TRIALS = 30
"""Decided deals on each side before anything is said: the range is one for many."""

NARROW_AT = 3.0
"""The range is tuned to be narrowest where the effect that matters is this many errors."""

PAST_WORTH = 20.0
"""Deals of everybody that are added to a person's past before it is used: a past of five deals
says little."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Deals since the start of a try-out, and what their people did before it.

    Parameters
    ----------
    unit
        Code of the unit each deal belongs to (deals,): its owner at entry, or itself.
    tries
        Whether the unit was drawn to try the play (deals,).
    success
        Went on within the time deals take (deals,).
    ripe_on
        Day on which that is known for sure, days since 1970 (deals,).
    past_successes, past_trials
        Of each unit, in the year before the start (units,); zeros where it has no past.
    """

    unit: Ints
    tries: Flags
    success: Flags
    ripe_on: Ints
    past_successes: Ints
    past_trials: Ints

    def by(self, day: int) -> Tried:
        """Return what was known for sure on an evening."""
        kept = self.ripe_on <= day
        return Tried(
            self.unit[kept],
            self.tries[kept],
            self.success[kept],
            self.ripe_on[kept],
            self.past_successes,
            self.past_trials,
        )

    def counts(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return successes and deals of those who try, and of the others."""
        return (
            (int(self.success[self.tries].sum()), int(self.tries.sum())),
            (int(self.success[~self.tries].sum()), int((~self.tries).sum())),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """Rate of those who try minus that of the others, with its standard error."""

    value: float
    error: float
    freedom: float | None
    n: int


def difference(tried: Tried, unit: Unit) -> Difference | NotEstimable:
    """Return the difference, with an error that knows what was drawn.

    Parameters
    ----------
    tried
        Deals known for sure.
    unit
        Of the draw.

    Notes
    -----
    Everybody counts as drawn, whether they used the play or not. Deals: two shares, each with one
    success and one failure added to its variance. People: each person's rate, weighted by how
    well it is known beside how far people differ, with their past rate taken out (Deng, Xu,
    Kohavi and Walker 2013) and the error of Knapp and Hartung (2003), never below the model's.
    """
    (won, of), (others_won, others) = tried.counts()
    fewest = min(of, others)
    if fewest < FEWEST_TRIALS:
        return NotEstimable(
            "too few decided deals on one side", needed=FEWEST_TRIALS, have=int(fewest)
        )
    if unit == "deal":
        spread = [
            (s + 1) / (n + 2) * (1 - (s + 1) / (n + 2)) / n
            for s, n in ((won, of), (others_won, others))
        ]
        value = won / of - others_won / others
        return Difference(value, math.sqrt(sum(spread)), None, of + others)
    return _between_people(tried)


def _between_people(tried: Tried) -> Difference | NotEstimable:
    people, code = np.unique(tried.unit, return_inverse=True)
    n = np.bincount(code).astype(np.float64)
    rate = np.bincount(code, tried.success.astype(np.float64)) / n
    arm = np.zeros(len(people))
    arm[code] = tried.tries
    fewest = int(min(arm.sum(), len(people) - arm.sum()))
    if fewest < FEWEST_PEOPLE:
        return NotEstimable("too few people on one side", needed=FEWEST_PEOPLE, have=fewest)
    whole = (tried.success.sum() + 1) / (len(tried.success) + 2)
    design = _design(tried, people, arm)
    within = whole * (1 - whole) / n
    between = _between(design, rate, within)
    weight = 1 / (between + within)
    bread = np.linalg.inv(design.T @ (weight[:, None] * design))
    fitted = bread @ (design.T @ (weight * rate))
    freedom = len(people) - design.shape[1]
    scale = max(1.0, float((weight * (rate - design @ fitted) ** 2).sum()) / freedom)
    return Difference(
        float(fitted[1]), math.sqrt(scale * float(bread[1, 1])), float(freedom), len(tried.success)
    )


def _design(tried: Tried, people: Ints, arm: Floats) -> Floats:
    """Return the columns: a level, who tries, and what people did before where that is known."""
    columns = [np.ones(len(people)), arm]
    before = tried.past_trials[people]
    if (before > 0).sum() >= 2 * FEWEST_PEOPLE and len(people) >= 2 * FEWEST_PEOPLE + 2:
        level = tried.past_successes[people].sum() / before.sum()
        past = (tried.past_successes[people] + PAST_WORTH * level) / (before + PAST_WORTH)
        columns.append(past - past.mean())
    return np.stack(columns, axis=1)


def _between(design: Floats, rate: Floats, within: Floats) -> float:
    """Return the variance between people beyond luck, by moments (DerSimonian, Laird 1986)."""
    weight = 1 / within
    bread = np.linalg.inv(design.T @ (weight[:, None] * design))
    left = rate - design @ (bread @ (design.T @ (weight * rate)))
    freedom = len(rate) - design.shape[1]
    lost = float(np.trace(bread @ (design.T @ ((weight**2)[:, None] * design))))
    beyond: float = float((weight * left**2).sum()) - freedom
    return max(0.0, beyond / (float(weight.sum()) - lost))


def told(found: Difference, smallest: float, alpha: float = ALPHA) -> Estimate:
    """Return the difference with a range that may be looked at on any day.

    `smallest` is the effect that matters as it was declared: it tunes the range, before any data.
    A difference of two rates lies within 100 points, whatever the range says.
    """
    rho = mixture_rho((NARROW_AT / smallest) ** 2, alpha)
    half = found.error * width_in_errors(1 / found.error**2, rho, alpha, found.freedom)
    return Estimate(
        found.value,
        max(-1.0, found.value - half),
        min(1.0, found.value + half),
        1 - alpha,
        found.n,
        "points",
        "try_out",
    )


def effect_on(tried: Tried, unit: Unit, smallest: float, day: int) -> Answer:
    """Return the effect as it was known for sure on an evening, with its range."""
    found = difference(tried.by(day), unit)
    return found if isinstance(found, NotEstimable) else told(found, smallest)
