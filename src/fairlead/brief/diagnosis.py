"""The diagnosis in words: money first, then why people differ in the step that costs most."""

from __future__ import annotations

import datetime as dt

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.below import below
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.naming import Namer, namer
from fairlead.brief.setting import Setting, competency_evidence, freshness
from fairlead.diagnose.gap import Gap
from fairlead.diagnose.report import Diagnosis, View
from fairlead.diagnose.rounding import to_whole
from fairlead.diagnose.scope import Scope
from fairlead.diagnose.shares import Shares
from fairlead.measure.catalogue import metric_of
from fairlead.units import decimals

TITLE = "Why people differ"
SAID = {
    "chance": "chance",
    "deals": "deals",
    "taken over": "deals taken over",
    "season": "season and market",
    "team": "team",
    "ramp": "ramp",
    "training": "training",
    "person": "person",
}
GROUPS = {"volume": "new deals", "size": "size of wins", "time": "time to close"}
ABOVE = "target above what peers' levels bring"
BELOW = "peers' levels bring more than the target"
LARGEST_SHOWN = 9_999
"""Thousands up to which amounts are given in thousands, so that small parts keep their digits."""
MOST_SHARES = 8
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
BELOW_ZERO = (
    "Below zero: it works against the differences that are seen, as when the better people have "
    "the harder deals. The other parts then come to more than 100%."
)


def compose_diagnosis(found: Diagnosis, setting: Setting) -> Brief:
    """Return the diagnosis as it is read, on a terminal or a page."""
    book = EvidenceBook()
    sections = [_money(found)]
    name = namer((view.competency, view.role) for view in found.views)
    if found.weakest is not None:
        sections.append(_step(found, found.views[found.weakest], name, book))
        sections += below(found)
    sections += _others(found, name)
    sections += _silent(found)
    return Brief(
        title=TITLE,
        subtitle=f"{whose(found.scope)} | {words.day(found.as_of)}",
        freshness=freshness(found.as_of, setting),
        audience="all",
        as_of=found.as_of,
        data_until=setting.data_until,
        sections=tuple(sections),
        evidence=book.entries,
        findings=(*setting.findings, *found.findings),
        plumbing=(
            Line(
                "Chance is what the same people with the same deals would differ by again next "
                "year. Person is what stays when chance, deals, season, team and ramp are taken "
                "out; it is a reason to look, not a verdict."
            ),
        ),
    )


def whose(scope: Scope) -> str:
    """Name a scope: ``all teams``, ``Ben's team``, ``Cleo Park``."""
    if scope.unit == "company":
        return "all teams"
    return f"{scope.name}'s team" if scope.unit == "team" else scope.name


def number(count: int) -> str:
    """Write a small number as a word: ``nine``, ``40``."""
    return NUMBERS[count] if count < len(NUMBERS) else words.count(count)


def _money(found: Diagnosis) -> Section:
    gap = found.gap
    title = "From here to the target"
    if isinstance(gap, NotEstimable):
        reason = f"Nothing can be said in money: {_reason(gap)}."
        return Section("gap", title, (Line(reason, weight="lead"),))
    lines = [Line(_lead(gap), weight="lead")]
    if gap.target is None:
        lines.append(
            Line(
                "No target is known for the quarters ahead, so only the way to good peers is "
                "divided. Add targets.csv, or name one (--target).",
                weight="quiet",
            )
        )
    lines.append(
        Line("Good peers: where the best quarter of the people with the same job begins. "
             "Ranges hold 9 times in 10.", weight="quiet")
    )  # fmt: skip
    return Section("gap", title, tuple(lines), grid=_gap_grid(gap))


def _lead(gap: Gap) -> str:
    like = max(abs(gap.expected), abs(gap.target or 0))
    expected = words.money(gap.expected, gap.currency, like=like, named=gap.target is None)
    low, high = (
        words.money(round(x), gap.currency, like=like)
        for x in (gap.expected_lower, gap.expected_upper)
    )
    brings = f"As things are, the four quarters ahead bring {expected} ({low} to {high})"
    if gap.target is None or gap.gap is None:
        return f"{brings}."
    target = words.money(gap.target, gap.currency, like=like, named=True)
    away = words.money(abs(gap.gap), gap.currency, like=like)
    side = "short" if gap.gap > 0 else "more"
    return f"{brings}; the target is {target}: {away} {side}."


def _gap_grid(gap: Gap) -> Grid:
    """Return the parts in a unit in which they still add up to what is printed."""
    rows: list[tuple[str, int, float, float]] = [
        (GROUPS.get(part.group, part.name), part.value, part.lower, part.upper) for part in gap.sums
    ]
    total = sum(row[1] for row in rows)
    if gap.above_peers is not None and gap.gap is not None:
        value, low, high = gap.above_peers
        rows.append((ABOVE if value >= 0 else BELOW, value, low, high))
        total = gap.gap
    largest = max([abs(total), *(abs(row[1]) for row in rows)])
    thousand = 1000 * 10 ** decimals(gap.currency)
    unit = thousand if largest >= 100 * thousand else thousand // 1000
    largest = min(largest, LARGEST_SHOWN * thousand)
    whole = to_whole([row[1] / unit for row in rows], round(total / unit))
    shown = [
        (
            what,
            words.money(value * unit, gap.currency, like=largest),
            _range(low, high, gap.currency, largest),
        )
        for value, (what, _, low, high) in zip(whole, rows, strict=True)
    ]
    end = words.money(round(total / unit) * unit, gap.currency, like=largest)
    shown.append(("together", end, ""))
    header = ("where the money lies", gap.currency or "amount", "range")
    better = any(part.value < 0 for part in gap.sums)
    caption = "Below zero: better there than good peers." if better else ""
    return Grid(header, tuple(shown), "lrr", caption)


def _range(low: float, high: float, currency: str | None, like: int) -> str:
    ends = (words.money(round(x), currency, like=like) for x in (low, high))
    return " to ".join(ends)


def _step(found: Diagnosis, view: View, name: Namer, book: EvidenceBook) -> Section:
    good, resolved, waiting = view.together
    beside = f", {words.count(waiting)} still open" if waiting else ""
    lines = [
        Line(
            f"In the steps, most money lies at {name(view.competency, view.role)}: "
            f"{words.rate(good, resolved)} in 12 months{beside}.",
            view_evidence(view, found.scope, found.start, found.as_of, book),
            "lead",
        ),
        *why_lines(found.scope, view),
    ]
    return Section("step", f"The step: {view.competency.name}", tuple(lines))


def view_evidence(
    view: View, scope: Scope, start: dt.date, as_of: dt.date, book: EvidenceBook
) -> int:
    """Note the deals behind the rate of the people of a scope."""
    competency, metric = view.competency, metric_of(view.competency)
    within = ""
    if view.horizon_days:
        within = f" It counts within {words.days(view.horizon_days)} of entry."
    return competency_evidence(
        competency,
        f", {whose(scope)}",
        f"{metric.numerator[:1].upper()}{metric.numerator[1:]}, of {metric.denominator}.{within}",
        book,
        people=view.people,
        days=(start, as_of),
    )


def why_lines(scope: Scope, view: View) -> list[Line]:
    """Say what the differences between people are made of, or why not."""
    who = _who(scope, view)
    divided = view.shares
    if isinstance(divided, NotEstimable):
        return [Line(f"Why {who} differ there: {_reason(divided)}.")]
    if not divided.told:
        return [Line(f"Why {who} differ there: {_divided(view)}.")]
    lines = [Line(f"Why {who} differ there: {parts(divided)}.")]
    lines.append(Line(f"9 times in 10: {ranges(divided)}.", weight="quiet"))
    if _below_zero(divided):
        lines.append(Line(BELOW_ZERO, weight="quiet"))
    return lines


def _below_zero(divided: Shares | NotEstimable) -> bool:
    """Say whether a share is printed that lies below zero; others may then be above 100."""
    return isinstance(divided, Shares) and divided.told and min(divided.percent) < 0


def _who(scope: Scope, view: View) -> str:
    count = view.shares.people if isinstance(view.shares, Shares) else len(view.people)
    if scope.unit == "team" and not view.whole:
        return f"your {number(count)}"
    return f"the {number(count)} people of this job" if view.role else f"the {number(count)} people"


def parts(divided: Shares) -> str:
    """Write shares: ``48% chance, 21% deals, 12% ramp, 19% person``; those of 0% are left out."""
    told = zip(divided.percent, divided.parts, strict=True)
    return ", ".join(f"{percent}% {SAID[part.part]}" for percent, part in told if percent)


def ranges(divided: Shares) -> str:
    """Write the intervals of shares."""
    return ", ".join(
        f"{SAID[part.part]} {round(100 * part.lower)} to {round(100 * part.upper)}"
        for percent, part in zip(divided.percent, divided.parts, strict=True)
        if percent
    )


def _others(found: Diagnosis, name: Namer) -> list[Section]:
    """Return the shares of the same kind of deals, one line each; the rest is for machines."""
    others = [view for place, view in enumerate(found.views) if place != found.weakest]
    first = found.views[0 if found.weakest is None else found.weakest] if found.views else None
    if first is None:
        return []
    kind = (first.competency.pipeline, first.competency.deal_type, first.role)
    near = [v for v in others if (v.competency.pipeline, v.competency.deal_type, v.role) == kind]
    shown = near[:MOST_SHARES]
    lines = [Line(f"{name(v.competency, v.role)}: {_divided(v)}.", weight="item") for v in shown]
    said = found.weakest is not None and _below_zero(first.shares)
    if not said and any(_below_zero(view.shares) for view in shown):
        lines.append(Line(BELOW_ZERO, weight="quiet"))
    if len(others) > len(shown):
        more = words.counted(len(others) - len(shown), "more competency", "more competencies")
        lines.append(Line(f"{more} of other deals and activities: with --json.", weight="quiet"))
    if not lines:
        return []
    title = "Why people differ" if found.weakest is None else "Why people differ elsewhere"
    return [Section("shares", title, tuple(lines))]


def _divided(view: View) -> str:
    said = view.shares
    if isinstance(said, NotEstimable):
        return _reason(said)
    if said.told:
        return parts(said)
    return "too little data to divide it" + (f"; mostly {SAID[said.mostly]}" if said.mostly else "")


def _silent(found: Diagnosis) -> list[Section]:
    lines: dict[str, list[str]] = {}
    several = len({view.role for view in found.views} | {s.role for s in found.silences}) > 1
    for each in found.silences:
        role = f" ({each.role})" if several and each.role else ""
        lines.setdefault(_reason(each.reason), []).append(f"{each.competency.name}{role}")
    if not lines:
        return []
    said = tuple(
        Line(f"{words.joined(dict.fromkeys(names), most=4)}: {reason}.", weight="item")
        for reason, names in lines.items()
    )
    return [Section("silent", "Cannot say", said)]


def _reason(found: NotEstimable) -> str:
    if found.needed is not None and found.have is not None:
        return f"{found.reason} ({words.count(found.have)} of {words.count(found.needed)})"
    return found.reason
