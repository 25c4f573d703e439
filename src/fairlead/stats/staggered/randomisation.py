"""Chance alone: what the statistic would be had the draw fallen otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fairlead.stats.likelihood import Ints

ORDERS = 999


def permutation(
    statistic: Callable[[Ints], float],
    start: Ints,
    *,
    rng: np.random.Generator,
    stratum: Ints | None = None,
    orders: int = ORDERS,
) -> float:
    """Return how often another draw of the start groups gives a statistic at least as large.

    Answers whether the groups moved apart more than the draw alone explains, for any sample size.
    Exact for the claim that the start changed nobody, if the groups were drawn at random.

    Parameters
    ----------
    statistic
        Of starts in the order of the units; its absolute value is compared.
    start
        Starts as they were drawn (units,).
    rng
        For the other draws.
    stratum
        Within which the draw was made (units,); None: among all.
    orders
        Number of other draws.

    Notes
    -----
    Fisher 1935; the observed draw counts among the possible ones (Phipson, Smyth 2010), so that
    the answer is never 0.
    """
    observed = abs(statistic(start))
    strata = np.zeros(len(start), dtype=np.int64) if stratum is None else stratum
    members = [np.flatnonzero(strata == code) for code in np.unique(strata)]
    beyond = 0
    for _ in range(orders):
        drawn = start.copy()
        for places in members:
            drawn[places] = start[rng.permutation(places)]
        beyond += abs(statistic(drawn)) >= observed * (1 - 1e-12)
    return (beyond + 1) / (orders + 1)
