"""Deals change hands before they are won: who will have the win is not who has the deal now.

A manager steps in for the last meeting, a deal is passed to a colleague. How often, and to whom,
is counted on earlier evenings with as much time left. Only whose the win is changes: the company's
total stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.forecast.evening import Evenings
from fairlead.forecast.frame import Frame
from fairlead.forecast.journal import NO_AMOUNT, NOBODY, NOT_YET, Flags, Floats, Ints
from fairlead.forecast.panel import earlier_evenings

PRIOR_WINS, PRIOR_SHARE = 10.0, 0.05
"""What is believed before any win was seen: so many wins, of which this share changed hands."""


@dataclass(frozen=True, slots=True)
class Handovers:
    """Wins of earlier evenings whose owner was known then: how many changed hands, and to whom.

    Parameters
    ----------
    wins
        Won in as long a time.
    moved
        Of these, won by somebody else than who had them on the evening, or at birth if later.
    to_manager
        Of the moved, won by the manager of who had them.
    """

    wins: int
    moved: int
    to_manager: int


def handovers(evenings: Evenings, day: int, start: int, end: int) -> Handovers:
    """Return how wins changed hands in the days ``(start, end]`` after earlier evenings.

    Parameters
    ----------
    evenings
        Of the journal.
    day
        Evening of the forecast; nothing later is read.
    start, end
        Days after an evening, 0 <= start < end.
    """
    found = [
        _evening(evenings, then, start, end)
        for then in earlier_evenings(evenings.journal.began, day, end)
    ]
    return Handovers(*(sum(one[i] for one in found) for i in range(3)))


def _evening(evenings: Evenings, then: int, start: int, end: int) -> tuple[int, int, int]:
    journal = evenings.journal
    deal, when = evenings.won_between(then + start, then + end)
    born = journal.deals.born[deal]
    since = np.where(born == NOT_YET, then, np.maximum(born, then))
    before = journal.owners.at(deal, np.minimum(since, when))
    after = journal.owners.at(deal, when)
    known = _somebody(before) & _somebody(after)
    before, after = before[known], after[known]
    moved = before != after
    boss = journal.staff.manager_at(before, then)
    return int(known.sum()), int(moved.sum()), int((moved & (boss == after)).sum())


def _somebody(owner: Ints) -> Flags:
    found: Flags = (owner != NO_AMOUNT) & (owner != NOBODY)
    return found


@dataclass(frozen=True, slots=True)
class Colleagues:
    """People who bring deals now, by team: a deal that is passed on goes to one of them.

    `person` sorted by `team`; `weight` is how much each brought lately, cumulated over all.
    """

    person: Ints
    team: Ints
    weight: Floats

    def instead_of(self, person: Ints, team: Ints, u: Floats) -> Ints:
        """Return a colleague in the same team of each person, themselves where there is none."""
        first = np.searchsorted(self.team, team, side="left")
        last = np.searchsorted(self.team, team, side="right") - 1
        some = last > first
        low = np.where(first > 0, self.weight[np.maximum(first - 1, 0)], 0.0)
        high = self.weight[np.maximum(last, 0)]
        place = np.searchsorted(self.weight, low + u * (high - low), side="right")
        place = np.clip(place, first, np.maximum(last, first))
        place = np.where(some, place, 0)
        again = np.where(place >= last, first, place + 1)
        place = np.where(self.person[place] == person, again, place)
        found: Ints = np.where(some, self.person[np.minimum(place, len(self.person) - 1)], person)
        return found


def colleagues(frame: Frame, day: int, owner: Ints, weight: Floats) -> Colleagues:
    """Return who brings deals, from the owners of recent deals (deals,) and what each counts."""
    rows = owner != NOBODY
    total = np.bincount(owner[rows], weight[rows], minlength=len(frame.journal.staff.person_id))
    person = np.flatnonzero(total > 0)
    team = frame.journal.staff.team_at(person, day)
    order = np.argsort(team, kind="stable")
    return Colleagues(person[order], team[order], np.cumsum(total[person[order]]))


@dataclass(frozen=True, slots=True)
class Hands:
    """What passing on reads: two periods, who may get a deal, the evening, and how many models."""

    frame: Frame
    day: int
    periods: tuple[Handovers, Handovers]
    others: Colleagues
    models: int

    def passed_on(self, owner: Ints, draw: Ints, period: Ints, rng: np.random.Generator) -> Ints:
        """Return who has each win in the end (wins,).

        Parameters
        ----------
        owner
            Who has the deal now, or at birth.
        draw, period
            Of the win.

        Notes
        -----
        The share that changes hands, and of these the share that goes to the manager, are drawn
        once a model from beta distributions; nobody is left with a deal nobody had.
        """
        moved, to_boss = self._shares(rng)
        place = (draw % self.models) * 2 + period
        rows = np.flatnonzero(rng.random(len(owner), dtype=np.float32) < moved.ravel()[place])
        rows = rows[owner[rows] != NOBODY]
        who, place = owner[rows], place[rows]
        staff = self.frame.journal.staff
        boss = staff.manager_at(who, self.day)
        up = (rng.random(len(rows)) < to_boss.ravel()[place]) & (boss != NOBODY)
        other = who
        if len(self.others.person):
            u = rng.random(len(rows))
            other = self.others.instead_of(who, staff.team_at(who, self.day), u)
        found = owner.copy()
        found[rows] = np.where(up, boss, other)
        return found

    def _shares(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return drawn shares by model and period: moved, and of these to the manager."""
        counts = [(p.wins, p.moved, p.to_manager) for p in self.periods]
        wins, moved, up = np.array(counts, dtype=np.float64).T
        size = (self.models, len(counts))
        prior = PRIOR_WINS * PRIOR_SHARE
        return (
            rng.beta(moved + prior, wins - moved + PRIOR_WINS - prior, size),
            rng.beta(up + 0.5, moved - up + 0.5, size),
        )
