"""Where a quantity begins to matter: rank statistics over all cuts, and monotone regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats, Ints

LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Cut:
    """The cut that divides best.

    Parameters
    ----------
    at
        Values up to and including this one lie below.
    statistic
        Largest standardised difference of the mean scores of the two sides; 0 where there is no
        cut to look at.
    """

    at: float
    statistic: float


def best_cut(x: npt.ArrayLike, score: npt.ArrayLike, least_share: float = LEAST_SHARE) -> Cut:
    """Return where the scores of low and high x differ most.

    Answers where to divide cases in two, if anywhere. The statistic has been searched for: it may
    not be compared with a normal distribution. Permute to get a p-value.

    Parameters
    ----------
    x, score
        Of each case (cases,); ranks or any other scores. Midranks of y are Wilcoxon's.
    least_share
        Smallest share of cases on each side of a cut.

    Notes
    -----
    Maximally selected linear rank statistics: Lausen, Schumacher 1992; Hothorn, Lausen 2003,
    section 2. Mean and variance of the sum of scores below the cut are those over all
    permutations.
    """
    return cuts_of(x, least_share).best(score)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where cases can be divided by x, for scores that are laid beside them again and again.

    Parameters
    ----------
    order
        Cases by rising x (cases,).
    values
        Their x, rising (cases,).
    below
        Cases below each cut (cuts,).
    """

    order: Ints
    values: Floats
    below: Ints

    def best(self, score: npt.ArrayLike) -> Cut:
        """Return `best_cut` of the scores of each case (cases,)."""
        scores = np.asarray(score, dtype=np.float64)[self.order]
        count, below, spread = len(scores), self.below, float(scores.var())
        if not len(below) or spread <= 0:
            return Cut(float("nan"), 0.0)
        away = np.cumsum(scores)[below - 1] - below * scores.mean()
        sd = np.sqrt(below * (count - below) / (count - 1) * spread)
        size = np.abs(away / sd)
        place = int(np.argmax(size))
        return Cut(float(self.values[below[place] - 1]), float(size[place]))


def cuts_of(x: npt.ArrayLike, least_share: float = LEAST_SHARE) -> Cuts:
    """Return where cases can be divided; parameters as in `best_cut`."""
    order = np.argsort(np.asarray(x, dtype=np.float64), kind="stable").astype(np.int64)
    values = np.asarray(x, dtype=np.float64)[order]
    count = len(values)
    below = np.flatnonzero(np.diff(values) > 0).astype(np.int64) + 1
    below = below[(below >= least_share * count) & (below <= (1 - least_share) * count)]
    return Cuts(order, values, below)


def midranks(y: npt.ArrayLike) -> Floats:
    """Return ranks from 1, equal values share their mean rank."""
    values = np.asarray(y, dtype=np.float64)
    _, which, times = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    result: Floats = (last - (times - 1) / 2)[which.ravel()]
    return result


@dataclass(frozen=True, slots=True)
class Monotone:
    """A rising step function.

    Parameters
    ----------
    x, height, count
        Ascending distinct values, the fitted height at each, and cases at each (values,).
    """

    x: Floats
    height: Floats
    count: Floats

    def first_reaching(self, wanted: float) -> float | None:
        """Return the smallest x whose height is at least `wanted`; None where none is."""
        reached = np.flatnonzero(self.height >= wanted)
        return float(self.x[reached[0]]) if len(reached) else None


def monotone(x: npt.ArrayLike, y: npt.ArrayLike) -> Monotone:
    """Return the rising function of x closest to y.

    Answers how the mean of y near x rises with x, without saying in which shape. At the ends it
    leans outwards: few cases decide there.

    Notes
    -----
    Pool adjacent violators: Ayer et al. 1955; Barlow et al. 1972, section 1.2.

    Examples
    --------
    >>> monotone([1, 2, 3, 4], [0, 1, 0, 1]).height.tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    values, which = np.unique(np.asarray(x, dtype=np.float64), return_inverse=True)
    count = np.bincount(which.ravel(), minlength=len(values)).astype(np.float64)
    total = np.bincount(
        which.ravel(), weights=np.asarray(y, dtype=np.float64), minlength=len(values)
    )
    blocks: list[tuple[float, float, int]] = []  # total, cases, values
    for block in zip(total.tolist(), count.tolist(), [1] * len(values), strict=True):
        pooled = block
        while blocks and blocks[-1][0] * pooled[1] >= pooled[0] * blocks[-1][1]:
            before = blocks.pop()
            pooled = (before[0] + pooled[0], before[1] + pooled[1], before[2] + pooled[2])
        blocks.append(pooled)
    height = np.repeat([b[0] / b[1] for b in blocks], [b[2] for b in blocks])
    return Monotone(values, height.astype(np.float64), count)


def benjamini_hochberg(p_values: npt.ArrayLike, rate: float = 0.05) -> npt.NDArray[np.bool_]:
    """Return which of many tests stand with a stated rate of false ones among them.

    Notes
    -----
    Benjamini, Hochberg 1995: the largest k with the k-th smallest p at most ``k rate / tests``.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).tolist()
    [True, False, False, False]
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    passed = np.flatnonzero(p[order] <= rate * np.arange(1, len(p) + 1) / len(p))
    stands = np.zeros(len(p), dtype=bool)
    if len(passed):
        stands[order[: passed[-1] + 1]] = True
    return stands
