"""From results to the brief: which sections there are, and in which order."""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.capabilities import capabilities
from fairlead.brief.deals import how_deals_move, win_rate_size_time
from fairlead.brief.material import Material, Source
from fairlead.brief.model import Brief, Line, Section
from fairlead.brief.quarter import months, run_the_quarter
from fairlead.brief.team import team

STALE_DAYS = 14
CRM_WORDS = {"salesforce": "Salesforce", "hubspot": "HubSpot", "event_log": "Event log"}


def compose(material: Material) -> Brief:
    """Return the brief; a section that cannot be answered is left out and named at the end."""
    book = EvidenceBook()
    sections = [
        run_the_quarter(material, book),
        how_deals_move(material, book),
        win_rate_size_time(material, book),
        team(material, book),
        months(material, book),
        _cannot_say(material, book),
    ]
    question = material.question
    return Brief(
        title=material.scope,
        subtitle=f"{words.weekday(question.as_of)} | {question.period.label}, "
        f"week {question.period.week_of(question.as_of)} of {question.period.week_count}",
        freshness=_freshness(material),
        audience=question.audience,
        as_of=question.as_of,
        data_until=material.data_until,
        sections=tuple(s for s in sections if s is not None),
        evidence=book.entries,
        findings=material.findings,
        plumbing=_plumbing(material),
    )


def _freshness(material: Material) -> str:
    age = (material.today - material.data_until).days
    text = f"{_origin(material)} until {words.day(material.data_until)}"
    if age <= 0:
        text += ", today."
    elif age == 1:
        text += ", yesterday."
    elif age <= STALE_DAYS:
        text += f", {age} days ago."
    else:
        text += f": {age:,} days old."
    if material.question.as_of < material.data_until:
        text += f" Told as it was on {words.day(material.question.as_of)}."
    total = material.summary.totals
    people = words.counted(total.people, "person", "people")
    left_out = (*material.question.leave_out_pipelines, *material.question.leave_out_types)
    without = f" Left out: {words.joined(left_out)}; targets stay whole." if left_out else ""
    return f"{text} {words.counted(total.opportunities, 'deal')} of {people}.{without}"


def _origin(material: Material) -> str:
    names = [CRM_WORDS[s.format] for s in material.sources if s.format in CRM_WORDS]
    return f"{words.joined(dict.fromkeys(names))} export" if names else "Data"


def _cannot_say(material: Material, book: EvidenceBook) -> Section | None:
    closed = [c for c in capabilities(material.summary) if not c.answerable]
    lines = [
        Line(
            f"{c.question} {_sentence(c.reason)}"
            + (f" To unlock: {c.unlock}." if c.unlock else ""),
            weight="item",
        )
        for c in closed
        if not c.column
    ]
    missing = [c.column for c in closed if c.column]
    if missing:
        lines.append(
            Line(
                f"Not in the export: {words.joined(missing)}. See docs for how to add them.",
                weight="item",
            )
        )
    lines += _put_aside(material, book)
    lines += [
        Line(f"{f.title}." + (f" {f.detail}" if f.detail else ""), weight="item")
        for f in material.findings
        if f.severity != "info"
    ]
    if not lines:
        return None
    return Section("cannot_say", "Cannot say", tuple(lines))


def _put_aside(material: Material, book: EvidenceBook) -> list[Line]:
    lines = []
    for source in material.sources:
        if source.put_aside:
            number = book.add(
                f"Rows of {source.file} put aside",
                "Rows that could not be taken as they are, each with its line and the reason. "
                "Nothing of them is in any number.",
                "put_aside",
                row_count=source.put_aside,
                file=source.file,
            )
            text = f"{words.count(source.put_aside)} of {words.counted(source.rows, 'row')} of "
            lines.append(Line(f"{text}{source.file} put aside.", number, "item"))
    return lines


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _source(source: Source) -> str:
    text = f"{source.file}: {words.counted(source.rows, 'row')} as "
    text += f"{source.target.replace('_', ' ')} ({source.format})"
    return text + (f", {words.count(source.put_aside)} put aside." if source.put_aside else ".")


def _plumbing(material: Material) -> tuple[Line, ...]:
    lines = [Line(_source(s)) for s in material.sources if s.target != "ignore"]
    unused = [s.file for s in material.sources if s.target == "ignore"]
    if unused:
        lines.append(Line(f"Not needed: {words.joined(unused, most=6)}."))
    for pipeline in material.process.pipelines[:5]:
        steps = " > ".join(s.label for s in pipeline.open_stages())
        if steps:
            lines.append(
                Line(
                    f"Process {pipeline.name}: {steps}. Confidence {pipeline.confidence:.0%}: "
                    f"{pipeline.reason}. Mend it in process.yaml."
                )
            )
    question = material.question
    lines.append(
        Line(
            f"Rates look at {question.window_months} months, "
            f"{words.span(question.window_start, question.as_of)}. "
            "Intervals are 95% (Wilson for ratios, order statistics for medians) and take deals "
            "as independent."
        )
    )
    return tuple(lines)
