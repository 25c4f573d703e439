"""Pipeline review and forecast of one scope of an evening, from what its brief was made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief.forecast import compose_forecast
from fairlead.brief.forecast_words import Words
from fairlead.brief.model import Brief
from fairlead.brief.pipeline import compose_pipeline
from fairlead.brief.setting import Setting
from fairlead.brief.standing import aimed_at
from fairlead.forecast.ahead import Asked as AskedForecast
from fairlead.forecast.ahead import Foreseen, Told, foresee, told_of
from fairlead.forecast.journal import Journal
from fairlead.forecast.review import OpenDeal, PipelineReview
from fairlead.lake.counts.journal import journal
from fairlead.lake.counts.open_deals import open_deals
from fairlead.lake.counts.review import untidy_deals
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import (
    Asked,
    Briefing,
    as_it_was,
    ask,
    prepare_scope,
    told_briefing,
)
from fairlead.refresh.caveats import from_exports
from fairlead.refresh.evidence import with_rows
from fairlead.refresh.forecast_caveats import forecast_findings
from fairlead.refresh.forecast_json import forecast_json
from fairlead.refresh.forecasting import Forecast
from fairlead.refresh.landing import NO_DEALS, forecast_words, people_of
from fairlead.refresh.opening import opened
from fairlead.refresh.pipeline_json import pipeline_json
from fairlead.refresh.reviewing import scope_words
from fairlead.refresh.target_caveats import target_findings

Plain = dict[str, Any]
Seen = Foreseen | NotEstimable


@dataclass(frozen=True, slots=True)
class Run:
    """An answer of the group Run: as it is read, and for machines."""

    brief: Brief
    body: Plain


def run_workspace(workspace: Workspace, kind: str, *, today: dt.date, question: Question) -> Run:
    """Return forecast or pipeline review (`kind`) of a reader's scope, worked out now.

    Parameters
    ----------
    workspace
        A workspace with data.
    kind
        ``forecast`` or ``pipeline``.
    today, question
        As in `fairlead.refresh.briefing.brief_workspace`.

    Raises
    ------
    InputError
        Nobody is called so, or nobody is led by them.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=None, question=question)
        tables = prepare_scope(connection, asked.process, asked.question)
        book = journal(connection, tables, asked.question, asked.process)
        made = told_briefing(connection, asked, manifest, None, today=today, book=book)
        if kind == "pipeline":
            return pipeline_run(connection, asked, made)
        return forecast_run(connection, asked, made, (book, foreseen(book, asked.question)))


def foreseen(book: Journal | None, question: Question) -> Seen:
    """Return the running quarter foreseen for the whole company, or why it cannot be."""
    if book is None:
        return NO_DEALS
    return foresee(book, AskedForecast(question.company.calendar, question.as_of))


def forecast_run(
    connection: Any, asked: Asked, made: Briefing, ground: tuple[Journal | None, Seen]
) -> Run:
    """Return where the quarter of a scope lands; people are named to who leads them only.

    Parameters
    ----------
    connection
        On which the scope of `made` is cut.
    asked
        The question the brief answers.
    made
        The brief of the scope.
    ground
        Journal of the company and what is foreseen from it.
    """
    book, seen = ground
    question, person = asked.question, made.material.person_id
    leads = question.audience in {"leader", "manager"}
    by: Any = {"manager": "person", "rep": None}.get(question.audience, "team")
    told: Told | NotEstimable = NO_DEALS
    said = Words({}, {}, next_steps=False)
    if book is not None and not isinstance(seen, NotEstimable):
        code = None if person is None else int(np.searchsorted(book.staff.person_id, person))
        team = question.audience == "manager"
        summary = made.material.summary
        target, aside = aimed_at(summary.target, summary.totals.currency)
        wish = AskedForecast(
            question.company.calendar,
            question.as_of,
            by=by,
            people=None if code is None else people_of(book, code, question.as_of, leads=team),
            leader=code if team else None,
            target=target,
        )
        told = told_of(seen, wish)
        pair = (book, told.outlook)
        said = forecast_words(connection, question, asked.until, pair, named=leads, by=by or "")
        said = replace(said, aside=aside)
    elif isinstance(seen, NotEstimable):
        told = seen
    findings = (*as_it_was(connection, asked, None), *asked.findings)
    findings += forecast_findings(book, told) + target_findings(connection, question)
    setting = Setting(made.material.today, asked.until, findings)
    brief = compose_forecast(told, said, setting, question.as_of, question.period.label)
    brief = replace(brief, title=f"Forecast: {scope_words(question)}")
    brief = with_rows(connection, brief)
    names = book.staff.name if book is not None else ()
    whole = Forecast(told, brief, names, "", said)
    return Run(brief, forecast_json(whole, named=leads))


def pipeline_run(connection: Any, asked: Asked, made: Briefing) -> Run:
    """Return the pipeline review of a scope, with every open deal of it.

    Parameters as in `forecast_run`; the brief must not be one for the board.
    """
    material, question = made.material, asked.question
    assert material.reviewed is not None  # noqa: S101  every reader but the board has it
    findings = (*as_it_was(connection, asked, None), *asked.findings, *from_exports(question))
    found = PipelineReview(
        question=question,
        summary=material.summary,
        process=asked.process,
        scope=scope_words(question),
        today=material.today,
        data_until=asked.until,
        movement=material.movement,
        bridge=material.movement,
        is_whole=False,
        reviewed=material.reviewed,
        untidy=untidy_deals(connection, question),
        findings=findings,
    )
    brief = with_rows(connection, compose_pipeline(found))
    deals = open_deals(
        connection,
        question,
        material.reviewed.risks,
        knows_steps=material.summary.hygiene.without_next_step is not None,
    )
    named = question.audience in {"leader", "manager", "rep"}
    body = pipeline_json(found, brief) | {"deals": deals_json(deals, asked, named=named)}
    return Run(brief, body)


def deals_json(deals: tuple[OpenDeal, ...], asked: Asked, *, named: bool) -> list[Plain]:
    """Return open deals as data; owners only where `named` says so."""
    labels = {s.stage: s.label for p in asked.process.pipelines for s in p.stages}
    return [_deal(deal, labels, named=named) for deal in deals]


def _deal(deal: OpenDeal, labels: dict[str, str], *, named: bool) -> Plain:
    body = asdict(deal) | {"stage": labels.get(deal.stage, deal.stage)}
    body["opportunity_id"] = str(deal.opportunity_id)
    body["owner_id"] = None if deal.owner_id is None or not named else str(deal.owner_id)
    body["owner"] = deal.owner if named else None
    for change in body["changes"]:
        if change["field"] == "stage":
            change["old"] = labels.get(change["old"], change["old"])
            change["new"] = labels.get(change["new"], change["new"])
        if change["field"] == "owner" and not named:
            change["old"] = change["new"] = None
    return body
