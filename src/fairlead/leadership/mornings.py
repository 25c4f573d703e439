"""The weekly morning of somebody's own clock: once a week, whatever the clocks do."""

from __future__ import annotations

import datetime as dt

from fairlead.company.zones import local
from fairlead.leadership.meetings import Series, instants

LATEST = dt.timedelta(hours=36)
"""After that a digest that could not go is left out: old news helps nobody."""


def due_week(now: dt.datetime, zone: str, hour: int, quiet: tuple[int, int]) -> dt.date | None:
    """Return the Monday whose digest may go at an instant; None where none may.

    The caller sends each Monday once; the same Monday is returned until `LATEST` is over.

    Parameters
    ----------
    now
        The instant, with its offset.
    zone
        IANA name of the person's time zone.
    hour
        From when on Monday, by the clocks there. An hour the clocks jump over begins where they
        land; one that comes twice begins with the first of the two.
    quiet
        Hours ``(from, to)`` in which nothing goes, also over midnight; equal = never quiet.

    Raises
    ------
    ValueError
        There is no such zone.
    """
    shown = local(now, zone)
    start, end = quiet
    is_quiet = start <= shown.hour < end if start <= end else not end <= shown.hour < start
    if is_quiet:
        return None
    monday = shown.date() - dt.timedelta(days=shown.weekday())
    rule = Series(monday, dt.time(hour), zone)
    ((day, begins),) = instants(rule, monday, monday + dt.timedelta(days=1))
    return day if begins <= now < begins + LATEST else None
