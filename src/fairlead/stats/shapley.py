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
AT_ONCE = 4_000
"""Columns of factors worked on together: what fits the processor's cache."""


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
    Owen 1972 (Multilinear extensions of games, Management Science 18): the value is the integral
    of the gain along the diagonal of the multilinear extension. Of a product that is
    ``(after_i - before_i) * prod_(j != i) (before_j + (after_j - before_j) t)`` over t from 0 to
    1, a polynomial, which few points of Gauss and Legendre integrate exactly. Equal to `shapley`,
    in the square of the number of factors in place of its power of two.

    Examples
    --------
    >>> parts = shapley_of_product([100, 0.20, 0.50, 10], [100, 0.30, 0.60, 9])
    >>> [round(float(x), 6) for x in parts]
    [0.0, 52.166667, 23.666667, -13.833333]
    """
    old, new = (np.asarray(x, dtype=np.float64) for x in (before, after))
    if old.shape != new.shape:
        raise ValueError("before and after have the same factors")
    flat, change = old.reshape(len(old), -1), (new - old).reshape(len(old), -1)
    result = np.empty(flat.shape)
    for start in range(0, flat.shape[1], AT_ONCE):
        part = slice(start, start + AT_ONCE)
        result[:, part] = change[:, part] * _others(flat[:, part], change[:, part])
    return result.reshape(old.shape)


def _others(old: Floats, change: Floats) -> Floats:
    """Return the mean product of the other factors along the way (factors, columns)."""
    total = np.zeros(old.shape)
    points, weights = np.polynomial.legendre.leggauss(max(1, (len(old) + 1) // 2))
    before, behind = np.ones(old.shape), np.ones(old.shape)
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        here = old + point * change
        for number in range(1, len(old)):
            np.multiply(before[number - 1], here[number - 1], out=before[number])
            np.multiply(behind[-number], here[-number], out=behind[-number - 1])
        total += weight * before * behind
    return total


def _weight(others: int, players: int) -> float:
    """Return the share of orders in which exactly these `others` come first."""
    return factorial(others) * factorial(players - others - 1) / factorial(players)
