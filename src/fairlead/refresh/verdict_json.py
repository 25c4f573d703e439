"""Verdicts for machines: effects as fractions, money in minor units, silences with reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fairlead.answers import Answer
from fairlead.refresh.briefing import as_estimate
from fairlead.refresh.verifying import Verified
from fairlead.verify.report import TrainingReport, learned
from fairlead.verify.training import Training

Plain = dict[str, Any]


def verdicts_json(found: Verified) -> Plain:
    """Return verdicts; nobody is named."""
    return {
        "as_of": found.brief.as_of,
        "trainings": [_report(report) | {"kept": _kept(report, found)} for report in found.reports],
        "not_estimable": [
            {**_training(training), "reason": reason.reason} for training, reason in found.untold
        ],
        "findings": [asdict(finding) for finding in found.brief.findings],
    }


def _kept(report: TrainingReport, found: Verified) -> Plain | None:
    """Return with which state and program the verdict was given; None while it is not final."""
    key = (report.training.name, report.training.competency)
    for each in found.given:
        if each.key == key:
            body = asdict(each)
            return {name: body[name] for name in ("manifest", "code", "effect", "n")}
    return None


def _training(training: Training) -> Plain:
    return {
        "training": training.name,
        "competency": training.competency,
        "people": len(training.person),
        "start_groups": len(set(training.start.tolist())),
        "first_on": training.first_on,
        "last_on": training.last_on,
        "chosen_by": training.chosen_by,
        "hours": training.hours,
        "cost": training.cost,
    }


def _report(report: TrainingReport) -> Plain:
    said = report.verdict
    return {
        **_training(report.training),
        "competencies": [c.slug for c in report.competencies],
        "rule": {
            "smallest_effect": report.rule.smallest,
            "look_on": list(report.rule.looks),
            "fixed": report.rule.fixed,
        },
        "verdict": {
            "word": said.word,
            "decision": said.decision,
            "on": said.on,
            "due_on": said.due_on,
            "because": said.because,
            "chance_of_any_effect": said.better,
            "chance_of_enough": said.enough,
            "detectable": said.detectable,
        },
        "started": report.started,
        "others": report.others,
        "entered": report.entered,
        "ripe": report.ripe,
        "unit": report.unit,
        "effect": _answer(report.effect),
        "choice_taken_as_fair": _answer(report.other),
        "imputed": None if report.beside is None else _answer(report.beside.imputed),
        "drawn_groups": None if report.beside is None else _answer(report.beside.efficient),
        "chance_of_another_draw": None if report.beside is None else report.beside.chance,
        "naive": _naive(report),
        "spreads_moved": _answer(learned(report)),
        "money": _answer(report.money),
        "spill_over": report.spill,
        "path": None if report.path is None else asdict(report.path),
    }


def _naive(report: TrainingReport) -> Plain | None:
    if report.naive is None:
        return None
    return {
        "before": list(report.naive.before),
        "after": list(report.naive.after),
        "change": _answer(report.naive.change),
        "claims_success": report.naive.claims,
    }


def _answer(found: Answer | None) -> Plain | None:
    return None if found is None else as_estimate(found)
