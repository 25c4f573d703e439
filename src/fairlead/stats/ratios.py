"""A ratio of sums over a few independent cases: its value, its spread, and what comes next."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri, stdtrit

FEWEST = 4
"""Below this many cases the jackknife says nothing of use."""


@dataclass(frozen=True, slots=True)
class RatioOfSums:
    """Sum of y over sum of x, with the interval of the ratio and the spread of single cases.

    Parameters
    ----------
    ratio, lower, upper
        Sum of y over sum of x, and its interval.
    level
        Nominal coverage of all intervals.
    n
        Cases.
    spread, spread_lower, spread_upper
        Standard deviation of a case's y around ratio times x, divided by the mean of x.
    """

    ratio: float
    lower: float
    upper: float
    level: float
    n: int
    spread: float
    spread_lower: float
    spread_upper: float


def ratio_of_sums(y: npt.ArrayLike, x: npt.ArrayLike, level: float = 0.95) -> RatioOfSums | None:
    """Return the ratio of two sums over independent cases.

    Answers how many times x the y is on the whole. Unlike a mean of ratios, a case of next to
    nothing says next to nothing.

    Parameters
    ----------
    y, x
        Of each case (cases,); the sum of x is above 0.
    level
        Nominal coverage.

    Returns
    -------
    RatioOfSums or None
        None below 4 cases, or where x sums to nothing.

    Notes
    -----
    Standard error by the jackknife over cases (Quenouille 1956; Tukey 1958; Efron and Tibshirani,
    1993, section 11.5), Student's t with n - 1 degrees of freedom: the jackknife of a ratio leans
    to too wide intervals, where the usual linearisation with few cases leans to too narrow ones.
    The spread has a chi-square interval, which assumes cases near to normal.

    Examples
    --------
    >>> found = ratio_of_sums([110, 90, 130, 100, 120], [100, 100, 100, 100, 100])
    >>> round(found.ratio, 3), round(found.lower, 3), round(found.upper, 3)
    (1.1, 0.904, 1.296)
    """
    above, below = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    n = len(above)
    if n < FEWEST or below.sum() <= 0 or np.any(below.sum() - below <= 0):
        return None
    ratio = float(above.sum() / below.sum())
    without = (above.sum() - above) / (below.sum() - below)
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    reach = float(stdtrit(n - 1, 0.5 + level / 2)) * error
    squares = float(((above - ratio * below) ** 2).sum()) / float(below.mean()) ** 2
    spread = math.sqrt(squares / (n - 1))
    low = math.sqrt(squares / float(chdtri(n - 1, (1 - level) / 2)))
    high = math.sqrt(squares / float(chdtri(n - 1, (1 + level) / 2)))
    return RatioOfSums(ratio, ratio - reach, ratio + reach, level, n, spread, low, high)


def next_of_ratio(
    y: npt.ArrayLike, x: npt.ArrayLike, at: float, level: float = 0.8
) -> tuple[float, float, float] | None:
    """Return what y of a new case with x = `at` will be: value, lower, upper.

    Parameters
    ----------
    y, x
        Of each case known (cases,).
    at
        x of the new case, above 0; else nothing is said.
    level
        Nominal coverage of the one new case.

    Notes
    -----
    Cases vary with their size: y = R x + e with a variance of e in proportion to x, the model under
    which the ratio of sums is the best estimate of R (Brewer 1963; Cochran, Sampling Techniques,
    1977, section 6.7). The variance of the new case is then s^2 at (1 + at / sum x), s^2 the mean
    of e^2 / x with n - 1 in the denominator, Student's t. Silent as `ratio_of_sums`.
    """
    found = ratio_of_sums(y, x, level)
    if found is None or at <= 0:
        return None
    above, below = np.asarray(y, dtype=np.float64), np.asarray(x, dtype=np.float64)
    some = below > 0
    off = (above - found.ratio * below)[some] ** 2 / below[some]
    variance = float(off.sum()) / (found.n - 1) * at * (1 + at / float(below.sum()))
    value = found.ratio * at
    reach = float(stdtrit(found.n - 1, 0.5 + level / 2)) * math.sqrt(variance)
    return value, value - reach, value + reach
