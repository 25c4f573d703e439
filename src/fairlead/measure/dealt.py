"""What was dealt to whom, and what is expected of it: a ridge regression within people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from fairlead.measure.cells import Floats, Ints

Family: TypeAlias = Literal["trials", "events", "values"]

LEVEL_SD = 0.7
LEAST_VARIANCE = 1e-4
PERSON_SD = 3.0
"""Wide: a level only one person (or one weak team) is dealt must not explain them away."""
LEVEL_MEAN_SD = 3.0
STEPS = 60
CLOSE = 1e-3
LARGEST_STEP = 3.0
NOT_GIVEN = "not given"


@dataclass(frozen=True, slots=True)
class Dealt:
    """Outcomes by what was dealt and to whom, one row a person and combination.

    Parameters
    ----------
    columns
        Names of what was known at entry.
    levels
        Names of the levels of each column; level 0 is `NOT_GIVEN`.
    codes
        Level of each column (rows, columns).
    person
        Code of who got the credit (rows,); negative where it is nobody.
    good
        Successes, events, or sums of values (rows,).
    size
        Resolved trials, exposure, or number of values (rows,).
    square
        Sums of squared values; only for ``values`` (rows,).
    met
        All that were dealt, the open ones too (rows,).
    """

    columns: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    codes: Ints
    person: Ints
    good: Floats
    size: Floats
    met: Floats
    square: Floats | None = None

    def only(self, kept: list[int]) -> Dealt:
        """Return the same outcomes by fewer columns."""
        columns = tuple(self.columns[i] for i in kept)
        return replace(
            self,
            columns=columns,
            levels=tuple(self.levels[i] for i in kept),
            codes=self.codes[:, kept],
        )


def places(person: Ints) -> tuple[int, Ints]:
    """Return how many people there are, and the place of each row's person among them."""
    low = int(person.min(initial=0))
    there = np.bincount(person - low) > 0
    return int(there.sum()), (np.cumsum(there) - 1)[person - low].astype(np.int64)


def expected(dealt: Dealt, family: Family) -> Floats:
    """Return what is expected of each row's combination, whoever gets it (rows,).

    Level effects ~ N(0, v) within a column, v from the data (0.7^2 at most): a column that tells
    nothing apart gets none. Person effects have a wide prior and are left out of the result, so
    levels are compared within people. Newton, people eliminated first: each row has one.

    Notes
    -----
    The variances are updated as in MacKay 1992, "Bayesian interpolation", section 4.
    """
    design, column = _design(dealt)
    width = len(column)
    people, person = places(dealt.person)
    variance = np.full(len(dealt.columns) + 1, LEVEL_SD**2)
    variance[0] = LEVEL_MEAN_SD**2
    start, noise = _start(dealt, family)
    level, own = np.zeros(width), np.zeros(people)
    level[0] = start
    centre = level.copy()
    for number in range(STEPS):
        prior = 1 / variance[column]
        eta = level[design].sum(axis=1) + own[person]
        pull, weight = _slope(dealt, family, eta, noise)
        h_own = np.bincount(person, weight, people) + PERSON_SD**-2
        g_own = np.bincount(person, pull, people) - own * PERSON_SD**-2
        h, cross, g = _assemble(design, width, person, people, weight=weight, pull=pull)
        h[np.diag_indices(width)] += prior
        scaled = cross / h_own[:, None]
        spread: Floats = np.linalg.inv(h - cross.T @ scaled).astype(np.float64)
        step = spread @ (g - prior * (level - centre) - scaled.T @ g_own)
        step *= min(1.0, LARGEST_STEP / max(float(np.abs(step).max()), 1e-12))
        own += (g_own - cross @ step) / h_own
        level += step
        before = variance
        if number:
            variance = _variances(level, spread, prior, column, before)
        moved = float(np.abs(np.sqrt(variance) - np.sqrt(before)).max())
        if number and max(float(np.abs(step).max()), moved) < CLOSE:
            break
    result: Floats = level[design].sum(axis=1)
    return result


def _design(dealt: Dealt) -> tuple[Ints, Ints]:
    """Return the levels each row has (rows, columns + 1), and the column of each level."""
    sizes = [1, *(len(names) for names in dealt.levels)]
    offsets = np.cumsum(sizes)[:-1]
    first = np.zeros(len(dealt.person), dtype=np.int64)
    design = np.column_stack([first, dealt.codes + offsets])
    return design, np.repeat(np.arange(len(sizes)), sizes)


def _variances(
    level: Floats, spread: Floats, prior: Floats, column: Ints, before: Floats
) -> Floats:
    """Return the variance of each column's effects: their squares by what data tell of them."""
    squares = np.bincount(column, level**2)
    told = np.bincount(column, 1 - prior * np.diag(spread))
    found: Floats = np.clip(squares / np.maximum(told, 1e-9), LEAST_VARIANCE, LEVEL_SD**2)
    found[0] = before[0]
    return found


def _start(dealt: Dealt, family: Family) -> tuple[float, float]:
    """Return the pooled level and the spread of single values around it."""
    good, size = float(dealt.good.sum()), float(dealt.size.sum())
    if family == "trials":
        share = (good + 0.5) / (size + 1)
        return float(np.log(share / (1 - share))), 1.0
    if family == "events":
        return float(np.log((good + 0.5) / size)), 1.0
    mean = good / size
    square = mean**2 if dealt.square is None else float(dealt.square.sum()) / size
    return mean, max(square - mean**2, 1e-6)


def _slope(dealt: Dealt, family: Family, eta: Floats, noise: float) -> tuple[Floats, Floats]:
    if family == "trials":
        p = 1 / (1 + np.exp(-np.clip(eta, -30, 30)))
        return dealt.good - dealt.size * p, dealt.size * p * (1 - p)
    if family == "events":
        mean = dealt.size * np.exp(np.clip(eta, -30, 30))
        return dealt.good - mean, mean
    return (dealt.good - dealt.size * eta) / noise, dealt.size / noise


def _assemble(
    design: Ints, width: int, person: Ints, people: int, *, weight: Floats, pull: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return curvature of the levels, of levels with people, and the levels' gradient."""
    h, cross = np.zeros((width, width)), np.zeros((people, width))
    g = np.zeros(width)
    for i in range(design.shape[1]):
        g += np.bincount(design[:, i], pull, width)
        own = np.bincount(person * width + design[:, i], weight, people * width)
        cross += own.reshape(people, width)
        for j in range(design.shape[1]):
            both = np.bincount(design[:, i] * width + design[:, j], weight, width * width)
            h += both.reshape(width, width)
    return h, cross, g
