"""What is asked: of whose deals, as of when, without which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.company.calendar import Period
from fairlead.company.model import DEFAULT, Company

Audience: TypeAlias = Literal["all", "manager", "leader", "rep", "board"]


@dataclass(frozen=True, slots=True)
class Question:
    """The scope of a brief.

    Parameters
    ----------
    as_of
        Evening the answer refers to; nothing later is used.
    audience
        Who reads it; ``all`` and ``board`` name no person.
    name
        The rep or manager meant, as typed; None for the company.
    leave_out_pipelines, leave_out_types
        Names of pipelines and deal types that do not count.
    window_months
        How far back rates look.
    first_export
        Day of the first export where changes of deals are known from comparing exports only; None
        where the CRM told its own history.
    company
        Its currency, calendar and time zone.
    """

    as_of: dt.date
    audience: Audience = "all"
    name: str | None = None
    leave_out_pipelines: tuple[str, ...] = ()
    leave_out_types: tuple[str, ...] = ()
    window_months: int = 12
    first_export: dt.date | None = None
    company: Company = DEFAULT

    @property
    def period(self) -> Period:
        """The company's quarter of `as_of`."""
        return self.company.calendar.quarter(self.as_of)

    @property
    def period_start(self) -> dt.date:
        """First day of the quarter of `as_of`."""
        return self.period.start

    @property
    def period_end(self) -> dt.date:
        """Day after the last of that quarter."""
        return self.period.end

    @property
    def opening_on(self) -> dt.date:
        """Evening the pipeline of `as_of` is compared with.

        That before the quarter began, or of the first export, if nothing before it is known.
        """
        before = self.period_start - dt.timedelta(days=1)
        if self.first_export is None or not before < self.first_export < self.as_of:
            return before
        return self.first_export

    @property
    def window_start(self) -> dt.date:
        """First day rates look back to."""
        months = self.as_of.year * 12 + self.as_of.month - 1 - self.window_months
        year, month = divmod(months, 12)
        last = _last_day(year, month + 1)
        return dt.date(year, month + 1, min(self.as_of.day, last)) + dt.timedelta(days=1)


def _last_day(year: int, month: int) -> int:
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return (after - dt.timedelta(days=1)).day
