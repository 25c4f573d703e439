"""Whose the deals not yet created will be: people, segments and sources, by what they bring now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.forecast.draws import STEPS, Won, steps
from fairlead.forecast.frame import Frame, Span
from fairlead.forecast.journal import NOBODY, Flags, Floats, Ints

BORN_DAYS = 26 * 7
HALF_LIFE_DAYS = 56
"""After so many days a new deal says half as much about who will bring the next: people leave."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Codes of person, segment and source of each new win; `NOBODY` where none (wins,)."""

    person: Ints
    segment: Ints
    source: Ints


def label_new(
    frame: Frame, span: Span, won: Won, people: Floats, rng: np.random.Generator
) -> Labels:
    """Return whose each win of a deal not yet created is.

    A person brings wins as they brought new deals in the last `BORN_DAYS` days, times what they
    add to the odds of a win. How much each brings is drawn, model by model, as widely as people
    varied between the two halves of that time.

    Parameters
    ----------
    frame, span
        The journal and the evening.
    won
        Wins of deals not yet created; `who` is the group of deals.
    people
        What each person, and at the end nobody, adds to the logit (models, people + 1).
    """
    rows, group, owner = frame.evenings.owner_at_birth(span.day - BORN_DAYS, span.day)
    deals = frame.journal.deals
    factor = np.exp(people)
    fresh = 0.5 ** ((span.day - deals.born[rows]) / HALF_LIFE_DAYS)
    late = deals.born[rows] > span.day - BORN_DAYS // 2
    person = _drawn(owner, group, won, factor, rng, fresh, _varied(owner, late))
    ones = np.ones((len(people), 1))
    segment = _drawn(deals.segment[rows], group, won, ones, rng, fresh)
    return Labels(person, segment, _drawn(deals.source[rows], group, won, ones, rng, fresh))


def _varied(owner: Ints, late: Flags) -> float:
    """Return how much more than chance people's new deals vary between two quarters, at least 1."""
    two = [np.bincount(owner[part] + 1, minlength=int(owner.max(initial=0)) + 2) for part in
           (late, ~late)]  # fmt: skip
    both = two[0] + two[1]
    if not both.sum():
        return 1.0
    return max(1.0, float(((two[0] - two[1]) ** 2).sum() / both.sum()))


def _drawn(  # noqa: PLR0917  what, of which, how
    codes: Ints,
    group: Ints,
    won: Won,
    factor: Floats,
    rng: np.random.Generator,
    fresh: Floats,
    varied: float = 1.0,
) -> Ints:
    """Return a code for each win, by how often it stood on deals of its group.

    Counts tell the level with `varied` times the variance of chance, and the quarter to come
    departs from it as much again: together a gamma of shape count / (3 varied - 2).
    """
    found = np.full(len(won.draw), NOBODY)
    models = len(factor)
    u = rng.random(len(won.draw), dtype=np.float32)
    for g in np.unique(group):
        level, place = np.unique(codes[group == g], return_inverse=True)
        count = np.bincount(place, fresh[group == g], minlength=len(level))
        weight = rng.standard_gamma(
            np.broadcast_to(count / (3.0 * varied - 2.0), (models, len(level)))
        )
        if factor.shape[1] > 1:
            weight = weight * factor[:, level]
        weight = weight + 1e-9
        chance = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
        table = np.stack([level[steps(one)] for one in chance])
        mine = np.flatnonzero(won.who == g)
        place = (u[mine] * STEPS).astype(np.int64)
        found[mine] = table[won.draw[mine] % models, place]
    return found
