"""One published answer at a time, from an evening that is counted and fitted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.brief.compose import freshness_around
from fairlead.brief.model import Brief
from fairlead.diagnose.scope import Scope
from fairlead.errors import InputError
from fairlead.forecast.journal import Journal
from fairlead.lake.counts.relations import Relations
from fairlead.lake.counts.scope import cut, find_person
from fairlead.lake.published.answers import EVERYBODY, Answered
from fairlead.lake.published.competency_rows import (
    activities_by_person,
    rows_by_person,
    source_of,
)
from fairlead.lake.published.fair_rates import FairRate, Quarter, Told
from fairlead.lake.published.typed import to_text
from fairlead.lake.store.manifest import Manifest
from fairlead.measure.cells import Book
from fairlead.measure.fair import FairRow
from fairlead.measure.report import FairReport
from fairlead.plan.road import Traffic
from fairlead.refresh.brief_json import brief_json
from fairlead.refresh.briefing import person_of, told_briefing
from fairlead.refresh.deciding_json import diagnosis_json, priorities_json
from fairlead.refresh.diagnosing import Practised, diagnosis_of
from fairlead.refresh.evidence import Rows, question_json, with_known_rows
from fairlead.refresh.grounds import Evening, titled
from fairlead.refresh.numbers import count_numbers
from fairlead.refresh.one_thing import MainDeals
from fairlead.refresh.prioritising import priorities_of
from fairlead.refresh.running import Seen, forecast_run, foreseen, pipeline_run


@dataclass(slots=True)
class Asking:
    """An evening everything is asked of.

    Parameters
    ----------
    evening
        Counts and fits.
    tables
        What they were counted from.
    report
        Fair rates of everybody.
    main
        The deals briefs speak of, or why they speak of none; known before the first brief.
    rows
        How many rows are behind each competency of each person.
    today
        The reader's day.
    book
        What forecasts are made from; there before the first brief.
    seen
        What is foreseen from it; None until it is asked for.
    """

    evening: Evening
    tables: Relations
    report: FairReport
    main: MainDeals | NotEstimable
    rows: Rows
    today: dt.date
    book: Journal | None
    seen: Seen | None = None
    practised: Practised = field(default_factory=dict)
    company_is_cut: bool = False


def leaders(asking: Asking) -> tuple[int, ...]:
    """Return the keys of everybody who leads somebody now."""
    day = asking.evening.asked.question.as_of
    rows = asking.evening.connection.execute(
        "SELECT DISTINCT manager_id FROM led WHERE manager_id IS NOT NULL AND from_on <= ? "
        "AND ? < to_on ORDER BY ALL",
        [day, day],
    ).fetchall()
    return tuple(int(row[0]) for row in rows)


def rows_of(connection: Any, report: FairReport, book: Book) -> Rows:
    """Return how many rows are behind each competency of each person."""
    given: dict[str, str | int | None] = {
        "people": ",".join(str(int(key)) for key in book.roster.person_id),
        "start": report.start.isoformat(),
        "end": report.as_of.isoformat(),
    }
    counted: dict[tuple[str | None, ...], list[tuple[int, int]]] = {}
    for source, query in rows_by_person(given).items():
        for pipeline, kind, stage, person, count in connection.execute(query).fetchall():
            counted.setdefault((source, pipeline, kind, stage), []).append((person, count))
    found: dict[tuple[str, int], int] = {}
    for competency in {part.competency for part in report.parts if part.rows}:
        source = source_of(competency.kind, competency.stage)
        stage = competency.stage if source == "steps" else None
        rows = counted.get((source, competency.pipeline, competency.deal_type, stage), [])
        if source == "activities":
            asked = given | {"slug": competency.slug, "kind": competency.kind, "stage": None}
            rows = connection.execute(activities_by_person(asked)).fetchall()
        found |= {(competency.slug, int(person)): int(count) for person, count in rows}
    return found


def fair_answer(asking: Asking) -> Answered:
    """Return the report of fair rates without its rows: these lie in a table of their own."""
    report = asking.report
    bare = replace(report, fits=(), parts=tuple(replace(part, rows=()) for part in report.parts))
    evening = asking.evening
    kept = {
        "report": bare,
        "findings": (*evening.told, *evening.asked.findings),
        "until": evening.asked.until,
        "question": question_json(evening.asked.question),
    }
    return Answered("measure", "company", EVERYBODY, "", to_text(kept), "")


def fair_rate_rows(asking: Asking) -> list[FairRate]:
    """Return one row a person and competency, as it is published."""
    teams = {}
    roster = asking.evening.book.roster
    for team in asking.evening.weighed.teams:
        for place in team.people.tolist():
            teams[int(roster.person_id[place])] = team.name
    return [
        _fair_rate(row, number, teams.get(row.person_id), asking.rows)
        for number, part in enumerate(asking.report.parts)
        for row in part.rows
    ]


def _fair_rate(row: FairRow, part: int, team: str | None, rows: Rows) -> FairRate:
    competency = row.competency
    return FairRate(
        part=part,
        person_id=row.person_id,
        person=row.person,
        team=team,
        competency=competency.slug,
        name=competency.name,
        kind=competency.kind,
        unit=competency.unit,
        role=row.role,
        start=row.start,
        end=row.end,
        successes=row.successes,
        n=row.n,
        open=row.open,
        top=row.top,
        bottom=row.bottom,
        observed=row.observed,
        expected=row.expected,
        expected_successes=row.expected_successes,
        fair_rate=_told(row.fair_rate),
        trend=_told(row.trend),
        quarters=tuple(Quarter(q.start, q.successes, q.n, q.open, q.rate) for q in row.quarters),
        usual=row.usual,
        tail=row.tail,
        above=row.above,
        effect=row.effect,
        differs=row.differs,
        rows_behind=rows.get((competency.slug, row.person_id), 0),
    )


def _told(answer: Answer) -> Told:
    if isinstance(answer, Estimate):
        return Told(
            answer.value,
            answer.lower,
            answer.upper,
            answer.level,
            answer.n,
            answer.unit,
            answer.kind,
        )
    return Told(reason=answer.reason, needed=answer.needed, have=answer.have)


def diagnosis_answer(asking: Asking, scope: Scope, key: int) -> Answered:
    """Return why people differ and what lies between them and their target."""
    grounds = asking.evening.of(scope)
    found, brief = diagnosis_of(grounds, today=asking.today, practised=asking.practised)
    whole = with_known_rows(brief, asking.rows)
    return _answered(asking, "diagnosis", scope, key, whole, diagnosis_json(found, whole))


def priorities_answer(asking: Asking, scope: Scope, key: int) -> Answered:
    """Return what to train first."""
    found, brief = priorities_of(asking.evening.of(scope), today=asking.today)
    whole = with_known_rows(brief, asking.rows)
    return _answered(asking, "priorities", scope, key, whole, priorities_json(found, whole))


def _answered(  # noqa: PLR0917  one answer, part by part
    asking: Asking, kind: str, scope: Scope, key: int, brief: Brief, body: dict[str, Any]
) -> Answered:
    kept = {
        "brief": brief,
        "asked_for": titled(brief).title,
        "question": question_json(asking.evening.asked.question),
    }
    return Answered(kind, scope.unit, key, scope.name, to_text(kept), plain(body))


def numbers_answer(
    asking: Asking, who: tuple[int, str] | None, known: dict[str, Traffic]
) -> Answered:
    """Return what one's numbers are run from; the target comes with the question.

    `who` as in `reader_answers`, None for the company; `known` as in `traffic`.
    """
    person, name = (None, None) if who is None else who
    evening = asking.evening
    _cut_company(asking)
    counted = count_numbers(evening.connection, evening.asked, name, known=known)
    kept = {"counted": counted, "question": question_json(evening.asked.question)}
    unit = "company" if person is None else "person"
    key = EVERYBODY if person is None else person
    return Answered("numbers", unit, key, counted.person or "", to_text(kept), "")


def reader_answers(
    asking: Asking, manifest: Manifest, reader: str, who: tuple[int, str] | None = None
) -> Iterator[Answered]:
    """Yield the brief of a reader, and pipeline review and forecast of the same deals.

    `who` is the rep or manager: key, and what they go by. The board has a brief only.
    """
    person, name = (None, None) if who is None else who
    evening = asking.evening
    question = replace(evening.asked.question, audience=reader, name=name)  # type: ignore[arg-type]
    asked = replace(evening.asked, question=question)
    cut(evening.connection, question, many=True)
    asking.company_is_cut = name is None
    thing: Any = None
    if reader != "board":
        thing = asking.main
        if isinstance(thing, MainDeals):
            thing = thing.thing(question, person_of(evening.connection, question))
    made = told_briefing(
        evening.connection,
        asked,
        manifest,
        thing,
        today=asking.today,
        book=asking.book,
        told=evening.own.given,
        people=evening.book,
    )
    kept = {
        "brief": made.brief,
        "around": freshness_around(made.material),
        "question": question_json(question),
    }
    key = EVERYBODY if person is None else person
    body = plain(brief_json(made))
    yield Answered("brief", reader, key, made.material.scope, to_text(kept), body)
    if reader == "board":
        return
    if asking.seen is None:
        asking.seen = foreseen(asking.book, evening.asked.question)
    ground = (asking.book, asking.seen)
    for kind, told in (
        ("forecast", forecast_run(evening.connection, asked, made, ground)),
        ("pipeline", pipeline_run(evening.connection, asked, made)),
    ):
        run = {"brief": told.brief, "question": question_json(question)}
        yield Answered(kind, reader, key, made.material.scope, to_text(run), plain(told.body))


def _cut_company(asking: Asking) -> None:
    if not asking.company_is_cut:
        cut(asking.evening.connection, asking.evening.asked.question, many=True)
        asking.company_is_cut = True


def called(connection: Any, person: int) -> str | None:
    """Return what a person is asked for by: their name, else an id or address that is theirs alone.

    None where nothing names them alone: nobody can ask for them then.
    """
    rows = connection.execute(
        "SELECT name FROM people WHERE person_id = ? UNION ALL "
        "(SELECT key FROM person_keys WHERE person_id = ? ORDER BY key)",
        [person, person],
    ).fetchall()
    for (name,) in rows:
        try:
            if name and find_person(connection, name) == person:
                return str(name)
        except InputError:
            continue
    return None


def plain(body: dict[str, Any]) -> str:
    """Return an answer for machines as it is kept: what ``--json`` prints, without its blanks."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str)
