"""How much less trials say that hang together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Ints


def design_effect(
    successes: Ints, trials: Ints, square_sum: Ints, product_sum: Ints, size_sum: Ints
) -> float:
    """Return how many trials of a cluster are worth one trial by itself, at least 1.

    Answers by how much the variance of a sum of successes grows because trials of one cluster (the
    deals of one account) end alike. Groups (one person's trials of one mix) have chances of their
    own, so that differences between groups are not taken for likeness within clusters.

    Parameters
    ----------
    successes, trials
        s and n of each group (groups,).
    square_sum, product_sum, size_sum
        Sums over the clusters of a group of ``s_c^2``, ``s_c n_c`` and ``n_c^2`` (groups,).

    Returns
    -------
    float
        The ratio of what the clusters scatter by to what independent trials would,
        ``sum (s_c - n_c p)^2 / sum p (1 - p) n / (n - 1) (n - sum n_c^2 / n)`` with p the group's
        own share; exactly 1 where each cluster is one trial. Groups of one trial, or in which all
        end alike, say nothing; without any other it is 1.

    Notes
    -----
    Rao and Scott (1992), A simple method for the analysis of clustered binary data, Biometrics 48:
    577-585; with the degrees of freedom that estimating p takes.
    """
    return mean_design_effect(trials, successes, successes, square_sum, product_sum, size_sum)


def mean_design_effect(  # noqa: PLR0917  one array a sum
    number: npt.ArrayLike,
    total: npt.ArrayLike,
    squares: npt.ArrayLike,
    square_sum: npt.ArrayLike,
    product_sum: npt.ArrayLike,
    size_sum: npt.ArrayLike,
) -> float:
    """Return by how much the variance of a sum grows because values of one cluster are alike.

    Answers as `design_effect` for any values: a success is the value 1.

    Parameters
    ----------
    number, total, squares
        How many values each group has, their sum, and the sum of their squares (groups,).
    square_sum, product_sum, size_sum
        Sums over the clusters of a group of the squared sum of values, of the sum of values times
        the size, and of the squared size (groups,).

    Returns
    -------
    float
        At least 1; exactly 1 where each cluster is one value. Groups of one value, or of equal
        ones, say nothing; without any other it is 1.
    """
    n, x, xx = (np.asarray(v, dtype=np.float64) for v in (number, total, squares))
    seen, product, sizes = (
        np.asarray(v, dtype=np.float64) for v in (square_sum, product_sum, size_sum)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = x / n
        around = (xx - n * mean**2) / (n - 1)
        scatter = seen - 2 * mean * product + mean**2 * sizes
        apart = around * (n - sizes / n)
    telling = (n > 1) & (around > 1e-12)
    below = float(apart[telling].sum())
    return max(1.0, float(scatter[telling].sum()) / below) if below > 0 else 1.0
