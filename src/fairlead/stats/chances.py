"""Tails of the usual distributions, without loading a large library for them."""

from __future__ import annotations

import math
from statistics import NormalDist

NORMAL = NormalDist()


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return the chance of a chi-square of `freedom` degrees, 1 or more, beyond `statistic`.

    Source: the finite series for whole degrees, Abramowitz and Stegun 26.4.4 and 26.4.5.
    """
    if statistic <= 0:
        return 1.0
    half = statistic / 2
    place, tail = (0.5, math.erfc(math.sqrt(half))) if freedom % 2 else (1.0, math.exp(-half))
    while place < freedom / 2:
        tail += math.exp(place * math.log(half) - half - math.lgamma(place + 1))
        place += 1
    return min(tail, 1.0)


def f_tail(statistic: float, upper: int, lower: int) -> float:
    """Return the chance of an F of `upper` and `lower` degrees of freedom beyond `statistic`.

    Source: the regularised incomplete beta function, Abramowitz and Stegun 26.6.2.
    """
    from scipy.special import betainc  # noqa: PLC0415

    return float(betainc(lower / 2, upper / 2, lower / (lower + upper * max(statistic, 0.0))))


def normal_tail(z: float) -> float:
    """Return the chance of a standard normal beyond `z`."""
    return 1.0 - NORMAL.cdf(z)


def normal_quantile(chance: float) -> float:
    """Return the standard normal value below which `chance` lies."""
    return NORMAL.inv_cdf(chance)
