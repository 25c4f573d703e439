"""Fair rates as JSON: numbers with their denominators, for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.chart import Comparison
from fairlead.measure.fair import FairRow
from fairlead.measure.report import FairReport, Part
from fairlead.refresh.measuring import Measured

_WEEKS = frozenset({"creation", "activity"})


def measure_json(measured: Measured) -> dict[str, Any]:
    """Return the report as an object with ``rows``, one a person and competency."""
    report, brief = measured.report, measured.brief
    return {
        "as_of": report.as_of.isoformat(),
        "data_until": brief.data_until.isoformat(),
        "period": _period(report),
        "rows": [row_json(row) for row in report.rows],
        "competencies": [_part(part) for part in report.parts],
        "jobs": [
            {
                "name": job.name,
                "people": len(job.people),
                "found": report.jobs.found,
                "because": job.because or None,
            }
            for job in report.jobs.jobs
        ],
        "findings": [asdict(finding) for finding in brief.findings],
        "evidence": [asdict(evidence) for evidence in brief.evidence],
    }


def row_json(row: FairRow) -> dict[str, Any]:
    """Return one row; ``fair_rate`` where there is one, else ``not_estimable``."""
    body: dict[str, Any] = {
        "person": row.person,
        "competency": row.competency.slug,
        "name": row.competency.name,
        "kind": row.competency.kind,
        "role": row.role or None,
        "unit": row.competency.unit,
        "period": {"start": row.start.isoformat(), "end": row.end.isoformat()},
        "successes": row.successes,
        "n": round(row.bottom, 1) if row.competency.kind in _WEEKS else row.n,
        "open": row.open,
        "observed": row.observed,
        "expected": row.expected,
        "expected_successes": row.expected_successes,
    }
    body |= answer_json("fair_rate", row.fair_rate)
    body["usual"] = row.usual
    body["differs"] = row.differs
    body["direction"] = None if row.above is None else ("above" if row.above else "below")
    body["trend"] = answer_json("change", row.trend)
    body["quarters"] = [
        {
            "start": q.start.isoformat(),
            "successes": q.successes,
            "n": q.n,
            "open": q.open,
            "rate": q.rate,
        }
        for q in row.quarters
    ]
    return body


def answer_json(name: str, answer: Answer) -> dict[str, Any]:
    """Return ``{name: {value, lower, upper, level}}``, or why there is no number."""
    if isinstance(answer, Estimate):
        numbers = {
            "value": answer.value,
            "lower": answer.lower,
            "upper": answer.upper,
            "level": answer.level,
        }
        return {name: numbers}
    return {"not_estimable": _silence(answer)}


def _silence(silence: NotEstimable) -> dict[str, Any]:
    return {"reason": silence.reason, "needed": silence.needed, "have": silence.have}


def _period(report: FairReport) -> dict[str, str]:
    return {"start": report.start.isoformat(), "end": report.as_of.isoformat()}


def _part(part: Part) -> dict[str, Any]:
    good, resolved, waiting = part.together
    body: dict[str, Any] = {
        "competency": part.competency.slug,
        "name": part.competency.name,
        "kind": part.competency.kind,
        "unit": part.competency.unit,
        "role": part.role or None,
        "successes": good,
        "n": resolved,
        "open": waiting,
        "horizon_days": part.horizon_days,
        "people": len(part.rows),
        "differ": len(part.differing),
        "teams_apart": part.teams_apart,
    }
    if isinstance(part.rate, float):
        body["rate"] = part.rate
    elif part.rate is not None:
        body |= answer_json("rate", part.rate)
    if part.silence is not None:
        body["not_estimable"] = _silence(part.silence)
    body["comparison"] = None if part.comparison is None else _comparison(part.comparison)
    return body


def _comparison(chart: Comparison) -> dict[str, Any]:
    return {
        "axis": chart.axis,
        "spread": chart.spread,
        "points": [asdict(point) for point in chart.points],
        "limits": [
            {
                "level": band.level,
                "at": chart.along.tolist(),
                "lower": band.chance.lower.tolist(),
                "upper": band.chance.upper.tolist(),
                "wider_lower": band.wider.lower.tolist(),
                "wider_upper": band.wider.upper.tolist(),
            }
            for band in chart.bands
        ],
    }
