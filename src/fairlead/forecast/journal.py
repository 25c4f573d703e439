"""The journal of all deals: who was where, when, for how much; cut at any evening.

Days are whole days since 1970-01-01, as the company counts them. Money is minor units of the
journal's currency. Every entry has the day it became known, so that a forecast of a past evening
reads nothing later (`fairlead.forecast.evening`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

WON, LOST, GONE = -1, -2, -3
"""States behind the stages. Of a deal that is gone nothing tells when it closed: it is won or lost,
but in no period, and says nothing of how long deals take."""
NOT_YET = np.iinfo(np.int64).max
"""Day of what has not happened."""
NOBODY = -1
NO_AMOUNT = np.iinfo(np.int64).min
EPOCH = dt.date(1970, 1, 1)


def number_of(day: dt.date) -> int:
    """Return a day as days since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> dt.date:
    """Return the day behind a number of days since 1970."""
    return EPOCH + dt.timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class Group:
    """Deals of one pipeline and type, with the open stages of that pipeline in order."""

    pipeline: str
    deal_type: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Values of deals with the day each became known.

    Sorted by deal and day. The first row of a deal holds its value before any change.
    """

    deal: Ints
    day: Ints
    value: Ints
    keys: Ints = field(init=False, repr=False)

    def __post_init__(self) -> None:
        keys = self.deal * SPAN + np.clip(self.day + BACK, 0, SPAN - 1)
        object.__setattr__(self, "keys", keys)

    def at(self, deals: Ints, day: Ints | int) -> Ints:
        """Return the value of each deal on an evening; `NO_AMOUNT` for a deal without a row."""
        if not len(self.deal):
            return np.full(len(deals), NO_AMOUNT)
        asked = deals * SPAN + np.clip(np.asarray(day) + BACK, 0, SPAN - 1)
        place = np.searchsorted(self.keys, asked, side="right") - 1
        found = np.maximum(place, 0)
        mine = (place >= 0) & (self.deal[found] == deals)
        value: Ints = np.where(mine, self.value[found], NO_AMOUNT)
        return value


SPAN, BACK = 1 << 20, 1 << 18
"""Room for days in a sorting key: 700 years back to 2,000 ahead."""


@dataclass(frozen=True, slots=True)
class Deals:
    """One row a deal, sorted by opportunity_id.

    Parameters
    ----------
    opportunity_id
        Surrogate key.
    group
        Code of its `Group`.
    born
        Day the deal was there first; `NOT_YET` where no date says so by the last evening.
    settled
        Day its row was last touched: from then on what the row says is known.
    account, source, segment
        Codes; `NOBODY` where none is given. As the export has them now.
    """

    opportunity_id: Ints
    group: Ints
    born: Ints
    settled: Ints
    account: Ints
    source: Ints
    segment: Ints

    def __len__(self) -> int:
        return len(self.opportunity_id)


@dataclass(frozen=True, slots=True)
class Visits:
    """Stays of deals in a state, sorted by deal and time.

    `state` is the rank of an open stage, `WON`, `LOST`, `GONE`, or the number of stages of the
    group where the stage is not told. `left` is `NOT_YET` while it lasts, `then` the state after.
    """

    deal: Ints
    state: Ints
    entered: Ints
    left: Ints
    then: Ints


@dataclass(frozen=True, slots=True)
class Staff:
    """People, and who worked for whom in which team, ``[since, until)``; `NOBODY` is none."""

    person_id: Ints
    name: tuple[str, ...]
    team: tuple[str, ...]
    led_person: Ints
    led_team: Ints
    led_by: Ints
    led_since: Ints
    led_until: Ints

    def team_at(self, person: Ints, day: int) -> Ints:
        """Return the code of each person's team on a day; `NOBODY` where none is known."""
        return self._at(self.led_team, person, day)

    def manager_at(self, person: Ints, day: int) -> Ints:
        """Return the code of each person's manager on a day; `NOBODY` where none is known."""
        return self._at(self.led_by, person, day)

    def _at(self, value: Ints, person: Ints, day: int) -> Ints:
        known = (self.led_since <= day) & (day < self.led_until)
        table = np.full(len(self.person_id) + 1, NOBODY)
        table[self.led_person[known]] = value[known]
        found: Ints = table[person]
        return found


@dataclass(frozen=True, slots=True)
class Submissions:
    """Forecasts people gave, sorted by the day they were known; periods ``[start, end)`` in days.

    `firm` says that it is a commitment, as far as its category tells.
    """

    person: Ints
    start: Ints
    end: Ints
    day: Ints
    amount: Ints
    firm: Flags


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything forecasts read, known by the evening `until`.

    Parameters
    ----------
    until
        Last evening.
    began
        First day that counts as observed: events before it are there only for some deals.
    groups, deals, visits, staff, submissions
        As described there.
    amounts, owners, closes
        Money, people (codes of `staff`) and planned close dates (days) of deals over time.
    amounts_since, closes_since
        First day a change of an amount or close date is known of, `NOT_YET` without any: from then
        on past values are known; where they are not, only what a row says since it was last
        touched counts.
    segments, sources, accounts
        Names of the codes.
    currency
        Of all money; None where the export names none.
    undated
        Open deals of the last evening without any date: they are in no forecast.
    foreign
        Deals whose amount is in another currency without a rate; their amounts are unknown here.
    won_on_no_day
        Wins whose day nothing tells: they are booked in no period.
    """

    until: dt.date
    began: int
    groups: tuple[Group, ...]
    deals: Deals
    visits: Visits
    amounts: Timeline
    owners: Timeline
    closes: Timeline
    amounts_since: int
    closes_since: int
    staff: Staff
    submissions: Submissions
    segments: tuple[str, ...]
    sources: tuple[str, ...]
    currency: str | None
    undated: int = 0
    foreign: int = 0
    won_on_no_day: int = 0

    @property
    def tells_stages(self) -> bool:
        """Whether any visit is known of a stage that leads on; else chances go by age alone."""
        state, groups = self.visits.state, self.deals.group[self.visits.deal]
        sizes = np.array([len(group.stages) for group in self.groups])
        return bool(((state >= 0) & (state < sizes[groups])).any())
