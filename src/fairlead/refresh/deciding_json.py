"""Diagnosis and priorities for machines: numbers in their units, silences with their reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.answers import Answer, NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.one_thing import OneThing
from fairlead.diagnose.gap import Gap
from fairlead.diagnose.practice import Practice
from fairlead.diagnose.report import Diagnosis, View
from fairlead.diagnose.scope import Scope
from fairlead.diagnose.shares import Shares
from fairlead.measure.tags import Tags
from fairlead.prioritise.focus import Priority
from fairlead.prioritise.report import Candidate, Priorities
from fairlead.prioritise.winning import WinningLevel
from fairlead.refresh.briefing import as_estimate
from fairlead.refresh.measure_json import row_json

Plain = dict[str, Any]


def diagnosis_json(found: Diagnosis, brief: Brief) -> Plain:
    """Return a diagnosis: money in minor units, shares as fractions."""
    step = None if found.weakest is None else found.views[found.weakest].competency.slug
    return {
        "as_of": found.as_of,
        "scope": _scope(found.scope),
        "gap": _silence(found.gap) if isinstance(found.gap, NotEstimable) else _gap(found.gap),
        "step": step,
        "competencies": [_view(view) for view in found.views],
        "tags": _tags(found.tags),
        "practices": [_practice(each) for each in found.practices],
        "not_estimable": [
            {
                "competency": each.competency.slug,
                "name": each.competency.name,
                "role": each.role or None,
                **_silence(each.reason),
            }
            for each in found.silences
        ],
        "findings": [asdict(finding) for finding in brief.findings],
        "evidence": [asdict(one) for one in brief.evidence],
    }


def priorities_json(found: Priorities, brief: Brief) -> Plain:
    """Return priorities: money in minor units over four quarters, chances as fractions."""
    silent = isinstance(found.priority, NotEstimable)
    return {
        "as_of": found.as_of,
        "scope": _scope(found.scope),
        "currency": found.currency,
        "priority": _silence(found.priority)
        if isinstance(found.priority, NotEstimable)
        else _priority(found.priority, found),
        "candidates": [_candidate(each) for each in found.candidates],
        "teams": [{**_scope(team), **_priority(said, found)} for team, said in found.teams],
        "people": []
        if silent
        else [
            {
                "person": name,
                "focus": None
                if focus.competency is None
                else found.candidates[focus.competency].competency.slug,
                "own": focus.own,
                "probability": focus.probability,
            }
            for name, focus in found.foci
        ],
        "winning_levels": [_winning(level) for level in found.winning],
        "findings": [asdict(finding) for finding in brief.findings],
        "evidence": [asdict(one) for one in brief.evidence],
    }


def one_thing_json(found: OneThing | NotEstimable | None) -> Plain | None:
    """Return what a brief says of training; people only where the brief may name them."""
    if found is None:
        return None
    if isinstance(found, NotEstimable):
        return _silence(found)
    said, rows = found.priorities.priority, found.report.rows
    return {
        "deals": found.deals or None,
        "scope": _scope(found.priorities.scope),
        "priority": _silence(said)
        if isinstance(said, NotEstimable)
        else _priority(said, found.priorities),
        "candidates": [_candidate(each) for each in found.priorities.candidates],
        "why_people_differ": None if found.view is None else _view(found.view),
        "differs": [row_json(row) for row in rows if row.differs] if found.names_people else [],
    }


def _scope(scope: Scope) -> Plain:
    return {"unit": scope.unit, "name": scope.name, "people": len(scope.people)}


def _silence(found: NotEstimable) -> Plain:
    told = {"reason": found.reason, "needed": found.needed, "have": found.have}
    return {"not_estimable": told}


def _gap(gap: Gap) -> Plain:
    above = None
    if gap.above_peers is not None:
        above = dict(zip(("value", "lower", "upper"), gap.above_peers, strict=True))
    return {
        "currency": gap.currency,
        "level": gap.level,
        "people": gap.people,
        "target": gap.target,
        "expected": {
            "value": gap.expected,
            "lower": gap.expected_lower,
            "upper": gap.expected_upper,
        },
        "gap": gap.gap,
        "parts": [
            {
                "group": part.group,
                "competency": part.competency.slug,
                "value": part.value,
                "lower": part.lower,
                "upper": part.upper,
            }
            for part in gap.parts
        ],
        "above_peers": above,
    }


def _view(view: View) -> Plain:
    good, resolved, waiting = view.together
    return {
        "competency": view.competency.slug,
        "name": view.competency.name,
        "kind": view.competency.kind,
        "role": view.role,
        "people": len(view.people),
        "successes": good,
        "n": resolved,
        "open": waiting,
        "shares": _shares(view.shares)
        if isinstance(view.shares, Shares)
        else _silence(view.shares),
        "shares_of": "job" if view.whole else "scope",
    }


def _tags(tags: Tags | NotEstimable | None) -> Plain | None:
    if tags is None:
        return None
    return _silence(tags) if isinstance(tags, NotEstimable) else asdict(tags)


def _practice(each: Practice | NotEstimable) -> Plain:
    if isinstance(each, NotEstimable):
        return _silence(each)
    return {
        "name": each.name,
        "unit": each.unit,
        "better": each.better,
        "others": each.others,
        "difference": as_estimate(each.difference),
        "stands": each.stands,
    }


def _shares(shares: Shares) -> Plain:
    return {
        "people": shares.people,
        "n": shares.n,
        "level": shares.level,
        "shown": shares.told,
        "mostly": shares.mostly,
        "parts": [asdict(part) for part in shares.parts],
    }


def _priority(said: Priority, found: Priorities) -> Plain:
    return {
        "verdict": said.verdict,
        "named": [found.candidates[place].competency.slug for place in said.named],
        "probability": said.probability,
        "gain": {
            "value": said.gain,
            "lower": said.lower,
            "upper": said.upper,
            "level": said.level,
        },
    }


def _candidate(each: Candidate) -> Plain:
    return {
        "competency": each.competency.slug,
        "name": each.competency.name,
        "role": each.role,
        "gain": as_estimate(each.gain),
        "chance": each.chance,
        "now": as_estimate(each.now),
        "peers": as_estimate(each.peers),
        "plan": as_estimate(each.plan),
        "effect": {
            "mean": each.effect.mean,
            "sd": each.effect.sd,
            "trainings": list(each.effect.trainings),
            "judged": each.effect.judged,
        },
        "cost": each.cost,
    }


def _winning(level: WinningLevel | NotEstimable) -> Plain:
    if isinstance(level, NotEstimable):
        return _silence(level)
    checked: Answer = level.checked
    return {
        "indicator": level.name,
        "at": {"value": level.at, "lower": level.lower, "upper": level.upper},
        "near": level.near,
        "beyond": as_estimate(level.beyond),
        "checked": as_estimate(checked),
        "p_value": level.p_value,
        "stands": level.stands,
        "findings": [asdict(finding) for finding in level.findings],
    }
