"""What the data suggest about the company, and why."""

from __future__ import annotations

import datetime as dt

import pytest

from fairlead.company.calendar import Calendar, ListedPeriod, WeekRule
from fairlead.company.propose import CompanyEvidence, propose_company


def listed(calendar: Calendar, first: str, last: str) -> tuple[ListedPeriod, ...]:
    """Periods as a CRM with that calendar would list them."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return tuple(
        ListedPeriod(p.kind, p.start, p.end, p.label)
        for kind in ("month", "quarter", "year")
        for p in calendar.within(kind, calendar.year(start).start, calendar.year(end).end)
    )


RETAIL = Calendar(2, "start", WeekRule((4, 5, 4), 6, "nearest"))


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar(),
        Calendar(start_month=2),
        Calendar(start_month=7, named_by="start"),
        RETAIL,
        Calendar(10, "end", WeekRule((4, 4, 5), 6, "last", long_quarter=1)),
    ],
)
def test_the_rule_behind_listed_periods_is_found(calendar: Calendar) -> None:
    found = propose_company(CompanyEvidence(periods=listed(calendar, "2022-03-01", "2024-03-01")))
    assert found.company.calendar.quarter(dt.date(2029, 5, 5)) == calendar.quarter(
        dt.date(2029, 5, 5)
    )
    assert not found.company.calendar_from_crm


def test_years_without_a_53rd_week_leave_its_rule_open_and_say_so() -> None:
    found = propose_company(CompanyEvidence(periods=listed(RETAIL, "2024-03-01", "2025-03-01")))
    assert found.company.calendar.weeks is not None
    assert "check year_ends" in found.reasons["fiscal_calendar"]


def test_periods_no_rule_gives_are_used_as_listed() -> None:
    odd = (
        ListedPeriod("quarter", dt.date(2026, 1, 1), dt.date(2026, 3, 17), "Q1 FY26"),
        ListedPeriod("quarter", dt.date(2026, 3, 17), dt.date(2026, 7, 1), "Q2 FY26"),
    )
    found = propose_company(CompanyEvidence(periods=odd))
    assert found.company.calendar_from_crm
    assert "as listed" in found.reasons["fiscal_calendar"]


def test_periods_that_overlap_are_not_used_and_named() -> None:
    odd = (
        ListedPeriod("year", dt.date(2026, 1, 1), dt.date(2027, 2, 1)),
        ListedPeriod("year", dt.date(2027, 1, 1), dt.date(2028, 1, 1)),
    )
    found = propose_company(CompanyEvidence(periods=odd))
    assert found.company.calendar.is_plain
    assert "overlap" in found.reasons["fiscal_calendar"]


def test_the_currency_is_what_rates_are_against_else_what_most_deals_carry() -> None:
    deals = (("EUR", 3), ("USD", 7))
    most = propose_company(CompanyEvidence(deals_in=deals))
    assert most.company.reporting_currency == "USD"
    assert "7 of 10 deals" in most.reasons["reporting_currency"]
    base = propose_company(CompanyEvidence(("EUR",), deals))
    assert base.company.reporting_currency == "EUR"
    two = propose_company(CompanyEvidence(("EUR", "GBP"), deals))
    assert two.company.reporting_currency == "USD"
    assert propose_company(CompanyEvidence()).company.reporting_currency is None
