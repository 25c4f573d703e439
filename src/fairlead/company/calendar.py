"""The company's calendar: which month, quarter and year a day belongs to, whatever the calendar.

Periods are ``[start, end)``. Every day lies in exactly one month, one quarter and one year, and
periods of one kind touch. Docs: docs/explanation/money-and-time.md.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

PeriodKind: TypeAlias = Literal["month", "quarter", "year"]
KINDS: tuple[PeriodKind, ...] = ("month", "quarter", "year")
NamedBy: TypeAlias = Literal["start", "end"]
YearEnds: TypeAlias = Literal["last", "nearest"]

WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
PATTERNS = ((4, 4, 5), (4, 5, 4), (5, 4, 4))
MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year ``[start, end)`` of a calendar.

    Parameters
    ----------
    kind
        ``month``, ``quarter`` or ``year``.
    start, end
        First day, and day after the last.
    label
        As people say it: ``Q4 2026``, ``Q4 FY26``, ``Nov 2026``, ``FY26``.
    month
        First day of the calendar month its first month is named after. A fiscal February may
        begin in January.
    """

    kind: PeriodKind
    start: dt.date
    end: dt.date
    label: str
    month: dt.date

    @property
    def day_count(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    @property
    def week_count(self) -> int:
        """Length in weeks, rounded: 13 for a quarter, 14 for one with the extra week."""
        return round(self.day_count / 7)

    def week_of(self, day: dt.date) -> int:
        """Return the week of `day`, from 1: the first seven days are week 1.

        Days beyond the last whole week (a quarter of 92 days) count to the last one.

        Raises
        ------
        ValueError
            The day lies outside.
        """
        if not self.start <= day < self.end:
            raise ValueError(f"{day} is not in {self.label} ({self.start} to {self.end})")
        return min((day - self.start).days // 7 + 1, self.week_count)


@dataclass(frozen=True, slots=True)
class WeekRule:
    """Years of whole weeks: 52 of them, and a 53rd where the rule says so.

    Parameters
    ----------
    pattern
        Weeks of the three months of a quarter, one of `PATTERNS`.
    first_weekday
        0 Monday .. 6 Sunday: the day weeks, and so years, begin with.
    year_ends
        On the ``last`` such week's end in the last month, or on the one ``nearest`` to the end of
        that month.
    long_quarter
        Quarter (1..4) whose last month gets the 53rd week.
    """

    pattern: tuple[int, int, int] = (4, 4, 5)
    first_weekday: int = 6
    year_ends: YearEnds = "last"
    long_quarter: int = 4

    def __post_init__(self) -> None:
        if self.pattern not in PATTERNS:
            raise ValueError(f"the pattern must be one of {PATTERNS}, not {self.pattern}")
        if self.first_weekday not in range(7):
            raise ValueError(f"the first weekday must be 0 to 6, not {self.first_weekday}")
        if self.long_quarter not in range(1, 5):
            raise ValueError(f"the long quarter must be 1 to 4, not {self.long_quarter}")

    def start_near(self, month_start: dt.date) -> dt.date:
        """Return the first day of the year that begins around the first of a month."""
        last = month_start - _DAY
        end = last - dt.timedelta(days=(last.weekday() - (self.first_weekday - 1)) % 7)
        if self.year_ends == "nearest" and (last - end).days > 3:
            end += _WEEK
        return end + _DAY


@dataclass(frozen=True, slots=True)
class ListedPeriod:
    """A period as the CRM's own fiscal calendar lists it, ``[start, end)``."""

    kind: PeriodKind
    start: dt.date
    end: dt.date
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fiscal years that begin in any month, made of months, of weeks, or listed one by one.

    Parameters
    ----------
    start_month
        1..12, the month the year begins in (or near, with weeks).
    named_by
        Whether fiscal year 2026 is the one that begins or the one that ends in 2026.
    weeks
        The rule for years of whole weeks; None = calendar months.
    listed
        Periods as the CRM lists them, each kind ascending and without overlap; see
        `with_listed`. Days they do not cover follow the rule, cut where listed ones begin or end.

    Examples
    --------
    >>> day = dt.date(2026, 11, 22)
    >>> Calendar().quarter(day).label, Calendar(start_month=2).quarter(day).label
    ('Q4 2026', 'Q4 FY27')
    """

    start_month: int = 1
    named_by: NamedBy = "end"
    weeks: WeekRule | None = None
    listed: tuple[ListedPeriod, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.start_month not in range(1, 13):
            raise ValueError(f"the first month must be 1 to 12, not {self.start_month}")

    @property
    def is_plain(self) -> bool:
        """Say whether years, quarters and months are those of the wall calendar."""
        return self.start_month == 1 and self.weeks is None and not self.listed

    def month(self, day: dt.date) -> Period:
        """Return the month of a day; with weeks, the fiscal one of four or five weeks."""
        return self.period("month", day)

    def quarter(self, day: dt.date) -> Period:
        """Return the quarter of a day."""
        return self.period("quarter", day)

    def year(self, day: dt.date) -> Period:
        """Return the fiscal year of a day."""
        return self.period("year", day)

    def period(self, kind: PeriodKind, day: dt.date) -> Period:
        """Return the period of `kind` that holds `day`."""
        listed = [p for p in self.listed if p.kind == kind]
        place = bisect.bisect_right([p.start for p in listed], day) - 1
        if place >= 0 and day < listed[place].end:
            return self._named(listed[place])
        found = self._by_rule(kind, day)
        if not listed:
            return found
        start = max(found.start, listed[place].end) if place >= 0 else found.start
        after = listed[place + 1].start if place + 1 < len(listed) else found.end
        return Period(kind, start, min(found.end, after), found.label, found.month)

    def before(self, period: Period) -> Period:
        """Return the period of the same kind that ends where `period` begins."""
        return self.period(period.kind, period.start - _DAY)

    def after(self, period: Period) -> Period:
        """Return the period of the same kind that begins where `period` ends."""
        return self.period(period.kind, period.end)

    def year_ago(self, period: Period) -> Period:
        """Return the period with the same place in the fiscal year before.

        The fourth quarter with 14 weeks is compared with the fourth quarter before, though that
        has 13. A year of fewer periods gives its last one.
        """
        ours = self.year(period.start)
        place = len(self.within(period.kind, ours.start, period.start))
        theirs = self.year(ours.start - _DAY)
        if period.kind == "year":
            return theirs
        choice = self.within(period.kind, theirs.start, theirs.end)
        return choice[min(place, len(choice) - 1)]

    def within(self, kind: PeriodKind, start: dt.date, end: dt.date) -> tuple[Period, ...]:
        """Return the periods of a kind that begin in ``[start, end)``, in order."""
        found, day = [], start
        while day < end:
            period = self.period(kind, day)
            if period.start >= start:
                found.append(period)
            day = period.end
        return tuple(found)

    def last(self, kind: PeriodKind, day: dt.date, count: int) -> tuple[Period, ...]:
        """Return the last `count` periods of a kind up to the one of `day`, oldest first."""
        found = [self.period(kind, day)]
        while len(found) < count:
            found.append(self.before(found[-1]))
        return tuple(reversed(found))

    def weeks_in_year(self, day: dt.date) -> int:
        """Return the weeks of the fiscal year of a day: 52 or 53."""
        return self.year(day).week_count

    def _start(self, nominal: int) -> dt.date:
        """Return the first day of the fiscal year that begins in (or near) `nominal`."""
        first = dt.date(nominal, self.start_month, 1)
        return first if self.weeks is None else self.weeks.start_near(first)

    def _month_starts(self, nominal: int) -> list[dt.date]:
        """Return the first days of the twelve months of a fiscal year, and the next year's."""
        if self.weeks is None:
            return [_month(nominal, self.start_month + k) for k in range(13)]
        starts, end = [self._start(nominal)], self._start(nominal + 1)
        is_long = (end - starts[0]).days > 52 * 7
        for k in range(12):
            extra = is_long and k == 3 * self.weeks.long_quarter - 1
            starts.append(starts[-1] + (self.weeks.pattern[k % 3] + extra) * _WEEK)
        return starts

    def _by_rule(self, kind: PeriodKind, day: dt.date) -> Period:
        nominal = day.year - 1
        while self._start(nominal + 1) <= day:
            nominal += 1
        starts = self._month_starts(nominal)
        k = bisect.bisect_right(starts, day) - 1
        size = {"month": 1, "quarter": 3, "year": 12}[kind]
        k -= k % size
        last = _month(nominal, self.start_month + 11)
        year = nominal if self.named_by == "start" else last.year
        month = _month(nominal, self.start_month + k)
        label = self._label(kind, month, k // 3 + 1, year)
        return Period(kind, starts[k], starts[k + size], label, month)

    def _label(self, kind: PeriodKind, month: dt.date, quarter: int, year: int) -> str:
        if kind == "month":
            return f"{MONTHS[month.month - 1]} {month.year}"
        fiscal = f"{year}" if self.is_plain else f"FY{year % 100:02d}"
        return fiscal if kind == "year" else f"Q{quarter} {fiscal}"

    def _named(self, listed: ListedPeriod) -> Period:
        middle = listed.start + (listed.end - listed.start) / (2 if listed.kind == "month" else 24)
        month = middle.replace(day=1)
        if listed.kind == "month":
            label = self._label("month", month, 0, 0)
        else:
            rule = self._by_rule(listed.kind, listed.start + (listed.end - listed.start) / 2)
            label = listed.label or rule.label
        return Period(listed.kind, listed.start, listed.end, label, month)


def with_listed(calendar: Calendar, periods: tuple[ListedPeriod, ...]) -> Calendar:
    """Return `calendar` with periods the CRM lists in front of its rule.

    Months count only where each is named after another month, in one row without a hole: of
    thirteen periods of four weeks a year no month can be made, so months stay as the rule has them.

    Raises
    ------
    ValueError
        Two periods of one kind overlap; names both.
    """
    kept: list[ListedPeriod] = []
    for kind in KINDS:
        found = sorted((p for p in periods if p.kind == kind), key=lambda p: (p.start, p.end))
        for first, second in itertools.pairwise(found):
            if second.start < first.end:
                raise ValueError(
                    f"the {kind} from {first.start} to {first.end} and the one from "
                    f"{second.start} to {second.end} overlap"
                )
        if kind != "month" or _in_a_row(found):
            kept += found
    return Calendar(calendar.start_month, calendar.named_by, calendar.weeks, tuple(kept))


def _in_a_row(months: list[ListedPeriod]) -> bool:
    middles = [p.start + (p.end - p.start) / 2 for p in months]
    serials = [m.year * 12 + m.month for m in middles]
    return all(b == a + 1 for a, b in itertools.pairwise(serials))


def _month(year: int, month: int) -> dt.date:
    """Return the first day of a month; months beyond 12 run on into the next year."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
