"""Tails of the usual distributions, without loading a large library for them."""

from __future__ import annotations

from statistics import NormalDist

NORMAL = NormalDist()


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return the chance of a chi-square of `freedom` degrees beyond `statistic`.

    Source: the regularised incomplete gamma function, Abramowitz and Stegun 26.4.19.
    """
    from scipy.special import gammaincc  # noqa: PLC0415  a tenth of a second, when it is needed

    return float(gammaincc(freedom / 2, max(statistic, 0.0) / 2))


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
