"""Doubts about a verdict, as data."""

from __future__ import annotations

from collections.abc import Sequence

from fairlead.answers import Finding
from fairlead.verify.path import Path
from fairlead.verify.training import Rule, Training

LIKELY = 0.9
UNLIKELY = 0.05


def findings_of(
    training: Training,
    rule: Rule,
    overlaps: Sequence[Finding],
    traced: Path | None,
    spill: float | None,
) -> tuple[Finding, ...]:
    """Return what to know before believing what is said of a training.

    `overlaps` are those of `verify.overlap`.
    """
    found = [*_of_the_rule(training, rule), *_of_the_choice(training), *overlaps]
    if traced is not None and traced.p is not None and traced.p < UNLIKELY:
        found.append(
            Finding(
                "moved_before_start",
                "warning",
                f"{training.name}: the trained had moved before they started",
                f"Such a movement comes by luck {traced.p:.0%} of the time. What moved before the "
                "start is no effect of the training, and what moves after it may not be either.",
                {"p": round(traced.p, 4)},
                ("Ask what changed for these people in the months before.",),
            )
        )
    if spill is not None and spill > LIKELY:
        found.append(
            Finding(
                "training_spilled_over",
                "info",
                f"{training.name}: colleagues of the trained improved too",
                f"Chance {spill:.0%}. What they gained is told apart, so the effect is that on the "
                "trained alone.",
                {"chance": round(spill, 3)},
                ("Good news: what is trained is passed on.",),
            )
        )
    return tuple(found)


def _of_the_rule(training: Training, rule: Rule) -> list[Finding]:
    if not rule.fixed:
        lacks = "smallest effect that matters" if training.smallest is None else ""
        days = "" if training.looks else "day of the verdict"
        return [
            Finding(
                "rule_not_fixed",
                "warning",
                f"{training.name}: nobody fixed a {' or a '.join(x for x in (lacks, days) if x)}",
                f"The usual rule is used: {rule.smallest:.0%} or five points, once half a year of "
                "deals has had time to decide. Whoever picks the rule afterwards always finds a "
                "success.",
                {"smallest": rule.smallest, "look_on": rule.looks[0].isoformat()},
                ("Next time plan it with `fairlead train design`, which writes the rule down.",),
            )
        ]
    if training.known_on > training.first_on:
        return [
            Finding(
                "rule_known_late",
                "info",
                f"{training.name}: the data first mention its plan after the start",
                "That the rule was fixed before anything was known cannot be seen from them.",
                {"known_on": training.known_on.isoformat()},
                ("Import the plan before the first day.",),
            )
        ]
    return []


def _of_the_choice(training: Training) -> list[Finding]:
    if training.chosen_by != "unknown":
        return []
    return [
        Finding(
            "chosen_by_unknown",
            "warning",
            f"{training.name}: nobody wrote down how people were chosen",
            "It is judged as if by judgement: the months before the start are left out, because "
            "weak people who were picked would have recovered anyway.",
            {"people": len(training.person)},
            ("Say in trainings.csv under chosen_by: random, numbers or judgement.",),
        )
    ]
