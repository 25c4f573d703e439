"""What was known on one evening: open deals, wins, people. Nothing later is read.

f(data, t) = f(data cut at t, t): every number of a forecast goes through here or through the
running sums of `fairlead.forecast.traffic`, which end at the same evening.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.forecast.journal import (
    NO_AMOUNT,
    NOBODY,
    NOT_YET,
    WON,
    Flags,
    Ints,
    Journal,
)
from fairlead.forecast.traffic import DWELLS, States, week_of


@dataclass(frozen=True, slots=True)
class Wins:
    """Deals that were won, sorted by deal and day: when, booked on which day, for how much.

    One row a deal that is still won on the evening. `life` is days from birth to the win, -1 where
    the birth is not known.
    """

    deal: Ints
    day: Ints
    booked: Ints
    amount: Ints
    life: Ints


@dataclass(frozen=True, slots=True)
class Open:
    """Deals open on an evening, sorted by deal.

    Parameters
    ----------
    deal
        Row in the journal.
    place
        Stage, in the places of `States`.
    dwell
        Weeks there, at most `DWELLS` - 1.
    owner
        Code of staff; `NOBODY` where a queue or nobody had it.
    amount
        Minor units; `NO_AMOUNT` where none is known of that evening.
    plan
        Planned close date as a day; `NOT_YET` where none is known of that evening.
    """

    deal: Ints
    place: Ints
    dwell: Ints
    owner: Ints
    amount: Ints
    plan: Ints

    def __len__(self) -> int:
        return len(self.deal)


class Evenings:
    """Evenings of one journal, each worked out once.

    Parameters
    ----------
    journal, states
        Deals and their places.
    reference
        Day whose weekday weeks end on.
    """

    def __init__(self, journal: Journal, states: States, reference: int) -> None:
        self.journal = journal
        self.states = states
        self.reference = reference
        self._open: dict[int, Open] = {}
        visits = journal.visits
        stage = visits.state >= 0
        order = np.flatnonzero(stage & (visits.entered < NOT_YET))
        self._stay = order[np.argsort(visits.deal[order], kind="stable")]
        won = np.flatnonzero(visits.state == WON)
        self._won = won[np.lexsort((visits.entered[won], visits.deal[won]))]

    def open_at(self, day: int) -> Open:
        """Return the deals open on the evening of a day."""
        if day not in self._open:
            self._open[day] = self._look(day)
        return self._open[day]

    def _look(self, day: int) -> Open:
        journal, visits = self.journal, self.journal.visits
        stay = self._stay
        there = (visits.entered[stay] <= day) & (visits.left[stay] > day)
        rows = stay[there]
        deal = visits.deal[rows]
        settled = journal.deals.settled[deal] <= day
        group = journal.deals.group[deal]
        weeks = -week_of(visits.entered[rows], day)
        amount = journal.amounts.at(deal, day)
        amount = np.where(settled | (journal.amounts_since <= day), amount, NO_AMOUNT)
        plan = journal.closes.at(deal, day)
        told = (settled | (journal.closes_since <= day)) & (plan != NO_AMOUNT)
        owner = journal.owners.at(deal, day)
        return Open(
            deal=deal,
            place=self.states.first[group] + visits.state[rows],
            dwell=np.minimum(weeks, DWELLS - 1),
            owner=np.where(owner == NO_AMOUNT, NOBODY, owner),
            amount=np.where(amount > 0, amount, NO_AMOUNT),
            plan=np.where(told, plan, NOT_YET),
        )

    def wins_at(self, day: int) -> Wins:
        """Return the deals that are won on the evening of a day."""
        journal, visits = self.journal, self.journal.visits
        rows = self._won[(visits.entered[self._won] <= day) & (visits.left[self._won] > day)]
        deal, won = visits.deal[rows], visits.entered[rows]
        plan = journal.closes.at(deal, day)
        amount = journal.amounts.at(deal, day)
        born = journal.deals.born[deal]
        return Wins(
            deal=deal,
            day=won,
            booked=np.where(plan == NO_AMOUNT, won, plan),
            amount=np.where(amount > 0, amount, NO_AMOUNT),
            life=np.where(born == NOT_YET, -1, np.maximum(won - born, 0)),
        )

    def won_after(self, deal: Ints, after: int, until: int) -> tuple[Ints, Flags]:
        """Return the first day after one evening on which each deal was won, as known on another.

        The day is `NOT_YET` without a win by the second evening; the flag says whether there is
        one.
        """
        visits = self.journal.visits
        inside = (visits.entered[self._won] > after) & (visits.entered[self._won] <= until)
        rows = self._won[inside]
        day = np.full(len(self.journal.deals), NOT_YET)
        day[visits.deal[rows][::-1]] = visits.entered[rows][::-1]
        found = day[deal]
        return found, found != NOT_YET

    def won_between(self, after: int, until: int) -> tuple[Ints, Ints]:
        """Return deals won after one evening and by another, and the day of each win."""
        visits = self.journal.visits
        entered = visits.entered[self._won]
        rows = self._won[(entered > after) & (entered <= until)]
        return visits.deal[rows], visits.entered[rows]

    def owner_at_birth(self, since: int, until: int) -> tuple[Ints, Ints, Ints]:
        """Return deal, group and owner (on the evening `until`) of deals born after `since`."""
        deals = self.journal.deals
        rows = np.flatnonzero((deals.born > since) & (deals.born <= until))
        owner = self.journal.owners.at(rows, until)
        return rows, deals.group[rows], np.where(owner == NO_AMOUNT, NOBODY, owner)
