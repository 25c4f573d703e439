"""Counts of one scope: everything a brief is composed from, before any interval."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Totals:
    """Deals as of the day asked; ``opportunities == won + lost + open``.

    `people` own at least one of them, `people_listed` are known by the export at all. `undated`
    deals carry no date at all: they are open and nothing more is known of them.
    Amounts are minor units of `currency`, the reporting one; `other_currencies` counts the deals
    whose amount cannot be turned into it. Of the closed deals, `won_without_date` and
    `lost_without_date` carry neither a close date nor a closing instant.
    """

    opportunities: int
    won: int
    lost: int
    open: int
    undated: int
    people: int
    people_listed: int
    managers: int
    currency: str | None
    won_amount: int
    open_amount: int
    open_without_amount: int
    other_currencies: int
    closed_before_created: int
    without_owner: int
    closed_without_date: int
    won_without_date: int
    lost_without_date: int
    won_without_date_amount: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What there was to select from, so that an empty brief can say why it is empty.

    `stored` deals of the company are in the data and not deleted, `deleted` are; `existing` of
    them existed on the evening asked, whoever's they are. `first_on` is the day of the first deal,
    `history_begins` that of the first known change of a stage, both whatever day is asked.
    """

    stored: int
    deleted: int
    existing: int
    first_on: dt.date | None
    history_begins: dt.date | None


@dataclass(frozen=True, slots=True)
class OtherCurrency:
    """Deals whose amount has no rate into the reporting currency; sums in their own minor units.

    `currency` is None for deals that name none. `has_rates` says that it has rates, but not for
    the days of these deals.
    """

    currency: str | None
    deals: int
    open_amount: int
    open: int
    won_amount: int
    won: int
    booked_in_period: int
    won_in_period: int
    has_rates: bool


@dataclass(frozen=True, slots=True)
class TypeCount:
    """Closed deals of one deal type within the window."""

    deal_type: str
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class StepCount:
    """Stints of one stage within the window; ``entered == advanced + lost + open``.

    `days` are dwell times of those that advanced, where times are known.
    """

    pipeline: str
    deal_type: str
    stage: str
    rank: int
    entered: int
    advanced: int
    lost: int
    open: int
    inferred: int
    days: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EndCount:
    """Deals that entered a stage that ends the road (won or lost) within the window."""

    pipeline: str
    deal_type: str
    stage: str
    kind: str
    entered: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Won deals booked in one month of the company, `month` the one it is named after."""

    month: dt.date
    won: int
    amount: int


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """Deals closed in one quarter until the evening asked; `is_whole` once it is over.

    `target` is None where the quarter has none.
    """

    start: dt.date
    label: str
    won: int
    valued: int
    lost: int
    amount: int
    target: int | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Hygiene:
    """Open deals that need tidying, each kind with its count and amount.

    `stale` is a part of the `aged`, the open deals that carry a creation date.
    """

    overdue: int
    overdue_amount: int
    without_next_step: int | None
    without_amount: int
    without_close_date: int | None
    stale: int | None
    aged: int


@dataclass(frozen=True, slots=True)
class PersonCount:
    """One person's part, for their manager or themselves; never sorted by result."""

    person_id: int
    name: str
    open: int
    won: int
    lost: int
    won_in_period: int
    amount_in_period: int
    overdue: int


@dataclass(frozen=True, slots=True)
class TeamCount:
    """One team's part, for their leader; never sorted by result.

    `target` is what it was to book in the quarter, None without one; `steps` those of its deals in
    the window, without times. Both are counted for the leader only.
    """

    name: str
    people: int
    open: int
    won: int
    lost: int
    won_in_period: int
    amount_in_period: int
    overdue: int
    target: int | None = None
    steps: tuple[StepCount, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetSum:
    """What was to be booked in the period, and at which level the target was given.

    Where it was given to people or teams, `holders` of them, `booked` is what they won in the
    period; wins of others (`others_won`, `others_booked`) are set beside no target, and others
    sell `others_open` open deals. For a target of the company `booked` is None: all its wins count.
    """

    amount: int
    level: str
    count: int
    leaders_left_out: int
    holders: int = 0
    booked: int | None = None
    others_won: int = 0
    others_booked: int = 0
    others_open: int = 0

    @property
    def is_of_all(self) -> bool:
        """Whether everybody who wins or sells has a part in it, so that a total can reach it."""
        return not self.others_won and not self.others_open


@dataclass(frozen=True, slots=True)
class Known:
    """Which facts the export holds; decides what can be answered.

    `close_dates` and `open_amounts` are true where more than half of the open deals carry them.
    """

    history: bool
    last_steps: bool
    amount_history: bool
    close_date_history: bool
    close_dates: bool
    amounts: bool
    open_amounts: bool
    lost_deals: bool
    created_dates: bool
    next_steps: bool
    activities: int
    targets: int
    teams: int
    trainings: int
    submissions: int
    types: int
    sources: int
    history_from: dt.date | None


HUGE = 1_000
"""An amount of more than this many times the middle one is looked at before it is believed."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Deals whose data cannot be quite right, as of the evening asked.

    Of the `closed` deals of the window `on_last_day` are booked on the last day of a calendar
    quarter. Of those `closed_since_history` began, `without_history` have none of their own.
    `negative` deals carry an amount below zero, `huge` more than `HUGE` times the middle one of at
    least ten (`huge_amount` together, in minor units; `largest` names the largest of them).
    `left_open` open deals belong to `left_people` who have left. Of the company's people `in_ring`
    lead themselves by way of others, and `unknown_managers` are named by an id only.
    """

    closed: int = 0
    on_last_day: int = 0
    closed_since_history: int = 0
    without_history: int = 0
    negative: int = 0
    huge: int = 0
    huge_amount: int = 0
    largest: str | None = None
    left_open: int = 0
    left_people: int = 0
    in_ring: int = 0
    unknown_managers: int = 0


@dataclass(frozen=True, slots=True)
class PresentOnly:
    """What a past evening can be told of in its present form only.

    `deals` were touched since; `stages` of them carry no stage history, and of `fields` (amount,
    close_on, owner_id) no change at all is known. `assignments` without dates and `targets` are
    known from a later day.
    """

    deals: int
    stages: int
    fields: tuple[str, ...]
    assignments: int
    targets: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All counts of one brief.

    `valued_in_period` of the `won_in_period` deals carry an amount in the reporting currency.
    `quarters` (oldest first) and `largest_due` (amounts of the largest open deals due in the
    quarter) are counted for the board only.
    """

    totals: Totals
    selection: Selection
    won_in_period: int
    valued_in_period: int
    booked_in_period: int
    types: tuple[TypeCount, ...]
    steps: tuple[StepCount, ...]
    ends: tuple[EndCount, ...]
    months: tuple[MonthCount, ...]
    cycle_days: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.float64]
    hygiene: Hygiene
    people: tuple[PersonCount, ...]
    teams: tuple[TeamCount, ...]
    target: TargetSum | None
    month_targets: dict[dt.date, int]
    known: Known
    quarters: tuple[QuarterCount, ...] = ()
    largest_due: tuple[int, ...] = ()
    others: tuple[OtherCurrency, ...] = ()
    targets_without_rate: int = 0
    doubts: Doubts = Doubts()

    @property
    def won_in_window(self) -> int:
        """Deals won in the window of the rates, all types together."""
        return sum(t.won for t in self.types)

    @property
    def closed_in_window(self) -> int:
        """Deals won or lost in the window of the rates, all types together."""
        return self.won_in_window + sum(t.lost for t in self.types)
