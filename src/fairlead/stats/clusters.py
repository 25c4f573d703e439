"""How much less trials say that hang together."""

from __future__ import annotations

import numpy as np

from fairlead.stats.likelihood import Floats, Ints


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
    telling = (trials > 1) & (successes > 0) & (successes < trials)
    n = trials[telling].astype(np.float64)
    if not len(n):
        return 1.0
    p = successes[telling] / n
    sizes: Floats = size_sum[telling].astype(np.float64)
    seen = square_sum[telling] - 2 * p * product_sum[telling] + p**2 * sizes
    apart = p * (1 - p) * n / (n - 1) * (n - sizes / n)
    below = float(apart.sum())
    return max(1.0, float(seen.sum()) / below) if below > 0 else 1.0
