"""Promises between two people: kept, late, or given a new date while there was still time.

Pure logic over dated records. Who promised and to whom is said by ids; nothing here knows names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.answers import Answer
from fairlead.leadership.shares import share_of

State: TypeAlias = Literal["open", "late", "kept", "kept late", "let go"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A new date, said on `said_on`."""

    said_on: dt.date
    due_on: dt.date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What `giver` promised `receiver` for `due_on`, the first date; `moves` in the order said."""

    id: int
    giver: str
    receiver: str
    text: str
    made_on: dt.date
    due_on: dt.date
    moves: tuple[Moved, ...] = ()
    kept_on: dt.date | None = None
    let_go_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands on a day.

    `due_on` is the date that holds, `first_due_on` the one first given. `moved_in_time` says that
    every new date was agreed before the old one had passed; a date moved afterwards does not make
    a late promise punctual. `days_late` is 0 unless late, or kept late.
    """

    state: State
    due_on: dt.date
    first_due_on: dt.date
    moved_in_time: bool
    days_late: int = 0

    @property
    def is_moved(self) -> bool:
        """Say whether the date is no longer the first one."""
        return self.due_on != self.first_due_on

    @property
    def is_open(self) -> bool:
        """Say whether it still has to be kept."""
        return self.state in {"open", "late"}


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises of a period: `share` = kept in time of those due, the counts behind it beside it."""

    share: Answer
    due_count: int
    kept_count: int
    moved_count: int
    late_count: int
    let_go_count: int


def standing(promise: Promise, as_of: dt.date) -> Standing:
    """Return how a promise stood on the evening of `as_of`; what came later is not known then.

    Parameters
    ----------
    promise
        Made on or before `as_of`.
    as_of
        The day asked about. A promise due on that day is open until the day is over.

    Raises
    ------
    ValueError
        It was not yet made on `as_of`.
    """
    if promise.made_on > as_of:
        raise ValueError(f"promise {promise.id} was made after {as_of}")
    due, must, in_time = promise.due_on, promise.due_on, True
    for move in promise.moves:
        if move.said_on > as_of:
            break
        if move.said_on <= must and in_time:
            must = move.due_on
        else:
            in_time = False
        due = move.due_on
    let_go = promise.let_go_on is not None and promise.let_go_on <= as_of
    kept = promise.kept_on if promise.kept_on and promise.kept_on <= as_of else None
    until = kept or as_of
    late = max((until - must).days, 0)
    state: State = "late" if late else "open"
    if kept:
        state = "kept late" if late else "kept"
    elif let_go:
        state, late = "let go", 0
    return Standing(state, due, promise.due_on, in_time, late)


def known(promises: Iterable[Promise], as_of: dt.date) -> list[Promise]:
    """Return the promises that had been made by the evening of a day."""
    return [promise for promise in promises if promise.made_on <= as_of]


def in_order(
    promises: Iterable[Promise], mine: str, as_of: dt.date
) -> list[tuple[Promise, Standing]]:
    """Return what is still open, one's own late promises first, then the others by date.

    Parameters
    ----------
    promises
        Promises of or to one person.
    mine
        That person.
    as_of
        The day asked about.
    """
    rows = [(promise, standing(promise, as_of)) for promise in known(promises, as_of)]
    still = [row for row in rows if row[1].is_open]
    return sorted(
        still,
        key=lambda row: (
            not (row[0].giver == mine and row[1].state == "late"),
            row[0].giver != mine,
            row[1].due_on,
            row[0].id,
        ),
    )


def kept_share(
    promises: Sequence[Promise], giver: str, start: dt.date, end: dt.date, as_of: dt.date
) -> Kept:
    """Return how many promises of one person that were due in ``[start, end)`` were kept in time.

    A promise counts when its date has come by `as_of`: the date last agreed in time. What the
    other let go is not counted against anybody. Silent below `shares.FEWEST` promises.

    Parameters
    ----------
    promises
        Any; only those of `giver` count.
    giver
        Whose promises.
    start, end
        The period, of due dates.
    as_of
        The day asked about.
    """
    rows = [standing(p, as_of) for p in known(promises, as_of) if p.giver == giver]
    within = [s for s in rows if start <= s.due_on < end and (s.due_on <= as_of or not s.is_open)]
    counted = [s for s in within if s.state not in {"let go", "open"}]
    kept = sum(s.state == "kept" for s in counted)
    return Kept(
        share_of(kept, len(counted), "promises kept in time"),
        len(counted),
        kept,
        sum(s.is_moved and s.moved_in_time for s in counted),
        len(counted) - kept,
        sum(s.state == "let go" for s in within),
    )
