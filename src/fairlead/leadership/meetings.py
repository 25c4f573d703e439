"""1:1s: when a series meets, by the clock on the wall, and how many of them were held."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.answers import Answer
from fairlead.leadership.shares import share_of

MeetingState: TypeAlias = Literal["planned", "held", "cancelled"]
MOST_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Series:
    """Meets every `every_weeks` weeks from `start_on` at `at` of the clocks in `zone`.

    `until_on` is the first day without meetings; None = no end is known.
    """

    start_on: dt.date
    at: dt.time
    zone: str
    every_weeks: int = 1
    until_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One 1:1 of `manager` with `person`, due on `on`."""

    manager: str
    person: str
    on: dt.date
    state: MeetingState


def instants(series: Series, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.datetime]]:
    """Yield the day and the instant (UTC) of each meeting in ``[start, end)``.

    A meeting at ten stays at ten when the clocks change. A time the clocks jump over becomes the
    one they show instead (02:30 becomes 03:30); a time that comes twice is the first of the two.

    Parameters
    ----------
    series
        The rule.
    start, end
        Days of the series' zone.

    Raises
    ------
    ValueError
        The series meets every 0 weeks, or its zone is not known.
    """
    if not 1 <= series.every_weeks <= MOST_WEEKS:
        raise ValueError(f"a series cannot meet every {series.every_weeks} weeks")
    try:
        zone = zoneinfo.ZoneInfo(series.zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {series.zone!r}") from error
    step = dt.timedelta(weeks=series.every_weeks)
    last = min(end, series.until_on) if series.until_on else end
    missed = max((start - series.start_on).days, 0)
    day = series.start_on + step * -(-missed // step.days)
    while day < last:
        yield day, dt.datetime.combine(day, series.at, zone).astimezone(dt.UTC)
        day += step


def held_share(
    meetings: Iterable[Meeting], manager: str, start: dt.date, end: dt.date, as_of: dt.date
) -> Answer:
    """Return how many of a manager's 1:1s due in ``[start, end)`` were held.

    Cancelled ones count as due and not held: a standard that can be met by cancelling is none. A
    day counts once it is over.

    Parameters
    ----------
    meetings
        Any; only those of `manager` count.
    manager
        Whose standard.
    start, end
        The period.
    as_of
        The day asked about.
    """
    due = [m for m in meetings if m.manager == manager and start <= m.on < end and m.on < as_of]
    return share_of(sum(m.state == "held" for m in due), len(due), "1:1s held")
