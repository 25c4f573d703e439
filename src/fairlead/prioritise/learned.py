"""How far own trainings carried: verdicts take the place of the guess, as far as they are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from fairlead.diagnose.levels import Level
from fairlead.prioritise.benchmarks import EFFECT, EFFECT_SD, Effect

Unit: TypeAlias = Literal["spreads", "points", "percent"]

SHARED = 0.5
"""Share of the guess's variance that all trainings have in common: a company whose first training
carried far may expect that of the next one too, half as surely as of the same one again."""

NINE_IN_TEN = 1.6448536269514722
STEP = 0.25


@dataclass(frozen=True, slots=True)
class Judged:
    """What one training was found to have moved, against comparable people.

    Parameters
    ----------
    training
        Its name.
    slugs
        Competencies it trained: several where a step of one name belongs to several kinds of
        deals. The verdict is about their mean, and one verdict all the same.
    value, lower, upper
        The effect, and where it lies 9 times in 10.
    unit
        ``spreads`` between people; ``points`` of a rate (fractions); ``percent`` of an amount or
        a number (fractions).
    judged_on
        When it was known.
    """

    training: str
    slugs: tuple[str, ...]
    value: float
    lower: float
    upper: float
    unit: Unit
    judged_on: dt.date


def learned(judged: Sequence[Judged], levels: Mapping[str, Sequence[Level]]) -> dict[str, Effect]:
    """Return how far a training in each competency will carry people.

    Answers what to expect of the next training, once some have been judged.

    Parameters
    ----------
    judged
        Verdicts; those of competencies that are on no road are left out.
    levels
        Everything that could be trained, by slug; one for each job.

    Returns
    -------
    dict
        Empty without verdicts: then the guess of `Effect` counts for all.

    Notes
    -----
    Effects in spreads between people are normal around a mean of the company's own, which is
    normal around the guess: N(0.4, 0.2^2) in all, half of the variance in common. Verdicts come
    in with their errors, so a verdict nobody can be sure of moves little. (Methods, section 10:
    d_k ~ N(d, t^2), d ~ N(0.4, 0.2^2), here with t fixed.)
    """
    told = [
        replace(each, slugs=there)
        for each in judged
        if (there := tuple(slug for slug in each.slugs if slug in levels))
    ]
    if not told:
        return {}
    slugs = sorted(levels)
    error = [(each.upper - each.lower) / (2 * NINE_IN_TEN) for each in told]
    scale = [_in_spreads(each, [x for s in each.slugs for x in levels[s]]) for each in told]
    seen = np.array([each.value * by for each, by in zip(told, scale, strict=True)])
    noise = np.array([(wide * by) ** 2 for wide, by in zip(error, scale, strict=True)])
    about = np.array([[(s in each.slugs) / len(each.slugs) for s in slugs] for each in told])
    prior = EFFECT_SD**2 * (SHARED + (1 - SHARED) * np.eye(len(slugs)))
    across = prior @ about.T
    gain = across @ np.linalg.inv(about @ across + np.diag(noise))
    mean = EFFECT + gain @ (seen - EFFECT)
    variance = np.diag(prior - gain @ across.T)
    return {
        slug: Effect(
            float(mean[i]),
            float(np.sqrt(variance[i])),
            tuple(each.training for each in told if slug in each.slugs),
            len(told),
        )
        for i, slug in enumerate(slugs)
    }


def _in_spreads(judged: Judged, levels: Sequence[Level]) -> float:
    """Return how many spreads one unit of a verdict is."""
    if judged.unit == "spreads":  # of people within their teams, as verdicts tell them
        return float(np.mean([(level.sigma / level.between).mean() for level in levels]))
    moved = []
    for level in levels:
        now = level.now.mean()
        higher = level.at(level.place + STEP * level.between).mean()
        change = (higher - now) if judged.unit == "points" else (higher / now - 1)
        moved.append(float(change) / STEP)
    return 1.0 / max(float(np.mean(moved)), 1e-9)
