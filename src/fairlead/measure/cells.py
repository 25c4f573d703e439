"""Counts that add up: what every person met and did, month by month, one table a competency.

The lake fills these, `measure.fitting` turns them into a fit. Nothing here knows an interval yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

Kind: TypeAlias = Literal["conversion", "creation", "size", "duration", "activity", "price"]

UNKNOWN = -1
"""Code of a level, a team or a manager that is not known."""


@dataclass(frozen=True, slots=True)
class Competency:
    """Something people can be good at, with a ratio of its own.

    Parameters
    ----------
    slug
        Unique and stable across imports: ``pipeline.type.stage`` for steps,
        ``pipeline.type.win`` for the whole road, ``pipeline.type.creation`` and so on,
        ``activity.meeting`` for what is done.
    name
        As people say it: ``Demo to Proposal``.
    kind
        Which declaration of `measure.catalogue` applies.
    unit
        ``fraction``, ``a week``, ``days``, ``EUR minor``.
    pipeline, deal_type
        The group of deals; None for activities.
    stage, next_stage
        Only of steps; `next_stage` is ``Won`` at the last one.
    rank
        Place of the step in its pipeline, from 0; None where it is no step.
    scenario
        Name of the scenario whose deals alone are counted; None for all deals.
    """

    slug: str
    name: str
    kind: Kind
    unit: str
    pipeline: str | None = None
    deal_type: str | None = None
    stage: str | None = None
    next_stage: str | None = None
    rank: int | None = None
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The months a model looks at, ``[first, as_of]``; the last one may be unfinished.

    Parameters
    ----------
    first
        First day of month 0, a first of a calendar month.
    as_of
        Evening asked.
    quarter
        Code of the company's quarter of each month, from 0 (months,).
    month_of_year
        0 to 11 (months,).
    """

    first: dt.date
    as_of: dt.date
    quarter: Ints
    month_of_year: Ints

    @property
    def month_count(self) -> int:
        """Months from the first to that of `as_of`."""
        return len(self.quarter)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody with data in the window, with who they were when.

    Parameters
    ----------
    person_id
        Surrogate keys, ascending (people,).
    name
        (people,).
    role
        What the export calls their job, None where it does not say (people,).
    tenure
        Months since they joined, in the middle of each month; negative before, NaN unknown
        (months, people).
    workdays
        Weekdays on which they were with the company (months, people).
    team, manager
        Codes into `teams` and `managers` on the 15th of each month, `UNKNOWN` where nobody says
        (months, people).
    teams, managers
        Names.
    """

    person_id: Ints
    name: tuple[str, ...]
    role: tuple[str | None, ...]
    tenure: Floats
    workdays: Floats
    team: Ints
    manager: Ints
    teams: tuple[str, ...]
    managers: tuple[str, ...]

    @property
    def count(self) -> int:
        """Number of people."""
        return len(self.person_id)


@dataclass(frozen=True, slots=True)
class Mix:
    """What was dealt, as bands of expected success: band 0 the hardest.

    Parameters
    ----------
    labels
        What a band holds, for people to read (bands,).
    columns
        Names of the deal's columns the bands were made of (segment, source, amount and the like).
    level_names, level_band
        Each combination that was met and its band: a tuple of values a combination.
    """

    labels: tuple[str, ...]
    columns: tuple[str, ...]
    level_names: tuple[tuple[str, ...], ...]
    level_band: Ints


@dataclass(frozen=True, slots=True)
class StepCells:
    """Conversion: trials by person, month of entry, band of mix, and whether taken over.

    All arrays have one entry a cell; those by age band are (cells, age bands), bands as in
    `stats.timing.BAND_WEEKS`. Outcomes are those within the horizon.

    Parameters
    ----------
    person, month
        Codes into the roster and the window.
    mix
        Band of mix, `UNKNOWN` where nothing is known of the deal.
    taken_over
        1 where somebody else had owned the deal in an earlier stage.
    successes, failures
        Resolved trials; a success after the horizon is a failure and counted in `late` too.
    late
        Successes after the horizon.
    open
        Trials still open within the horizon, by age band.
    waiting_success, waiting_failure
        Means of Sw and Sf over the open trials of each age band; 0 where there are none.
    followed_success, followed_failure
        Means of Fw and Ff at the follow-up of all trials of the cell.
    horizon_days
        The horizon.
    late_share
        L: successes ever over successes within the horizon, pooled.
    untimed
        Trials left out because nobody knows when they began.
    clustering
        How much more trials of one account scatter together than apart, at least 1; 1 where
        accounts are not known.
    unowned
        Trials left out because they are credited to nobody, or to a queue or a machine.
    """

    person: Ints
    month: Ints
    mix: Ints
    taken_over: Ints
    successes: Ints
    failures: Ints
    late: Ints
    open: Ints
    waiting_success: Floats
    waiting_failure: Floats
    followed_success: Floats
    followed_failure: Floats
    horizon_days: float
    late_share: float
    untimed: int
    bands: Mix
    clustering: float = 1.0
    unowned: int = 0


@dataclass(frozen=True, slots=True)
class CountCells:
    """Creation and activity: events in an exposure, by person and month.

    `exposure` is in the unit of the rate: working weeks for new deals and activities, or the
    number of other events (meetings per call).
    """

    person: Ints
    month: Ints
    events: Ints
    exposure: Floats


@dataclass(frozen=True, slots=True)
class TimeCells:
    """Duration: ends and days at risk, by person, month of entry, age band and mix.

    An end is leaving the stage or the deal's closing, whatever came of it; open ones add days at
    risk only.
    """

    person: Ints
    month: Ints
    age_band: Ints
    mix: Ints
    ends: Ints
    days: Floats
    bands: Mix


@dataclass(frozen=True, slots=True)
class AmountCells:
    """Size and price: values by person, month of the win and mix.

    `total` and `square` are sums of the logarithm of the amount in minor units (of the logit of
    the share kept, for prices), `amount` the plain sum.

    The logarithms of `winsorised` amounts above `ceiling`, the 99th percentile, are taken of it;
    None where nothing was won. `below` counts, for prices, deals sold below the list price.
    """

    person: Ints
    month: Ints
    mix: Ints
    count: Ints
    total: Floats
    square: Floats
    amount: Floats
    currency: str | None
    bands: Mix
    ceiling: int | None = None
    winsorised: int = 0
    below: Ints | None = None


Cells: TypeAlias = StepCells | CountCells | TimeCells | AmountCells


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the loop counts on: who, when, and the cells of each competency.

    `cells` are in the order of the process; those that cannot be told carry the reason.
    """

    window: Window
    roster: Roster
    competencies: tuple[Competency, ...]
    cells: tuple[Cells | NotEstimable, ...]

    def only(self, slugs: Collection[str]) -> Book:
        """Return the same with some of the competencies."""
        kept = [number for number, one in enumerate(self.competencies) if one.slug in slugs]
        return replace(
            self,
            competencies=tuple(self.competencies[number] for number in kept),
            cells=tuple(self.cells[number] for number in kept),
        )
