"""Months and working time of the window. Times are whole seconds since 1970, UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from fairlead.simulate.tables import Array, Floats, Ints

DAY = 86_400
OPENS, CLOSES = 8 * 3600, 17 * 3600
NEVER = np.int64(2**40)
"""A time no simulation reaches; stands for `not yet` inside the model, never in tables."""


@dataclass(frozen=True, slots=True)
class Window:
    """The months simulated.

    Parameters
    ----------
    months
        ``datetime64[M]``, one a month, oldest first.
    edges
        Start of each month in seconds, then the end of the window; shape months + 1.
    workdays
        Days since 1970 that are Monday to Friday, within the window, sorted.
    """

    months: Array
    edges: Ints
    workdays: Ints

    @property
    def count(self) -> int:
        """Number of months."""
        return len(self.months)

    @property
    def end(self) -> int:
        """First second after the window."""
        return int(self.edges[-1])

    def month_of(self, at: Ints) -> Ints:
        """Month number of each time; times outside go to the first and last month."""
        return np.clip(np.searchsorted(self.edges, at, side="right") - 1, 0, self.count - 1)

    def month_of_year(self) -> Ints:
        """Return 0 for January to 11, one a month of the window."""
        return self.months.astype(np.int64) % 12

    def quarter(self) -> Ints:
        """Return the number of the calendar quarter from 0, one a month of the window."""
        quarters = self.months.astype(np.int64) // 3
        from_start: Ints = quarters - quarters[0]
        return from_start


def window(months: int, end: dt.date) -> Window:
    """Return the window of `months` calendar months of which the last is cut after `end`."""
    last = np.datetime64(end, "M")
    names = last - np.arange(months - 1, -1, -1)
    days = np.append(names.astype("datetime64[D]"), np.datetime64(end, "D") + 1).astype(np.int64)
    every = np.arange(days[0], days[-1])
    return Window(names, days * DAY, every[_weekday(every) < 5])


def _weekday(days: Ints) -> Ints:
    return (days + 3) % 7  # 1970-01-01 was a Thursday


def into_hours(at: Ints, rng: np.random.Generator, *, after: Ints) -> Ints:
    """Move times into working hours of the next working day, always later than `after`.

    The day stays, except that Saturday and Sunday become Monday; the hour is drawn anew.
    """
    days = at // DAY
    weekday = _weekday(days)
    days = days + np.where(weekday >= 5, 7 - weekday, 0)
    moved = days * DAY + rng.integers(OPENS, CLOSES, len(at))
    return np.where(moved > after, moved, after + rng.integers(300, 5400, len(at)))


def by_day(at: Ints, rng: np.random.Generator, *, after: Ints, before: Ints) -> Ints:
    """Move times into working hours of the same day, Friday for weekends, if that fits between."""
    day = at // DAY
    day = day - np.maximum(_weekday(day) - 4, 0)
    moved = day * DAY + rng.integers(OPENS, CLOSES, len(at))
    return np.where((moved > after) & (moved < before), moved, at)


def round_up_days(days: Floats) -> Ints:
    """Turn days as real numbers into seconds, at least one."""
    return np.maximum((days * DAY).astype(np.int64), 1)


def instants(seconds: Array) -> Array:
    """Seconds into ``datetime64[s]``; `NEVER` into NaT."""
    return np.where(seconds >= NEVER, np.iinfo(np.int64).min, seconds).astype("datetime64[s]")


def days_of(days: Array) -> Array:
    """Days since 1970 into ``datetime64[D]``; `NEVER` into NaT."""
    return np.where(days >= NEVER, np.iinfo(np.int64).min, days).astype("datetime64[D]")
