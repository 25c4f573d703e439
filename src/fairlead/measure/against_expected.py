"""What a comparison chart shows: observed over expected against expected, with its limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.measure.cells import AmountCells, Floats, StepCells
from fairlead.measure.chart import Band, Comparison, Point
from fairlead.measure.expected import (
    expected_top,
    log_gap,
    recent_rows,
    residual_variance,
    tally,
)
from fairlead.measure.fitted import Fitted
from fairlead.stats.limits import (
    LEVELS,
    binomial_limits,
    normal_limits,
    poisson_limits,
    real_spread,
)

GRID = 60
_HALF = 0.5
"""Added to both counts before a logarithm: nobody's nothing is taken for minus infinity."""


def comparison_of(fitted: Fitted, differing: frozenset[int]) -> Comparison | None:
    """Return the chart of a fit; None where nothing was expected of anybody lately.

    Parameters
    ----------
    fitted
        One competency of one job.
    differing
        Person ids of those who differ, judged over the whole report.

    Notes
    -----
    Limits: exact ones for trials at the job's mean chance, Poisson ones for counts (divided by
    their dispersion), normal ones for logarithms of amounts. The wider pair adds the variance of
    true log ratios (`stats.limits.real_spread`).
    """
    measured = _measured(fitted)
    there = measured.along > 0
    if not there.any():
        return None
    ids, names = fitted.roster.person_id[fitted.people], fitted.names
    points = [
        Point(
            person=names[i],
            expected=float(measured.along[i]),
            observed=float(measured.observed[i]),
            ratio=float(measured.ratio[i]),
            differs=int(ids[i]) in differing,
        )
        for i in np.flatnonzero(there).tolist()
    ]
    low, high = measured.along[there].min(), measured.along[there].max()
    along = np.geomspace(low * 0.8, high * 1.25, GRID)
    spread = real_spread(measured.log_ratio[there], measured.error(measured.along[there]))
    return Comparison(
        competency=fitted.competency,
        role=fitted.role,
        points=tuple(sorted(points, key=lambda point: point.person.casefold())),
        along=along,
        bands=tuple(_band(measured, along, level, spread) for level in LEVELS),
        spread=float(np.sqrt(spread)),
        axis="wins" if isinstance(fitted.cells, AmountCells) else "expected",
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    """Observed and expected of each person, and what decides the limits."""

    along: Floats
    observed: Floats
    ratio: Floats
    log_ratio: Floats
    variance: float
    chance: float | None = None
    is_amount: bool = False

    def error(self, along: Floats) -> Floats:
        """Return the standard error of log ratios at expected numbers."""
        return np.sqrt(self.variance / along)


def _measured(fitted: Fitted) -> _Measured:
    cells, people = fitted.cells, len(fitted.people)
    rows = recent_rows(cells, fitted.window.month_count)
    counted = tally(cells, people, rows)
    if isinstance(cells, AmountCells):
        away = np.nan_to_num(log_gap(fitted, rows))
        wins, variance = counted.bottom, residual_variance(fitted)
        return _Measured(wins, wins, np.exp(away), away, variance, is_amount=True)
    wanted = expected_top(fitted, rows)
    observed = counted.successes.astype(np.float64)
    ratio = np.divide(observed, wanted, out=np.zeros(people), where=wanted > 0)
    log_ratio: Floats = np.log((observed + _HALF) / (wanted + _HALF))
    chance = None
    if isinstance(cells, StepCells) and counted.resolved.sum() > 0:
        chance = float(np.clip(wanted.sum() / counted.resolved.sum(), 1e-6, 1 - 1e-6))
    variance = fitted.dispersion * (1.0 if chance is None else 1 - chance)
    return _Measured(wanted, observed, ratio, log_ratio, variance, chance)


def _band(measured: _Measured, along: Floats, level: float, spread: float) -> Band:
    error = measured.error(along)
    wider = normal_limits(np.sqrt(error**2 + spread), level)
    if measured.chance is not None:
        worth = along * (1 - measured.chance) / measured.variance
        return Band(level, binomial_limits(worth, worth / measured.chance, level), wider)
    if measured.is_amount:
        return Band(level, normal_limits(error, level), wider)
    return Band(level, poisson_limits(along / measured.variance, level), wider)
