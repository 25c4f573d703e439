"""What would have been: a path without treatment, imputed from everybody untreated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats, Ints
from fairlead.stats.staggered.panel import Effect, Outcomes

Flags = npt.NDArray[np.bool_]

SAME = 1e-10
"""Directions of period effects this weak, beside the strongest, are the constant."""


@dataclass(frozen=True, slots=True)
class Imputed:
    """Mean effect of the treated, and its path by periods since the start."""

    overall: Effect
    since: Ints
    parts: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class _TwoWay:
    """Least squares of unit and period effects on some cells of a panel."""

    used: Flags
    inverse: Floats
    unit_count: Floats

    def adjoint(self, weight: Floats) -> Floats:
        """Return weights on used outcomes with which fitted values, weighted, are a sum of them.

        For weights w on cells (units, periods), sum w fitted = sum result outcome.
        """
        row, column = weight.sum(axis=1), weight.sum(axis=0)
        share = np.divide(row, self.unit_count, out=np.zeros_like(row), where=self.unit_count > 0)
        rest = column - share @ self.used
        period = self.inverse @ rest
        inside = (self.used @ period) / np.maximum(self.unit_count, 1)
        result: Floats = np.where(self.used, (share - inside)[:, None] + period[None, :], 0.0)
        return result


def _two_way(used: Flags) -> _TwoWay:
    count = used.sum(axis=1).astype(np.float64)
    inside = used / np.maximum(count, 1)[:, None]
    gram = np.diag(used.sum(axis=0).astype(np.float64)) - used.T.astype(np.float64) @ inside
    return _TwoWay(used, np.linalg.pinv(gram, SAME, hermitian=True), count)


def _fitted(fit: _TwoWay, value: Floats) -> Floats:
    """Return unit and period effects of the used cells, laid over all cells."""
    seen = np.where(fit.used, value, 0.0)
    count = np.maximum(fit.unit_count, 1)
    mean = seen.sum(axis=1) / count
    rest = seen.sum(axis=0) - mean @ fit.used
    period = fit.inverse @ rest
    unit = mean - (fit.used @ period) / count
    result: Floats = unit[:, None] + period[None, :]
    return result


def impute(panel: Outcomes, *, left_out: Flags | None = None) -> Imputed:
    """Return the effect as outcome minus the path imputed from untreated cells.

    Answers what the start did on average over all treated unit-periods. Assumes that without it
    every unit would have moved with the periods alone, from a level of its own.

    Parameters
    ----------
    panel
        Outcomes; covariates are not used.
    left_out
        Cells that are not to be used (units, periods): the window in which people were chosen.

    Returns
    -------
    Imputed
        Units without any untreated cell, and periods in which nobody is untreated, are left out.

    Raises
    ------
    ValueError
        Nothing treated can be imputed.

    Notes
    -----
    Borusyak, Jaravel, Spiess 2024, Review of Economic Studies 91(6): theorem 1; standard errors
    of section 4.3, conservative, effects assumed alike within a group and period.
    """
    periods = np.arange(panel.periods)
    treated = periods[None, :] >= panel.start[:, None]
    usable = np.ones_like(treated) if left_out is None else ~left_out
    free = ~treated & usable
    asked = treated & usable
    asked &= np.logical_and.outer(free.any(axis=1), free.any(axis=0))
    if not asked.any():
        raise ValueError("nothing treated can be imputed")
    fit = _two_way(free)
    effect = np.where(treated, panel.value - _fitted(fit, panel.value), 0.0)
    rest = np.where(free, panel.value - _fitted(fit, panel.value), 0.0)
    rest += np.where(asked, effect - _of_cells(effect, panel.start, asked), 0.0)
    since = np.where(asked, periods[None, :] - np.minimum(panel.start, panel.periods)[:, None], -1)
    steps = np.unique(since[asked])

    def mean(cells: Flags) -> Effect:
        weight = cells / cells.sum()
        value = float((weight * effect).sum())
        parts = ((weight - fit.adjoint(weight)) * rest).sum(axis=1)
        return Effect(value, _clustered(parts, panel.cluster), parts)

    return Imputed(mean(asked), steps, tuple(mean(asked & (since == s)) for s in steps))


def _of_cells(effect: Floats, start: Ints, asked: Flags) -> Floats:
    """Return the mean effect of each start group in each period, laid over its units."""
    result = np.zeros_like(effect)
    for group in np.unique(start).tolist():
        units = start == group
        number = np.maximum(asked[units].sum(axis=0), 1)
        result[units] = np.where(asked[units], effect[units], 0.0).sum(axis=0) / number
    return result


def two_way(panel: Outcomes) -> Effect:
    """Return the usual regression on unit, period and treated: the naive estimate to set beside.

    With different starts and effects that grow it compares treated with treated and can even have
    the wrong sign. Standard error by unit (or cluster), with the usual correction for few of them.

    Notes
    -----
    Goodman-Bacon 2021, J. Econometrics 225.
    """
    treated = (np.arange(panel.periods)[None, :] >= panel.start[:, None]).astype(np.float64)
    fit = _two_way(np.ones_like(treated, dtype=bool))
    column = treated - _fitted(fit, treated)
    value = float((column * panel.value).sum() / (column**2).sum())
    rest = panel.value - value * treated
    rest = rest - _fitted(fit, rest)
    parts = (column * rest).sum(axis=1) / (column**2).sum()
    number = len(parts) if panel.cluster is None else len(np.unique(panel.cluster))
    few = number / (number - 1) * (treated.size - 1) / (treated.size - panel.periods - 1)
    return Effect(value, _clustered(parts, panel.cluster) * float(np.sqrt(few)), parts)


def _clustered(parts: Floats, cluster: Ints | None) -> float:
    if cluster is None:
        return float(np.sqrt((parts**2).sum()))
    _, code = np.unique(cluster, return_inverse=True)
    sums = np.bincount(code.ravel(), weights=parts)
    return float(np.sqrt((sums**2).sum()))
