"""The way from each line of one's numbers back to its rows, for ``fairlead why``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fairlead.answers import NotEstimable
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief
from fairlead.plan.road import NeedLine, Traffic

MEANT = {
    "wins": "Won deals with an amount in the reporting currency: their mean is what a win brings. "
    "The target divided by it gives the wins it takes.",
    "stage": "Deals that closed and had ever been in the stage: the share of them that was won "
    "turns wins into entries of the stage.",
    "new deals": "Deals that closed: the share of them that was won turns wins into new deals.",
    "events": "What was done of this kind: divided by the new deals of the same months it says how "
    "much goes with a new deal.",
}
ASSUMED = " Assumes that the months ahead are like these: no season, ramp or changing market."


def numbers_brief(
    whose: str,
    traffic: Sequence[Traffic],
    lines: Sequence[NeedLine],
    *,
    days: tuple[dt.date, dt.date],
    currency: str | None,
) -> tuple[Brief, tuple[int | None, ...]]:
    """Return what stands behind each line, and the number each line is asked for by.

    Parameters
    ----------
    whose
        Name of the person, or of the company.
    traffic
        What the numbers were run from, own first.
    lines
        The table; one without an answer has no number.
    days
        First and last day counted.
    currency
        Of amounts.
    """
    book = EvidenceBook()
    numbers = tuple(_number(line, traffic, days, currency, book) for line in lines)
    brief = Brief(
        title=f"numbers: {whose}",
        subtitle="",
        freshness="",
        audience="all",
        as_of=days[1],
        data_until=days[1],
        sections=(),
        evidence=book.entries,
        findings=(),
        plumbing=(),
    )
    return brief, numbers


def _number(
    line: NeedLine,
    traffic: Sequence[Traffic],
    days: tuple[dt.date, dt.date],
    currency: str | None,
    book: EvidenceBook,
) -> int | None:
    if isinstance(line.needed, NotEstimable) or line.ratio_of is None:
        return None
    used = next((t for t in traffic if t.holder == line.holder), traffic[0])
    first, second = line.ratio_of
    return book.add(
        f"{line.what}, {used.holder}",
        MEANT[line.kind] + ASSUMED,
        "numbers",
        row_count=first if line.kind in {"wins", "events"} else second,
        line=line.kind,
        what=line.what,
        unit=used.unit,
        key=used.key,
        start=days[0].isoformat(),
        end=days[1].isoformat(),
        currency=currency,
    )
