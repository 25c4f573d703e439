"""From a workspace to ``fairlead forecast``: where the period lands, and how it was said before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.brief.backtest import compose_backtest
from fairlead.brief.forecast import compose_forecast
from fairlead.brief.forecast_words import Words
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.brief.standing import aimed_at
from fairlead.company.calendar import PeriodKind
from fairlead.errors import InputError
from fairlead.forecast.ahead import Asked as AskedForecast
from fairlead.forecast.ahead import Told, tell
from fairlead.forecast.aims import Aims
from fairlead.forecast.backtest import Backtest, Progress, backtest, evenings_of
from fairlead.forecast.frame import frame_of
from fairlead.forecast.journal import Journal
from fairlead.forecast.sums import By
from fairlead.lake.counts.journal import journal
from fairlead.lake.counts.part_targets import lacking_teams, people_targets
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.summary import currency_of
from fairlead.lake.counts.targets import compared, target
from fairlead.lake.counts.teams import targets_of_teams
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.schema import literal
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import Asked, as_it_was, ask
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.forecast_caveats import forecast_findings
from fairlead.refresh.landing import NO_DEALS, forecast_words, no_deals
from fairlead.refresh.opening import opened
from fairlead.refresh.submitting import period_named
from fairlead.refresh.target_caveats import target_findings

NO_WORDS = Words({}, {}, next_steps=False)
KINDS: dict[str, PeriodKind] = {"month": "month", "quarter": "quarter", "year": "year"}


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast with the words it is told in; `mark` tells it from other answers.

    `said` holds what deals are called, and why it is not set beside a target there is.
    """

    told: Told | NotEstimable
    brief: Brief
    names: tuple[str, ...]
    mark: str
    said: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Backtested:
    """A back-test with the words it is told in."""

    found: Backtest | NotEstimable
    brief: Brief
    mark: str


def forecast_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    period: str = "quarter",
    by: By | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Return the forecast of a workspace and keep the evidence for ``fairlead why``.

    Parameters
    ----------
    workspace
        A workspace with data.
    today, as_of, question
        As in `fairlead.refresh.briefing.brief_workspace`.
    period
        ``month``, ``quarter`` or ``year``, or the name of one: the evening lies in it.
    by
        Parts to tell apart. Only ``person`` names people.
    progress
        Told what is being done.

    Raises
    ------
    InputError
        There is no such kind of period.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        kind = kind_of(period, asked.question)
        if progress is not None:
            progress("Reading the journal", 0, 2)
        book = _journal(connection, asked)
        if progress is not None:
            progress("Forecasting", 1, 2)
        calendar = asked.question.company.calendar
        told: Told | NotEstimable = no_deals(connection)
        aside = ""
        if book is not None:
            target, aside = _target(connection, asked.question, kind)
            evening = asked.question.as_of
            aims = _aims(connection, book, asked.question, kind) if by else Aims()
            wish = AskedForecast(calendar, evening, kind, by=by, target=target, aims=aims)
            told = tell(book, wish)
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
        findings += forecast_findings(book, told) + target_findings(connection, asked.question)
        said = replace(_words(connection, asked, (book, told), by), aside=aside)
        label = calendar.period(kind, asked.question.as_of).label
        setting = Setting(today, asked.until, findings)
        brief = compose_forecast(told, said, setting, asked.question.as_of, label)
        brief = with_rows(connection, brief)
    kept = replace(brief, title="forecast")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), kept)
    names = book.staff.name if book is not None else ()
    return Forecast(told, brief, names, mark, said)


def backtest_workspace(
    workspace: Workspace,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    period: str = "quarter",
    progress: Progress | None = None,
) -> Backtested:
    """Return what would have been said on every past week of two years, and how it held.

    Parameters and errors as in `forecast_workspace`.
    """
    manifest: Manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        kind = kind_of(period, asked.question)
        if progress is not None:
            progress("Reading the journal", 0, 1)
        book = _journal(connection, asked)
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
    calendar = asked.question.company.calendar
    found: Backtest | NotEstimable = NO_DEALS
    if book is not None:
        last, days = evenings_of(asked.question.as_of, calendar, kind)
        found = backtest(frame_of(book, last), calendar, days, kind=kind, progress=progress)
        if not found.said:
            found = found.silent[-1][1] if found.silent else NO_DEALS
    findings += forecast_findings(book, None)
    setting = Setting(today, asked.until, findings)
    brief = compose_backtest(found, setting, asked.question.as_of)
    kept = replace(brief, title="forecasts of the past")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), kept)
    return Backtested(found, brief, mark)


def kind_of(period: str, question: Question) -> PeriodKind:
    """Return the kind of period an option names: ``quarter``, ``Q4 2026``, ``2026-11``.

    Raises
    ------
    InputError
        There is none of that name, or the evening does not lie in it.
    """
    kind = KINDS.get(period.strip().lower())
    if kind is not None:
        return kind
    calendar, evening = question.company.calendar, question.as_of
    try:
        found = period_named(calendar, period, evening)
    except InputError as error:
        running = calendar.quarter(evening).label
        raise InputError(
            f"there is no period called {period!r}",
            hint=f"Write month, quarter or year, or a period by its name: {running}.",
        ) from error
    if not found.start <= evening < found.end:
        last = min(found.end - dt.timedelta(days=1), question.as_of)
        hint = f"Add --as-of {last}." if found.end <= evening else "It is told from its first day."
        raise InputError(f"{evening} does not lie in {found.label}", hint=hint)
    return found.kind


def _journal(connection: Any, asked: Asked) -> Journal | None:
    """Return the journal; leaves the scope of the whole company prepared."""
    tables = relations(connection, asked.process, asked.question.company)
    prepare(connection, tables, asked.question, earlier=asked.question.opening_on)
    return journal(connection, tables, asked.question, asked.process)


def _words(
    connection: Any,
    asked: Asked,
    found: tuple[Journal | None, Told | NotEstimable],
    by: By | None,
) -> Words:
    book, told = found
    if book is None or isinstance(told, NotEstimable):
        return NO_WORDS
    pair, named = (book, told.outlook), by == "person"
    return forecast_words(connection, asked.question, asked.until, pair, named=named, by=by or "")


def _aims(connection: Any, book: Journal, question: Question, kind: PeriodKind) -> Aims:
    """Return the targets of people and teams in the period, by their codes in the journal."""
    period = question.company.calendar.period(kind, question.as_of)
    people = people_targets(connection, period.start, period.end)
    span = (period.start, period.end)
    teams, level = targets_of_teams(connection, span)
    lacking = lacking_teams(connection, question.as_of, span) if level == "people" else frozenset()
    ids = book.staff.person_id.tolist()
    return Aims(
        {code: people[person] for code, person in enumerate(ids) if person in people},
        {
            code: teams[name]
            for code, name in enumerate(book.staff.team)
            if name in teams and name not in lacking
        },
    )


def _target(connection: Any, question: Question, kind: PeriodKind) -> tuple[int | None, str]:
    """Return the target the forecast is set beside, and why none is where there is one."""
    period = question.company.calendar.period(kind, question.as_of)
    span, named = (period.start, period.end), currency_of(connection, question)
    same = f"currency = {literal(named)}" if named else "currency IS NULL"
    found = compared(connection, question, target(connection, question, span), same, span)
    return aimed_at(found, named)
