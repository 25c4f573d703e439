"""Two groups compared within strata: one ratio of risks, and what the others' risk would give."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats
from fairlead.stats.proportions import normal_quantile


@dataclass(frozen=True, slots=True)
class StratifiedRatio:
    """Risk of the exposed against that of the others in the same strata.

    Parameters
    ----------
    ratio, lower, upper
        Of the two risks; above 0.
    level
        Nominal coverage of the interval.
    events, exposed
        Events among the exposed, in strata that hold both groups.
    expected
        Events they would have had at the others' risks, stratum by stratum.
    other_events, others
        The same counts of the others.
    """

    ratio: float
    lower: float
    upper: float
    level: float
    events: int
    exposed: int
    expected: float
    other_events: int
    others: int


def stratified_ratio(
    events: npt.ArrayLike,
    exposed: npt.ArrayLike,
    other_events: npt.ArrayLike,
    others: npt.ArrayLike,
    level: float = 0.95,
) -> StratifiedRatio | None:
    """Return the common ratio of risks over strata.

    Answers how many times as often an event comes to the exposed as to others of their own
    stratum, so that strata in which both events and exposure are frequent do not make a ratio.

    Parameters
    ----------
    events, exposed, other_events, others
        Counts of each stratum (strata,).
    level
        Nominal coverage.

    Returns
    -------
    StratifiedRatio or None
        None where no stratum holds both groups, or nobody had an event.

    Notes
    -----
    Mantel-Haenszel ratio of risks with the variance of Greenland and Robins (Biometrics 41, 1985,
    equation 5), good for many thin strata and for few large ones. Where one of the groups has no
    event at all, half an event and half a non-event are added to each group in the largest stratum
    (Haldane 1956), so that the interval exists. Assumes independent cases.

    Examples
    --------
    >>> found = stratified_ratio([5], [50], [20], [100])
    >>> round(found.ratio, 3), round(found.lower, 3), round(found.upper, 3)
    (0.5, 0.2, 1.253)
    """
    a, n, c, m = (np.asarray(x, dtype=np.float64) for x in (events, exposed, other_events, others))
    both = (n > 0) & (m > 0)
    a, n, c, m = a[both], n[both], c[both], m[both]
    if not len(a) or not a.sum() + c.sum():
        return None
    counts = (int(a.sum()), int(n.sum()), float((n * c / m).sum()), int(c.sum()), int(m.sum()))
    if not a.sum() or not c.sum():
        a, n, c, m = _halved(a, n, c, m)
    total = n + m
    up, down = float((a * m / total).sum()), float((c * n / total).sum())
    spread = float(((n * m * (a + c) - a * c * total) / total**2).sum())
    ratio = up / down
    reach = normal_quantile(0.5 + level / 2) * math.sqrt(max(spread, 0.0) / (up * down))
    low, high = ratio * math.exp(-reach), ratio * math.exp(reach)
    happened, of, expected, happened_there, there = counts
    return StratifiedRatio(ratio, low, high, level, happened, of, expected, happened_there, there)


def _halved(a: Floats, n: Floats, c: Floats, m: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Add half an event and half a non-event to both groups of the largest stratum."""
    add = np.zeros(len(a))
    add[int(np.argmax(n + m))] = 1.0
    return a + add / 2, n + add, c + add / 2, m + add
