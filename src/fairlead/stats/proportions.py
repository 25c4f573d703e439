"""Intervals for a ratio of counts and for a median, exact enough for small numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt


def normal_quantile(probability: float) -> float:
    """Return the standard normal quantile of `probability` (0 < probability < 1).

    Uses the error function's inverse through `statistics.NormalDist` (Wichura, AS 241, 1988).
    """
    return NormalDist().inv_cdf(probability)


def wilson_interval(successes: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Return the score interval of a proportion.

    Answers which true rates are compatible with `successes` of `trials` independent trials. Never
    leaves [0, 1], never has zero width, and covers close to its nominal level from a handful of
    trials on, unlike value plus or minus two standard errors.

    Parameters
    ----------
    successes, trials
        Counts, ``0 <= successes <= trials``, ``trials >= 1``.
    level
        Nominal coverage.

    Returns
    -------
    tuple of float
        Lower and upper end.

    Raises
    ------
    ValueError
        The counts are impossible.

    Notes
    -----
    Wilson 1927; Newcombe 1998, method 3 (without continuity correction). Assumes independent
    trials with one rate: deals of one customer that hang together make it too narrow.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is no proportion")
    z = normal_quantile(0.5 + level / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return min(low, share), max(high, share)


def median_interval(
    values: Sequence[float] | npt.NDArray[np.float64], level: float = 0.95
) -> tuple[float, float, float] | None:
    """Return the median of `values` with a distribution-free interval.

    Parameters
    ----------
    values
        Any order, finite.
    level
        Nominal coverage; the interval covers at least that.

    Returns
    -------
    tuple of float or None
        Median, lower, upper; None where even the smallest and the largest value do not make an
        interval of that level (fewer than six values at 95 %).

    Notes
    -----
    The ends are order statistics chosen by the binomial distribution with p = 1/2 (Hahn and
    Meeker, Statistical Intervals, 1991, section 5.2). Assumes independent values only.

    Examples
    --------
    >>> median_interval([1, 2, 3, 4, 5, 6, 7, 8, 9])
    (5.0, 2.0, 8.0)
    >>> median_interval([1, 2, 3]) is None
    True
    """
    data = np.sort(np.asarray(values, dtype=np.float64))
    rank = _lower_rank(len(data), (1 - level) / 2)
    if rank < 1:
        return None
    return float(np.median(data)), float(data[rank - 1]), float(data[len(data) - rank])


def _lower_rank(count: int, tail: float) -> int:
    """Return the largest r with P(Binomial(count, 1/2) < r) <= tail; 0 where there is none."""
    if count == 0:
        return 0
    start = max(0, int(count / 2 - 6 * math.sqrt(count / 4)) - 1)
    log_half = count * math.log(0.5)
    cumulative, rank = 0.0, start
    for k in range(start, count + 1):
        log_term = math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
        cumulative += math.exp(log_term + log_half)
        if cumulative > tail:
            return rank
        rank = k + 1
    return rank
