"""Trials whose outcomes come late: successes early, failures later, some people faster."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr
from tests.calibration.worlds import Setting, World, draw_truth

from fairlead.answers import NotEstimable
from fairlead.stats.ability import Panel
from fairlead.stats.likelihood import Trials
from fairlead.stats.timing import (
    FAILURE,
    OPEN,
    SUCCESS,
    TimingCurves,
    aalen_johansen,
    count_trials,
    horizon,
    resolve,
)

MONTH = 30.4


@dataclass(frozen=True)
class Delays:
    """Days to an outcome: log-normal for successes, Weibull for failures."""

    success: float = 40.0
    success_sd: float = 0.6
    failure: float = 90.0
    failure_shape: float = 1.2
    speed: float = 0.3  # sd of people's log speed


def delayed_world(
    setting: Setting, delays: Delays, rng: np.random.Generator
) -> tuple[World, World, np.ndarray] | None:
    """A world seen at the end of its last month; the same with open trials left out; speeds.

    The true chance is that of a success within the horizon found in the data: it depends on the
    person's ability alone, because a person's speed moves both ends alike.
    """
    truth = draw_truth(setting, rng)
    panel = truth.panel
    n = truth.dealt.astype(int)
    row = np.repeat(np.arange(len(n)), n)
    person = panel.person[row]
    speed = rng.normal(0, delays.speed, panel.person_count)
    begin = (panel.month[row] + rng.random(len(row))) * MONTH
    follow_up = setting.months * MONTH - begin
    chance = 1 / (1 + np.exp(-truth.eta[row]))
    success = rng.random(len(row)) < chance
    days = np.where(
        success,
        rng.lognormal(np.log(delays.success), delays.success_sd, len(row)),
        delays.failure * rng.weibull(delays.failure_shape, len(row)),
    ) / np.exp(speed[person])
    ended = days < follow_up
    outcome = np.where(ended, np.where(success, SUCCESS, FAILURE), OPEN)
    age = np.where(ended, days, follow_up)
    incidence = aalen_johansen(age, outcome)
    found = horizon(age, outcome, float(follow_up.max()), incidence)
    if isinstance(found, NotEstimable):
        return None
    curves = TimingCurves(incidence, found.days)
    # few people have no pooled truth of "within the horizon": take it from the known delays
    share = within(delays, found.days, speed)
    data = count_trials(row, len(n), age, outcome, follow_up=follow_up, curves=curves)
    ability = shifted(truth.ability, share)
    world = replace(truth.world, panel=replace(panel, likelihood=data), ability=ability)
    ends = resolve(age, outcome, found.days)
    s = np.bincount(row, weights=ends == SUCCESS, minlength=len(n))
    f = np.bincount(row, weights=ends == FAILURE, minlength=len(n))
    known = s + f > 0
    naive = slim(panel, known, Trials.resolved(s[known], f[known]))
    return world, replace(world, panel=naive), speed


def slim(panel: Panel, kept: np.ndarray, data: Trials) -> Panel:
    return replace(
        panel,
        person=panel.person[kept],
        month=panel.month[kept],
        levels=[codes[kept] for codes in panel.levels],
        team=None if panel.team is None else panel.team[kept],
        likelihood=data,
    )


def within(delays: Delays, days: float, speed: np.ndarray) -> np.ndarray:
    """Share of successes that come within the horizon, for people's speeds."""
    return ndtr((np.log(days) + speed - np.log(delays.success)) / delays.success_sd)


def shifted(eta: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Predictor of the chance of success within the horizon."""
    p = share / (1 + np.exp(-eta))
    return np.log(p / (1 - p))
