"""Has one group moved against the others, and since when: one change at an unknown time.

Works on what was observed and expected per group and period; what is counted does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.likelihood import Floats

PRIOR_SD = 0.5
"""Standard deviation of the change in the posterior of its time, on the scale of the model."""


@dataclass(frozen=True, slots=True)
class Change:
    """The largest change of one group against the others.

    Parameters
    ----------
    group
        Which group.
    at
        First period after the change.
    first, last
        Periods that hold the time of the change with the stated probability, given there is one.
    size
        Change on the scale of the model (logits, logarithms): above 0 is up.
    size_error
        Its standard error with the time taken as known.
    statistic
        Largest squared standardised score over groups and times; it was searched for, so it may
        not be compared with a chi-square distribution.
    p_value
        Share of the worlds without any change that have as large a one anywhere.
    """

    group: int
    at: int
    first: int
    last: int
    size: float
    size_error: float
    statistic: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Scan:
    """Squared standardised scores of a change in each group at each time.

    Parameters
    ----------
    statistic
        (groups, times); -inf where a side holds too little.
    score, weight
        Score of the change, and its variance with the group's own level estimated.
    """

    statistic: Floats
    score: Floats
    weight: Floats


def scan(observed: Floats, expected: Floats, variance: Floats, least: float) -> Scan:
    """Return the score test of a change at every time, for every group at once.

    Parameters
    ----------
    observed, expected
        Sums per group and period (..., groups, periods); expected without any change, with the
        group's own level and the course of all groups together in it.
    variance
        Variance of observed, given the course of all groups (same shape).
    least
        Share of a group's variance that must lie on each side of a change.

    Notes
    -----
    With S(t) the sum of observed - expected from t on, V(t) the sum of the variances and V their
    total, S(t) has variance V(t) (V - V(t)) / V, because the group's own level is estimated:
    its deviations sum to zero. S^2 / variance is the score statistic of a step at t
    (Page 1955; James, James and Siegmund, Biometrika 74, 1987, section 2).
    """
    gap = np.flip(np.cumsum(np.flip(observed - expected, -1), -1), -1)[..., 1:]
    after = np.flip(np.cumsum(np.flip(variance, -1), -1), -1)[..., 1:]
    total = variance.sum(-1, keepdims=True)
    before = total - after
    drift = (observed - expected).sum(-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = gap - drift * after / total
        weight = after * before / total
        statistic = score**2 / weight
    enough = (after >= least * total) & (before >= least * total) & (weight > 0)
    return Scan(np.where(enough, statistic, -np.inf), score, np.where(enough, weight, 0.0))


def when(score: Floats, weight: Floats, level: float = 0.8) -> tuple[int, int]:
    """Return the first and last time of the shortest range that holds a change, given there is one.

    Parameters
    ----------
    score, weight
        Of one group at each time (times,); times without weight cannot be.
    level
        Posterior probability of the range.

    Notes
    -----
    Every time is as likely before; the size of the change is N(0, 0.5^2). The likelihood of a time
    is then (1 + 0.25 w)^(-1/2) exp(S^2 / (2 (w + 4))), w the weight (Smith, Biometrika 62, 1975).
    Times are added from the most likely one downwards; the range runs from the first to the last.
    """
    known = weight > 0
    log = np.full(len(score), -np.inf)
    precision = 1 / PRIOR_SD**2
    log[known] = 0.5 * score[known] ** 2 / (weight[known] + precision)
    log[known] -= 0.5 * np.log1p(weight[known] / precision)
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    order = np.argsort(-chance, kind="stable")
    count = int(np.searchsorted(np.cumsum(chance[order]), level)) + 1
    held = order[:count]
    return int(held.min()) + 1, int(held.max()) + 1


def largest_change(found: Scan, worlds: npt.ArrayLike, level: float = 0.8) -> Change | None:
    """Return the largest change of all groups and times, with what chance alone gives.

    Parameters
    ----------
    found
        Scan of what was observed.
    worlds
        Largest statistic of each world without a change (worlds,), drawn from the same model and
        fitted anew like what was observed.
    level
        Probability that the range of the time holds it.

    Returns
    -------
    Change or None
        None where no group has enough on both sides of any time.

    Notes
    -----
    p = (1 + worlds at least as large) / (1 + worlds): valid over everything that was looked at,
    because each world is searched in the same way (Davison and Hinkley 1997, section 4.2.5).
    """
    if not np.isfinite(found.statistic).any():
        return None
    group, time = np.unravel_index(int(np.argmax(found.statistic)), found.statistic.shape)
    best = float(found.statistic[group, time])
    drawn = np.asarray(worlds, dtype=np.float64)
    first, last = when(found.score[group], found.weight[group], level)
    weight = float(found.weight[group, time])
    return Change(
        group=int(group),
        at=int(time) + 1,
        first=first,
        last=last,
        size=float(found.score[group, time]) / weight,
        size_error=weight**-0.5,
        statistic=best,
        p_value=(1 + int((drawn >= best).sum())) / (1 + len(drawn)),
    )
