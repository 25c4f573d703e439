"""Use on live deals: which to use a routine on, and how often it was used by people's own word.

Counted apart from any outcome: that deals it was used on went better would say nothing of cause,
for people use a routine where they expect it to help.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class LiveDeal:
    """An open deal that stands in the step a training is about.

    Parameters
    ----------
    deal
        Its key in the data.
    name, number
        As people know it, and its id in the CRM.
    stage
        Where it stands.
    entered_on
        Since when; None where nobody knows.
    amount, currency
        Minor units; None where unknown.
    """

    deal: int
    name: str
    number: str
    stage: str
    entered_on: dt.date | None
    amount: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A person says whether they used on a deal what a training is about."""

    deal: int
    training: str
    used: bool
    on: dt.date


@dataclass(frozen=True, slots=True)
class Adoption:
    """Deals on which it was used, of those somebody said anything about.

    Parameters
    ----------
    used, ticked
        k and n; a deal counts once, by the last word on it.
    people
        Who said anything.
    """

    used: int
    ticked: int
    people: int


def offered(
    deals: Sequence[LiveDeal], ticks: Sequence[Tick], training: str, *, most: int = MOST_OFFERED
) -> tuple[LiveDeal, ...]:
    """Return the deals to use it on: those not ticked yet, the one that came last first.

    A deal that has just come into the step still has the moment ahead that is trained.
    """
    said = {tick.deal for tick in ticks if tick.training == training}
    open_ones = [deal for deal in deals if deal.deal not in said]

    def order(deal: LiveDeal) -> tuple[int, int, int]:
        since = deal.entered_on or dt.date.min
        return (-since.toordinal(), -(deal.amount or 0), deal.deal)

    return tuple(sorted(open_ones, key=order)[:most])


def adoption(
    ticks: Sequence[tuple[int, Tick]], training: str, *, until: dt.date, since: dt.date
) -> Adoption:
    """Return how often it was used.

    Parameters
    ----------
    ticks
        Person and tick, of everybody who takes part; any order.
    training
        Which.
    until, since
        Days that count, both included: nothing later is known, nothing before the start counts.
    """
    last: dict[int, Tick] = {}
    people = set()
    told = [(p, t) for p, t in ticks if t.training == training and since <= t.on <= until]
    for person, tick in sorted(told, key=lambda pair: pair[1].on):
        last[tick.deal] = tick
        people.add(person)
    return Adoption(sum(tick.used for tick in last.values()), len(last), len(people))
