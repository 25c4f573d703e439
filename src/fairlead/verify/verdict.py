"""The verdict: one of four words, by a rule that was fixed before anything was known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.stats.chances import normal_quantile
from fairlead.stats.likelihood import Floats
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
    effect, delta
        Draws as known then (draws,); None where nothing could be estimated, see `reason`.
    ripe, entered
        Trials after the start whose time to decide has passed, of all.
    sigma, trials
        Spread between people of each draw, and the trials the effect is a mean over.
    fair
        The effect if people chosen by judgement are taken as chosen fairly (draws,): the other end
        of the range; None where they were chosen otherwise.
    """

    on: dt.date
    effect: Floats | None
    delta: Floats | None
    entered: int
    ripe: int
    reason: NotEstimable | None = None
    sigma: Floats | None = None
    trials: int = 0
    fair: Floats | None = None


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
    if look.effect is None or look.delta is None:
        why = look.reason.reason if look.reason is not None else "nothing could be estimated"
        return Verdict("cannot be known", "change", look.on, None, why)
    better = float((look.delta > 0).mean())
    enough = float((look.effect > rule.smallest).mean())
    finest = detectable(look.effect, len(rule.looks))
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


def _shown(look: Look, rule: Rule, numbers: tuple[float, float, float]) -> Verdict:
    """Return the verdict where the estimate that decides shows an effect of the size wanted."""
    if look.fair is not None and float((look.fair > rule.smallest).mean()) < LIKELY:
        why = "it depends on how people were chosen: taking that as fair shows no such effect"
        return Verdict("cannot be known", "change", look.on, None, why, *numbers)
    return Verdict("worked", "keep", look.on, None, "both conditions of the rule hold", *numbers)


def _ruled_out(look: Look, rule: Rule, numbers: tuple[float, float, float]) -> Verdict:
    """Return the verdict where the estimate that decides rules out an effect of the size wanted."""
    if look.fair is not None and float((look.fair > rule.smallest).mean()) >= LIKELY:
        why = "it depends on how people were chosen: taking that as fair shows such an effect"
        return Verdict("cannot be known", "change", look.on, None, why, *numbers)
    why = "an effect of the size that matters is ruled out"
    return Verdict("no effect of the size that matters", "stop", look.on, None, why, *numbers)
