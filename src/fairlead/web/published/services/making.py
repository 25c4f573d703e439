"""Makes each kind of answer from the workspace, or takes what is published with it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import asdict

from fairlead.brief.model import Brief
from fairlead.charts import around_start
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import brief_workspace
from fairlead.refresh.company import today_of
from fairlead.refresh.deciding_json import diagnosis_json, priorities_json
from fairlead.refresh.diagnosing import diagnose_workspace
from fairlead.refresh.forecast_json import backtest_json
from fairlead.refresh.forecasting import backtest_workspace
from fairlead.refresh.grounds import Whose
from fairlead.refresh.measure_json import measure_json, row_json
from fairlead.refresh.measuring import Wanted, measure_workspace
from fairlead.refresh.moving import movement_workspace, path_line
from fairlead.refresh.practising import practice_of, under_way
from fairlead.refresh.practising_json import parts_json, under_way_json
from fairlead.refresh.prioritising import prioritise_workspace
from fairlead.refresh.published import counted_text, published
from fairlead.refresh.running import run_workspace
from fairlead.refresh.submissions import NoForecastsError, report_submissions, submissions_json
from fairlead.refresh.targeting import standing_targets
from fairlead.refresh.trying import try_outs
from fairlead.refresh.trying_mine import mine_json
from fairlead.refresh.verdict_json import verdicts_json
from fairlead.refresh.verifying import verify_workspace
from fairlead.units import decimals
from fairlead.verify.report import TrainingReport
from fairlead.web.published.services.asked import Asked, Made, Maker, Plain, Progress
from fairlead.web.published.services.bodies import brief_body, figure_body, plain
from fairlead.web.published.services.written import process, scenarios, standards, totals


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
    numbers = plain(diagnosis_json(told.found, told.brief))
    return [(asked, brief_body(told.brief) | {"numbers": numbers})]


def _prioritise(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    today, kept = today_of(home, at), published(home, None, None)
    found = kept.decided("priorities", _whose(asked), today) if kept else None
    if found is not None:
        return [(asked, brief_body(found.brief) | {"numbers": found.body})]
    told = prioritise_workspace(home, _whose(asked), today=today, progress=show)
    numbers = plain(priorities_json(told.found, told.brief))
    return [(asked, brief_body(told.brief) | {"numbers": numbers})]


def _run(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    today = today_of(home, at)
    question = Question(today, asked.unit, asked.who or None)  # type: ignore[arg-type]
    kept = published(home, None, None)
    found = kept.run(asked.kind, question, today) if kept else None  # type: ignore[arg-type]
    if found is not None:
        return [(asked, brief_body(found.brief) | {"numbers": found.body})]
    told = run_workspace(home, asked.kind, today=today, question=question)
    return [(asked, brief_body(told.brief) | {"numbers": plain(told.body)})]


def _submissions(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    whose = _whose(asked)
    try:
        told = report_submissions(
            home, today=today_of(home, at), person=whose.person, team=whose.team
        )
    except NoForecastsError:
        as_of = home.require().data_until or at.date().isoformat()
        return [(asked, {"as_of": as_of, "sections": [], "evidence": [], "findings": []})]
    return [(asked, brief_body(told.brief) | {"numbers": plain(submissions_json(told))})]


def _backtest(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    told = backtest_workspace(home, today=today_of(home, at), progress=show)
    return [(asked, brief_body(told.brief) | {"numbers": plain(backtest_json(told))})]


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
    return [(asked, plain(body))]


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


def _try_outs(home: Workspace, _asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    told = try_outs(home, today=today_of(home, at))
    as_of = told.brief.as_of.isoformat()
    own = [
        (Asked("try-outs", "person", str(person)), {"as_of": as_of, "plays": mine_json(parts)})
        for person, parts in told.mine.items()
    ]
    names = sorted(made.name for made, _ in (*told.reports, *told.untold))
    return [(Asked("try-outs", "company"), brief_body(told.brief) | {"names": names}), *own]


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
    numbers = plain(verdicts_json(told))
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
                section["figures"] = [figure_body(f, f"path-{n}") for n, f in enumerate(drawn)]
    return body


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
    "process": process,
    "totals": totals,
    "scenarios": scenarios,
    "standards": standards,
}
