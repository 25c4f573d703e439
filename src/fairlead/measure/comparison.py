"""Where a team's step rate lies below that of all others, further than chance would bring it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairlead.answers import Answer
from fairlead.measure.rates import FEWEST_TRIALS, ratio
from fairlead.measure.summary import StepCount
from fairlead.stats.proportions import wilson_interval

LEVEL = 0.95
"""Of all comparisons of one brief together (Bonferroni)."""


@dataclass(frozen=True, slots=True)
class StepGap:
    """One step of one team beside the same step of all other teams.

    `own` and `others` are the rates with their ordinary intervals; the judgement that they differ
    was made more strictly, because many steps of many teams were looked at.
    """

    rank: int
    own: Answer
    own_counts: tuple[int, int]
    others: Answer
    others_counts: tuple[int, int]


def weakest_steps(
    steps: Mapping[str, Sequence[StepCount]], pipeline: str, deal_type: str
) -> dict[str, StepGap | None]:
    """Return per team the step where it lies furthest below the others, or None.

    None means: no difference beyond chance. A step counts where the interval of the difference of
    the two rates excludes zero, at a level that holds for all comparisons together. Rates are raw:
    what deals a team was dealt is not taken out.

    Parameters
    ----------
    steps
        Team -> its steps; steps of other pipelines and types are left aside, rates of two kinds
        are never mixed.
    pipeline, deal_type
        The group of deals to compare.

    Notes
    -----
    Interval of a difference of two proportions: Newcombe, Statistics in Medicine 17 (1998) 873,
    method 10 (hybrid score). Comparisons with fewer than `FEWEST_TRIALS` trials on either side are
    not made.
    """
    counts = {
        team: {
            s.rank: (s.advanced, s.advanced + s.lost)
            for s in own
            if (s.pipeline, s.deal_type) == (pipeline, deal_type)
        }
        for team, own in steps.items()
    }
    pairs = {
        (team, rank): (own, _of_others(counts, team, rank))
        for team, ranks in counts.items()
        for rank, own in ranks.items()
    }
    pairs = {
        key: pair for key, pair in pairs.items() if min(pair[0][1], pair[1][1]) >= FEWEST_TRIALS
    }
    level = 1 - (1 - LEVEL) / max(len(pairs), 1)
    found: dict[str, StepGap | None] = dict.fromkeys(steps)
    deepest: dict[str, float] = {}
    for (team, rank), (own, others) in pairs.items():
        value, upper = _difference(own, others, level)
        if upper < 0 and value < deepest.get(team, 0.0):
            deepest[team] = value
            found[team] = StepGap(rank, _rate(own), own, _rate(others), others)
    return found


def _of_others(
    counts: Mapping[str, Mapping[int, tuple[int, int]]], team: str, rank: int
) -> tuple[int, int]:
    rest = [ranks.get(rank, (0, 0)) for name, ranks in counts.items() if name != team]
    return sum(s for s, _n in rest), sum(n for _s, n in rest)


def _rate(counts: tuple[int, int]) -> Answer:
    return ratio(*counts, kind="step_rate")


def _difference(own: tuple[int, int], others: tuple[int, int], level: float) -> tuple[float, float]:
    """Return own rate less that of the others, and the upper end of its interval."""
    p, q = own[0] / own[1], others[0] / others[1]
    _low, high = wilson_interval(*own, level)
    low, _high = wilson_interval(*others, level)
    return p - q, p - q + math.hypot(high - p, q - low)
