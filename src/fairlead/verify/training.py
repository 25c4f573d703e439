"""A training as it was planned: who, when, how chosen, and the rule it is judged by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.measure.cells import Cells, Competency, Floats, Ints

Chosen: TypeAlias = Literal["random", "numbers", "judgement", "unknown"]
"""How people were chosen: start groups drawn, by the numbers of this system, or by judgement."""

SMALLEST = 0.05
"""Smallest effect that matters where nobody said one: five points of a rate, 5 % of the rest."""

DEFAULT_WEEKS = 26
"""From the last start to the verdict where nobody fixed a day, besides the time deals take."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What was fixed before the start.

    Parameters
    ----------
    smallest
        Smallest effect that matters: a fraction, points of a rate or share of anything else.
    looks
        Days of the verdict, one or two, ascending.
    fixed
        Whether the plan says both; else they are the defaults.
    """

    smallest: float
    looks: tuple[dt.date, ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Training:
    """One training, one entry a person in every array.

    Parameters
    ----------
    name, competency
        As written.
    person_id, person
        Surrogate keys, and names.
    start
        First day of each, days since 1970 (people,).
    group, stratum
        Start group and what it was drawn within, as written; None where not said.
    chosen_by
        Decides which estimate rules.
    smallest, looks
        As planned; None and empty where the plan says nothing.
    hours, cost
        Sums over the people; None where nobody said.
    known_on
        Day since which the plan is known to the data.
    backwards
        First and last day of a part that ends before it starts; None where there is none.
    """

    name: str
    competency: str
    person_id: Ints
    person: tuple[str, ...]
    start: Ints
    group: tuple[str | None, ...]
    stratum: tuple[str | None, ...]
    chosen_by: Chosen
    smallest: float | None
    looks: tuple[dt.date, ...]
    hours: float | None
    cost: int | None
    known_on: dt.date
    backwards: tuple[dt.date, dt.date] | None = None

    @property
    def first_on(self) -> dt.date:
        """Day the first people start."""
        return _day(int(self.start.min()))

    @property
    def last_on(self) -> dt.date:
        """Day the last people start."""
        return _day(int(self.start.max()))

    def rule(self, horizon_days: float) -> Rule:
        """Return the rule, with defaults where the plan is silent.

        Parameters
        ----------
        horizon_days
            Days after which a deal has decided what is trained; 0 where nothing is waited for.
        """
        looks = self.looks
        if not looks:
            wait = dt.timedelta(weeks=DEFAULT_WEEKS, days=round(horizon_days))
            looks = (self.last_on + wait,)
        smallest = SMALLEST if self.smallest is None else self.smallest
        return Rule(smallest, looks, bool(self.looks) and self.smallest is not None)


@dataclass(frozen=True, slots=True)
class Trained:
    """Counts of one training's competency, cut at each trained person's start.

    Parameters
    ----------
    competencies
        What was trained: one step of each kind of deal.
    cells
        Of everybody, person codes of the roster. Trials that a trained person had open at the
        start are open there: what came of them later says nothing of the time before it.
    treated
        How much of each row is after its person's start, 0 to 1 (cells,).
    entered, ripe
        Trials of trained people after their start, and how many of them are past the horizon.
    before, after
        Successes and decided trials of the trained in the months before their start and as many
        since, uncut: what a plain report shows. Events and weeks of counts, the sum of amounts and
        their number of sizes.
    """

    competencies: tuple[Competency, ...]
    cells: Cells
    treated: Floats
    entered: int
    ripe: int
    before: tuple[int, int]
    after: tuple[int, int]


def _day(number: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)


def as_day(day: dt.date) -> int:
    """Return a day as days since 1970."""
    return (day - dt.date(1970, 1, 1)).days


def month_of(start: Ints, first: dt.date) -> Ints:
    """Return the month of the window of days since 1970; negative before it."""
    months = np.asarray(start).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    result: Ints = months - ((first.year - 1970) * 12 + first.month - 1)
    return result


def treated_share(start: Ints, months: Ints, first: dt.date) -> Floats:
    """Return the share of each month that lies at or after a start (same shapes)."""
    begin = (np.asarray(months) + (first.year - 1970) * 12 + first.month - 1).astype(
        "datetime64[M]"
    )
    low = begin.astype("datetime64[D]").astype(np.int64)
    high = (begin + 1).astype("datetime64[D]").astype(np.int64)
    result: Floats = np.clip((high - start) / (high - low), 0.0, 1.0)
    return result
