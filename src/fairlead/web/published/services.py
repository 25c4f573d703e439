"""Draws answers for pages and keeps them, each with the state of data it is from.

An answer that is published with the workspace is taken from there; another is worked out now.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from fairlead import __version__
from fairlead.brief.model import Brief, Section
from fairlead.charts import Drawn, Figure, around_start, figures, svg
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.process.file import to_yaml
from fairlead.process.playbook import Playbook
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.company import today_of
from fairlead.refresh.deciding_json import diagnosis_json, priorities_json
from fairlead.refresh.diagnosing import diagnose_workspace
from fairlead.refresh.directory import Directory
from fairlead.refresh.forecast_json import backtest_json
from fairlead.refresh.forecasting import backtest_workspace
from fairlead.refresh.grounds import Whose
from fairlead.refresh.measure_json import measure_json, row_json
from fairlead.refresh.measuring import Wanted, measure_workspace
from fairlead.refresh.moving import movement_workspace, path_line
from fairlead.refresh.playbook import process_of, versions
from fairlead.refresh.practising import practice_of, under_way
from fairlead.refresh.practising_json import parts_json, under_way_json
from fairlead.refresh.prioritising import prioritise_workspace
from fairlead.refresh.published import counted_text, published
from fairlead.refresh.reconciling import won_totals
from fairlead.refresh.running import run_workspace
from fairlead.refresh.scenarios import measure_scenarios
from fairlead.refresh.standards import standards_of
from fairlead.refresh.submissions import NoForecastsError, report_submissions, submissions_json
from fairlead.refresh.targeting import standing_targets
from fairlead.refresh.trying import try_outs
from fairlead.refresh.verdict_json import verdicts_json
from fairlead.refresh.verifying import verify_workspace
from fairlead.units import decimals
from fairlead.verify.report import TrainingReport
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Only, Tell, queue
from fairlead.web.project.clock import now
from fairlead.web.published.models import Answer, Drawing
from fairlead.web.published.selectors import DIRECTORY, PUBLISH, key_of

WANTED_NOW, IN_TIME = 10, 0
SOMEBODY_WAITS = Only(PUBLISH, WANTED_NOW)
DRAWINGS_KEPT = dt.timedelta(days=90)
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: see `Answer`. `who` is the person or manager as the data know them."""

    kind: str
    unit: str
    subject: str = ""
    who: str = ""


def ask(asked: Asked, at: dt.datetime, *, urgency: int = WANTED_NOW) -> Job:
    """Let an answer be made outside the request; the same question is never queued twice."""
    key = key_of(asked.kind, asked.unit, asked.subject)
    return queue(PUBLISH, key, asdict(asked), at, urgency=urgency)


def make(payload: Plain, tell: Tell) -> Done:
    """Make an answer; the handler of the job."""
    asked = Asked(**payload)
    home = Workspace(Path(settings.WORKSPACE))
    state = home.require().number
    tell(f"making {asked.kind}")
    at, fresh = now(), list[Drawing]()
    token = _FRESH.set(fresh)
    try:
        rows = MAKERS[asked.kind](home, asked, at, lambda what, _done, _all: tell(what))
    finally:
        _FRESH.reset(token)

    def effect() -> None:
        _keep(asked.kind, rows, state, at)
        Drawing.objects.bulk_create(fresh, ignore_conflicts=True)
        Drawing.objects.filter(used_on__lt=at.date() - DRAWINGS_KEPT).delete()

    return Done({"answers": len(rows)}, effect)


def forget_answers() -> None:
    """Remove every answer and drawing: what is left of the data makes them anew."""
    Answer.objects.all().delete()
    Drawing.objects.all().delete()


_FRESH: ContextVar[list[Drawing] | None] = ContextVar("drawings of the answer being made")
"""They are kept with the answer: one that is given up for an erasure must leave no name."""


def kept_drawing(spec: str, draw: Callable[[str], Drawn]) -> Drawn:
    """Return a chart as it was drawn before, by any worker at any time; else draw and keep it.

    One that no answer used for `DRAWINGS_KEPT` is removed when the next answer is made.
    """
    mark, today = hashlib.sha256(f"{__version__}|{spec}".encode()).hexdigest(), now().date()
    found = Drawing.objects.filter(pk=mark).first()
    if found is None:
        box, inner = draw(spec)
        fresh = _FRESH.get(None)
        if fresh is not None:
            fresh.append(Drawing(mark=mark, box=box, inner=inner, used_on=today))
        return box, inner
    if found.used_on != today:
        Drawing.objects.filter(pk=mark).update(used_on=today)
    return found.box, found.inner


def keep_teams(known: Directory) -> None:
    """Keep who worked for whom as the data say it, one answer a manager (kind directory)."""
    home = Workspace(Path(settings.WORKSPACE))
    manifest = home.require()
    teams: dict[int, list[list[Any]]] = {}
    for each in known.worked:
        if each.manager_id is not None:
            days = [d and d.isoformat() for d in (each.from_on, each.to_on)]
            teams.setdefault(each.manager_id, []).append([str(each.person_id), *days])
    as_of = manifest.data_until or now().date().isoformat()
    Answer.objects.filter(kind=DIRECTORY).delete()
    rows = [
        (Asked(DIRECTORY, "team", str(manager)), {"as_of": as_of, "led": led})
        for manager, led in teams.items()
    ]
    _keep(DIRECTORY, rows, manifest.number, now())


def _keep(kind: str, rows: list[tuple[Asked, Plain]], state: int, at: dt.datetime) -> None:
    for asked, body in rows:
        Answer.objects.update_or_create(
            kind=kind,
            unit=asked.unit,
            subject=asked.subject,
            defaults={
                "state": state,
                "as_of": body["as_of"],
                "code_version": __version__,
                "made_at": at,
                "body": body,
            },
        )


Progress = Callable[[str, int, int], None]
Made = list[tuple[Asked, Plain]]


def _brief(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    today = today_of(home, at)
    question = Question(today, asked.unit, asked.who or None)  # type: ignore[arg-type]
    kept = published(home, None, None)
    found = kept.brief(question, today) if kept else None
    if found is not None:
        return [(asked, brief_body(found.brief))]
    told = brief_workspace(home, today=today, question=question)
    return [(asked, brief_body(told.brief))]


def _measure(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    today, kept = today_of(home, at), published(home, None, None)
    ready = kept.measured(Wanted(), today) if kept else None
    told = ready or measure_workspace(home, today=today, progress=show)
    whole = measure_json(told)
    period = whole["period"]
    common = {"as_of": whole["as_of"], "data_until": whole["data_until"], "period": period}
    company = {name: whole[name] for name in ("competencies", "jobs", "findings")}
    for part in company["competencies"]:
        part["comparison"] = None  # it names people; each reader may see others
    people: dict[int, list[Plain]] = {}
    for row in told.report.rows:
        people.setdefault(row.person_id, []).append(row_json(row))
    found: Made = [(Asked("measure", "company"), common | company)]
    found += [
        (Asked("measure", "person", str(person)), common | {"rows": rows})
        for person, rows in people.items()
    ]
    del asked
    return found


def _whose(asked: Asked) -> Whose:
    if asked.unit == "person":
        return Whose(person=asked.who)
    return Whose(team=asked.who) if asked.unit == "team" else Whose()


def _diagnose(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    today, kept = today_of(home, at), published(home, None, None)
    found = kept.decided("diagnosis", _whose(asked), today) if kept else None
    if found is not None:
        return [(asked, brief_body(found.brief) | {"numbers": found.body})]
    told = diagnose_workspace(home, _whose(asked), today=today, progress=show)
    numbers = _plain(diagnosis_json(told.found, told.brief))
    return [(asked, brief_body(told.brief) | {"numbers": numbers})]


def _prioritise(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    today, kept = today_of(home, at), published(home, None, None)
    found = kept.decided("priorities", _whose(asked), today) if kept else None
    if found is not None:
        return [(asked, brief_body(found.brief) | {"numbers": found.body})]
    told = prioritise_workspace(home, _whose(asked), today=today, progress=show)
    numbers = _plain(priorities_json(told.found, told.brief))
    return [(asked, brief_body(told.brief) | {"numbers": numbers})]


def _run(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    today = today_of(home, at)
    question = Question(today, asked.unit, asked.who or None)  # type: ignore[arg-type]
    kept = published(home, None, None)
    found = kept.run(asked.kind, question, today) if kept else None  # type: ignore[arg-type]
    if found is not None:
        return [(asked, brief_body(found.brief) | {"numbers": found.body})]
    told = run_workspace(home, asked.kind, today=today, question=question)
    return [(asked, brief_body(told.brief) | {"numbers": _plain(told.body)})]


def _submissions(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    whose = _whose(asked)
    try:
        told = report_submissions(
            home, today=today_of(home, at), person=whose.person, team=whose.team
        )
    except NoForecastsError:
        as_of = home.require().data_until or at.date().isoformat()
        return [(asked, {"as_of": as_of, "sections": [], "evidence": [], "findings": []})]
    return [(asked, brief_body(told.brief) | {"numbers": _plain(submissions_json(told))})]


def _backtest(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    told = backtest_workspace(home, today=today_of(home, at), progress=show)
    return [(asked, brief_body(told.brief) | {"numbers": _plain(backtest_json(told))})]


def _targets(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    today = today_of(home, at)
    found = standing_targets(home, today=today)
    rows = [asdict(row) | {"person_id": row.person_id and str(row.person_id)} for row in found.rows]
    body = {
        "as_of": today,
        "currency": found.currency,
        "places": decimals(found.currency),
        "rows": rows,
        "periods": [asdict(period) | {"label": period.label} for period in found.periods],
    }
    return [(asked, _plain(body))]


def _practice(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    told = practice_of(home, asked.who, today=today_of(home, at), key=int(asked.subject))
    body = {"as_of": told.data_until.isoformat(), "parts": parts_json(told)}
    return [(asked, body)]


def _train(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    known, about = under_way(home, today=today_of(home, at))
    return [(asked, {"as_of": about.until.isoformat(), "trainings": under_way_json(known)})]


def _movement(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    told = movement_workspace(home, today=today_of(home, at), each=True, progress=show)
    as_of = told.brief.as_of.isoformat()
    own = [
        (Asked("movement", "person", str(person)), {"as_of": as_of, "said": path_line(path)})
        for person, path in told.paths.items()
    ]
    return [(asked, brief_body(told.brief)), *own]


def _try_outs(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    return [(asked, brief_body(try_outs(home, today=today_of(home, at)).brief))]


def _numbers(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    until = home.require().data_until or at.date().isoformat()
    return [(asked, {"as_of": until, "kept": counted_text(home, asked.who or None)})]


def _verify(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    told = verify_workspace(home, today=today_of(home, at), each=True, progress=show)
    pages: Made = []
    for report, brief in told.pages:
        training = report.training
        mark = mark_of(training.name, training.competency)
        pages.append((Asked("verify", "training", mark), _training_page(report, brief)))
    listed = [
        {"mark": page.subject, "name": body["training"], "competency": body["competency"]}
        for page, body in pages
    ]
    numbers = _plain(verdicts_json(told))
    return [(asked, brief_body(told.brief) | {"numbers": numbers, "listed": listed}), *pages]


def mark_of(training: str, competency: str) -> str:
    """Return what tells one training from others in an address; no name stands in it."""
    return hashlib.sha256(f"{training}\n{competency}".encode()).hexdigest()[:16]


def _training_page(report: TrainingReport, brief: Brief) -> Plain:
    """Return everything about one training, with the chart around its start drawn."""
    body = brief_body(brief) | {
        "training": report.training.name,
        "competency": report.training.competency,
    }
    if report.path is not None:
        drawn = around_start.figures(report.path, report.unit)
        for section in body["sections"]:
            if section["code"] == "path":
                section["figures"] = [_figure(f, f"path-{n}") for n, f in enumerate(drawn)]
    return body


STAGE_WORDS = {"open": "open", "won": "won", "lost": "lost", "side": "beside the road"}


def _process(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    header = ("stage", "what it is", "deals that reached it", "also called")
    pipelines, process = [], process_of(home)
    for each in process.pipelines:
        rows = [
            (s.label, STAGE_WORDS[s.kind], f"{s.deal_count:,}", ", ".join(s.also))
            for s in each.stages
        ]
        pipelines.append(
            {
                "name": each.name,
                "basis": each.basis,
                "reason": each.reason,
                "is_guess": each.is_guess,
                "open": len(each.open_stages()),
                "grid": {"header": header, "rows": rows, "align": "llrl", "caption": ""},
            }
        )
    until = home.require().data_until or at.date().isoformat()
    body = {"as_of": until, "pipelines": pipelines, "written": to_yaml(process)}
    return [(asked, body)]


def _scenarios(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    found, number = _playbook(home)
    body: Plain = {"as_of": home.require().data_until or at.date().isoformat(), "version": number}
    if found is None or not found.scenarios:
        return [(asked, body | {"rows": [], "findings": []})]
    told = measure_scenarios(home, found, today=today_of(home, at), progress=show)
    whole = measure_json(told)
    rows = [part | {"comparison": None} for part in whole["competencies"]]
    findings = [f"{each['title']}. {each['detail']}" for each in whole["findings"]]
    return [(asked, _plain(body | {"as_of": whole["as_of"], "rows": rows, "findings": findings}))]


def _standards(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    found, number = _playbook(home)
    body: Plain = {"as_of": home.require().data_until or at.date().isoformat(), "version": number}
    if found is None:
        return [(asked, body | {"rows": []})]
    told = standards_of(home, found, today=today_of(home, at)).as_dict()
    return [(asked, body | {"as_of": told["as_of"], "rows": told["rows"]})]


def _playbook(home: Workspace) -> tuple[Playbook | None, int]:
    """Return the newest version of the playbook and its number; None and 0 where there is none."""
    known = versions(home) if home.playbook.is_dir() else ()
    return (known[-1].playbook, known[-1].number) if known else (None, 0)


def _totals(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    """Won deals and amounts of the company by month, as the CRM books them; nobody is named."""
    rows = [
        (month or "without a day", currency or "", deals, amount)
        for month, currency, deals, amount in reversed(won_totals(home, by=("month",)))
    ]
    whole = [
        {
            "currency": each,
            "deals": sum(row[2] for row in rows if row[1] == each),
            "amount": f"{sum((row[3] for row in rows if row[1] == each), Decimal()):,}",
        }
        for each in sorted({row[1] for row in rows})
    ]
    header = ("month of the close date", "currency", "won deals", "won amount")
    told = [(month, currency, f"{deals:,}", f"{sum_:,}") for month, currency, deals, sum_ in rows]
    months = {"header": header, "rows": told, "align": "llrr", "caption": ""}
    until = home.require().data_until or at.date().isoformat()
    return [(asked, {"as_of": until, "whole": whole, "months": months})]


Maker = Callable[[Workspace, Asked, dt.datetime, Progress], Made]
MAKERS: dict[str, Maker] = {
    "brief": _brief,
    "measure": _measure,
    "diagnose": _diagnose,
    "prioritise": _prioritise,
    "forecast": _run,
    "pipeline": _run,
    "submissions": _submissions,
    "backtest": _backtest,
    "targets": _targets,
    "numbers": _numbers,
    "verify": _verify,
    "try-outs": _try_outs,
    "movement": _movement,
    "practice": _practice,
    "train": _train,
    "process": _process,
    "totals": _totals,
    "scenarios": _scenarios,
    "standards": _standards,
}


def brief_body(brief: Brief) -> Plain:
    """Return a brief as data a template shows, its charts drawn."""
    return {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "freshness": brief.freshness,
        "as_of": brief.as_of.isoformat(),
        "data_until": brief.data_until.isoformat(),
        "sections": [_section(part) for part in brief.sections],
        "evidence": [asdict(each) for each in brief.evidence],
        "findings": [asdict(each) for each in brief.findings],
        "plumbing": [line.text for line in brief.plumbing],
    }


def _section(part: Section) -> Plain:
    drawn = figures(part.chart) if part.chart is not None else ()
    return {
        "code": part.code,
        "title": part.title,
        "lines": [asdict(line) for line in part.lines],
        "grid": None if part.grid is None else asdict(part.grid),
        "figures": [_figure(each, f"{part.code}-{n}") for n, each in enumerate(drawn)],
    }


def _figure(figure: Figure, place: str) -> Plain:
    return {
        "title": figure.title,
        "caption": figure.caption,
        "table": asdict(figure.table),
        "wide": svg(figure, "wide", place=place, keep=kept_drawing),
        "narrow": svg(figure, "narrow", place=f"{place}-narrow", keep=kept_drawing),
    }


def _plain(body: Plain) -> Plain:
    """Return the same with days as text."""
    import json

    made: Plain = json.loads(json.dumps(body, default=str))
    return made
