"""What forecasts of one journal share, and which evening and period are asked about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.company.calendar import Calendar, Period, PeriodKind
from fairlead.forecast.evening import Evenings
from fairlead.forecast.journal import Journal, number_of
from fairlead.forecast.traffic import States, Traffic, states_of, traffic


@dataclass(frozen=True, slots=True)
class Frame:
    """A journal with its running sums; weeks end on one weekday.

    Forecasts can be made for evenings of that weekday: any number, each without a new count.
    """

    journal: Journal
    states: States
    traffic: Traffic
    evenings: Evenings
    reference: int

    def week(self, day: int) -> int:
        """Return the week that ends on a day.

        Raises
        ------
        ValueError
            No week ends on that weekday.
        """
        if (self.reference - day) % 7:
            raise ValueError("weeks of this frame end on another weekday")
        return -((self.reference - day) // 7)


def frame_of(journal: Journal, reference: dt.date) -> Frame:
    """Return the frame whose weeks end on the weekday of `reference`."""
    states, day = states_of(journal), number_of(reference)
    return Frame(
        journal, states, traffic(journal, states, day), Evenings(journal, states, day), day
    )


@dataclass(frozen=True, slots=True)
class Span:
    """An evening, the period it lies in and the one after.

    Parameters
    ----------
    as_of
        The evening.
    period, after
        This period and the next.
    """

    as_of: dt.date
    period: Period
    after: Period

    @property
    def day(self) -> int:
        """The evening as days since 1970."""
        return number_of(self.as_of)

    @property
    def days(self) -> tuple[int, int]:
        """Days left after the evening until the end of this period and of the next."""
        here = (self.period.end - self.as_of).days - 1
        return here, here + self.after.day_count


def span_of(calendar: Calendar, as_of: dt.date, kind: PeriodKind = "quarter") -> Span:
    """Return the month, quarter or year an evening lies in, and the next."""
    period = calendar.period(kind, as_of)
    return Span(as_of, period, calendar.after(period))
