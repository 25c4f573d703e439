"""Earlier evenings, each looked ahead as far as is now left: what open deals came to then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from fairlead.forecast.evening import Evenings
from fairlead.forecast.flow import Flow
from fairlead.forecast.journal import NO_AMOUNT, Floats, Ints
from fairlead.forecast.offsets import LEAST, MOST, Marks, Offsets, fit_offsets

MOST_EVENINGS = 8
LOOK_BACK = 104
"""Weeks before the evening that are looked at."""
LEAST_APART = 4
"""Weeks between two evenings at least, however little time is left."""
WARM_UP = 13
"""Weeks after data begin before an evening tells: until then too few deals are open."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Open deals of earlier evenings and what came of them (rows,).

    Parameters
    ----------
    evening
        Number of the evening, 0 the latest.
    place
        Stage then.
    columns, owner
        As in `fairlead.forecast.offsets`.
    base
        Chance by stage and time there to be won in the time looked at.
    won
        1 where it was.
    held, paid
        Amount held then and amount won, `NO_AMOUNT` where not known or not won.
    evenings
        How many.
    """

    evening: Ints
    place: Ints
    columns: Ints
    owner: Ints
    base: Floats
    won: Floats
    held: Ints
    paid: Ints
    evenings: int


def panel(  # noqa: PLR0917  what, where, when
    evenings: Evenings, flow: Flow, marks: Marks, day: int, start: int, end: int
) -> Panel:
    """Return how open deals of earlier evenings fared in the days ``(start, end]`` after them.

    Deals that were won before `start` days had passed are left out: what is asked is the chance of
    the next period for those who are not won in this one. The windows do not overlap.

    Parameters
    ----------
    evenings, flow, marks
        Of the journal; the flow is that known on `day`, at its mean.
    day
        Evening of the forecast; nothing later is read.
    start, end
        Days after an evening, 0 <= start < end.
    """
    days = earlier_evenings(evenings.journal.began, day, end)
    parts = [_evening(evenings, flow, marks, then, (day, start, end)) for then in days]
    if not parts:
        none = np.empty(0, dtype=np.int64)
        columns = np.empty((0, 5), dtype=np.int64)
        return Panel(none, none, columns, none, np.empty(0), np.empty(0), none, none, 0)
    return Panel(
        evening=np.repeat(np.arange(len(parts)), [len(p.owner) for p in parts]),
        place=np.concatenate([p.place for p in parts]),
        columns=np.concatenate([p.columns for p in parts]),
        owner=np.concatenate([p.owner for p in parts]),
        base=np.concatenate([p.base for p in parts]),
        won=np.concatenate([p.won for p in parts]),
        held=np.concatenate([p.held for p in parts]),
        paid=np.concatenate([p.paid for p in parts]),
        evenings=len(parts),
    )


def earlier_evenings(began: int, day: int, end: int) -> list[int]:
    """Return evenings before one that `end` days were over after, latest first.

    Parameters
    ----------
    began
        First day that counts as observed.
    day
        Evening of the forecast.
    end
        Days looked ahead.
    """
    whole = -(-end // 7) * 7
    apart = max(whole, LEAST_APART * 7)
    days = [day - whole - i * apart for i in range(MOST_EVENINGS)]
    return [d for d in days if d >= max(began + WARM_UP * 7, day - LOOK_BACK * 7)]


def _evening(
    evenings: Evenings, flow: Flow, marks: Marks, then: int, window: tuple[int, int, int]
) -> Panel:
    day, start, end = window
    deals = evenings.open_at(then)
    when, known = evenings.won_after(deals.deal, then, then + end)
    rows = ~known | (when > then + start)
    before = flow.within(deals.place, deals.dwell, start / 7)[0]
    by_then = flow.within(deals.place, deals.dwell, end / 7)[0]
    paid = np.full(len(deals), NO_AMOUNT)
    paid[known] = evenings.journal.amounts.at(deals.deal[known], day)
    return Panel(
        evening=np.zeros(int(rows.sum()), dtype=np.int64),
        place=deals.place[rows],
        columns=marks.columns(deals, evenings.journal, then, end)[rows],
        owner=deals.owner[rows],
        base=conditional(before, by_then)[rows],
        won=known[rows].astype(np.float64),
        held=deals.amount[rows],
        paid=paid[rows],
        evenings=1,
    )


def conditional(before: Floats, by_then: Floats) -> Floats:
    """Return the chance of a win between two times, given none before the first."""
    found: Floats = np.clip((by_then - before) / np.maximum(1.0 - before, LEAST), 0.0, 1.0)
    return found


def offsets_of(found: Panel, marks: Marks, people: int) -> Offsets:
    """Return what marks and owners add, as earlier evenings tell."""
    return fit_offsets(marks, found.columns, found.owner, found.base, found.won, people)


@dataclass(frozen=True, slots=True)
class Errors:
    """Expected, observed and chance variance of wins of each earlier evening (evenings,)."""

    expected: Floats
    observed: Floats
    variance: Floats


def errors_of(found: Panel, offsets: Offsets) -> Errors:
    """Return how far all deals together were off on each evening: what they share."""
    eta = logit(np.clip(found.base, LEAST, MOST)) + offsets.at_mean(found.columns, found.owner)
    chance = expit(eta)
    return Errors(
        _by_evening(found, chance),
        _by_evening(found, found.won),
        _by_evening(found, chance * (1.0 - chance)),
    )


def _by_evening(found: Panel, values: Floats) -> Floats:
    return np.bincount(found.evening, values, minlength=found.evenings).astype(np.float64)


def growth(found: Panel) -> tuple[Ints, Floats]:
    """Return size band and amount won over amount held of the wins both are known of."""
    both = (found.won > 0) & (found.held != NO_AMOUNT) & (found.paid != NO_AMOUNT)
    ratio = found.paid[both] / found.held[both]
    return found.columns[both, 1], ratio
