"""A pipeline review for machines: money in minor units, days ISO, silences with their reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.standing import standing
from fairlead.forecast.movement import Movement
from fairlead.forecast.review import PipelineReview
from fairlead.refresh.brief_json import coverage_json, movement_json
from fairlead.refresh.review_json import risks_json, surprises_json

Plain = dict[str, Any]


def pipeline_json(found: PipelineReview, brief: Brief) -> Plain:
    """Return a pipeline review; owners only where one team or person is asked about."""
    question, summary = found.question, found.summary
    named = question.name is not None or question.audience == "leader"
    in_money = summary.known.open_amounts
    return {
        "as_of": question.as_of,
        "data_until": found.data_until,
        "scope": found.scope,
        "currency": summary.totals.currency,
        "period": {
            "from": question.period_start,
            "until": question.period_end,
            "label": question.period.label,
        },
        "open": {"deals": summary.totals.open, "amount": summary.totals.open_amount},
        "coverage": coverage_json(standing(found)),
        "movement": _bridge(found.bridge, in_money=in_money),
        "due": _bridge(found.movement, in_money=in_money),
        "at_risk": risks_json(found.reviewed.risks, named=named),
        "surprises": surprises_json(found.reviewed.surprises, named=named),
        "clean_up": {
            **asdict(summary.hygiene),
            "deals": [
                {**asdict(deal), "owner": deal.owner if named else None} for deal in found.untidy
            ],
        },
        "findings": [asdict(finding) for finding in brief.findings],
        "evidence": [asdict(e) for e in brief.evidence],
    }


def _bridge(moved: Movement | NotEstimable, *, in_money: bool) -> Plain:
    return movement_json(moved, in_money=in_money)
