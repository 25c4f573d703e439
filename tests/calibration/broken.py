"""A company with a break in the middle: from one day on it wins half as often, or creates half."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from fairlead.forecast.journal import (
    LOST,
    WON,
    Deals,
    Flags,
    Ints,
    Journal,
    Timeline,
    Visits,
    number_of,
)

WINS, CREATION = "wins", "creation"
BREAKS = (WINS, CREATION)
HALF = 0.5


def broken(journal: Journal, since: dt.date, what: str, seed: int) -> Journal:
    """Return a journal in which, from a day on, half of the wins are losses or never were.

    Parameters
    ----------
    journal
        Of a simulated company.
    since
        First day after the break.
    what
        ``wins``: of deals won from that day on every second, by lot, is lost on the same day.
        ``creation``: of deals born from that day on every second, by lot, never was.
    seed
        Of the lot.
    """
    rng = np.random.default_rng([seed, number_of(since)])
    hit = rng.random(len(journal.deals)) < HALF
    if what == CREATION:
        return _kept(journal, ~(hit & (journal.deals.born >= number_of(since))))
    visits = journal.visits
    turned = (visits.state == WON) & (visits.entered >= number_of(since)) & hit[visits.deal]
    before = np.append(turned[1:], False)
    return replace(
        journal,
        visits=replace(
            visits,
            state=np.where(turned, LOST, visits.state),
            then=np.where(before, LOST, visits.then),
        ),
    )


def _kept(journal: Journal, keep: Flags) -> Journal:
    """Return the journal of some of its deals."""
    number = np.cumsum(keep) - 1
    visits, deals = journal.visits, journal.deals
    mine = keep[visits.deal]

    def of(values: Ints) -> Ints:
        return values[mine]

    return replace(
        journal,
        deals=Deals(
            deals.opportunity_id[keep],
            deals.group[keep],
            deals.born[keep],
            deals.settled[keep],
            deals.account[keep],
            deals.source[keep],
            deals.segment[keep],
        ),
        visits=Visits(
            number[of(visits.deal)],
            of(visits.state),
            of(visits.entered),
            of(visits.left),
            of(visits.then),
        ),
        amounts=_timeline(journal.amounts, keep, number),
        owners=_timeline(journal.owners, keep, number),
        closes=_timeline(journal.closes, keep, number),
    )


def _timeline(line: Timeline, keep: Flags, number: Ints) -> Timeline:
    mine = keep[line.deal]
    return Timeline(number[line.deal[mine]], line.day[mine], line.value[mine])
