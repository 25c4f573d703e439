"""What stands around every answer: how old the data are, what to know of them, the rows behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fairlead.answers import Finding
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.measure.cells import Competency

OLD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Setting:
    """How far the data go, the reader's day, and what else is to be known."""

    today: dt.date
    data_until: dt.date
    findings: tuple[Finding, ...]


def freshness(as_of: dt.date, setting: Setting) -> str:
    """Say how far the data go, and how old they are."""
    text = f"Data until {words.day(setting.data_until)}."
    if as_of < setting.data_until:
        text += f" Told as it was on {words.day(as_of)}."
    age = (setting.today - setting.data_until).days
    return text + (f" They are {words.days(age)} old." if age > OLD_DAYS else "")


def competency_evidence(
    competency: Competency,
    whose: str,
    definition: str,
    book: EvidenceBook,
    *,
    people: Iterable[int],
    days: tuple[dt.date, dt.date],
) -> int:
    """Note the rows behind one competency of some people; return the number printed for it."""
    return book.add(
        f"{competency.name}{whose}",
        definition,
        "competency",
        slug=competency.slug,
        kind=competency.kind,
        pipeline=competency.pipeline,
        type=competency.deal_type,
        stage=competency.stage,
        people=",".join(str(key) for key in people),
        start=days[0].isoformat(),
        end=days[1].isoformat(),
        scenario=competency.scenario,
    )
