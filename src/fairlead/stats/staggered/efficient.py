"""Start groups drawn at random: the efficient estimator of Roth and Sant'Anna."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.stats.likelihood import Floats, Ints
from fairlead.stats.staggered.panel import NEVER, Effect, Outcomes

PEOPLE, A_GROUP = 60, 20
"""From this many units, with this many a group, the normal approximation is trusted here."""

Slope: TypeAlias = Literal["efficient", "difference in differences", "difference"]


def large_enough(start: Ints) -> bool:
    """Say whether there are 60 units, at least 20 in each group with a start of its own."""
    _, number = np.unique(start, return_counts=True)
    return len(start) >= PEOPLE and len(number) >= 2 and int(number.min()) >= A_GROUP


@dataclass(frozen=True, slots=True)
class _Weights:
    """Weights of each group's mean path: on the effect, and on a difference before the start."""

    group: Ints
    after: Floats
    before: Floats


def efficient(panel: Outcomes, *, slope: Slope = "efficient") -> Effect:
    """Return the mean effect over all treated unit-periods, for starts drawn at random.

    Answers what the start did on average, using that who started when was left to chance: a
    difference that was there before the start is then luck, and is taken off to just the extent
    that it tells of the difference after it.

    Parameters
    ----------
    panel
        Outcomes; clusters and covariates are not used. Groups of one unit are left out.
    slope
        How much of the difference before the start is taken off: the share that makes the
        variance smallest, all of it (as Callaway and Sant'Anna with all not yet treated do), or
        nothing.

    Returns
    -------
    Effect
        The standard error is Neyman's, which is never too small on average.

    Raises
    ------
    ValueError
        Nobody is left untreated in any period.

    Notes
    -----
    Roth, Sant'Anna 2023, JPE Microeconomics 1(4): equations 4 and 6, proposition 2.1; simple
    weighted average of section 2.2. Silent by convention below `PEOPLE`: see `large_enough`.
    """
    groups, sizes, means, spreads = _by_group(panel)
    weights = _simple(groups, sizes, panel.periods)
    after = float((weights.after * means).sum())
    before = float((weights.before * means).sum())
    share = 0.0
    if slope == "efficient":
        share = _share(weights, sizes, spreads)
    elif slope == "difference in differences":
        share = 1.0
    mixed = weights.after - share * weights.before
    variance = sum(
        float(w @ s @ w) / n for w, s, n in zip(mixed, spreads, sizes.tolist(), strict=True)
    )
    return Effect(after - share * before, float(np.sqrt(variance)))


def pre_and_post(panel: Outcomes) -> tuple[float, float]:
    """Return the mean difference of groups after the start, and the one before it."""
    groups, sizes, means, _ = _by_group(panel)
    weights = _simple(groups, sizes, panel.periods)
    return float((weights.after * means).sum()), float((weights.before * means).sum())


def _by_group(panel: Outcomes) -> tuple[Ints, Ints, Floats, list[Floats]]:
    """Return groups, their sizes, mean paths and covariances of paths."""
    groups, sizes = np.unique(panel.start, return_counts=True)
    kept = (sizes > 1) & (groups > 0)
    groups, sizes = groups[kept].astype(np.int64), sizes[kept].astype(np.int64)
    paths = [panel.value[panel.start == group] for group in groups]
    means = np.stack([path.mean(axis=0) for path in paths])
    spreads = [np.atleast_2d(np.cov(path, rowvar=False)) for path in paths]
    return groups, sizes, means, spreads


def _simple(groups: Ints, sizes: Ints, periods: int) -> _Weights:
    """Return the weights of the mean over treated cells that somebody untreated stands beside."""
    after, before = np.zeros((2, len(groups), periods))
    cells = [
        (place, period)
        for place, group in enumerate(groups.tolist())
        if group != NEVER
        for period in range(group, periods)
        if (groups > period).any()
    ]
    if not cells:
        raise ValueError("there is nobody to compare with")
    total = sum(float(sizes[place]) for place, _ in cells)
    for place, period in cells:
        weight = float(sizes[place]) / total
        others = groups > period
        share = np.where(others, sizes, 0) / sizes[others].sum()
        base = int(groups[place]) - 1
        after[place, period] += weight
        before[place, base] += weight
        after[:, period] -= weight * share
        before[:, base] -= weight * share
    return _Weights(groups, after, before)


def _share(weights: _Weights, sizes: Ints, spreads: list[Floats]) -> float:
    """Return the regression of the difference after the start on that before it."""
    own = both = 0.0
    for place, spread in enumerate(spreads):
        moved = spread @ weights.before[place] / float(sizes[place])
        own += float(weights.before[place] @ moved)
        both += float(weights.after[place] @ moved)
    return both / own if own > 0 else 0.0
