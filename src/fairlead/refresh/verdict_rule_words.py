"""How a training is judged, in words: its rule, and how people were chosen."""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.model import Line, Section
from fairlead.verify.report import TrainingReport, by_judgement
from fairlead.verify.training import Training
from fairlead.verify.verdict import FALSE_ALARM

CHOSEN = {
    "random": "start groups were drawn at random",
    "numbers": "people were chosen by the numbers of this system",
    "judgement": "people were chosen by judgement",
    "unknown": "nobody wrote down how people were chosen",
}


def told_size(report: TrainingReport, value: float) -> str:
    """Write an effect as it was fixed: ``2.5 points`` of a rate, ``10%`` of anything else."""
    text = f"{100 * value:.1f}".rstrip("0").rstrip(".")
    return f"{text} points" if report.unit == "points" else f"{text}%"


def rule_section(report: TrainingReport) -> Section:
    """Return what was fixed, how people were chosen, and what would have shown."""
    rule = report.rule
    days = words.joined(words.day(day) for day in rule.looks)
    sure = 1 - FALSE_ALARM / len(rule.looks)
    size = told_size(report, rule.smallest)
    lines = [
        Line(
            f"{_fixed(report)}: judged on {days}. Worked: any effect with "
            f"{100 * sure:.3g} chances in 100, and one above {size} more likely than not. "
            f"No effect of the size that matters: below {size} with 95 in 100."
        )
    ]
    who = _chosen(report.training)
    if by_judgement(report.training):
        lines.append(
            Line(
                f"{who.capitalize()}, so the months before the start say nothing: they are left "
                "out, and having been chosen is taken out. Taking the choice as fair must not say "
                "the opposite."
            )
        )
    else:
        lines.append(Line(f"{who.capitalize()}, so the fair comparison decides."))
    said = report.verdict
    if said.detectable is not None and said.on is not None:
        lines.append(
            Line(
                f"On {words.day(said.on)} an effect of {told_size(report, said.detectable)} would "
                "have shown 8 times in 10.",
                weight="quiet",
            )
        )
    if report.entered and report.unit == "points":
        lines.append(
            Line(
                f"{words.rate(report.ripe, report.entered)} of the deals since the start have had "
                "time to decide; the others count as still open.",
                weight="quiet",
            )
        )
    return Section("rule", "How it is judged", tuple(lines))


def _known_late(training: Training) -> bool:
    return training.known_on > training.first_on


def _fixed(report: TrainingReport) -> str:
    if not report.rule.fixed:
        return "Nobody fixed a rule, so the usual one holds"
    if _known_late(report.training):
        known = words.day(report.training.known_on)
        return f"Written in the plan, which the data first mention on {known}, after the start"
    return "Fixed beforehand"


def _chosen(training: Training) -> str:
    """Say how people were chosen; a draw that has left no trace is what the plan says."""
    said = CHOSEN[training.chosen_by]
    groups = {group for group in training.group if group is not None}
    untraced = len(groups) <= 1 and not any(training.stratum)
    if training.chosen_by == "random" and _known_late(training) and untraced:
        return f"the plan says that {said}"
    return said
