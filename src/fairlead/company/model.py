"""The company as a definition: what its currency, calendar, clock and working week are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.company import zones
from fairlead.company.calendar import Calendar

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
PLAIN = Calendar()
"""The calendar on the wall: years from January, quarters of three months."""


@dataclass(frozen=True, slots=True)
class Company:
    """What holds for every number of one workspace.

    Parameters
    ----------
    reporting_currency
        ISO 4217 code sums of money are given in; None = the one most deals carry.
    calendar
        Months, quarters and years.
    time_zone
        IANA name of the zone that says which day an instant is.
    working_week
        Weekdays people work, 0 Monday .. 6 Sunday.
    calendar_from_crm
        Whether the periods the CRM lists stand in front of the calendar's rule.
    """

    reporting_currency: str | None = None
    calendar: Calendar = PLAIN
    time_zone: str = zones.UTC
    working_week: tuple[int, ...] = MONDAY_TO_FRIDAY
    calendar_from_crm: bool = False

    def day_of(self, instant: dt.datetime) -> dt.date:
        """Return the company's day of an instant."""
        return zones.day_of(instant, self.time_zone)

    def after_evening_of(self, day: dt.date) -> dt.datetime:
        """Return the first instant behind a day: what is not known yet on its evening (UTC)."""
        return zones.begin_of(day + dt.timedelta(days=1), self.time_zone)


DEFAULT = Company()
"""A company that says nothing: the currency of its deals, calendar quarters, UTC."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A company as the data suggest it, with the reason for each key of the file."""

    company: Company
    reasons: dict[str, str]
