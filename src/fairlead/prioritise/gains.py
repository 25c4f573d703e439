"""What a training in each competency would bring in four quarters, person by person."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fairlead.diagnose.road import Road
from fairlead.measure.cells import Competency, Ints
from fairlead.prioritise.benchmarks import Effect, realistic
from fairlead.stats.likelihood import Floats


@dataclass(frozen=True, slots=True)
class Gains:
    """Joint draws of what each training would bring each person.

    Parameters
    ----------
    competencies
        Those that could be trained, in the order of the roads.
    people
        Places in the roster, ascending (people,).
    draws
        Minor units over four quarters (competencies, people, draws); 0 for people who do not
        work on that road.
    known
        Whether a person's own data suffice for a statement (competencies, people).
    cost
        Of training everybody in it, minor units (competencies,).
    currency
        Of all of it.
    """

    competencies: tuple[Competency, ...]
    people: Ints
    draws: Floats
    known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    cost: Floats
    currency: str | None

    def of(self, people: Ints) -> Floats:
        """Return draws of what training all of these brings, less cost (competencies, draws).

        The cost is divided over everybody of the gains by head.
        """
        chosen = np.isin(self.people, people)
        share = chosen.sum() / max(1, len(self.people))
        total: Floats = self.draws[:, chosen].sum(axis=1) - self.cost[:, None] * share
        return total


def gains(
    roads: Sequence[Road],
    *,
    effects: Mapping[str, Effect] | None = None,
    costs: Mapping[str, float] | None = None,
) -> Gains:
    """Return what training each competency would bring everybody.

    Answers what four quarters bring more, counted from one sales cycle after the training, when
    the deals it touched arrive: the flow of money a year at the level after it, less that now.
    The time to close is no candidate: a quicker cycle brings money sooner, not more of it.

    Parameters
    ----------
    roads
        All of one currency.
    effects
        What trainings in a competency moved, by slug, once own trainings have spoken; else the
        guess of `Effect`.
    costs
        Of training everybody, by slug, minor units.

    Notes
    -----
    How far a training carries is drawn once for a competency, not once for a person: if the
    training is weak, it is weak for all.
    """
    people = np.unique(np.concatenate([road.people for road in roads])).astype(np.int64)
    found: list[Floats] = []
    known = []
    competencies: list[Competency] = []
    for road in roads:
        place = np.searchsorted(people, road.people)
        worth = road.worth
        for part in road.levels:
            slug = part.competency.slug
            rng = np.random.default_rng(zlib.crc32(f"effect {slug} {road.role}".encode()))
            effect = (effects or {}).get(slug, Effect()).draw(worth.shape[1], rng)
            after = part.at(realistic(part, effect))
            brings = np.zeros((len(people), worth.shape[1]))
            brings[place] = worth * (after / part.now - 1)
            there = np.zeros(len(people), dtype=bool)
            there[place] = part.known
            found.append(brings)
            known.append(there)
            competencies.append(part.competency)
    cost = np.array([(costs or {}).get(c.slug, 0.0) for c in competencies])
    return Gains(
        tuple(competencies), people, np.array(found), np.array(known), cost, roads[0].currency
    )
