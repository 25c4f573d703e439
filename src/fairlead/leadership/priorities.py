"""Priorities: at most three live at a time, and whether they were talked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairlead.answers import Answer
from fairlead.leadership.shares import share_of

MOST_LIVE = 3
"""More than three priorities are none."""


@dataclass(frozen=True, slots=True)
class Priority:
    """What matters from `start_on` until the day before `end_on` (None = no end is known)."""

    id: int
    start_on: dt.date
    end_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A priority came up in a 1:1."""

    priority: int
    meeting: int
    on: dt.date


@dataclass(frozen=True, slots=True)
class Told:
    """How often a priority came up: k of n 1:1s held, and when last (None = never)."""

    share: Answer
    last_on: dt.date | None


def live(priorities: Iterable[Priority], as_of: dt.date) -> list[Priority]:
    """Return the priorities of a day, the oldest first."""
    now = [p for p in priorities if p.start_on <= as_of and (p.end_on is None or as_of < p.end_on)]
    return sorted(now, key=lambda p: (p.start_on, p.id))


def talked_about(
    priority: int,
    talks: Sequence[Talk],
    held: dict[int, dt.date],
    start: dt.date,
    as_of: dt.date,
) -> Told:
    """Return in how many of the 1:1s held from `start` to `as_of` a priority came up.

    Parameters
    ----------
    priority
        Its id.
    talks
        What was said to have come up, in any 1:1.
    held
        1:1s that were held: number to day.
    start, as_of
        First and last day.

    Notes
    -----
    Silent below five 1:1s; the last day it came up is told all the same.
    """
    within = {number for number, day in held.items() if start <= day <= as_of}
    came_up = [t for t in talks if t.priority == priority and t.on <= as_of]
    done = {t.meeting for t in came_up} & within
    share = share_of(len(done), len(within), "1:1s in which it came up")
    return Told(share, max((t.on for t in came_up), default=None))
