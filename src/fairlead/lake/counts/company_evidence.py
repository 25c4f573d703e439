"""What the tables say about the company: evidence for `company.propose`."""

from __future__ import annotations

import re
from typing import Any

from fairlead.company.calendar import KINDS, ListedPeriod
from fairlead.company.propose import CompanyEvidence

_QUARTER = re.compile(r"\bQ(?:uarter)?\s?([1-4])\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def company_evidence(
    connection: Any, deals_in: tuple[tuple[str, int], ...] | None = None
) -> CompanyEvidence:
    """Return what rates, deals and fiscal periods say, from a connection with attached views.

    `deals_in` are the deals by currency where they were counted already.
    """
    bases = connection.execute(
        "SELECT DISTINCT base FROM rates WHERE base IS NOT NULL ORDER BY base"
    ).fetchall()
    if deals_in is None:
        deals_in = connection.execute(
            "SELECT currency, count(*) FROM opportunities WHERE outcome <> 'deleted' "
            "AND currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency"
        ).fetchall()
    return CompanyEvidence(
        bases=tuple(base for (base,) in bases),
        deals_in=tuple((code, count) for code, count in deals_in),
        periods=listed_periods(connection),
    )


def listed_periods(connection: Any) -> tuple[ListedPeriod, ...]:
    """Return the fiscal months, quarters and years the CRM lists, each once."""
    rows = connection.execute(
        "SELECT kind, from_on, to_on, min(label) FROM fiscal_periods "
        f"WHERE kind IN {KINDS} AND from_on < to_on GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return tuple(ListedPeriod(kind, start, end, _short(label)) for kind, start, end, label in rows)


def _short(label: str | None) -> str | None:
    """Return a label the way briefs say it: ``FY 2026 Q4`` is ``Q4 FY26``; others stay."""
    if label is None:
        return None
    quarter, year = _QUARTER.search(label), _YEAR.search(label)
    if quarter and year:
        return f"Q{quarter[1]} FY{year[1][-2:]}"
    return label.strip() if year else None
