"""Deals at risk and surprises in the brief: two lines and the few that matter most."""

from __future__ import annotations

import datetime as dt

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.material import Material
from fairlead.brief.model import Line
from fairlead.brief.risk_words import seen, together
from fairlead.brief.surprises import DEFINITION, told
from fairlead.forecast.risk import Risks
from fairlead.forecast.surprises import RECENT_DAYS, Surprise, Surprises

RISK_DEFINITION = (
    "Open deals that show a sign which told before: deals open on past evenings with that sign "
    "were won less often than others of the same pipeline, type and stage (Mantel-Haenszel, 99%). "
    "Levels are what 95% of the company's wins of 24 months kept to, known by that evening."
)
"""What `at risk` means, for ``fairlead why``."""

NAMED = 3


def watch(material: Material, book: EvidenceBook) -> list[Line]:
    """Say which open deals are at risk and what surprised in the last four weeks.

    Nothing where no sign has told yet, and where nothing came otherwise.
    """
    found = material.reviewed
    if found is None:
        return []
    named = material.question.name is not None
    lines = _risks(found.risks, material.summary.totals.currency, book)
    return lines + _surprises(found.surprises, material.question.as_of, book, named=named)


def _risks(risks: Risks, currency: str | None, book: EvidenceBook) -> list[Line]:
    if not risks.telling or not risks.total:
        return []
    number = book.add("Deals at risk", RISK_DEFINITION, "at_risk", row_count=risks.total)
    lines = [Line(risk_lead(risks, currency), number)]
    valued = [deal for deal in risks.deals if deal.amount is not None][:NAMED]
    if valued:
        largest = words.joined(
            f"{deal.name} {words.money(deal.amount or 0, deal.currency)}, "
            f"{', '.join(seen(s) for s in deal.signs if s.code in risks.telling)}"
            for deal in valued[:1]
        )
        others = [f"{d.name} {words.money(d.amount or 0, d.currency)}" for d in valued[1:]]
        rest = f"; then {words.joined(others)}" if others else ""
        lines.append(Line(f"The largest: {largest}{rest}."))
    return lines


def risk_lead(risks: Risks, currency: str | None) -> str:
    """Say how many open deals are at risk, what they are worth, and how such deals fared."""
    show = "shows" if risks.total == 1 else "show"
    text = f"{words.count(risks.total)} of {words.counted(risks.open_count, 'open deal')} {show} a "
    text += "sign of risk"
    if risks.valued:
        text += f", {words.money(risks.amount, currency, named=True)} in all"
    return f"{text}. {together(risks)}"


def _surprises(
    found: Surprises, evening: dt.date, book: EvidenceBook, *, named: bool
) -> list[Line]:
    recent = [each for each in found.found if _is_recent(each, evening)]
    if not recent:
        return []
    number = book.add("Surprises", DEFINITION, "surprises", row_count=sum(found.counts.values()))
    text = f"Surprises of the last four weeks, the largest of {words.count(found.recent_count)}:"
    if found.recent_count <= NAMED:
        text = "Surprises of the last four weeks:"
    return [
        Line(text, number),
        *(Line(told(each, named=named), weight="item", link=each.url) for each in recent[:NAMED]),
    ]


def _is_recent(each: Surprise, evening: dt.date) -> bool:
    return each.happened_on > evening - dt.timedelta(days=RECENT_DAYS)
