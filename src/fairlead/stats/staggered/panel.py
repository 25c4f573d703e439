"""Outcomes of units over periods, each with the period in which something started for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats, Ints

NEVER = np.iinfo(np.int64).max
"""Start of a unit for which it never started."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A balanced panel.

    Parameters
    ----------
    value
        (units, periods), in the unit of the outcome.
    start
        First period with the treatment, as a column of `value`; `NEVER` without (units,).
    cluster
        Code of what units hang together in (units,); None: each is alone.
    covariates
        Known before anything started (units, columns), without a constant; None for none.

    Raises
    ------
    ValueError
        Shapes contradict each other, or a value is not finite.
    """

    value: Floats
    start: Ints
    cluster: Ints | None = None
    covariates: Floats | None = None

    def __post_init__(self) -> None:
        units = len(self.value)
        others = [x for x in (self.start, self.cluster, self.covariates) if x is not None]
        if self.value.ndim != 2 or any(len(x) != units for x in others):
            raise ValueError("outcomes are units by periods, everything else has a row a unit")
        if not np.isfinite(self.value).all():
            raise ValueError("a balanced panel has a finite value for each unit and period")

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.value.shape[1])

    @property
    def groups(self) -> Ints:
        """Return the starts that occur within the panel after its first period, ascending."""
        starts = np.unique(self.start)
        return starts[(starts > 0) & (starts < self.periods)].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect with its standard error; `influence` is each unit's part in it, if known."""

    value: float
    standard_error: float
    influence: Floats | None = None


def from_rows(
    unit: npt.ArrayLike, period: npt.ArrayLike, value: npt.ArrayLike, started: npt.ArrayLike
) -> tuple[Outcomes, npt.NDArray[np.generic]]:
    """Return a panel from long rows, and the names of its units.

    Parameters
    ----------
    unit, period, value
        Of each row; periods of any ascending numbers.
    started
        First treated period of the row's unit, in the same numbers; 0 or less for never.

    Raises
    ------
    ValueError
        A unit lacks a period, or has one twice.
    """
    names, place = np.unique(np.asarray(unit), return_inverse=True)
    days, when = np.unique(np.asarray(period), return_inverse=True)
    spot = place.ravel() * len(days) + when.ravel()
    if len(spot) != len(names) * len(days) or len(np.unique(spot)) != len(spot):
        raise ValueError("every unit needs every period once")
    table = np.empty(len(spot))
    table[spot] = np.asarray(value, dtype=np.float64)
    told = np.empty(len(names))
    told[place.ravel()] = np.asarray(started, dtype=np.float64)
    start = np.searchsorted(days, told).astype(np.int64)
    start[(told <= 0) | (start >= len(days))] = NEVER
    return Outcomes(table.reshape(len(names), len(days)), start), names


def spread(influence: Floats, cluster: Ints | None = None) -> Floats:
    """Return the covariance of estimates (columns) from each unit's influence (units, columns).

    Units of one cluster are summed first, with the usual correction for few clusters.
    """
    centred = influence - influence.mean(axis=0)
    units = len(influence)
    if cluster is None:
        result: Floats = centred.T @ centred / (units * (units - 1))
        return result
    _, code = np.unique(cluster, return_inverse=True)
    count = int(code.max()) + 1
    sums = np.zeros((count, influence.shape[1]))
    np.add.at(sums, code.ravel(), centred)
    clustered: Floats = sums.T @ sums / units**2 * count / (count - 1)
    return clustered
