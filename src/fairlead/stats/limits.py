"""Limits for chance around what was expected, and how much wider differences really are.

For charts that set what happened against what was expected: outside the limits chance alone
seldom brings anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fairlead.stats.proportions import normal_quantile

Floats = npt.NDArray[np.float64]

LEVELS = (0.95, 0.998)
"""Two limits: one in twenty and one in five hundred lie outside by chance."""

WINSORISED = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower and upper limit of observed over expected, one entry an expected number."""

    lower: Floats
    upper: Floats


def poisson_limits(expected: npt.ArrayLike, level: float) -> Limits:
    """Return the limits of observed over expected for counts without a largest number.

    Parameters
    ----------
    expected
        Expected events, above 0.
    level
        Share of chance results within the limits.

    Notes
    -----
    The exact interval of a Poisson mean (Garwood 1936) around the expected number, as in
    Spiegelhalter, Statistics in Medicine 24 (2005) 1185, and the R package FunnelPlotR.

    Examples
    --------
    >>> found = poisson_limits([15.0], 0.95)
    >>> round(float(found.lower[0]), 7), round(float(found.upper[0]), 6)
    (0.5596924, 1.649348)
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - slow to load, only charts need it

    number = _above_zero(expected)
    tail = (1 - level) / 2
    lower = np.asarray(gammaincinv(number, tail), dtype=np.float64)
    upper = np.asarray(gammaincinv(number + 1, 1 - tail), dtype=np.float64)
    return Limits(lower / number, upper / number)


def binomial_limits(expected: npt.ArrayLike, trials: npt.ArrayLike, level: float) -> Limits:
    """Return the limits of observed over expected successes of a number of trials.

    Whoever had as many successes as expected or more stays below the upper limit exactly where
    chance brings that many or more at least ``(1 - level) / 2`` of the time; below it likewise.

    Parameters
    ----------
    expected
        Expected successes, above 0 and below `trials`.
    trials
        Trials; need not be whole.
    level
        Share of chance results within the limits, at least.

    Notes
    -----
    Quantiles of the binomial distribution, drawn through between whole numbers by the beta
    function: ``P(X >= x) = I_p(x, n - x + 1)``. Trials of different chances scatter a little less
    than these limits allow.
    """
    number, of = _above_zero(expected), np.asarray(trials, dtype=np.float64)
    if np.any(number >= of):
        raise ValueError("fewer successes are expected than there are trials")
    tail, chance = (1 - level) / 2, number / of
    lower = (of - _most(of, 1 - chance, tail)) / number  # failures have an upper limit too
    return Limits(lower, _most(of, chance, tail) / number)


def _most(trials: Floats, chance: Floats, tail: float) -> Floats:
    """Return the most successes that chance still brings `tail` of the time, by bisection."""
    from scipy.special import betainc  # noqa: PLC0415 - slow to load, only charts need it

    low, high = np.full(trials.shape, 1e-9), trials.copy()
    for _ in range(60):
        middle = (low + high) / 2
        often = np.asarray(betainc(middle, trials - middle + 1, chance)) >= tail
        low, high = np.where(often, middle, low), np.where(often, high, middle)
    return high


def proportion_limits(target: float, trials: npt.ArrayLike, level: float) -> Limits:
    """Return the limits of a proportion around a target, by the normal approximation.

    Only to be compared with reports that use it: with few trials it is far too narrow on one
    side, and beyond 0 or 1 on the other, where it is cut.

    Examples
    --------
    >>> [round(100 * float(x), 6) for x in proportion_limits(0.80642448, [1, 4], 0.95).lower]
    [3.204264, 41.923356]
    """
    if not 0 < target < 1:
        raise ValueError(f"a target of {target} leaves nothing to chance")
    of = _above_zero(trials)
    half = normal_quantile(0.5 + level / 2) * np.sqrt(target * (1 - target) / of)
    return Limits(np.maximum(target - half, 0.0), np.minimum(target + half, 1.0))


def normal_limits(error: npt.ArrayLike, level: float) -> Limits:
    """Return the limits of a ratio whose logarithm has a standard error."""
    half = normal_quantile(0.5 + level / 2) * np.asarray(error, dtype=np.float64)
    return Limits(np.exp(-half), np.exp(half))


def real_spread(log_ratio: npt.ArrayLike, error: npt.ArrayLike) -> float:
    """Return the variance tau^2 of true log ratios beyond chance, at least 0.

    Answers how much more the ratios scatter than their standard errors allow: limits that add it
    show who stands out even among people who differ.

    Parameters
    ----------
    log_ratio, error
        Logarithm of observed over expected, and its standard error (people,).

    Returns
    -------
    float
        0 with fewer than two people, and where chance explains the scatter.

    Notes
    -----
    DerSimonian and Laird 1986 on z values winsorised at 10 % on either side, so that those who
    stand out do not widen the limits they are judged by: Spiegelhalter 2005, section 4.3;
    Spiegelhalter et al. 2012 (tau^2 additive on the log scale).
    """
    away, sd = np.asarray(log_ratio, dtype=np.float64), np.asarray(error, dtype=np.float64)
    count = len(away)
    if count < 2:
        return 0.0
    z = away / sd
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float((np.clip(z, low, high) ** 2).mean())
    weight = 1 / sd**2
    room = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(0.0, (count * phi - (count - 1)) / room)


def _above_zero(values: npt.ArrayLike) -> npt.NDArray[Any]:
    found = np.asarray(values, dtype=np.float64)
    if np.any(~(found > 0)):
        raise ValueError("limits are drawn around numbers above 0")
    return found
