"""From a workspace to ``fairlead submissions``: how good people's own forecasts are."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from fairlead.answers import Finding
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.brief.submissions import compose_submissions
from fairlead.errors import InputError
from fairlead.forecast.submission_report import SaidNow, SubmissionReport, submission_report
from fairlead.forecast.submissions import Track
from fairlead.lake.counts.meant import about, members
from fairlead.lake.counts.submissions import Submitted, submitted
from fairlead.lake.counts.summary import currency_of, summarise
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import as_estimate, as_it_was, ask, prepare_scope
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened


class NoForecastsError(InputError):
    """Nobody has given a forecast yet."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The report with the words it is told in; `names` of people by id, None if none is told."""

    found: SubmissionReport
    names: dict[int, str] | None
    brief: Brief
    mark: str


def report_submissions(
    workspace: Workspace,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    person: str | None = None,
    team: str | None = None,
) -> Reported:
    """Return how good people's own forecasts were, and what they say now.

    Parameters
    ----------
    workspace
        A workspace with data.
    today
        The reader's day. Forecasts given until then count where no evening is asked about: people
        forecast after an export was made.
    as_of
        Evening to tell it of; None = as far as the data go.
    person, team
        Whom to name, by any part of the name; None for nobody.

    Raises
    ------
    InputError
        There are no forecasts, or nobody is called so.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=None)
        question = asked.question
        whose = about(connection, question, person=person, team=team)
        prepare_scope(connection, asked.process, question)
        until = question.as_of if as_of is not None else max(today, question.as_of)
        given = submitted(connection, question, summarise(connection, question), until)
        if given is None:
            raise NoForecastsError(
                "there are no forecasts of people in the data",
                hint="Give one with `fairlead submit`, or add submissions.csv beside the export.",
            )
        named = members(connection, whose) if whose.name is not None else []
        found = _report(given, question, until, named, currency_of(connection, question))
        found = replace(found, findings=_left_out(given))
        told = (*as_it_was(connection, asked, as_of), *asked.findings)
        names = given.names if whose.name is not None else None
        scope = whose.name or "all teams"
        setting = Setting(today, asked.until, told)
        brief = compose_submissions(found, setting, scope=scope, names=names)
        brief = with_rows(connection, brief)
    mark = keep_evidence(workspace, manifest, question_json(question), brief)
    return Reported(found, names, brief, mark)


def _report(
    given: Submitted, question: Question, until: dt.date, named: list[int], currency: str | None
) -> SubmissionReport:
    people = sorted(named, key=lambda key: (given.names.get(key, ""), key))
    return submission_report(
        given.given,
        given.reach,
        as_of=question.as_of,
        told_on=until,
        category=given.category,
        currency=currency,
        people=people,
        inside=people if named else None,
    )


def _left_out(given: Submitted) -> tuple[Finding, ...]:
    count = given.in_other_currency + given.of_other_length
    if not count:
        return ()
    return (
        Finding(
            "forecasts_left_out",
            "warning",
            f"{count:,} forecasts are in none of these numbers",
            f"{given.in_other_currency:,} are in another currency, {given.of_other_length:,} for "
            "periods of another length than most.",
            {"currency": given.in_other_currency, "length": given.of_other_length},
            ("Give forecasts in the reporting currency and for one kind of period.",),
        ),
    )


def submissions_json(told: Reported) -> dict[str, Any]:
    """Return the report for machines: money in minor units, shares as fractions."""
    found, names = told.found, told.names
    return {
        "as_of": found.as_of,
        "category": found.category,
        "currency": found.currency,
        "finished": [{"from": a, "until": b} for a, b in found.finished],
        "running": {"from": found.running[0], "until": found.running[1]} if found.running else None,
        "weeks_left": found.weeks_left,
        "layers": [
            {"layer": layer, "tracks": [_track(t) for t in tracks]}
            for layer, tracks in found.layers
        ],
        "added": [
            {"layer": a.layer, "weeks": a.weeks, "value": as_estimate(a.value)} for a in found.added
        ],
        "layers_now": [
            {"layer": layer, "amount": total, "people": count, "comes_to": as_estimate(comes)}
            for layer, total, count, comes in found.layers_now
        ],
        "people": [
            {
                "person": (names or {}).get(each.person),
                "layer": each.layer,
                "tracks": [_track(t) for t in each.tracks],
            }
            for each in found.people
        ],
        "now": [_now(each, names or {}) for each in found.now],
        "findings": [asdict(f) for f in told.brief.findings],
        "evidence": [asdict(e) for e in told.brief.evidence],
    }


def _track(known: Track) -> dict[str, Any]:
    return {
        "weeks": known.weeks,
        "periods": list(known.periods),
        "said": list(known.said),
        "came": list(known.came),
        "bias": as_estimate(known.bias),
        "spread": as_estimate(known.spread),
    }


def _now(each: SaidNow, names: dict[int, str]) -> dict[str, Any]:
    body = {name: value for name, value in asdict(each).items() if name not in {"track", "person"}}
    return {
        "person": names.get(each.person),
        **body,
        "override": None if each.below is None else each.amount - each.below,
        "track": _track(each.track),
        "comes_to": as_estimate(each.comes_to),
    }
