"""The verdict on a try-out: looked at every week, decided on the first day that is sure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.stats.chances import chi_square_tail
from fairlead.verify.training import as_day
from fairlead.verify.tryout import Guardrail, Trigger, TryOut
from fairlead.verify.tryout_effect import Tried, effect_on
from fairlead.verify.verdict import Decision

Word: TypeAlias = Literal[
    "not begun",
    "too early",
    "worked",
    "no effect of the size that matters",
    "did harm",
    "cannot be known",
]

WEEK = 7
UNEVEN = 0.001
"""Chance below which the sides are too uneven to be the draw's doing (Fabijan and others 2019)."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One guardrail, with the deals it is watched on."""

    guardrail: Guardrail
    tried: Tried


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of a try-out on one evening.

    Parameters
    ----------
    as_of
        The evening.
    tried
        Deals of the outcome since the start; only those whose time has passed are looked at.
    entered
        Deals of those who try, and of the others, since the start.
    drawn
        Units with a deal on each side: what the sample-ratio check counts.
    guardrails
        In the order of the declaration.
    wait_days
        Days a deal is given, fixed at the start.
    closed_on
        Day from which nothing new counted: the declared one, or earlier where as many deals
        were at risk as allowed.
    """

    as_of: dt.date
    tried: Tried
    entered: tuple[int, int]
    drawn: tuple[int, int]
    guardrails: tuple[Watched, ...]
    wait_days: int
    closed_on: dt.date


@dataclass(frozen=True, slots=True)
class TryOutReport:
    """What is said of a try-out.

    Parameters
    ----------
    plan, as_of
        Which, and the evening.
    word, decision, on, because
        The verdict, what to do next, the day that decided (None where none has), and why.
    due_on
        Day of the last look; None once decided.
    effect
        As known on the evening, range good on every day.
    counts
        Successes and decided deals: of those who try, of the others.
    entered, drawn
        As counted.
    ratio_p
        Chance of sides as uneven as these; None where there is nothing to compare.
    guards
        Each guardrail, its effect, and the day it was crossed on, None where it was not.
    path
        Day, and effect as known then, for the chart.
    set_off
        The contingency that is due, and its plan; None where none is.
    findings
        Doubts.
    """

    plan: TryOut
    as_of: dt.date
    word: Word
    decision: Decision
    on: dt.date | None
    because: str
    due_on: dt.date | None
    effect: Answer
    counts: tuple[tuple[int, int], tuple[int, int]]
    entered: tuple[int, int]
    drawn: tuple[int, int]
    ratio_p: float | None
    guards: tuple[tuple[Guardrail, Answer, dt.date | None], ...]
    path: tuple[tuple[dt.date, Estimate], ...]
    set_off: tuple[Trigger, str] | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    word: Word
    decision: Decision
    on: dt.date | None
    because: str
    trigger: Trigger | None = None


def report_try_out(plan: TryOut, counted: Counted) -> TryOutReport:
    """Return what is said of a try-out on an evening.

    Parameters
    ----------
    plan
        As declared.
    counted
        What is known.

    Notes
    -----
    Looked at once a week from the start. Ranges hold on all of these days at once, so the first
    day that is sure decides, and no later one takes it back: worked if the range is above 0 and
    the effect at least the one that matters; no effect of that size if the range is below it; did
    harm if the range is below 0, or a guardrail's is with an effect as bad as declared. Sides
    that are too uneven for the draw make everything unknowable.
    """
    end = as_day(counted.as_of)
    days = list(range(as_day(plan.start_on) + WEEK, end + 1, WEEK))
    tried = counted.tried
    path = [(_day(day), effect_on(tried, plan.unit, plan.smallest, day)) for day in days]
    guards = tuple(_guard(plan, watched, days, end) for watched in counted.guardrails)
    ratio = ratio_chance(counted.drawn, plan.share)
    last = counted.closed_on + dt.timedelta(days=counted.wait_days)
    said = _said(plan, counted, path, guards, ratio, last)
    plan_b = None if said.trigger is None else plan.plan_for(said.trigger)
    return TryOutReport(
        plan=plan,
        as_of=counted.as_of,
        word=said.word,
        decision=said.decision,
        on=said.on,
        because=said.because,
        due_on=last if said.decision == "wait" else None,
        effect=effect_on(tried, plan.unit, plan.smallest, end),
        counts=tried.by(end).counts(),
        entered=counted.entered,
        drawn=counted.drawn,
        ratio_p=ratio,
        guards=guards,
        path=tuple((day, found) for day, found in path if isinstance(found, Estimate)),
        set_off=(said.trigger, plan_b) if said.trigger and plan_b else None,
        findings=_findings(plan, counted, ratio, said),
    )


def ratio_chance(drawn: tuple[int, int], share: float) -> float | None:
    """Return the chance of sides at least as uneven as these if the draw was kept to.

    Pearson's chi-square with one degree of freedom; None with fewer than ten units.
    """
    total = sum(drawn)
    if total < 10:
        return None
    expected = np.array([share, 1 - share]) * total
    return chi_square_tail(float((((np.array(drawn) - expected) ** 2) / expected).sum()), 1)


def _guard(
    plan: TryOut, watched: Watched, days: list[int], end: int
) -> tuple[Guardrail, Answer, dt.date | None]:
    rail = watched.guardrail
    crossed = None
    for day in days:
        found = effect_on(watched.tried, plan.unit, rail.worse_by, day)
        if isinstance(found, Estimate) and found.upper < 0 and found.value <= -rail.worse_by:
            crossed = _day(day)
            break
    return rail, effect_on(watched.tried, plan.unit, rail.worse_by, end), crossed


def _said(  # noqa: PLR0917
    plan: TryOut,
    counted: Counted,
    path: list[tuple[dt.date, Answer]],
    guards: tuple[tuple[Guardrail, Answer, dt.date | None], ...],
    ratio: float | None,
    last: dt.date,
) -> _Said:
    if counted.as_of < plan.start_on:
        return _Said("not begun", "wait", None, "the first day has not come")
    if ratio is not None and ratio < UNEVEN and plan.unit == "deal":
        why = "the sides are too uneven to be what was drawn"
        return _Said("cannot be known", "change", counted.as_of, why)
    sure = next((s for day, found in path if (s := _sure(plan, found, day))), None)
    crossed = [(day, rail) for rail, _, day in guards if day is not None]
    if crossed:
        day, rail = min(crossed, key=lambda each: each[0])
        if sure is None or sure.on is None or day <= sure.on:
            why = f"{rail.step} suffered as much as was declared too much"
            return _Said("did harm", "stop", day, why, "guardrail")
    if sure is not None:
        return sure
    if counted.as_of >= last:
        why = "it ended, and the data neither show an effect nor rule one out"
        return _Said("cannot be known", "change", last, why, "no answer")
    return _Said("too early", "wait", None, "the data neither show an effect nor rule one out")


def _sure(plan: TryOut, found: Answer, day: dt.date) -> _Said | None:
    """Return the verdict if this day is sure of one."""
    if isinstance(found, NotEstimable):
        return None
    if found.upper < 0:
        why = "those who try do worse, beyond luck"
        return _Said("did harm", "stop", day, why, "harm")
    if found.lower > 0 and found.value >= plan.smallest:
        return _Said("worked", "keep", day, "the range is above 0 and the effect large enough")
    if found.upper < plan.smallest:
        why = "an effect of the size that matters is ruled out"
        return _Said("no effect of the size that matters", "stop", day, why)
    return None


def _findings(
    plan: TryOut, counted: Counted, ratio: float | None, said: _Said
) -> tuple[Finding, ...]:
    found = []
    if ratio is not None and ratio < UNEVEN:
        tries, others = counted.drawn
        found.append(
            Finding(
                "try_out_uneven",
                "serious",
                f"{plan.title}: {tries} try it, {others} do not; drawn was {plan.share:.0%}",
                f"Sides this uneven come by luck {ratio:.4%} of the time. Deals were left out, "
                "merged or deleted on one side, so the sides are no longer comparable.",
                {"tries": tries, "others": others, "p": round(ratio, 6)},
                ("Find which deals are missing before believing any difference.",),
            )
        )
    if said.trigger is not None and plan.plan_for(said.trigger) is None:
        found.append(
            Finding(
                "try_out_without_plan",
                "warning",
                f"{plan.title}: nobody wrote down what to do now",
                "The declaration has no plan for this case.",
                {"when": said.trigger},
                ("Decide today, and write `if:` into the next try-out.",),
            )
        )
    return tuple(found)


def _day(number: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)
