"""Every day in exactly one period of each kind; published calendars of others as the reference."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.company.calendar import (
    KINDS,
    PATTERNS,
    Calendar,
    ListedPeriod,
    WeekRule,
    with_listed,
)

SUNDAY, MONDAY = 6, 0
NRF = Calendar(2, "start", WeekRule((4, 5, 4), SUNDAY, "nearest"))
APPLE = Calendar(10, "end", WeekRule((4, 4, 5), SUNDAY, "last", long_quarter=1))

rules = st.builds(
    WeekRule,
    st.sampled_from(PATTERNS),
    st.integers(0, 6),
    st.sampled_from(["last", "nearest"]),
    st.integers(1, 4),
)
calendars = st.builds(
    Calendar, st.integers(1, 12), st.sampled_from(["start", "end"]), st.none() | rules
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@given(calendars, days)
def test_a_day_is_in_one_period_of_each_kind_and_periods_touch(
    calendar: Calendar, on: dt.date
) -> None:
    for kind in KINDS:
        period = calendar.period(kind, on)
        assert period.start <= on < period.end
        assert calendar.period(kind, period.start) == period
        assert calendar.period(kind, period.end - dt.timedelta(days=1)) == period
        assert calendar.before(period).end == period.start
        assert calendar.after(period).start == period.end


@given(calendars, days)
def test_months_make_quarters_and_quarters_make_years(calendar: Calendar, on: dt.date) -> None:
    year = calendar.year(on)
    quarters = calendar.within("quarter", year.start, year.end)
    months = calendar.within("month", year.start, year.end)
    assert (len(quarters), len(months)) == (4, 12)
    assert (quarters[0].start, quarters[-1].end) == (year.start, year.end)
    assert [m.start for m in months[::3]] == [q.start for q in quarters]
    assert len({q.label for q in quarters}) == 4
    assert len({m.label for m in months}) == 12


@given(rules, st.integers(1, 12), days)
def test_years_of_weeks_have_52_or_53_of_them(rule: WeekRule, start: int, on: dt.date) -> None:
    calendar = Calendar(start, "end", rule)
    year = calendar.year(on)
    assert year.day_count in {364, 371}
    assert year.start.weekday() == rule.first_weekday
    lengths = [q.week_count for q in calendar.within("quarter", year.start, year.end)]
    expected = [13, 13, 13, 13]
    expected[rule.long_quarter - 1] += calendar.weeks_in_year(on) - 52
    assert lengths == expected
    last = calendar.year(on).end - dt.timedelta(days=1)
    anchor = min(
        (dt.date(y, start, 1) - dt.timedelta(days=1) for y in range(on.year - 1, on.year + 3)),
        key=lambda a: abs((a - last).days),
    )
    off = (last - anchor).days
    assert -6 <= off <= 0 if rule.year_ends == "last" else -3 <= off <= 3


@given(calendars, days)
def test_the_same_period_last_year_has_the_same_place(calendar: Calendar, on: dt.date) -> None:
    for kind in KINDS:
        ago = calendar.year_ago(calendar.period(kind, on))
        assert ago.end <= calendar.year(on).start
        assert ago.label.split()[0] == calendar.period(kind, on).label.split()[0] or kind == "year"


@given(calendars, days)
def test_weeks_of_a_quarter_are_counted_from_one(calendar: Calendar, on: dt.date) -> None:
    quarter = calendar.quarter(on)
    assert 1 <= quarter.week_of(on) <= quarter.week_count <= 14
    assert quarter.week_of(quarter.start) == 1
    assert quarter.week_of(quarter.end - dt.timedelta(days=1)) == quarter.week_count


# https://nrf.com/resources/4-5-4-calendar: "a week is added ... in FY'00, FY'06, FY'12 and FY'17
# and will occur in FY'23"; fiscal 2023 is the year ending 3 February 2024.
NRF_LONG = {2000, 2006, 2012, 2017, 2023}


def test_the_us_retail_calendar_has_its_published_long_years() -> None:
    found = {y for y in range(1998, 2028) if NRF.weeks_in_year(dt.date(y, 7, 1)) == 53}
    assert found == NRF_LONG


@pytest.mark.parametrize(
    ("on", "label", "start", "end"),
    [
        ("2023-01-29", "FY23", "2023-01-29", "2024-02-04"),
        ("2024-02-03", "FY23", "2023-01-29", "2024-02-04"),
        ("2024-02-04", "FY24", "2024-02-04", "2025-02-02"),
        ("2017-12-31", "FY17", "2017-01-29", "2018-02-04"),
    ],
)
def test_us_retail_years_begin_and_end_as_published(
    on: str, label: str, start: str, end: str
) -> None:
    year = NRF.year(day(on))
    assert (year.label, year.start, year.end) == (label, day(start), day(end))


def test_the_us_retail_month_of_january_2024_has_five_weeks_and_is_last() -> None:
    month = NRF.month(day("2024-02-03"))
    assert (month.label, month.start, month.week_count) == ("Jan 2024", day("2023-12-31"), 5)
    assert NRF.month(day("2023-01-30")).label == "Feb 2023"
    quarter = NRF.quarter(day("2024-01-01"))
    assert (quarter.label, quarter.week_count, quarter.week_of(day("2024-02-03"))) == (
        "Q4 FY23",
        14,
        14,
    )


def test_last_saturday_of_september_gives_the_published_53_week_year() -> None:
    # Apple Inc., Form 10-K for 2023, note 1: "52- or 53-week period that ends on the last Saturday
    # of September"; "fiscal year 2023 spanned 53 weeks", its first quarter had the 14th week.
    year = APPLE.year(day("2023-01-15"))
    assert (year.label, year.end, year.week_count) == ("FY23", day("2023-10-01"), 53)
    first = APPLE.quarter(day("2022-12-31"))
    assert (first.label, first.end, first.week_count) == ("Q1 FY23", day("2023-01-01"), 14)
    assert [APPLE.weeks_in_year(dt.date(y, 5, 1)) for y in (2021, 2022, 2024, 2025)] == [52] * 4


def test_plain_quarters_keep_their_names() -> None:
    quarter = Calendar().quarter(day("2026-11-22"))
    assert (quarter.label, quarter.start, quarter.end) == (
        "Q4 2026",
        day("2026-10-01"),
        day("2027-01-01"),
    )
    assert quarter.week_of(day("2026-11-22")) == 8
    assert quarter.week_of(day("2026-12-31")) == quarter.week_count == 13


@pytest.mark.parametrize(("named_by", "label"), [("end", "Q4 FY27"), ("start", "Q4 FY26")])
def test_a_year_is_named_by_its_start_or_its_end(named_by: str, label: str) -> None:
    calendar = Calendar(start_month=2, named_by=named_by)  # type: ignore[arg-type]
    quarter = calendar.quarter(day("2026-11-22"))
    assert (quarter.label, quarter.start) == (label, day("2026-11-01"))
    ago = calendar.year_ago(quarter)
    assert (ago.start, ago.end) == (day("2025-11-01"), day("2026-02-01"))


def test_listed_periods_come_first_and_the_rule_fills_up_to_them() -> None:
    listed = (
        ListedPeriod("quarter", day("2026-10-05"), day("2027-01-04"), "Q4 FY26"),
        ListedPeriod("quarter", day("2026-07-06"), day("2026-10-05"), "Q3 FY26"),
    )
    calendar = with_listed(Calendar(), listed)
    assert calendar.quarter(day("2026-10-04")).label == "Q3 FY26"
    assert calendar.quarter(day("2026-10-05")).end == day("2027-01-04")
    before = calendar.quarter(day("2026-07-02"))
    assert (before.start, before.end) == (day("2026-07-01"), day("2026-07-06"))
    after = calendar.quarter(day("2027-01-04"))
    assert (after.start, after.end) == (day("2027-01-04"), day("2027-04-01"))


def test_thirteen_periods_a_year_make_no_months() -> None:
    start = day("2026-01-05")
    periods = tuple(
        ListedPeriod(
            "month", start + dt.timedelta(weeks=4 * k), start + dt.timedelta(weeks=4 * k + 4)
        )
        for k in range(26)
    )
    assert with_listed(Calendar(), periods).listed == ()
    assert len(with_listed(Calendar(), periods[:3]).listed) == 3


def test_listed_periods_that_overlap_are_refused_by_name() -> None:
    listed = (
        ListedPeriod("year", day("2026-01-01"), day("2027-01-01")),
        ListedPeriod("year", day("2026-12-31"), day("2028-01-01")),
    )
    with pytest.raises(ValueError, match="2026-12-31 to 2028-01-01 overlap"):
        with_listed(Calendar(), listed)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Calendar(start_month=13),
        lambda: WeekRule((5, 5, 3)),
        lambda: WeekRule(first_weekday=7),
        lambda: WeekRule(long_quarter=5),
        lambda: Calendar().quarter(day("2026-01-01")).week_of(day("2026-04-01")),
    ],
)
def test_nonsense_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"must be|is not in"):
        wrong()  # type: ignore[operator]
