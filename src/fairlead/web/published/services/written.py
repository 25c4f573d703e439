"""Answers about the process as it is written down, and about won totals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from fairlead.lake.store.workspace import Workspace
from fairlead.process.file import to_yaml
from fairlead.process.playbook import Playbook
from fairlead.refresh.company import today_of
from fairlead.refresh.measure_json import measure_json
from fairlead.refresh.playbook import process_of, versions
from fairlead.refresh.reconciling import won_totals
from fairlead.refresh.scenarios import measure_scenarios
from fairlead.refresh.standards import standards_of
from fairlead.web.published.services.asked import Asked, Made, Plain, Progress
from fairlead.web.published.services.bodies import plain

STAGE_WORDS = {"open": "open", "won": "won", "lost": "lost", "side": "beside the road"}


def process(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    """Return the stages of each pipeline, as read from the data or written down."""
    header = ("stage", "what it is", "deals that reached it", "also called")
    pipelines, known = [], process_of(home)
    for each in known.pipelines:
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
    body = {"as_of": until, "pipelines": pipelines, "written": to_yaml(known)}
    return [(asked, body)]


def scenarios(home: Workspace, asked: Asked, at: dt.datetime, show: Progress) -> Made:
    """Return every scenario of the playbook, measured like a step."""
    found, number = _playbook(home)
    body: Plain = {"as_of": home.require().data_until or at.date().isoformat(), "version": number}
    if found is None or not found.scenarios:
        return [(asked, body | {"rows": [], "findings": []})]
    told = measure_scenarios(home, found, today=today_of(home, at), progress=show)
    whole = measure_json(told)
    rows = [part | {"comparison": None} for part in whole["competencies"]]
    findings = [f"{each['title']}. {each['detail']}" for each in whole["findings"]]
    return [(asked, plain(body | {"as_of": whole["as_of"], "rows": rows, "findings": findings}))]


def standards(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
    """Return how many open deals of the company or a team keep the standards of the playbook."""
    found, number = _playbook(home)
    body: Plain = {"as_of": home.require().data_until or at.date().isoformat(), "version": number}
    if found is None:
        return [(asked, body | {"rows": []})]
    team = asked.who if asked.unit == "team" else None
    told = standards_of(home, found, today=today_of(home, at), team=team).as_dict()
    return [(asked, body | {"as_of": told["as_of"], "rows": told["rows"]})]


def _playbook(home: Workspace) -> tuple[Playbook | None, int]:
    """Return the newest version of the playbook and its number; None and 0 where there is none."""
    known = versions(home) if home.playbook.is_dir() else ()
    return (known[-1].playbook, known[-1].number) if known else (None, 0)


def totals(home: Workspace, asked: Asked, at: dt.datetime, _show: Progress) -> Made:
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
