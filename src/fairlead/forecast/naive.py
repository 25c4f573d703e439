"""Simple methods a forecast must beat: weighted pipeline, last year, and what people said.

Each answers as of the evening, from the same data, with one number. Silent where it cannot.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from fairlead.forecast.evening import Wins
from fairlead.forecast.frame import Frame
from fairlead.forecast.journal import (
    LOST,
    NO_AMOUNT,
    NOBODY,
    NOT_YET,
    WON,
    Flags,
    Floats,
    Ints,
    number_of,
)
from fairlead.forecast.predict import Prediction

Method: TypeAlias = Literal["weighted_pipeline", "last_year", "submission"]
METHODS: tuple[Method, ...] = ("weighted_pipeline", "last_year", "submission")
YEAR = 364
ANSWERED = 0.9
"""Share of the open deals from which on those who said something speak for the company."""
MOST_LEVELS = 8
"""Levels of managers above somebody that are looked at."""
PLANNED = 0.5
"""Share of open deals with a known planned close date from which on the plan says what is due."""


def worth(won: Wins, rows: Flags, *, in_money: bool) -> int:
    """Return what wins add up to: money in minor units, or how many; no amount adds nothing."""
    if not in_money:
        return int(rows.sum())
    return int(won.amount[rows & (won.amount != NO_AMOUNT)].sum())


def so_far(found: Prediction, period: int = 0) -> int:
    """Return what is already won for this period (0) or the next (1)."""
    return worth(found.won, found.booked == period, in_money=found.purse.in_money)


def naive(frame: Frame, found: Prediction) -> dict[Method, int]:
    """Return what each method says for this period, as of the evening; silent ones are missing."""
    said: dict[Method, int | None] = {
        "weighted_pipeline": _weighted(frame, found),
        "last_year": _last_year(frame, found),
        "submission": _submitted(frame, found),
    }
    return {method: value for method, value in said.items() if value is not None}


def _weighted(frame: Frame, found: Prediction) -> int | None:
    """Won so far, and each open deal by its stage's record.

    Where planned close dates are known, the deals due in the period count, by the share of deals
    of their stage that were ever won; else all open deals, by the share won within as long a time
    on earlier evenings.
    """
    deals, end = found.open, number_of(found.span.period.end)
    amount = _amounts(found)
    if len(deals) and (deals.plan != NOT_YET).mean() >= PLANNED:
        rate = _ever_won(frame, found.span.day)[deals.place]
        due = deals.plan < end
    else:
        panel = found.panel
        if not panel.evenings:
            return None
        seen = np.bincount(panel.place, minlength=frame.states.count)
        won = np.bincount(panel.place, panel.won, minlength=frame.states.count)
        whole = won.sum() / max(seen.sum(), 1)
        rate = np.where(seen > 0, won / np.maximum(seen, 1), whole)[deals.place]
        due = np.ones(len(deals), dtype=bool)
    return so_far(found) + round(float((amount * rate)[due].sum()))


def _amounts(found: Prediction) -> Ints:
    """Return amounts held; the mean of wins where none is."""
    if not found.purse.in_money:
        return np.ones(len(found.open), dtype=np.int64)
    usual = round(float(found.purse.amount[-1].mean()))
    return np.where(found.open.amount == NO_AMOUNT, usual, found.open.amount)


def _ever_won(frame: Frame, day: int) -> Floats:
    """Return the share of deals won among those that were in each stage and closed by the day."""
    visits, states = frame.journal.visits, frame.states
    ends = np.full(len(frame.journal.deals), NOT_YET)
    won = np.zeros(len(ends), dtype=bool)
    told = np.isin(visits.state, (WON, LOST))
    closed = told & (visits.entered <= day) & (visits.entered > day - 2 * YEAR)
    ends[visits.deal[closed]] = visits.entered[closed]
    won[visits.deal[closed]] = visits.state[closed] == WON
    stay = (visits.state >= 0) & (visits.entered <= day) & (ends[visits.deal] != NOT_YET)
    place = states.first[frame.journal.deals.group[visits.deal[stay]]] + visits.state[stay]
    seen = np.bincount(place, minlength=states.count)
    wins = np.bincount(place, won[visits.deal[stay]].astype(float), minlength=states.count)
    whole = wins.sum() / max(seen.sum(), 1)
    rate: Floats = np.where(seen > 0, wins / np.maximum(seen, 1), whole)
    return rate


def _last_year(frame: Frame, found: Prediction) -> int | None:
    """Won so far, and the rest of the same period a year ago, times a year's growth."""
    day, end = found.span.day, number_of(found.span.period.end)
    if day - YEAR < frame.journal.began:
        return None
    money = found.purse.in_money

    def booked(first: int, last: int) -> int:
        rows = (found.won.booked > first) & (found.won.booked <= last)
        return worth(found.won, rows, in_money=money)

    trend = 1.0
    if day - 2 * YEAR >= frame.journal.began:
        before = booked(day - 2 * YEAR, day - YEAR)
        trend = booked(day - YEAR, day) / before if before else 1.0
    return so_far(found) + round(trend * booked(day - YEAR, end - 1 - YEAR))


def _submitted(frame: Frame, found: Prediction) -> int | None:
    """Return what people said last, of those only whose manager said nothing for the period.

    The place where human forecasts come in: corrections and layers are made of the same rows.
    Where those who said something answer for fewer than `ANSWERED` of the open deals, their sum is
    not what was said of the company.
    """
    said, span = frame.journal.submissions, found.span
    start, end = number_of(span.period.start), number_of(span.period.end)
    rows = np.flatnonzero(
        said.firm & (said.start == start) & (said.end == end) & (said.day <= span.day)
    )
    if not len(rows) or not found.purse.in_money:
        return None
    last = dict(zip(said.person[rows].tolist(), said.amount[rows].tolist(), strict=True))
    people = np.array(sorted(last), dtype=np.int64)
    boss = frame.journal.staff.manager_at(people, span.day)
    top = people[~np.isin(boss, people) | (boss == people)]
    if _answered(frame, found, people) < ANSWERED:
        return None
    return int(sum(last[p] for p in top.tolist()))


def _answered(frame: Frame, found: Prediction, people: Ints) -> float:
    """Return the share of open deals whose owner, or whoever leads them, is among `people`.

    Where an owner's manager is not known, whoever owns no deal themselves may speak for them.
    """
    owner = found.open.owner[found.open.owner != NOBODY]
    if not len(owner):
        return 1.0
    above = frame.journal.staff.manager_at(owner, found.span.day)
    covered = np.isin(owner, people)
    if not np.isin(people, owner).all():
        covered |= above == NOBODY
    for _ in range(MOST_LEVELS):
        covered |= np.isin(above, people)
        above = frame.journal.staff.manager_at(above, found.span.day)
    return float(covered.mean())
