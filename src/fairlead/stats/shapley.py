"""Who brought how much of a joint result: Shapley values, exact.

The order in which causes are changed one after the other decides what each seems to bring. The
mean over all orders does not depend on any, and the parts add up to the whole.
"""

from __future__ import annotations

from math import factorial

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats

MOST = 8


def shapley(value: npt.ArrayLike) -> Floats:
    """Return what each player brings on average over all orders of joining.

    Parameters
    ----------
    value
        Worth of every set of players (2 ** players, ...): bit i of the first index says whether
        player i is in the set. Further axes (draws, people) are kept.

    Returns
    -------
    ndarray
        (players, ...); the sum over players is worth of all minus worth of none.

    Raises
    ------
    ValueError
        The first axis is no power of two, or there are more than `MOST` players.

    Notes
    -----
    Shapley 1953, equation 1.

    Examples
    --------
    An airport of 8, 11, 13 and 18: a runway costs what its longest plane needs.

    >>> need = [8, 11, 13, 18]
    >>> cost = [max([n for i, n in enumerate(need) if s >> i & 1], default=0) for s in range(16)]
    >>> [round(float(x), 9) for x in shapley(cost)]
    [2.0, 3.0, 4.0, 9.0]
    """
    worth = np.asarray(value, dtype=np.float64)
    players = len(worth).bit_length() - 1
    if not len(worth) or len(worth) != 1 << players:
        raise ValueError(f"{len(worth)} sets are not all sets of any number of players")
    if players > MOST:
        raise ValueError(f"{players} players have too many orders; at most {MOST}")
    sets = np.arange(len(worth))
    size = np.array([int(s).bit_count() for s in sets])
    weight = np.array([_weight(k, players) for k in range(players)])
    result = np.empty((players, *worth.shape[1:]))
    for player in range(players):
        without = sets[(sets >> player) & 1 == 0]
        brings = worth[without | (1 << player)] - worth[without]
        result[player] = np.tensordot(weight[size[without]], brings, axes=1)
    return result


def shapley_of_product(before: npt.ArrayLike, after: npt.ArrayLike) -> Floats:
    """Return what each factor brings where the worth is the product of all factors.

    Parameters
    ----------
    before, after
        Factors as they are and as they would be (factors, ...), any number of factors.

    Returns
    -------
    ndarray
        (factors, ...); the sum over factors is ``prod(after) - prod(before)``.

    Notes
    -----
    The sum over all sets of k other factors of their products is the coefficient of ``z^k`` of
    ``prod(before_j + after_j z)``, so no set need be listed. Equal to `shapley`, in the cube of
    the number of factors in place of its power of two.

    Examples
    --------
    >>> parts = shapley_of_product([100, 0.20, 0.50, 10], [100, 0.30, 0.60, 9])
    >>> [round(float(x), 6) for x in parts]
    [0.0, 52.166667, 23.666667, -13.833333]
    """
    old, new = (np.asarray(x, dtype=np.float64) for x in (before, after))
    if old.shape != new.shape:
        raise ValueError("before and after have the same factors")
    count = len(old)
    result = np.empty(old.shape)
    for factor in range(count):
        sums = np.zeros((count, *old.shape[1:]))
        sums[0] = 1.0
        for other in range(count):
            if other == factor:
                continue
            sums[1:] = old[other] * sums[1:] + new[other] * sums[:-1]
            sums[0] = old[other] * sums[0]
        weight = np.array([_weight(k, count) for k in range(count)])
        result[factor] = (new[factor] - old[factor]) * np.tensordot(weight, sums, axes=1)
    return result


def _weight(others: int, players: int) -> float:
    """Return the share of orders in which exactly these `others` come first."""
    return factorial(others) * factorial(players - others - 1) / factorial(players)
