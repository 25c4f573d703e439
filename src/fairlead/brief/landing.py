"""The forecast in the brief: where the quarter lands, before what was won and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairlead.answers import Finding, NotEstimable
from fairlead.brief.book import EvidenceBook
from fairlead.brief.forecast import near_line
from fairlead.brief.forecast_words import Words, Writer, chance_text, of_target, silent
from fairlead.brief.model import Line
from fairlead.brief.wide import wide_lines

if TYPE_CHECKING:
    from fairlead.forecast.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Landing:
    """Where the quarter lands, with the names it is told by, and what to know of it."""

    outlook: Outlook
    said: Words
    findings: tuple[Finding, ...] = ()


def landing_of_brief(found: Landing | NotEstimable | None, book: EvidenceBook) -> list[Line]:
    """Return the first lines of the quarter; nothing where it was not asked for or is over.

    What is won already stands in the lines below them and is not said twice.
    """
    if found is None:
        return []
    if isinstance(found, NotEstimable):
        return [Line(f"No forecast: {silent(found)}.", weight="quiet")]
    outlook = found.outlook
    write = Writer(outlook)
    comes = (
        f"open deals bring {write.bring(outlook.here.open)} of it on average, deals not yet "
        f"created {write.bring(outlook.here.new)}"
    )
    chance = "" if outlook.chance is None else f"Chance of target {chance_text(outlook.chance)}; "
    text = f"{chance}{comes}."
    lines = [near_line(outlook, book, of=of_target(outlook)), Line(text[:1].upper() + text[1:])]
    return lines + wide_lines(outlook, found.said, book)
