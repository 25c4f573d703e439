"""Whole numbers that add up to the whole they were parts of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def to_whole(parts: Sequence[float], total: int) -> tuple[int, ...]:
    """Return parts rounded so that they add up to `total`.

    Parameters
    ----------
    parts
        Their sum is within rounding of `total`.
    total
        The whole, in the same unit (per cent, minor units).

    Raises
    ------
    ValueError
        The parts do not add up to the whole to begin with.

    Notes
    -----
    Largest remainders, as seats are given to parties (Hare): each is rounded down, and those
    that lost most get one back; the first of equal ones.

    Examples
    --------
    >>> to_whole([33.4, 33.3, 33.3], 100)
    (34, 33, 33)
    """
    exact = np.asarray(parts, dtype=np.float64)
    down = np.floor(exact)
    missing = round(total - float(down.sum()))
    if not 0 <= missing <= len(exact):
        raise ValueError(f"parts that sum to {exact.sum():g} are no parts of {total}")
    order = np.argsort(down - exact, kind="stable")
    down[order[:missing]] += 1
    return tuple(int(x) for x in down)
