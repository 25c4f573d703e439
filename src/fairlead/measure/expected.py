"""What happened in the last months, and what deals like these give anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fairlead.measure.cells import (
    AmountCells,
    Cells,
    CountCells,
    Floats,
    Ints,
    StepCells,
    TimeCells,
)
from fairlead.measure.fitted import Fitted
from fairlead.measure.times import by_band, plain_median
from fairlead.stats.likelihood import expit

POINTS = 15
MONTHS = 12
"""Months of entry whose counts stand beside a fair rate."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of each person over some months; their ratio is `top` over `bottom`.

    Parameters
    ----------
    successes
        Trials that succeeded, events, ends or wins (people,).
    resolved
        Trials with an outcome; equal to `successes` where nothing can fail (people,).
    open
        Trials without an outcome yet (people,).
    top, bottom
        Numerator and denominator of the rate in its unit; of times the ends and the days (people,).
    rate
        The plain rate: `top` over `bottom`, of times the days until half have ended; NaN where
        there is none (people,).
    """

    successes: Ints
    resolved: Ints
    open: Ints
    top: Floats
    bottom: Floats
    rate: Floats


def ratio_or_nan(top: Floats, bottom: Floats) -> Floats:
    """Return a ratio, NaN where the denominator is 0."""
    result: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return result


def recent_rows(cells: Cells, month_count: int, months: int = MONTHS) -> npt.NDArray[np.bool_]:
    """Return which rows lie in the last months (cells,)."""
    return cells.month >= month_count - months


def tally(cells: Cells, people: int, rows: npt.NDArray[np.bool_]) -> Tally:
    """Return each person's counts over some rows."""
    who = cells.person[rows]

    def sums(values: Ints | Floats) -> Floats:
        return np.bincount(who, values[rows].astype(np.float64), people).astype(np.float64)

    nothing = np.zeros(people, dtype=np.int64)
    if isinstance(cells, StepCells):
        good, bad = sums(cells.successes), sums(cells.failures)
        waiting = sums(cells.open.sum(axis=1)).astype(np.int64)
        whole = (good.astype(np.int64), (good + bad).astype(np.int64), waiting)
        return Tally(*whole, good, good + bad, ratio_or_nan(good, good + bad))
    if isinstance(cells, CountCells):
        events = sums(cells.events)
        whole_events = events.astype(np.int64)
        exposure = sums(cells.exposure)
        rate = ratio_or_nan(events, exposure)
        return Tally(whole_events, whole_events, nothing, events, exposure, rate)
    if isinstance(cells, TimeCells):
        ends, ended = sums(cells.ends), by_band(cells, people, cells.ends.astype(np.float64) * rows)
        median = plain_median(ended, by_band(cells, people, cells.days * rows))
        whole_ends = ends.astype(np.int64)
        return Tally(whole_ends, whole_ends, nothing, ends, sums(cells.days), median)
    count = sums(cells.count)
    wins = count.astype(np.int64)
    amount = sums(cells.amount)
    return Tally(wins, wins, nothing, amount, count, ratio_or_nan(amount, count))


def together(cells: Cells, rows: npt.NDArray[np.bool_]) -> Tally:
    """Return the counts of all people as if they were one."""
    return tally(replace(cells, person=np.zeros_like(cells.person)), 1, rows)


def predictor(fitted: Fitted) -> Floats:
    """Return each row's predictor for somebody like all: no person, own mix or team (rows,).

    Level, mix, season, drift and ramp stay: they were dealt.
    """
    design = fitted.fit.design
    border = fitted.fit.weight @ fitted.fit.border
    kept = np.ones(design.border, dtype=bool)
    for name, part in design.parts.items():
        if name == "team" or name.startswith("own"):
            kept[part.columns] = False
    result: Floats = design.offset + design.columns[:, kept] @ border[kept]
    return result


def expected_top(fitted: Fitted, rows: npt.NDArray[np.bool_]) -> Floats:
    """Return what people of the job would reach on average with each person's trials (people,).

    Successes among the resolved trials; events and ends in the same exposure; the same wins'
    amount. It is the numerator to set beside `Tally.successes`, for sizes beside `Tally.top`.

    Notes
    -----
    A trial that is resolved by now has succeeded with chance
    ``p Fw / (p Fw + (1 - p) Ff)``: where wins come early, young months hold more of them.
    """
    cells, values = fitted.cells, expected_values(fitted)
    return np.bincount(cells.person[rows], values[rows], len(fitted.people)).astype(np.float64)


def expected_values(fitted: Fitted) -> Floats:
    """Return the same by row (rows,).

    Averaged over how people of the job differ, so that what is expected of all of them adds up to
    what happened: the middle person alone would fall short by a sixth where successes are rare
    and people differ much.
    """
    cells, eta, sigma = fitted.cells, predictor(fitted), fitted.fit.sigma
    if isinstance(cells, StepCells):
        p = over_people(eta, sigma)
        good, bad = p * cells.followed_success, (1 - p) * cells.followed_failure
        known = good + bad
        share: Floats = np.divide(good, known, out=p.copy(), where=known > 0)
        whole: Floats = share * (cells.successes + cells.failures)
        return whole
    if fitted.competency.kind == "price" and isinstance(cells, AmountCells):
        apart = np.sqrt(sigma**2 + residual_variance(fitted))
        kept: Floats = over_people(eta, apart) * cells.count
        return kept
    mean: Floats = np.exp(eta + sigma**2 / 2)
    if isinstance(cells, CountCells):
        return mean * cells.exposure
    if isinstance(cells, TimeCells):
        return mean * cells.days
    mean = mean * np.exp(residual_variance(fitted) / 2)
    amounts: Floats = mean * cells.count
    return amounts


def over_people(eta: Floats, sigma: Floats | float) -> Floats:
    """Return the mean chance of people whose ability has sd sigma (Gauss-Hermite, 15 points)."""
    points, weight = np.polynomial.hermite_e.hermegauss(POINTS)
    total: Floats = np.zeros(np.broadcast_shapes(np.shape(eta), np.shape(sigma)))
    for point, share in zip(points, weight / weight.sum(), strict=True):
        total += share * expit(eta + sigma * point)
    return total


def residual_variance(fitted: Fitted) -> float:
    """Return the variance of values around their mean, 0 for anything but values."""
    residual = fitted.fit.residual
    return 0.0 if residual is None else float(fitted.fit.weight @ residual)


def expected_rate(fitted: Fitted, rows: npt.NDArray[np.bool_]) -> Floats:
    """Return the rate people of the job would reach, in its unit; NaN without trials (people,)."""
    cells, people = fitted.cells, len(fitted.people)
    if isinstance(cells, TimeCells):
        ends = by_band(cells, people, expected_values(fitted) * rows)
        return plain_median(ends, by_band(cells, people, cells.days * rows))
    return ratio_or_nan(expected_top(fitted, rows), tally(cells, people, rows).bottom)


def log_gap(fitted: Fitted, rows: npt.NDArray[np.bool_]) -> Floats:
    """Return how far the mean logarithm of amounts lies above the expected one (people,).

    Only of sizes and prices; NaN for people without wins.
    """
    cells = fitted.cells
    if not isinstance(cells, AmountCells):
        raise TypeError("only amounts have a mean logarithm")
    people = len(fitted.people)
    away = cells.total - cells.count * predictor(fitted)
    total = np.bincount(cells.person[rows], away[rows], people)
    count = np.bincount(cells.person[rows], cells.count[rows].astype(np.float64), people)
    return ratio_or_nan(total.astype(np.float64), count.astype(np.float64))
