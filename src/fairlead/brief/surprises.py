"""Surprises in words: what happened, what was known two weeks before, and what to learn."""

from __future__ import annotations

import datetime as dt

from fairlead.answers import Estimate
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Line, Section
from fairlead.brief.risk_words import seen
from fairlead.forecast.surprises import KNOWN_DAYS, Commitments, Surprise, Surprises

KIND_WORDS = {
    "commit_lost": "in commit and lost",
    "commit_slipped": "in commit and not won in time",
    "win_unseen": "large, won, and not in it two weeks before",
    "late_push": "pushed out in the last three weeks",
    "late_pull": "pulled in and won in the last three weeks",
}
DEFINITION = (
    "Deals that stood in commit on a Monday, due in the quarter, and were not won in it; wins of "
    "the largest tenth that two weeks before were not there or due after the quarter; close dates "
    "moved across its end in its last three weeks. The running quarter and the one before."
)
COMMIT_DEFINITION = (
    "Deals that stood in commit on any Monday of the quarter, due in it: won in it (kept), lost, "
    "slipped (due later, or open when it ended), or still due (pending). Signs as two weeks before."
)
SHOWN = 8


def surprises_section(
    found: Surprises, currency: str | None, book: EvidenceBook, *, named: bool
) -> Section:
    """Return the ledger of surprises; `named` says whether owners may be named."""
    lines = _commitments(found, book)
    lines += _ledger(found, currency, book, named=named)
    if found.unknown:
        reasons = dict.fromkeys(why.reason for why in found.unknown.values())
        lines.append(Line(f"Not told: {'; '.join(reasons)}.", weight="quiet"))
    if not lines:
        lines = [Line("Nothing came otherwise than the CRM said.", weight="lead")]
    return Section("surprises", "Surprises", tuple(lines))


def _commitments(found: Surprises, book: EvidenceBook) -> list[Line]:
    lines = []
    for each in found.commitments:
        number = book.add(
            f"Commitments of {each.period}",
            COMMIT_DEFINITION,
            "commitments",
            row_count=each.kept + each.missed + each.pending,
            period=each.period,
        )
        lines.append(Line(_commitment(each), number))
    learned = _learned(found.commitments)
    return [*lines, Line(learned)] if learned else lines


def _commitment(each: Commitments) -> str:
    held = each.held
    ended = each.kept + each.missed
    text = f"In commit for {each.period}: {words.ratio(each.kept, ended)} won in it"
    if isinstance(held, Estimate):
        text += f" = {words.estimate(held)}"
    text += f"; {words.count(each.lost)} lost, {words.count(each.slipped)} slipped"
    return text + (f", {words.count(each.pending)} still due." if each.pending else ".")


def _learned(commitments: tuple[Commitments, ...]) -> str:
    """Say how commitments with a sign of risk did beside those without."""
    kept, missed = (sum(getattr(c, name) for c in commitments) for name in ("kept", "missed"))
    with_kept = sum(c.kept_signs for c in commitments)
    signs = with_kept + sum(c.missed_signs for c in commitments)
    rest = kept + missed - signs
    if signs < 5 or rest < 5:
        return ""
    text = (
        f"Two weeks before, {words.count(signs)} of them showed a sign of risk: "
        f"{words.rate(with_kept, signs)} were won; "
        f"of the others {words.rate(kept - with_kept, rest)}."
    )
    if with_kept * rest < (kept - with_kept) * signs:
        text += " To learn: look for the signs before a deal goes into commit."
    return text


def _ledger(
    found: Surprises, currency: str | None, book: EvidenceBook, *, named: bool
) -> list[Line]:
    if not found.found:
        return []
    number = book.add("Surprises", DEFINITION, "surprises", row_count=sum(found.counts.values()))
    parts = [
        f"{words.count(count)} {KIND_WORDS[kind]} "
        f"({words.money(found.amounts[kind], currency, like=max(found.amounts.values()))})"
        for kind, count in found.counts.items()
        if count
    ]
    lines = [Line(f"This quarter and the last: {words.joined(parts)}.", number)]
    shown = found.found[:SHOWN]
    lines += [Line(told(each, named=named), weight="item", link=each.url) for each in shown]
    rest = sum(found.counts.values()) - len(shown)
    if rest:
        lines.append(Line(f"And {words.count(rest)} more.", weight="quiet"))
    return lines


def told(each: Surprise, *, named: bool) -> str:
    """Write one surprise: what happened, what was known, whom to ask."""
    size = words.money(each.amount, each.currency) if each.amount is not None else "no amount"
    text = f"{each.name}, {size}: {_happened(each)}. {_known(each)}"
    return text + (f" {each.owner}." if named and each.owner else "")


def _happened(each: Surprise) -> str:
    on = words.day(each.happened_on)
    since = f"in commit by {words.day(each.committed_on)}" if each.committed_on else ""
    pushes = (
        f", put off {words.counted(each.push_count, 'time')} by then" if each.push_count else ""
    )
    match each.kind:
        case "commit_lost":
            return f"{since}, lost on {on}{pushes}"
        case "commit_slipped":
            return f"{since}, {_moved(each)}{pushes}"
        case "win_unseen":
            return f"won on {on}, {_not_in(each)}"
        case "late_push":
            return f"on {on} pushed out of {each.period}{_to(each.due_after)}{pushes}"
    before = f" from {words.day(each.due_before)}" if each.due_before else ""
    return f"on {on} pulled into {each.period}{before}, and won"


def _moved(each: Surprise) -> str:
    if each.due_after is not None and each.due_after > each.happened_on and _is_move(each):
        return f"on {words.day(each.happened_on)} pushed{_to(each.due_after)}"
    return f"still open when {each.period} ended"


def _is_move(each: Surprise) -> bool:
    return each.due_before != each.due_after


def _to(day: dt.date | None) -> str:
    return f" to {words.day(day)}" if day else ""


def _not_in(each: Surprise) -> str:
    created = each.created_on
    if created is not None and (each.happened_on - created).days <= KNOWN_DAYS:
        return f"created only on {words.day(created)}"
    if each.due_before is not None:
        return f"two weeks earlier still due on {words.day(each.due_before)}"
    return "two weeks earlier not due in the quarter"


def _known(each: Surprise) -> str:
    if each.kind in {"win_unseen", "late_pull"}:
        return "Ask what changed."
    if each.signs:
        known = words.joined([seen(sign) for sign in each.signs])
        return f"We could have known two weeks before: {known}."
    return "No sign two weeks before: ask what changed."
