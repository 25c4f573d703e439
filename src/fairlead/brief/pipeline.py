"""The pipeline review in words: movement, coverage, deals at risk, surprises, deals to clean up."""

from __future__ import annotations

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Chart, Line, Section
from fairlead.brief.quarter import (
    bridge_lines,
    movement_definition,
    moves,
    open_deals,
    to_clean_up,
    won_so_far,
)
from fairlead.brief.risk_words import NAMES, TO_DO, judged, seen
from fairlead.brief.setting import Setting, freshness
from fairlead.brief.standing import against_target, covered, not_compared, standing
from fairlead.brief.surprises import surprises_section
from fairlead.brief.watch import RISK_DEFINITION, risk_lead
from fairlead.forecast.movement import Movement
from fairlead.forecast.review import PipelineReview
from fairlead.forecast.risk import SIGNS, DealAtRisk, Risks, risk_findings

TITLE = "Pipeline review"


def compose_pipeline(found: PipelineReview) -> Brief:
    """Return the review as it is read, on a terminal or a page."""
    book = EvidenceBook()
    named = found.question.name is not None or found.question.audience == "leader"
    currency = found.summary.totals.currency
    sections = (
        _movement(found, book),
        _at_risk(found, book, named=named),
        surprises_section(found.reviewed.surprises, currency, book, named=named),
        _clean_up(found, book, named=named),
    )
    told = (*found.findings, *risk_findings(found.reviewed.risks.checks, NAMES))
    period = found.question.period
    week = period.week_of(found.question.as_of)
    lines = [
        Line(
            "A sign counts only where deals with it were won less often in the company's own past. "
            "It says which deals to look at, not what a deal is worth."
        )
    ]
    if not named:
        lines.append(Line("Owners are named with --team or --person."))
    return Brief(
        title=f"{TITLE}: {found.scope}",
        subtitle=f"{words.weekday(found.question.as_of)} | {period.label}, week {week} of "
        f"{period.week_count}",
        freshness=freshness(
            found.question.as_of, Setting(found.today, found.data_until, found.findings)
        ),
        audience="all",
        as_of=found.question.as_of,
        data_until=found.data_until,
        sections=tuple(s for s in sections if s is not None),
        evidence=book.entries,
        findings=told,
        plumbing=tuple(lines),
    )


def _movement(found: PipelineReview, book: EvidenceBook) -> Section:
    lines = [won_so_far(found, book), *_target(found), *open_deals(found, book)]
    moved, chart = found.bridge, None
    if isinstance(moved, NotEstimable):
        lines.append(
            Line(f"How the pipeline moved cannot be told: {moved.reason}.", weight="quiet")
        )
    elif moves(moved):
        lines += bridge_lines(moved, _bridge_evidence(moved, found, book))
        lines[-1 if not moved.unknown else -2] = _until(found, moved, lines)
        chart = Chart("movement", moved)
    else:
        lines.append(Line("No deal was in the pipeline on either evening.", weight="quiet"))
    return Section("pipeline", "Pipeline and its movement", tuple(lines), chart=chart)


def _until(found: PipelineReview, moved: Movement, lines: list[Line]) -> Line:
    """Say the evening the bridge ends at where it is not the one told of."""
    line = lines[-1 if not moved.unknown else -2]
    if moved.to_on == found.question.as_of:
        return line
    text = f"{line.text.removesuffix('.')} on {words.day(moved.to_on)}."
    return Line(text, line.evidence, line.weight)


def _bridge_evidence(moved: Movement, found: PipelineReview, book: EvidenceBook) -> int:
    return book.add(
        f"Movement from {words.day(moved.from_on)} to {words.day(moved.to_on)}",
        movement_definition(moved),
        "bridge",
        row_count=sum(p.deal_count for p in moved.parts),
        start=moved.from_on.isoformat(),
        end=moved.to_on.isoformat(),
        every=int(found.is_whole),
    )


def _target(found: PipelineReview) -> list[Line]:
    target, stands = found.summary.target, standing(found)
    if target is None or stands is None:
        return [Line("No target is known for the quarter: coverage is not told.", weight="quiet")]
    lines = [Line(against_target(found, stands))]
    apart = not_compared(target, found.summary.totals.currency)
    if apart:
        lines.append(Line(apart, weight="quiet"))
    if stands.missing:
        lines.append(Line(covered(found, stands)))
    return lines


def _at_risk(found: PipelineReview, book: EvidenceBook, *, named: bool) -> Section | None:
    risks = found.reviewed.risks
    if not risks.open_count:
        return None
    if not risks.telling:
        lines = [
            Line("No sign has told yet which open deals are at risk.", weight="lead"),
            *_others(risks),
        ]
        return Section("at_risk", "Deals at risk", tuple(lines))
    number = book.add("Deals at risk", RISK_DEFINITION, "at_risk", row_count=risks.total)
    lines = [Line(risk_lead(risks, found.summary.totals.currency), number, "lead")]
    lines += [
        Line(_deal(deal, found, named=named), weight="item", link=deal.url) for deal in risks.deals
    ]
    if risks.total > len(risks.deals):
        lines.append(
            Line(f"And {words.count(risks.total - len(risks.deals))} more.", weight="quiet")
        )
    shown = {sign.code for deal in risks.deals for sign in deal.signs} & set(risks.telling)
    lines += [Line(f"What to do, {NAMES[c]}: {TO_DO[c]}.") for c in SIGNS if c in shown]
    return Section("at_risk", "Deals at risk", (*lines, *_others(risks)))


def _deal(deal: DealAtRisk, found: PipelineReview, *, named: bool) -> str:
    amount = "no amount"
    if deal.amount is not None:
        foreign = deal.currency != found.summary.totals.currency
        amount = words.money(deal.amount, deal.currency, named=foreign)
    labels = {s.stage: s.label for p in found.process.pipelines for s in p.stages}
    facts = [amount, labels.get(deal.stage, deal.stage)]
    if deal.close_on is not None:
        facts.append(f"due {words.day(deal.close_on)}")
    telling = [seen(s) for s in deal.signs if s.code in found.reviewed.risks.telling]
    text = f"{deal.name}: {', '.join(f for f in facts if f)}. {_first_up(words.joined(telling))}."
    if deal.lacks_next_step:
        text += " No next step: agree on one."
    elif deal.next_step:
        text += f" Next step: {deal.next_step.rstrip('.')}."
    who = deal.owner if named else deal.team
    return f"{text} {who}." if who else text


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _others(risks: Risks) -> list[Line]:
    """Say which signs were looked at and name no deal, with how they did."""
    quiet = [c for c in risks.checks if c.verdict in {"does not tell", "goes with winning"}]
    if not quiet:
        return []
    text = "; ".join(judged(check) for check in quiet)
    return [
        Line(f"Looked at too, but not told from chance, so no reason here: {text}.", weight="quiet")
    ]


def _clean_up(found: PipelineReview, book: EvidenceBook, *, named: bool) -> Section | None:
    lines = to_clean_up(found, book)
    for deal in found.untidy:
        amount = "no amount" if deal.amount is None else words.money(deal.amount, deal.currency)
        late = f"close date passed {words.days(deal.overdue_days or 0)} ago"
        who = deal.owner if named else deal.team
        text = f"{deal.name}: {amount}, {late}." + (f" {who}." if who else "")
        lines.append(Line(text, weight="item", link=deal.url))
    if not lines:
        return None
    return Section("clean_up", "Deals to clean up", tuple(lines))
