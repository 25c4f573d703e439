"""The brief for machines: keys that stay (docs/reference/brief-json.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief.capabilities import capabilities
from fairlead.brief.material import Material
from fairlead.brief.standing import standing
from fairlead.forecast.movement import Movement, Part
from fairlead.measure.results import StepResult
from fairlead.measure.steps import main_group
from fairlead.measure.summary import TeamCount
from fairlead.plan.coverage import Standing
from fairlead.process.model import Pipeline
from fairlead.refresh.briefing import Briefing, as_estimate
from fairlead.refresh.deciding_json import one_thing_json
from fairlead.refresh.outlook_json import landing_json
from fairlead.refresh.review_json import risks_json, surprises_json

TOTALS = (
    "opportunities",
    "won",
    "lost",
    "open",
    "undated",
    "people",
    "people_listed",
    "managers",
    "won_amount",
    "open_amount",
    "open_without_amount",
    "currency",
)


def brief_json(briefing: Briefing) -> dict[str, Any]:
    """Return the brief as JSON-able data; unknown is null with a reason beside it, never 0."""
    material, brief = briefing.material, briefing.brief
    question = material.question
    return {
        **_asked(material),
        "sources": [asdict(s) for s in material.sources],
        "capabilities": [
            {k: v for k, v in asdict(c).items() if k != "column"} for c in capabilities(material)
        ],
        "unmatched_names": material.unmatched_count,
        "totals": {name: getattr(material.summary.totals, name) for name in TOTALS},
        "other_currencies": [asdict(o) for o in material.summary.others],
        "quarter": {
            "won": material.summary.won_in_period,
            "booked": material.summary.booked_in_period,
            "target": asdict(material.summary.target) if material.summary.target else None,
        },
        "coverage": coverage_json(standing(material)),
        "win_rate": _win_rate(briefing),
        "win_rates": [
            {
                "type": r.count.deal_type,
                "successes": r.count.won,
                "n": r.count.won + r.count.lost,
                **as_estimate(r.rate),
            }
            for r in material.win_rates
        ],
        "funnel": _funnel(briefing),
        "funnels": [_step(s) for s in material.steps],
        "cycle_days": as_estimate(material.cycle),
        "deal_size": as_estimate(material.size),
        "won_by_month": [
            {"month": m.month.isoformat(), "won": m.won, "amount": m.amount}
            for m in material.summary.months
        ],
        "one_thing": one_thing_json(material.one_thing),
        "forecast": landing_json(material.landing),
        **_reviewed(material),
        "attention": asdict(material.attention) if material.attention else None,
        "quarters": [
            {**asdict(q), "start": q.start.isoformat()} for q in material.summary.quarters
        ],
        "teams": [_team(t) for t in material.summary.teams]
        if question.audience == "leader"
        else [],
        "movement": movement_json(material.movement, in_money=material.summary.known.open_amounts),
        "hygiene": asdict(material.summary.hygiene),
        "process": [_pipeline(p) for p in material.process.pipelines],
        "competencies": [asdict(c) for c in material.process.steps()],
        "findings": [{**asdict(f), "actions": list(f.actions)} for f in material.findings],
        "evidence": [asdict(e) for e in brief.evidence],
    }


def _reviewed(material: Material) -> dict[str, Any]:
    """Return news of trainings, deals at risk and surprises; null for the board."""
    found, named = material.reviewed, material.question.name is not None
    return {
        "trainings": None if material.trained is None else asdict(material.trained),
        "at_risk": risks_json(found.risks, named=named) if found else None,
        "surprises": surprises_json(found.surprises, named=named) if found else None,
    }


def _asked(material: Material) -> dict[str, Any]:
    """Return whose brief it is, of which days."""
    question = material.question
    return {
        "as_of": question.as_of.isoformat(),
        "asked_as_of": material.asked_on.isoformat() if material.asked_on else None,
        "data_until": material.data_until.isoformat(),
        "scope": material.scope,
        "audience": question.audience,
        "window": {
            "from": question.window_start.isoformat(),
            "to": question.as_of.isoformat(),
        },
        "period": {
            "from": question.period_start.isoformat(),
            "until": question.period_end.isoformat(),
            "label": question.period.label,
            "week": question.period.week_of(question.as_of),
            "weeks": question.period.week_count,
        },
    }


def coverage_json(found: Standing | None) -> dict[str, Any] | None:
    """Return what is open for the quarter beside what is missing; null without a target."""
    if found is None:
        return None
    body: dict[str, Any] = {
        "target": found.target,
        "booked": found.booked,
        "missing": found.missing,
        "open_due": found.open_due,
        "times": found.coverage,
    }
    return {**body, "reason": found.silence} if found.silence else body


def _team(team: TeamCount) -> dict[str, Any]:
    """Return the counts of one team; its steps go into the sentences only."""
    return {name: value for name, value in asdict(team).items() if name != "steps"}


def _pipeline(pipeline: Pipeline) -> dict[str, Any]:
    stages = [
        {"stage": s.stage, "label": s.label, "kind": s.kind, "also": list(s.also)}
        for s in pipeline.stages
    ]
    return {
        "pipeline": pipeline.name,
        "confidence": pipeline.confidence,
        "basis": pipeline.basis,
        "reason": pipeline.reason,
        "stages": stages,
    }


def _win_rate(briefing: Briefing) -> dict[str, Any]:
    main = briefing.material.main_rate
    if main is None:
        reason = "the export holds no lost deals, or none closed in the window"
        return {
            "value": None,
            "lower": None,
            "upper": None,
            "successes": 0,
            "n": 0,
            "reason": reason,
        }
    counted = {
        "type": main.count.deal_type,
        "successes": main.count.won,
        "n": main.count.won + main.count.lost,
    }
    if isinstance(main.rate, Estimate):
        return {**as_estimate(main.rate), **counted}
    return {
        "value": None,
        "lower": None,
        "upper": None,
        **counted,
        "reason": main.rate.reason,
        "needed": main.rate.needed,
        "have": main.rate.have,
    }


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "pipeline": step.pipeline,
        "type": step.deal_type,
        "stage": step.stage,
        "kind": "open",
        "next_stage": step.next_stage,
        "entered": step.entered,
        "advanced": step.advanced,
        "lost": step.lost,
        "open": step.open,
        "rate": as_estimate(step.rate),
        "days": as_estimate(step.days),
    }


def _funnel(briefing: Briefing) -> list[dict[str, Any]]:
    """Return the steps of the main group, then the won stages its deals entered."""
    steps = main_group(briefing.material.steps)
    if not steps:
        return []
    group = (steps[0].pipeline, steps[0].deal_type)
    ends = [
        {
            "pipeline": e.pipeline,
            "type": e.deal_type,
            "stage": e.stage,
            "kind": "won",
            "next_stage": None,
            "entered": e.entered,
            "advanced": e.entered,
            "lost": 0,
            "open": 0,
        }
        for e in briefing.material.summary.ends
        if (e.pipeline, e.deal_type) == group and e.kind == "won"
    ]
    return [_step(s) for s in steps] + ends


def _part(part: Part, *, in_money: bool) -> dict[str, Any]:
    return {"amount": part.amount if in_money else None, "deals": part.deal_count}


def movement_json(moved: Movement | NotEstimable, *, in_money: bool) -> dict[str, Any]:
    """Return a bridge, or why there is none; amounts only where the pipeline has them."""
    if isinstance(moved, NotEstimable):
        return {"not_estimable": {"reason": moved.reason, "needed": None, "have": None}}
    return {
        "from": moved.from_on.isoformat(),
        "to": moved.to_on.isoformat(),
        "scope": moved.scope,
        "currency": moved.currency,
        "opening": _part(moved.opening, in_money=in_money),
        "parts": {p.code: _part(p, in_money=in_money) for p in moved.parts},
        "closing": _part(moved.closing, in_money=in_money),
        "unknown": {code: why.reason for code, why in moved.unknown.items()},
        "without_amount": moved.without_amount,
    }
