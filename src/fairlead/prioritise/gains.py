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
        Of training one person in it, minor units (competencies,).
    currency
        Of all of it.
    there
        Whether a person works on the road of a competency (competencies, people).
    kinds
        Pipeline, deal type and role of each competency's road.
    """

    competencies: tuple[Competency, ...]
    people: Ints
    draws: Floats
    known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    cost: Floats
    currency: str | None
    there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    kinds: tuple[tuple[str, str, str], ...]

    def on(self, roads: Sequence[Road]) -> Gains:
        """Return the gains of some of the roads, with the people who work on them."""
        wanted = {(road.pipeline, road.deal_type, road.role) for road in roads}
        rows = np.array([kind in wanted for kind in self.kinds], dtype=bool)
        if rows.all():
            return self
        people = self.there[rows].any(axis=0)
        return Gains(
            competencies=tuple(c for c, kept in zip(self.competencies, rows, strict=True) if kept),
            people=self.people[people],
            draws=self.draws[rows][:, people],
            known=self.known[rows][:, people],
            cost=self.cost[rows],
            currency=self.currency,
            there=self.there[rows][:, people],
            kinds=tuple(kind for kind, kept in zip(self.kinds, rows, strict=True) if kept),
        )

    def of(self, people: Ints) -> Floats:
        """Return draws of what training all of these brings, less cost (competencies, draws).

        The cost is paid by head, for those who work on the road.
        """
        chosen = np.flatnonzero(np.isin(self.people, people))
        heads = self.there[:, chosen].sum(axis=1)
        total: Floats = self.draws[:, chosen].sum(axis=1) - (self.cost * heads)[:, None]
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
        Of training one person, by slug, minor units.

    Notes
    -----
    How far a training carries is drawn once for a competency, not once for a person: if the
    training is weak, it is weak for all.
    """
    people = np.unique(np.concatenate([road.people for road in roads])).astype(np.int64)
    found: list[Floats] = []
    known = []
    working = []
    kinds = []
    competencies: list[Competency] = []
    for road in roads:
        place = np.searchsorted(people, road.people)
        worth = road.worth
        for part in road.trained:
            slug = part.competency.slug
            rng = np.random.default_rng(zlib.crc32(f"effect {slug} {road.role}".encode()))
            effect = (effects or {}).get(slug, Effect()).draw(worth.shape[1], rng)
            after = part.at(realistic(part, effect))
            brings = np.zeros((len(people), worth.shape[1]))
            brings[place] = worth * (after / part.now - 1)
            enough, there = np.zeros((2, len(people)), dtype=bool)
            enough[place], there[place] = part.known, True
            found.append(brings)
            known.append(enough)
            working.append(there)
            kinds.append((road.pipeline, road.deal_type, road.role))
            competencies.append(part.competency)
    cost = np.array([(costs or {}).get(c.slug, 0.0) for c in competencies])
    return Gains(
        competencies=tuple(competencies),
        people=people,
        draws=np.array(found),
        known=np.array(known),
        cost=cost,
        currency=roads[0].currency,
        there=np.array(working),
        kinds=tuple(kinds),
    )
