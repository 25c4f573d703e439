"""From results to the brief: which sections there are, and in which order."""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.attention import deals_to_look_at
from fairlead.brief.board import board
from fairlead.brief.book import EvidenceBook
from fairlead.brief.capabilities import NO_DEALS, TO_BRING, capabilities, emptiness
from fairlead.brief.deals import how_deals_move, win_rate_size_time
from fairlead.brief.material import Material, Source
from fairlead.brief.model import Brief, Line, Section
from fairlead.brief.one_thing import one_thing
from fairlead.brief.quarter import months, run_the_quarter
from fairlead.brief.team import team
from fairlead.brief.trainings import trainings
from fairlead.process.model import Pipeline

STALE_DAYS = 14
CRM_WORDS = {"salesforce": "Salesforce", "hubspot": "HubSpot", "event_log": "Event log"}


def compose(material: Material) -> Brief:
    """Return the brief; a section that cannot be answered is left out and named at the end."""
    book = EvidenceBook()
    question = material.question
    parts: tuple[Section | None, ...] = ()
    if question.audience == "board":
        parts = board(material, book)
    if not parts:
        parts = (
            run_the_quarter(material, book),
            one_thing(material.one_thing, book),
            trainings(material.trained, question.as_of),
            deals_to_look_at(material, book),
            how_deals_move(material, book),
            win_rate_size_time(material, book),
            team(material, book),
            months(material, book),
        )
    sections = (*parts, _cannot_say(material, book))
    return Brief(
        title=material.scope,
        subtitle=f"{words.weekday(question.as_of)} | {question.period.label}, "
        f"week {question.period.week_of(question.as_of)} of {question.period.week_count}",
        freshness=aged(freshness_around(material), (material.today - material.data_until).days),
        audience=question.audience,
        as_of=question.as_of,
        data_until=material.data_until,
        sections=tuple(s for s in sections if s is not None),
        evidence=book.entries,
        findings=material.findings,
        plumbing=_plumbing(material),
    )


def aged(around: tuple[str, str], age: int) -> str:
    """Say how old data are, in days, between what stands before and behind it."""
    before, behind = around
    if age <= 0:
        return f"{before}, today.{behind}"
    if age == 1:
        return f"{before}, yesterday.{behind}"
    if age <= STALE_DAYS:
        return f"{before}, {age} days ago.{behind}"
    return f"{before}: {words.days(age)} old.{behind}"


def freshness_around(material: Material) -> tuple[str, str]:
    """Return what is said of the data before and behind their age, which grows by the day."""
    before = f"{_origin(material)} until {words.day(material.data_until)}"
    text = ""
    if material.question.as_of < material.data_until:
        text += f" Told as it was on {words.day(material.question.as_of)}."
    total = material.summary.totals
    people = words.counted(total.people, "person", "people")
    left_out = (*material.question.leave_out_pipelines, *material.question.leave_out_types)
    without = f" Left out: {words.joined(left_out)}; targets stay whole." if left_out else ""
    if not total.opportunities:
        return before, f"{text}{without}"
    deals = words.counted(total.opportunities, "deal")
    return before, f"{text} {deals} of {people}.{without}"


def _origin(material: Material) -> str:
    names = [CRM_WORDS[s.format] for s in material.sources if s.format in CRM_WORDS]
    return f"{words.joined(dict.fromkeys(names))} export" if names else "Data"


def _cannot_say(material: Material, book: EvidenceBook) -> Section | None:
    empty = emptiness(material)
    closed = [c for c in capabilities(material) if not c.answerable and c.reason != empty]
    bring = f" To unlock: {TO_BRING}." if empty == NO_DEALS else ""
    lines = [Line(f"Anything about deals: {empty}.{bring}", weight="item")] if empty else []
    lines += [
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
    lines += _unmatched(material, book)
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
            lines.append(Line(f"{text}{source.file} put aside{_worth(source)}.", number, "item"))
    return lines


def _worth(source: Source) -> str:
    """Say what the rows put aside are worth, as far as it can be read; it is in no number."""
    if not source.aside_valued:
        return ""
    money = words.money(source.aside_amount, source.aside_currency, named=True)
    carry = "carries" if source.aside_valued == 1 else "carry"
    return f"; {words.count(source.aside_valued)} of them {carry} an amount, {money} in all"


def _unmatched(material: Material, book: EvidenceBook) -> list[Line]:
    """Say how many names of the small files match nobody; which ones, the rows behind say."""
    count = material.unmatched_count
    if not count or material.question.audience == "rep":
        return []
    number = book.add(
        "Names that match nobody in the export",
        "Names in team.csv or targets.csv of people who own no deal and whom the export does not "
        "know, with the closest name it knows. Their targets count; their deals are not found. "
        "Somebody new, without a deal yet, may be among them.",
        "unmatched_names",
        row_count=None,
    )
    match = "matches" if count == 1 else "match"
    text = f"{words.counted(count, 'name')} in team.csv or targets.csv {match} nobody in the "
    return [Line(f"{text}export: what belongs to them cannot be told.", number, "item")]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _confidence(pipeline: Pipeline) -> str:
    """Say where the order of a pipeline comes from; people's own word needs no confidence."""
    if pipeline.basis == "file":
        return _sentence(pipeline.reason)
    doubt = f"Confidence {pipeline.confidence:.0%}: {pipeline.reason}."
    return f"{'A guess. ' if pipeline.is_guess else ''}{doubt} Mend it in process.yaml."


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
            lines.append(Line(f"Process {pipeline.name}: {steps}. {_confidence(pipeline)}"))
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
