"""Try-outs for machines: effects as fractions, silences with reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.refresh.briefing import as_estimate
from fairlead.refresh.trying import TriedOut
from fairlead.refresh.trying_store import Begun
from fairlead.verify.tryout_verdict import TryOutReport

Plain = dict[str, Any]


def begun_json(made: Begun, *, people: bool = False) -> Plain:
    """Return a try-out as it was begun; people are named only where asked."""
    plan = made.plan
    body: Plain = {
        "try_out": made.name,
        "title": plan.title,
        "what": plan.what,
        "at_risk": plan.at_risk,
        "unit": plan.unit,
        "outcome": list(made.outcome),
        "smallest_effect": plan.smallest,
        "share": plan.share,
        "start_on": plan.start_on,
        "stop_on": plan.stop_on,
        "most_deals": plan.most_deals,
        "seed": plan.seed,
        "begun_on": made.begun_on,
        "wait_days": made.wait_days,
        "detectable": made.detectable,
        "people": len(made.people),
        "guardrails": [asdict(rail) for rail in plan.guardrails],
        "if": [asdict(each) for each in plan.contingencies],
    }
    if people:
        body["who"] = [{"name": p.name, "tries": p.tries} for p in made.people]
    return body


def try_outs_json(found: TriedOut, *, people: bool = False) -> Plain:
    """Return try-outs with their verdicts; nobody is named unless asked."""
    body: Plain = {
        "as_of": found.brief.as_of,
        "try_outs": [begun_json(b, people=people) | _report(r) for b, r in found.reports],
        "not_estimable": [
            {**begun_json(b, people=people), "reason": reason.reason} for b, reason in found.untold
        ],
        "findings": [asdict(finding) for finding in found.brief.findings],
    }
    if people:
        body["open_deals"] = [
            {
                "try_out": each.play,
                "key": each.key,
                "name": each.name,
                "owner": each.owner_name or None,
                "tries": each.tries,
                "entered_on": each.entered_on,
            }
            for each in found.drawn
        ]
    return body


def _report(report: TryOutReport) -> Plain:
    return {
        "verdict": {
            "word": report.word,
            "decision": report.decision,
            "on": report.on,
            "due_on": report.due_on,
            "because": report.because,
        },
        "effect": as_estimate(report.effect),
        "with_play": list(report.counts[0]),
        "without": list(report.counts[1]),
        "entered": list(report.entered),
        "sides": list(report.drawn),
        "chance_of_sides": report.ratio_p,
        "watched": [
            {"step": rail.step, "effect": as_estimate(effect), "crossed_on": crossed}
            for rail, effect, crossed in report.guards
        ],
        "set_off": None
        if report.set_off is None
        else {"when": report.set_off[0], "do": report.set_off[1]},
        "path": [{"on": day, **as_estimate(point)} for day, point in report.path],
    }
