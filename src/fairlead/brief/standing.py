"""Where the quarter stands: target, wins of those who have one, coverage of the rest."""

from __future__ import annotations

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.material import Quarter
from fairlead.measure.summary import TargetSum
from fairlead.plan.coverage import Standing


def standing(material: Quarter) -> Standing | None:
    """Return target, wins and coverage of the quarter; None without a target."""
    summary = material.summary
    if summary.target is None:
        return None
    booked = summary.booked_in_period
    if summary.target.booked is not None:
        booked = summary.target.booked
    silence = _silence(material)
    moved = material.movement
    due = None if silence or isinstance(moved, NotEstimable) else moved.closing.amount
    return Standing(summary.target.amount, booked, due, silence)


def _silence(material: Quarter) -> str:
    """Return why the open pipeline of the quarter is not known; empty where it is."""
    known, moved = material.summary.known, material.movement
    if isinstance(moved, NotEstimable):
        return moved.reason
    if not known.close_dates:
        return "most open deals carry no close date"
    if not known.open_amounts:
        return "most open deals carry no amount"
    return ""


def against_target(material: Quarter, found: Standing) -> str:
    """Say what of the target is reached, what is to go, and how much of the quarter has passed."""
    question, currency = material.question, material.summary.totals.currency
    passed = (question.as_of - question.period_start).days + 1
    length = (question.period_end - question.period_start).days
    text = f"Target {words.money(found.target, currency, like=found.target)}"
    if found.target:
        text += f": {words.percent(found.booked / found.target)} reached"
    ahead = words.money(found.booked - found.target, currency, like=found.target)
    left = words.money(found.missing, currency, like=found.target)
    text += f", {left} to go" if found.missing else f", {ahead} above it"
    return f"{text}; {words.percent(passed / length)} of the quarter has passed."


NO_CHANCE = " So no chance of reaching it is told."


def not_compared(target: TargetSum, currency: str | None) -> str:
    """Say what stands outside of the comparison: deals of those no target was given to."""
    if target.is_of_all:
        return ""
    one, who = ("person", "people") if target.level == "people" else ("team", "teams")
    of = f"The target is that of {words.counted(target.holders, one, who)}; "
    if not target.others_won:
        deals = words.counted(target.others_open, "open deal")
        return f"{of}{deals} of {who} without one would not be in what is reached."
    deals = words.counted(target.others_won, "deal")
    money = words.money(target.others_booked, currency, named=True)
    worth = f"{money} in " if target.others_booked else ""
    are = "is" if target.others_won == 1 else "are"
    return f"{of}{worth}{deals} of {who} without one {are} not in what is reached."


def aimed_at(target: TargetSum | None, currency: str | None) -> tuple[int | None, str]:
    """Return the target a forecast is set beside, and where there is another why it is not.

    A forecast holds the deals of everybody: beside a target of some of them it would always win.
    """
    if target is None or target.is_of_all:
        return None if target is None else target.amount, ""
    return None, not_compared(target, currency) + NO_CHANCE


def covered(material: Quarter, found: Standing) -> str:
    """Say how often the open pipeline of the quarter covers what is missing; empty if nothing is.

    Coverage is a ratio of two sums, not a chance.
    """
    if not found.missing:
        return ""
    if found.open_due is None or found.coverage is None:
        return (
            f"What is open for the quarter cannot be set beside what is missing: {found.silence}."
        )
    currency = material.summary.totals.currency
    like = max(found.open_due, found.missing)
    due = words.money(found.open_due, currency, like=like)
    missing = words.money(found.missing, currency, like=like)
    return (
        f"Open and due in {material.question.period.label}: {due}, "
        f"{words.times(found.coverage)} the {missing} that is missing."
    )
