"""The company as the data suggest it: the rule behind listed fiscal periods, the main currency."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fairlead.company.calendar import (
    PATTERNS,
    Calendar,
    ListedPeriod,
    NamedBy,
    WeekRule,
    with_listed,
)
from fairlead.company.model import Company, Proposal

YEAR_IN_LABEL = re.compile(r"(?<!\d)(\d{4})(?!\d)|FY\s?'?(\d{2})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CompanyEvidence:
    """What the tables say.

    Parameters
    ----------
    bases
        Currencies that stored exchange rates are against.
    deals_in
        Deals by currency code; those without a code are left out.
    periods
        Fiscal periods the CRM lists.
    """

    bases: tuple[str, ...] = ()
    deals_in: tuple[tuple[str, int], ...] = ()
    periods: tuple[ListedPeriod, ...] = ()


def propose_company(evidence: CompanyEvidence) -> Proposal:
    """Return the company the evidence suggests, with the reason of each key.

    Time zone and working week are in no export: UTC, and Monday to Friday, until somebody says
    otherwise.
    """
    currency, why = _currency(evidence)
    calendar, listed, because = _calendar(evidence.periods)
    reasons = {
        "reporting_currency": why,
        "time_zone": "No export says where the company is: UTC until you write a place, such as "
        "Europe/Berlin. It decides which day an instant is.",
        "working_week": "Monday to Friday unless you say otherwise.",
        "fiscal_calendar": because,
    }
    company = Company(reporting_currency=currency, calendar=calendar, calendar_from_crm=listed)
    return Proposal(company, reasons)


def _currency(evidence: CompanyEvidence) -> tuple[str | None, str]:
    total = sum(count for _code, count in evidence.deals_in)
    if len(evidence.bases) == 1:
        return evidence.bases[0], f"Exchange rates in the export are against {evidence.bases[0]}."
    if not evidence.deals_in:
        return None, "No deal names a currency. Write a code, such as EUR, if all are in it."
    code, count = min(evidence.deals_in, key=lambda pair: (-pair[1], pair[0]))
    return code, f"{count:,} of {total:,} deals with a currency are in {code}."


def _calendar(periods: tuple[ListedPeriod, ...]) -> tuple[Calendar, bool, str]:
    if not periods:
        return Calendar(), False, "The export lists no fiscal periods: years from January."
    rules = tuple(itertools.islice(_fitting(periods), 64))
    count = f"{len(periods):,} fiscal periods the CRM lists"
    if not rules:
        named = _named_by(Calendar(start_month=_start_month(periods)), periods)
        first = Calendar(_start_month(periods), named)
        try:
            with_listed(first, periods)
        except ValueError as error:
            return Calendar(), False, f"Not from the CRM: {error}. Years from January."
        return first, True, f"No rule gives the {count}, so they are used as listed."
    best = rules[0]
    why = f"This rule gives the {count}."
    if best.weeks is not None and len(rules) > 1:
        why += " So do others: check year_ends and extra_week_in_quarter, on which years of 53"
        why += " weeks depend."
    return best, False, why


def _fitting(periods: tuple[ListedPeriod, ...]) -> Iterator[Calendar]:
    """Yield the rules that give exactly the listed periods, calendar months before weeks."""
    weekday = min(p.start for p in periods).weekday()
    rules: list[WeekRule | None] = [None]
    rules += [
        WeekRule(pattern, weekday, ends, quarter)
        for pattern in PATTERNS
        for ends in ("last", "nearest")
        for quarter in (4, 1, 2, 3)
    ]
    for rule, month in itertools.product(rules, range(1, 13)):
        calendar = Calendar(month, "end", rule)
        if all(_gives(calendar, p) for p in periods):
            yield Calendar(month, _named_by(calendar, periods), rule)


def _gives(calendar: Calendar, listed: ListedPeriod) -> bool:
    found = calendar.period(listed.kind, listed.start)
    return (found.start, found.end) == (listed.start, listed.end)


def _named_by(calendar: Calendar, periods: tuple[ListedPeriod, ...]) -> NamedBy:
    """Return how years are named, by the years in the labels of quarters and years."""
    votes: dict[NamedBy, int] = {"end": 0, "start": 0}
    for p in periods:
        found = YEAR_IN_LABEL.search(p.label or "") if p.kind != "month" else None
        for named in votes:
            label = Calendar(calendar.start_month, named, calendar.weeks)
            year = label.period(p.kind, p.start + (p.end - p.start) / 2).label[-2:]
            votes[named] += found is not None and (found[1] or found[2])[-2:] == year
    return "start" if votes["start"] > votes["end"] else "end"


def _start_month(periods: tuple[ListedPeriod, ...]) -> int:
    """Return the month listed years begin in or near; a week before its first day still is it."""
    years = [p for p in periods if p.kind == "year"] or list(periods)
    first = min(years, key=lambda p: p.start)
    return (first.start + (first.end - first.start) / 50).month
