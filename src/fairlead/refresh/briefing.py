"""From a workspace to a brief: count, measure, compose, keep the evidence for ``fairlead why``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.brief.compose import compose
from fairlead.brief.landing import Landing
from fairlead.brief.material import Material, Source, TypeRate
from fairlead.brief.model import Brief
from fairlead.brief.one_thing import OneThing
from fairlead.facts import SUBMISSIONS
from fairlead.forecast.journal import Journal
from fairlead.forecast.movement import Movement
from fairlead.lake.counts.attention import attention
from fairlead.lake.counts.movement import movement, only_compared
from fairlead.lake.counts.present import present_only
from fairlead.lake.counts.relations import Relations, relations
from fairlead.lake.counts.review import review
from fairlead.lake.counts.scope import find_person, prepare
from fairlead.lake.counts.summary import created_a_month, summarise
from fairlead.lake.counts.unmatched import unmatched_count
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book
from fairlead.measure.question import Question
from fairlead.measure.rates import median, ratio
from fairlead.measure.steps import step_results
from fairlead.measure.summary import Summary
from fairlead.plan.backwards import new_deals_needed
from fairlead.process.model import Process
from fairlead.refresh.caveats import after_the_data, caveats, from_exports, known_as_of_now
from fairlead.refresh.company import calendar_findings, load_company, zone_findings
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.landing import book_of_quarter, count_landing
from fairlead.refresh.one_thing import count_one_thing, count_people
from fairlead.refresh.opening import load_process, opened
from fairlead.refresh.target_caveats import target_findings
from fairlead.refresh.training_news import training_news
from fairlead.refresh.verdict_store import Given, given


@dataclass(frozen=True, slots=True)
class Briefing:
    """A brief with what it was made from; `mark` tells it from other briefs."""

    brief: Brief
    material: Material
    mark: str


def brief_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
) -> Briefing:
    """Return the brief of a workspace and keep its evidence.

    Parameters
    ----------
    workspace
        A workspace with data.
    today
        The reader's day, to say how old the data are.
    as_of
        Evening to tell it of; None = as far as the data go. Of a later day nothing is known: it
        is told as far as the data go then too, with a Finding that says so.
    question
        Audience, name and what to leave out; its `as_of` is replaced.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        tables = prepare_scope(connection, asked.process, asked.question)
        people = count_people(connection, tables, asked.question, asked.process)
        thing = _one_thing(workspace, connection, people, asked)
        briefing = told_briefing(
            connection,
            asked,
            manifest,
            thing,
            today=today,
            as_of=as_of,
            book=book_of_quarter(connection, tables, asked.question, asked.process),
            told=given(workspace, asked.question.as_of),
            people=people,
        )
    mark = keep_evidence(workspace, manifest, question_json(asked.question), briefing.brief)
    return replace(briefing, mark=mark)


def told_briefing(
    connection: Any,
    asked: Asked,
    manifest: Manifest,
    thing: OneThing | NotEstimable | None,
    *,
    today: dt.date,
    book: Journal | None,
    as_of: dt.date | None = None,
    told: Sequence[Given] = (),
    people: Book | None = None,
) -> Briefing:
    """Return the brief of a scope that is cut (`scope.cut`), with the rows behind it counted.

    It has no mark yet. `thing` is what to train first, `book` what forecasts are made from,
    `told` verdicts that were given by then, `people` what is counted of everybody, for the days
    of verdicts nobody fixed; other parameters as in `brief_workspace`.
    """
    findings = (*as_it_was(connection, asked, as_of), *asked.findings)
    material = _material(connection, asked.process, asked.question, findings)
    whose = (material.person_id, asked.until)
    landing = count_landing(connection, book, asked.question, material.summary, whose)
    caveat = (
        *(thing.findings if isinstance(thing, OneThing) else ()),
        *(landing.findings if isinstance(landing, Landing) else ()),
    )
    material = replace(
        material,
        today=today,
        data_until=asked.until,
        sources=_sources(manifest),
        asked_on=as_of,
        one_thing=thing,
        landing=landing,
        trained=training_news(connection, asked.question, told, people),
        findings=(*material.findings, *caveat),
    )
    return Briefing(with_rows(connection, compose(material)), material, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it can be answered: how far the data go, and what to know about them."""

    question: Question
    process: Process
    findings: tuple[Finding, ...]
    until: dt.date


def ask(
    workspace: Workspace,
    manifest: Manifest,
    connection: Any,
    *,
    today: dt.date,
    as_of: dt.date | None,
    question: Question | None,
) -> Asked:
    """Return a question with its evening, company and process; parameters as `brief_workspace`."""
    until = dt.date.fromisoformat(manifest.data_until or today.isoformat())
    late = as_of is not None and as_of > until
    process, findings = load_process(workspace, connection)
    company = load_company(workspace, connection)
    asked = replace(
        question or Question(until), as_of=until if late else as_of or until, company=company
    )
    findings += calendar_findings(company, asked.as_of) + zone_findings(company, manifest)
    if only_compared(connection, asked):
        asked = replace(asked, first_export=_first_export(manifest))
    stored = tuple(Finding(**{**f, "actions": tuple(f["actions"])}) for f in manifest.findings)
    return Asked(asked, process, (*stored, *findings), until)


def as_it_was(connection: Any, asked: Asked, as_of: dt.date | None) -> tuple[Finding, ...]:
    """Return what to know about an evening that is past or later than the data.

    Needs ``state_now`` of that evening (`scope.prepare`, `scope.know`).
    """
    if as_of is not None and as_of > asked.until:
        return (after_the_data(as_of, asked.until),)
    if asked.question.as_of < asked.until:
        return known_as_of_now(asked.question, present_only(connection, asked.question))
    return ()


def prepare_scope(
    connection: Any, process: Process, question: Question, earlier: dt.date | None = None
) -> Relations:
    """Fill and return the relations every number of one brief is counted from.

    `earlier` is the evening it is compared with; None for that of `Question.opening_on`.
    """
    tables = relations(connection, process, question.company)
    prepare(connection, tables, question, earlier=earlier or question.opening_on)
    return tables


def _material(
    connection: Any, process: Process, question: Question, findings: tuple[Finding, ...]
) -> Material:
    summary = summarise(connection, question)
    rates = tuple(
        TypeRate(t, ratio(t.won, t.won + t.lost, kind="win_rate"))
        for t in summary.types
        if summary.known.lost_deals
    )
    moved: Movement | NotEstimable = NotEstimable("deals carry no creation date")
    if summary.known.created_dates:
        moved = movement(connection, question, summary, question.opening_on)
    unit = f"{summary.totals.currency or ''} minor".strip()
    aims = target_findings(connection, question)
    works_on_deals = question.name is not None
    return Material(
        question=question,
        scope=_scope(connection, question),
        person_id=None if question.name is None else find_person(connection, question.name),
        today=question.as_of,
        data_until=question.as_of,
        summary=summary,
        process=process,
        steps=step_results(summary, process),
        win_rates=rates,
        cycle=median(summary.cycle_days, kind="cycle_days", unit="days"),
        size=median(summary.sizes, kind="deal_size", unit=unit),
        needed=_needed(summary, rates),
        created_a_month=created_a_month(connection, question),
        movement=moved,
        findings=(*findings, *from_exports(question), *caveats(summary), *aims),
        sources=(),
        unmatched_count=unmatched_count(connection),
        attention=attention(connection, question, summary) if works_on_deals else None,
        reviewed=None if question.audience == "board" else review(connection, question, summary),
    )


def _one_thing(
    workspace: Workspace, connection: Any, people: Book | None, asked: Asked
) -> OneThing | NotEstimable | None:
    """Return what to train first; None for the board, which trains nobody."""
    question = asked.question
    if question.audience == "board":
        return None
    person = person_of(connection, question)
    return count_one_thing(people, question, asked.process, person, workspace)


def person_of(connection: Any, question: Question) -> tuple[int, str] | None:
    """Return key and name of whom a question is about; None for the company."""
    if question.name is None:
        return None
    return find_person(connection, question.name), _name_of(connection, question.name)


def _needed(summary: Summary, rates: tuple[TypeRate, ...]) -> Answer | None:
    """Return the new deals a month this quarter's target takes, all deal types together.

    Target and wins are of all types, so the rate is too; it is used here only.
    """
    if summary.target is None or not rates:
        return None
    won = sum(r.count.won for r in rates)
    closed = won + sum(r.count.lost for r in rates)
    return new_deals_needed(
        round(summary.target.amount / 3), ratio(won, closed, kind="win_rate"), summary.sizes
    )


def _scope(connection: Any, question: Question) -> str:
    if question.name is None:
        return "All teams"
    name = _name_of(connection, question.name)
    return name if question.audience == "rep" else f"{name}'s team"


def _name_of(connection: Any, asked: str) -> str:
    """Return the name of a person as the data have it."""
    person = find_person(connection, asked)
    (name,) = connection.execute("SELECT name FROM people WHERE person_id = ?", [person]).fetchone()
    return str(name)


def _first_export(manifest: Manifest) -> dt.date | None:
    """Return the day of the first import that brought deals."""
    days = [r.data_until for r in manifest.imports if r.inserted.get("opportunities")]
    return dt.date.fromisoformat(min(d for d in days if d)) if any(days) else None


def _sources(manifest: Manifest) -> tuple[Source, ...]:
    """Return each file once, as last imported; of what people say themselves no brief is made."""
    last: dict[str, Source] = {}
    for record in manifest.imports:
        for s in record.sources:
            if record.by_hand and s.target == SUBMISSIONS.name:
                continue
            money = (s.aside_valued, s.aside_amount, s.aside_currency)
            last[s.file] = Source(s.file, s.format, s.target, s.rows, s.put_aside, *money)
    return tuple(last.values())


def as_estimate(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON: its numbers, or why there are none."""
    if isinstance(answer, Estimate):
        return {
            "value": answer.value,
            "lower": answer.lower,
            "upper": answer.upper,
            "level": answer.level,
            "n": answer.n,
            "unit": answer.unit,
        }
    return {
        "not_estimable": {"reason": answer.reason, "needed": answer.needed, "have": answer.have}
    }
