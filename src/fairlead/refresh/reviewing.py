"""From a workspace to ``fairlead pipeline``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.pipeline import compose_pipeline
from fairlead.errors import InputError
from fairlead.forecast.movement import Movement
from fairlead.forecast.review import PipelineReview
from fairlead.lake.counts.meant import about
from fairlead.lake.counts.movement import movement
from fairlead.lake.counts.review import review, untidy_deals
from fairlead.lake.counts.summary import summarise
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import Asked, as_it_was, ask, prepare_scope
from fairlead.refresh.caveats import from_exports
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened

NO_DATES = "deals carry no creation date"


@dataclass(frozen=True, slots=True)
class Span:
    """Evenings of the bridge and of the review, as asked; None takes the usual one."""

    from_on: dt.date | None = None
    to_on: dt.date | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReviewedPipeline:
    """A pipeline review with the words it is told in; `mark` tells it from other answers."""

    found: PipelineReview
    brief: Brief
    mark: str


def review_workspace(
    workspace: Workspace,
    span: Span,
    *,
    today: dt.date,
    person: str | None = None,
    team: str | None = None,
    question: Question | None = None,
) -> ReviewedPipeline:
    """Return the pipeline review of a workspace, as data and as it is read.

    Parameters
    ----------
    workspace
        A workspace with data.
    span
        The bridge goes from its first evening (usual: that before the quarter) to its second (the
        evening told of). Both may lie in different quarters: then it is of all open deals.
    today, question
        As in `brief_workspace`.
    person, team
        Whose pipeline, by any part of the name; None for all.

    Raises
    ------
    InputError
        Nobody is called so, or the evenings are not in order.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(
            workspace, manifest, connection, today=today, as_of=span.as_of, question=question
        )
        told = about(connection, asked.question, person=person, team=team)
        asked = replace(asked, question=told)
        start, end = _evenings(span, told)
        is_whole = not _in_one_quarter(told, start, end)
        usual = (start, end) == (told.opening_on, told.as_of)
        other = None if usual else _bridge(connection, asked, (start, end), every=is_whole)
        prepare_scope(connection, asked.process, told)
        found = _reviewed(connection, asked, other, is_whole=is_whole)
        findings = (*as_it_was(connection, asked, span.as_of), *asked.findings, *from_exports(told))
        found = replace(found, today=today, findings=findings)
        brief = with_rows(connection, compose_pipeline(found))
    mark = keep_evidence(workspace, manifest, question_json(told), brief)
    return ReviewedPipeline(found, brief, mark)


def _reviewed(
    connection: Any, asked: Asked, bridge: Movement | NotEstimable | None, *, is_whole: bool
) -> PipelineReview:
    """Return the review of a prepared scope; without a bridge of its own that of the quarter."""
    question = asked.question
    summary = summarise(connection, question)
    due: Movement | NotEstimable = NotEstimable(NO_DATES)
    if summary.known.created_dates:
        due = movement(connection, question, summary, question.opening_on)
    return PipelineReview(
        question=question,
        summary=summary,
        process=asked.process,
        scope=scope_words(question),
        today=question.as_of,
        data_until=asked.until,
        movement=due,
        bridge=due if bridge is None else bridge,
        is_whole=is_whole,
        reviewed=review(connection, question, summary),
        untidy=untidy_deals(connection, question),
        findings=(),
    )


def _bridge(
    connection: Any, asked: Asked, evenings: tuple[dt.date, dt.date], *, every: bool
) -> Movement | NotEstimable:
    """Return the bridge between two evenings, as known on the second."""
    start, end = evenings
    question = replace(asked.question, as_of=end)
    prepare_scope(connection, asked.process, question, start)
    summary = summarise(connection, question)
    if not summary.known.created_dates:
        return NotEstimable(NO_DATES)
    return movement(connection, question, summary, start, every=every)


def _evenings(span: Span, question: Question) -> tuple[dt.date, dt.date]:
    end = span.to_on or question.as_of
    if end > question.as_of:
        raise InputError(
            f"--to {end} is later than the evening told of, {question.as_of}",
            hint="Nothing is known of it: name an earlier day.",
        )
    start = span.from_on or replace(question, as_of=end).opening_on
    if start >= end:
        raise InputError(
            f"--from {start} is not before {end}", hint="Name an earlier day with --from."
        )
    return start, end


def _in_one_quarter(question: Question, start: dt.date, end: dt.date) -> bool:
    """Say whether a bridge stays in the quarter of its end, whose eve counts to it."""
    return start >= replace(question, as_of=end).period_start - dt.timedelta(days=1)


def scope_words(question: Question) -> str:
    """Return whose pipeline or forecast it is, in words."""
    if question.name is None:
        return "all teams"
    return question.name if question.audience == "rep" else f"{question.name}'s team"
