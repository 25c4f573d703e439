"""The company's clock: which day an instant is, and when a day begins, in its time zone.

Source: the IANA time zone database, by way of Python's zoneinfo.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass

UTC = "UTC"
FIRST_YEAR, AFTER_YEAR = 2000, 2041
"""Years whose changes of the clock are listed; see `changes`."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockChange:
    """From `from_us` (microseconds since 1970, UTC) on, clocks show UTC plus `offset_us`."""

    from_us: int
    offset_us: int


def is_zone(name: str) -> bool:
    """Say whether `name` is a time zone this machine knows."""
    if name == UTC:
        return True
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def day_of(instant: dt.datetime, zone: str = UTC) -> dt.date:
    """Return the day an instant (with its offset) is in `zone`."""
    return instant.astimezone(_zone(zone)).date()


def local(instant: dt.datetime, zone: str = UTC) -> dt.datetime:
    """Return the same instant as the clocks of `zone` show it."""
    return instant.astimezone(_zone(zone))


def begin_of(day: dt.date, zone: str = UTC) -> dt.datetime:
    """Return the first instant of a day in `zone`, in UTC.

    Where the clock jumps over midnight the day begins with the first time it shows; where midnight
    comes twice, with the first of the two.
    """
    at = dt.datetime.combine(day, dt.time(), _zone(zone)).astimezone(dt.UTC)
    before = at - dt.timedelta(hours=2)
    if day_of(at, zone) == day and day_of(at - dt.timedelta(microseconds=1), zone) < day:
        return at
    return _first(before, at + dt.timedelta(hours=26), day, zone)


def changes(
    zone: str, first_year: int = FIRST_YEAR, after_year: int = AFTER_YEAR
) -> tuple[ClockChange, ...]:
    """Return when the clocks of `zone` changed in ``[first_year, after_year)``, oldest first.

    The first entry holds from the beginning of the first year.
    """
    start, end = (dt.datetime(y, 1, 1, tzinfo=dt.UTC) for y in (first_year, after_year))
    found = [_change(start, zone)]
    at = start
    while at < end:
        later = min(at + 7 * _DAY, end)
        if _offset(later, zone) != _offset(at, zone):
            found.append(_change(_turn(at, later, zone), zone))
        at = later
    return tuple(found)


def _zone(name: str) -> dt.tzinfo:
    return dt.UTC if name == UTC else zoneinfo.ZoneInfo(name)


def _offset(at: dt.datetime, zone: str) -> dt.timedelta:
    offset = at.astimezone(_zone(zone)).utcoffset()
    return offset if offset is not None else dt.timedelta()


def _change(at: dt.datetime, zone: str) -> ClockChange:
    micro = dt.timedelta(microseconds=1)
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return ClockChange((at - epoch) // micro, _offset(at, zone) // micro)


def _turn(low: dt.datetime, high: dt.datetime, zone: str) -> dt.datetime:
    """Return the first second at which the offset is no longer that of `low`."""
    old, second = _offset(low, zone), dt.timedelta(seconds=1)
    while high - low > second:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == old:
            low = middle
        else:
            high = middle
    return high


def _first(low: dt.datetime, high: dt.datetime, day: dt.date, zone: str) -> dt.datetime:
    """Return the first second of `day`, looked for minute by minute around a change."""
    at = low
    while at < high and day_of(at, zone) < day:
        at += dt.timedelta(minutes=1)
    return at
