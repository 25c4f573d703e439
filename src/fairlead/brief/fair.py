"""Fair rates in words: a block a competency, people in the order of their names."""

from __future__ import annotations

from collections.abc import Iterable

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.fair_words import (
    change,
    definition,
    happened,
    quarter_cells,
    quarter_header,
    standing,
    together,
)
from fairlead.brief.model import Brief, Chart, Grid, Line, Section
from fairlead.brief.setting import Setting, competency_evidence, freshness
from fairlead.measure.fair import FairRow
from fairlead.measure.report import FairReport, Part

MOST_NAMES = 7
TITLE = "Fair rates"
TEAMS_APART = (
    "Whole teams lie apart by more than chance: `fairlead diagnose` says how much of it is the "
    "team."
)
_MEANT = (
    Line(
        "Deals like these: what people of the same job would have reached on average with "
        "the same deals, months and time since joining. Fair rate: what the person would "
        "reach now with the job's usual deals; the interval holds 9 times in 10. Usual: "
        "what people of the job would reach with them on average."
    ),
)


def compose_fair(report: FairReport, setting: Setting, person: str | None = None) -> Brief:
    """Return the report as it is read, on a terminal or a page."""
    book = EvidenceBook()
    told = [p for p in report.parts if p.rows]
    sections, small = [], []
    for part, title in zip(told, titles(told), strict=True):
        number = _evidence(part, report, book, person)
        if person is not None:
            sections.append(_person(part, title, number))
        elif part.silence is None:
            sections.append(_everybody(part, title, number))
        else:
            text = f"{title}: {together(part)} {_sentence(part.silence)}"
            small.append(Line(text, number, "item"))
    if small:
        sections.append(Section("fair_too_little", "Too little to compare", tuple(small)))
    sections += _cannot_say(report)
    if not report.parts:
        day = words.day(report.as_of)
        nothing = f"The data hold no deal with a date by {day}: there is nothing to measure."
        sections.append(Section("fair_cannot_say", "Cannot say", (Line(nothing, weight="item"),)))
    whose = "all teams" if person is None else person
    return Brief(
        title=TITLE,
        subtitle=f"{whose} | {words.span(report.start, report.as_of)}",
        freshness=freshness(report.as_of, setting),
        audience="all",
        as_of=report.as_of,
        data_until=setting.data_until,
        sections=tuple(sections),
        evidence=book.entries,
        findings=(*setting.findings, *report.findings),
        plumbing=_MEANT if told else (),
    )


def titles(parts: list[Part]) -> list[str]:
    """Name each competency, with its group of deals and its job where there are several."""
    groups = {(p.competency.pipeline, p.competency.deal_type) for p in parts} - {(None, None)}
    jobs = {p.role for p in parts}
    return [_title(p, grouped=len(groups) > 1, apart=len(jobs) > 1 and bool(p.role)) for p in parts]


def _title(part: Part, *, grouped: bool, apart: bool) -> str:
    name = part.competency.name
    group = [
        x.replace("_", " ") for x in (part.competency.pipeline, part.competency.deal_type) if x
    ]
    if group and grouped:
        name += f" ({', '.join(group)})"
    return f"{name}: {part.role}" if apart and part.role else name


def _evidence(part: Part, report: FairReport, book: EvidenceBook, person: str | None) -> int:
    return competency_evidence(
        part.competency,
        f" of {person}" if person is not None else "",
        definition(part),
        book,
        people=(row.person_id for row in part.rows),
        days=(report.start, report.as_of),
    )


def _everybody(part: Part, title: str, number: int) -> Section:
    lines = [Line(together(part), number, "lead")]
    lines += [Line(f"{row.person}: {standing(row)}", weight="item") for row in part.differing]
    lines += _the_others(part)
    chart = None if part.comparison is None else Chart("comparison", part.comparison)
    return Section(part.competency.slug, title, tuple(lines), chart=chart)


def _the_others(part: Part) -> list[Line]:
    """Say of how many nothing differs, and of whom too little is known."""
    lines = []
    alike, within = len(part.alike), " within their teams" if part.teams_apart else ""
    if alike and not part.differing:
        who = "Both" if alike == 2 else f"All {words.count(alike)}"
        who = "The one compared" if alike == 1 else who
        lines.append(Line(f"{who}: no difference beyond chance{within}.", weight="plain"))
    elif alike:
        who = "The other one" if alike == 1 else f"The other {words.count(alike)}"
        lines.append(Line(f"{who}: no difference beyond chance{within}.", weight="plain"))
    if part.teams_apart:
        lines.append(Line(TEAMS_APART))
    known_too_little = [row for row in part.silent if _have(row.fair_rate)]
    if known_too_little:
        names = (f"{row.person} ({_have(row.fair_rate)})" for row in known_too_little)
        said = words.joined(names, most=MOST_NAMES)
        lines.append(Line(f"Too little data: {said}.", weight="quiet"))
    return lines


def _have(answer: object) -> str:
    if isinstance(answer, NotEstimable) and answer.needed is not None and answer.have is not None:
        return words.ratio(answer.have, answer.needed)
    return ""


def _person(part: Part, title: str, number: int) -> Section:
    row = part.rows[0]
    if part.silence is None and isinstance(row.fair_rate, Estimate):
        lines = [Line(standing(row), number, "lead"), Line(_judgement(row, part))]
        lines.append(Line(change(row), weight="quiet"))
    else:
        why = row.fair_rate if isinstance(row.fair_rate, NotEstimable) else part.silence
        lines = [Line(happened(row), number, "lead"), Line(_sentence(why), weight="quiet")]
    grid = None
    if row.quarters:
        grid = Grid(
            quarter_header(row),
            tuple(quarter_cells(row, quarter) for quarter in row.quarters),
            "l" + "r" * (len(quarter_header(row)) - 1),
            "The plain rate by quarter: chance alone moves it.",
        )
    chart = None if part.comparison is None else Chart("comparison", part.comparison)
    return Section(part.competency.slug, title, tuple(lines), grid=grid, chart=chart)


def _judgement(row: FairRow, part: Part) -> str:
    if not row.differs and part.teams_apart:
        return f"No difference beyond chance within the team. {TEAMS_APART}"
    if not row.differs:
        return "No difference from others beyond chance."
    way = {
        "duration": ("faster", "slower"),
        "size": ("larger", "smaller"),
        "price": ("keeps more of the price", "keeps less of the price"),
        "creation": ("more", "fewer"),
        "activity": ("more", "fewer"),
    }.get(row.competency.kind, ("more", "fewer"))
    said = way[0] if row.above else way[1]
    return f"Differs from others by more than chance: {said}."


def _sentence(silence: NotEstimable | None) -> str:
    if silence is None:
        return "Nothing can be said."
    text = silence.reason[:1].upper() + silence.reason[1:]
    if silence.needed is not None and silence.have is not None:
        return f"{text}: {words.ratio(silence.have, silence.needed)}."
    return f"{text}."


def _cannot_say(report: FairReport) -> list[Section]:
    """Return what cannot be told at all, one line a reason."""
    reasons: dict[str, list[Part]] = {}
    for part in report.parts:
        if not part.rows and part.silence is not None:
            reasons.setdefault(_sentence(part.silence), []).append(part)
    if not reasons:
        return []
    lines = [Line(_untold(parts, reason), weight="item") for reason, parts in reasons.items()]
    return [Section("fair_cannot_say", "Cannot say", tuple(lines))]


def _untold(parts: Iterable[Part], reason: str) -> str:
    found = list(parts)
    names = words.joined(dict.fromkeys(p.competency.name for p in found), most=4)
    if all(p.competency.rank is not None for p in found):
        whole = " The whole road stands above." if "history" in reason else ""
        return f"Steps ({names}): {reason}{whole}"
    return f"{names}: {reason}"
