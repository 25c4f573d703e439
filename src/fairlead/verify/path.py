"""The path around the start: effects by months since it, and whether something moved before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fairlead.measure.cells import Book, Floats, Ints, StepCells
from fairlead.measure.selection import held
from fairlead.stats.ability import fit
from fairlead.stats.chances import chi_square_tail
from fairlead.stats.likelihood import expit
from fairlead.train.priors import EFFECT_SD, free_months
from fairlead.verify.effect import Ground, columns_of, first_month
from fairlead.verify.training import month_of

STEP = 2
"""Months that one point of the path stands for."""

BEFORE, AFTER = 3, 6
"""Points before the start, the last of which is what the others are measured against."""

LEVEL = 0.9
QUANTILE = 1.6449


@dataclass(frozen=True, slots=True)
class PathPoint:
    """Effect in some months since the start: points of a rate, relative of anything else.

    Parameters
    ----------
    first, last
        Months since the start, negative before it.
    value, lower, upper
        Effect with its 90 % interval; the point others are measured against is 0 with none.
    n
        Trials of trained people in these months.
    """

    first: int
    last: int
    value: float
    lower: float
    upper: float
    n: int


@dataclass(frozen=True, slots=True)
class Path:
    """All points in order, and the joint test that nothing moved before the start.

    `p` is the chance of a movement before the start at least as large by luck; None where there
    is no point to look at.
    """

    points: tuple[PathPoint, ...]
    p: float | None


def path(ground: Ground, book: Book) -> Path:
    """Return effects by pairs of months since each person's start.

    Answers when it began to move: a movement before the start is no effect of the training. The
    two months before the start are what all others are measured against. For the chart and the
    test only: the effect itself is one number, see `effect.moved`.

    Notes
    -----
    The test is a Wald test on the points before the start, with the posterior's covariance.
    """
    since, codes = _points(ground, book)
    shown = [code for code in codes.tolist() if code != -1]
    values = [(since == code).astype(np.float64) for code in shown]
    names = [f"since {code}" for code in shown]
    columns = columns_of(names, values, EFFECT_SD)
    columns += free_months(ground.cells.month, first_month(ground.start, book))
    made = fit(replace(ground.panel, extra=columns))
    parts = [made.design.parts[name].columns for name in names]
    border = np.concatenate([np.arange(part.start, part.stop) for part in parts])
    mean = made.weight @ made.border[:, border]
    spread = _covariance(made.border[:, border], made.weight, made.solved.cholesky, border)
    error = np.sqrt(np.diag(spread))
    seen, base = held(ground.cells), _base(ground)
    found = []
    for code in codes.tolist():
        number = round(float(seen[since == code].sum()))
        ends = STEP * code, STEP * code + STEP - 1
        if code == -1:
            found.append(PathPoint(*ends, 0.0, 0.0, 0.0, number))
            continue
        at = shown.index(code)
        wide = QUANTILE * float(error[at])
        value = float(mean[at])
        told = [_told(x, base) for x in (value, value - wide, value + wide)]
        found.append(PathPoint(*ends, told[0], told[1], told[2], number))
    early = np.array([i for i, code in enumerate(shown) if code < 0], dtype=np.int64)
    return Path(tuple(found), _joint(mean, spread, early))


def _base(ground: Ground) -> float | None:
    """Return the plain rate of the trained before their start on the logit; None beside steps."""
    if not isinstance(ground.cells, StepCells):
        return None
    rows = ground.trained[ground.cells.person] & (ground.treated == 0)
    good = float(ground.cells.successes[rows].sum()) + 0.5
    bad = float(ground.cells.failures[rows].sum()) + 0.5
    return float(np.log(good / bad))


def _told(value: float, base: float | None) -> float:
    if base is None:
        return float(np.expm1(value))
    both = expit(np.array([base + value, base]))
    return float(both[0] - both[1])


def _points(ground: Ground, book: Book) -> tuple[Ints, Ints]:
    """Return the point of each row (99 for none), and the points that have rows."""
    start = month_of(np.maximum(ground.start, 0), book.window.first)
    away = ground.cells.month - start[ground.cells.person]
    away = np.where(ground.treated > 0, np.maximum(away, 0), np.minimum(away, -1))
    code = np.floor_divide(away, STEP)
    inside = ground.trained[ground.cells.person] & (code >= -BEFORE) & (code < AFTER)
    since: Ints = np.where(inside, code, 99).astype(np.int64)
    codes = np.unique(since[inside])
    return since, codes


def _covariance(border: Floats, weight: Floats, cholesky: Floats, columns: Ints) -> Floats:
    """Return the covariance of some columns of the border, over all settings."""
    mean = weight @ border
    total = np.zeros((len(columns), len(columns)))
    for share, one, lower in zip(weight, border, cholesky, strict=True):
        half = np.linalg.inv(lower)
        inside = (half.T @ half)[np.ix_(columns, columns)]
        away = one - mean
        total += share * (inside + np.outer(away, away))
    return total


def _joint(mean: Floats, spread: Floats, early: Ints) -> float | None:
    if not len(early):
        return None
    away = mean[early]
    statistic = float(away @ np.linalg.solve(spread[np.ix_(early, early)], away))
    return chi_square_tail(statistic, len(early))
