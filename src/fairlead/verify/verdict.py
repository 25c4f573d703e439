"""The verdict: one of four words, by a rule that was fixed before anything was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.stats.chances import normal_quantile
from fairlead.stats.likelihood import Floats
from fairlead.verify.effect import Moved
from fairlead.verify.training import Rule

Word: TypeAlias = Literal[
    "worked", "no effect of the size that matters", "too early", "cannot be known"
]
Decision: TypeAlias = Literal["keep", "change", "stop", "wait"]

FALSE_ALARM = 0.025
"""Chance of calling a training without effect a success, all planned looks together."""

LIKELY, SURE = 0.5, 0.95
RIPE = 0.8
POWER = 0.8
TOO_BLUNT = 3.0
"""A training whose smallest effect that would show is this many times the one that matters could
not have been judged."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was known on one day of the verdict.

    Parameters
    ----------
    on
        The day.
    moved
        As known then, by the estimate that decides; None where nothing could be estimated, see
        `reason`.
    entered, ripe
        Trials after the start, and how many of them had time to decide.
    fair
        The same if people chosen by judgement are taken as chosen fairly: the other end of the
        range; None where they were chosen otherwise.
    """

    on: dt.date
    moved: Moved | None
    entered: int
    ripe: int
    reason: NotEstimable | None = None
    fair: Moved | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One word, what to do next, and why.

    Parameters
    ----------
    word, decision
        The verdict and the next decision.
    on
        Day whose data decided; None where none has yet.
    due_on
        Next planned day of a verdict; None after the last.
    because
        In words.
    better, enough
        Chances that there is any effect, and one of the size that matters, on that day.
    detectable
        Smallest effect that would have shown 8 times in 10 on that day.
    """

    word: Word
    decision: Decision
    on: dt.date | None
    due_on: dt.date | None
    because: str
    better: float | None = None
    enough: float | None = None
    detectable: float | None = None


def detectable(effect: Floats, looks: int) -> float:
    """Return the smallest effect that would show 8 times in 10 with draws as wide as these.

    Notes
    -----
    Two-sided normal calculation at the level of one of `looks` looks: 2.80 standard errors for
    one look (Bloom 1995).
    """
    sure = normal_quantile(1 - FALSE_ALARM / looks)
    return float((sure + normal_quantile(POWER)) * np.std(effect))


def judge(rule: Rule, looks: tuple[Look, ...], today: dt.date) -> Verdict:
    """Return the verdict as known today.

    Parameters
    ----------
    rule
        As fixed before.
    looks
        One for each day of the rule that has come, in order; no other day may decide.
    today
        Evening asked.

    Notes
    -----
    With K planned looks: worked if P(effect above 0) is at least 1 - 0.025 / K and an effect of
    the size that matters more likely than not; no effect of that size if it is that small with 95
    chances in 100. Of people chosen by judgement the other end of the range must not say the
    opposite, more likely than not. Each look spends an equal share of the chance of a false alarm
    (Bonferroni).
    """
    due = next((day for day in rule.looks if day > today), None)
    if not looks:
        return Verdict("too early", "wait", None, due, "the day of the verdict has not come")
    last = None
    for look in looks:
        last = _at(look, rule)
        if last.word in {"worked", "no effect of the size that matters"}:
            return last
    assert last is not None  # noqa: S101  there is a look
    if due is not None:
        return Verdict(
            "too early",
            "wait",
            last.on,
            due,
            f"undecided on the first day, {last.because}",
            last.better,
            last.enough,
            last.detectable,
        )
    return last


def _at(look: Look, rule: Rule) -> Verdict:
    if look.moved is None:
        why = look.reason.reason if look.reason is not None else "nothing could be estimated"
        return Verdict("cannot be known", "change", look.on, None, why)
    better = float((look.moved.delta > 0).mean())
    enough = _enough(look.moved, rule)
    finest = detectable(look.moved.effect, len(rule.looks))
    numbers = (better, enough, finest)
    if look.ripe < RIPE * look.entered:
        why = f"only {look.ripe:,} of {look.entered:,} deals since the start had time to decide"
        return Verdict("cannot be known", "change", look.on, None, why, *numbers)
    if better >= 1 - FALSE_ALARM / len(rule.looks) and enough >= LIKELY:
        return _shown(look, rule, numbers)
    if 1 - enough >= SURE:
        return _ruled_out(look, rule, numbers)
    if finest > TOO_BLUNT * rule.smallest:
        why = "with so few people and deals only a far larger effect would have shown"
        return Verdict("cannot be known", "change", look.on, None, why, *numbers)
    why = "the data neither show an effect nor rule one out"
    return Verdict("cannot be known", "change", look.on, None, why, *numbers)


def _enough(moved: Moved, rule: Rule) -> float:
    """Return the chance that the effect is of the size that matters."""
    return float((moved.effect > rule.smallest).mean())


def _shown(look: Look, rule: Rule, numbers: tuple[float, float, float]) -> Verdict:
    """Return the verdict where the estimate that decides shows an effect of the size wanted."""
    if look.fair is not None and _enough(look.fair, rule) < LIKELY:
        why = "it depends on how people were chosen: taking that as fair shows no such effect"
        return Verdict("cannot be known", "change", look.on, None, why, *numbers)
    return Verdict("worked", "keep", look.on, None, "both conditions of the rule hold", *numbers)


def _ruled_out(look: Look, rule: Rule, numbers: tuple[float, float, float]) -> Verdict:
    """Return the verdict where the estimate that decides rules out an effect of the size wanted."""
    if look.fair is not None and _enough(look.fair, rule) >= LIKELY:
        why = "it depends on how people were chosen: taking that as fair shows such an effect"
        return Verdict("cannot be known", "change", look.on, None, why, *numbers)
    why = "an effect of the size that matters is ruled out"
    return Verdict("no effect of the size that matters", "stop", look.on, None, why, *numbers)
