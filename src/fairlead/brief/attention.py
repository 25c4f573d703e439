"""DEALS THAT NEED ATTENTION: the few a manager or rep should open today, and why."""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.material import Material
from fairlead.brief.model import Line, Section
from fairlead.measure.attention import PUSHES, Attention, AttentionDeal


def deals_to_look_at(material: Material, book: EvidenceBook) -> Section | None:
    """Return the open deals with most signs; None for readers who work on no deal themselves."""
    found, totals = material.attention, material.summary.totals
    if found is None or not totals.open:
        return None
    number = book.add(
        "Open deals that need attention",
        "Open deals whose close date has passed, that have no next step (where the export knows), "
        "that are older than 95% of the company's wins of the window ever got, or whose close date "
        f"was put off {PUSHES} times or more. Those with most signs first, then the largest.",
        "attention",
        row_count=found.total,
    )
    if not found.total:
        return _section([Line("No open deal shows a sign of trouble.", number, "lead")])
    lines = [Line(_lead(found, material), number, "lead")]
    lines += [_deal(deal, material) for deal in found.deals]
    rest = found.total - len(found.deals)
    if rest:
        lines.append(Line(f"And {words.count(rest)} more.", weight="quiet"))
    return _section(lines)


def _section(lines: list[Line]) -> Section:
    return Section("attention", "Deals that need attention", tuple(lines))


def _lead(found: Attention, material: Material) -> str:
    totals = material.summary.totals
    needs = "needs" if found.total == 1 else "need"
    text = f"{words.count(found.total)} of {words.counted(totals.open, 'open deal')} {needs} "
    text += "attention"
    if found.valued:
        text += f", {words.money(found.amount, totals.currency, named=True)} in all"
    return f"{text}. First those with most signs, then the largest."


def _deal(deal: AttentionDeal, material: Material) -> Line:
    facts = [_amount(deal, material), _stage(deal, material)]
    if deal.age_days is not None:
        facts.append(f"{words.days(deal.age_days)} old")
    text = f"{deal.name}: {', '.join(fact for fact in facts if fact)}. {_signs(deal)}."
    if deal.next_step:
        text += f" Next step: {deal.next_step.rstrip('.')}."
    if deal.owner and material.question.audience == "manager":
        text += f" {deal.owner}."
    return Line(text, weight="item", link=deal.url)


def _amount(deal: AttentionDeal, material: Material) -> str:
    if deal.amount is None:
        return "no amount"
    foreign = deal.currency != material.summary.totals.currency
    return words.money(deal.amount, deal.currency, named=foreign)


def _stage(deal: AttentionDeal, material: Material) -> str:
    """Return the stage as people see it, where the process names it."""
    labels = {s.stage: s.label for p in material.process.pipelines for s in p.stages}
    return labels.get(deal.stage, deal.stage) if deal.stage else ""


def _signs(deal: AttentionDeal) -> str:
    signs = []
    if deal.overdue_days is not None:
        signs.append(f"close date passed {words.days(deal.overdue_days)} ago")
    if deal.lacks_next_step:
        signs.append("no next step")
    if deal.is_old:
        signs.append("older than 95% of wins ever got")
    if deal.push_count >= PUSHES:
        signs.append(f"close date put off {words.counted(deal.push_count, 'time')}")
    text = words.joined(signs)
    return text[:1].upper() + text[1:]
