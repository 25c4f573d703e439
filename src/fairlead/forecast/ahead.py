"""From a journal to what is said of an evening, and how well it was said before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.company.calendar import Calendar, PeriodKind
from fairlead.forecast.aims import Aims
from fairlead.forecast.backtest import Backtest, Said, backtest
from fairlead.forecast.frame import Frame, Span, frame_of, span_of
from fairlead.forecast.journal import NO_AMOUNT, Floats, Ints, Journal, number_of
from fairlead.forecast.outlook import (
    Outlook,
    PartOutlook,
    Slice,
    Width,
    hanging_of,
    only,
    slices,
    takes_of,
    width_of,
)
from fairlead.forecast.predict import Prediction, predict
from fairlead.forecast.recalibrate import FEWEST_PERIODS, weights_of
from fairlead.forecast.sums import By, Labels, labels_of

EARLIER_PERIODS = 8
"""Periods looked back on beside every forecast."""
MOST_PERIODS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a forecast.

    Parameters
    ----------
    calendar, kind
        Periods.
    as_of
        The evening.
    by
        Parts to tell apart; None tells none.
    people
        Codes of staff whose deals it is about; None = everybody's.
    leader
        Code of who leads them: what was won belongs to those led on the day it was booked.
    target
        Target of this period in minor units; None without one.
    aims
        Those of people and teams.
    look_back
        Whether to look how earlier periods were forecast with as much time left.
    """

    calendar: Calendar
    as_of: dt.date
    kind: PeriodKind = "quarter"
    by: By | None = None
    people: Ints | None = None
    leader: int | None = None
    target: int | None = None
    aims: Aims = field(default_factory=Aims)
    look_back: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """An outlook, and what was said with as much time left in earlier periods (oldest first).

    What was said before is always of the whole company; `of_company` tells whether the outlook is.
    """

    outlook: Outlook
    before: tuple[Said, ...]
    of_company: bool = True


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An evening foreseen for the whole company: every question about some people is cut from it.

    Parameters
    ----------
    frame, found
        Every deal won and open on the evening, and their draws.
    before
        What was said with as much time left in earlier periods, oldest first.
    weights
        Weights of whole draws, by how those fell.
    periods
        How many earlier periods the weights come from; 0 = none, all draws weigh the same.
    """

    frame: Frame
    found: Prediction
    before: tuple[Said, ...]
    weights: Floats
    periods: int


def tell(journal: Journal, asked: Asked) -> Told | NotEstimable:
    """Return the forecast of an evening, from a journal known by then.

    Where at least `FEWEST_PERIODS` earlier periods could be forecast with as much time left, whole
    draws are reweighted by how those fell; the result says by how many.
    """
    seen = foresee(journal, asked)
    return seen if isinstance(seen, NotEstimable) else told_of(seen, asked)


def foresee(journal: Journal, asked: Asked) -> Foreseen | NotEstimable:
    """Return an evening foreseen; of `asked` only calendar, evening, kind and `look_back` count."""
    frame = frame_of(journal, asked.as_of)
    span = span_of(asked.calendar, asked.as_of, asked.kind)
    found = predict(frame, span)
    if isinstance(found, NotEstimable):
        return found
    before: tuple[Said, ...] = ()
    weights, periods = np.ones(found.size.draws), 0
    if asked.look_back and span.days[0] > 0:
        said = look_back(frame, asked, span).said
        before = tuple(s for s in said if s.in_money == found.purse.in_money)
        if len(before) >= FEWEST_PERIODS:
            totals = slices(found, only(frame, found, None), 0)[0].total.astype(np.float64)
            weights = weights_of(np.array([s.pit for s in before]), totals)
            periods = len(before)
    return Foreseen(frame, found, before, weights, periods)


def told_of(seen: Foreseen, asked: Asked) -> Told:
    """Return what some people's deals bring, from an evening that is foreseen."""
    outlook = _outlook(seen.frame, seen.found, asked, seen.weights)
    found = replace(outlook, recalibrated=seen.periods)
    return Told(found, seen.before, of_company=asked.people is None)


def look_back(frame: Frame, asked: Asked, span: Span) -> Backtest:
    """Return what would have been said in earlier periods with as much time left, oldest first.

    On evenings of the same weekday, so that nothing is counted anew. With enough periods all of
    them are forecast, else the last `EARLIER_PERIODS`.
    """
    left, period = dt.timedelta(days=1 + span.days[0]), span.period
    days: list[dt.date] = []
    for _ in range(MOST_PERIODS):
        period = asked.calendar.before(period)
        day = period.end - left
        day -= dt.timedelta(days=(number_of(day) - span.day + 3) % 7 - 3)
        day = min(max(day, period.start), period.end - dt.timedelta(days=2))
        day -= dt.timedelta(days=(number_of(day) - span.day) % 7)
        if number_of(day) < frame.journal.began:
            break
        days.append(day)
    use = days if len(days) >= FEWEST_PERIODS + 4 else days[:EARLIER_PERIODS]
    return backtest(frame, asked.calendar, use[::-1], kind=asked.kind)


def _outlook(frame: Frame, found: Prediction, asked: Asked, weights: Floats) -> Outlook:
    labels = only(frame, found, asked.people, asked.leader)
    mine = [slices(found, labels, period)[0] for period in (0, 1)]
    here, after = (one.range(weights) for one in mine)
    chance = takes = None
    if asked.target is not None:
        reached = mine[0].total >= asked.target
        chance = float(np.average(reached, weights=weights))
        takes = takes_of(found, labels, here, asked.target)
    in_it = labels.open == 0
    deals = found.open
    count = int(in_it.sum())
    return Outlook(
        span=found.span,
        currency=frame.journal.currency,
        in_money=found.purse.in_money,
        here=here,
        after=after,
        target=asked.target,
        chance=chance,
        takes=takes,
        width=width_of(frame, found, labels, weights) or Width((), 0, 0.0, 0.0),
        hanging=hanging_of(frame, found) if asked.people is None else (),
        parts=_parts(frame, found, asked, weights),
        open_count=count,
        undated=frame.journal.undated,
        shock=found.shock,
        earlier=found.panel.evenings,
        stages_told=frame.journal.tells_stages,
        amounts_known=float((deals.amount[in_it] != NO_AMOUNT).mean()) if count else 0.0,
    )


def _parts(
    frame: Frame, found: Prediction, asked: Asked, weights: Floats
) -> tuple[PartOutlook, ...]:
    """Return the parts that have or will have anything, by name; what belongs to none is last.

    Of some people only they are parts, with what is theirs by their own name.
    """
    by = asked.by
    if by is None or (asked.people is not None and by != "person"):
        return ()
    labels: Labels = labels_of(frame, found, by)
    here, after = (slices(found, labels, period) for period in (0, 1))
    names = (*labels.names, f"no {by}")
    told = range(len(names)) if asked.people is None else asked.people.tolist()
    aims = asked.aims.of(by) if found.purse.in_money else {}
    parts = [
        _part(names[i], (here[i], after[i]), aims.get(i), weights)
        for i in told
        if here[i].total.any() or after[i].total.any()
    ]
    last = [p for p in parts if p.name == names[-1]]
    return (*sorted((p for p in parts if p.name != names[-1]), key=lambda p: p.name), *last)


def _part(name: str, both: tuple[Slice, Slice], target: int | None, weights: Floats) -> PartOutlook:
    here, after = both
    chance = None
    if target is not None:
        chance = float(np.average(here.total >= target, weights=weights))
    return PartOutlook(name, here.range(weights), after.range(weights), target, chance)


__all__ = ["Asked", "Foreseen", "Told", "foresee", "look_back", "tell", "told_of"]
