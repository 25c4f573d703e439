"""How large an effect would have to be to show: trainings that might be, simulated and judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fairlead.measure.cells import UNKNOWN, Floats, Ints
from fairlead.stats.ability import AbilityFit, Extra, Nodes, Panel, fit
from fairlead.stats.chances import normal_quantile
from fairlead.train.outcomes import Outcome
from fairlead.train.priors import (
    CHOSEN_SD,
    EFFECT_SD,
    RESPONSE_SD,
    SPILL_GIVE,
    SPILL_SD,
    SPILL_SHARE,
    WINDOW_MONTHS,
    free_months,
    spill_sd,
)

HISTORY = 12
"""Months before the first start that each simulated data set holds."""

SIMULATIONS = 120
"""Data sets a design is judged by."""

DRIFT_SD, DRIFT_CORRELATION = 0.15, 0.7
WANTED = 0.8
RIPE = 0.82
"""Share of deals that must have had their time by the verdict: its rule asks for 0.8, which a few
deals more or less must not undo."""

TOO_YOUNG = "too few deals would have had their time by then"
FEWEST_BESIDE = 3
STEPS = 40
SPREADS = (0.5, 1.0, 1.6)
LARGEST = 3.0

Progress = Callable[[str, int, int], None]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Own:
    """What a company's own data say of a competency, for designs to be tried on.

    Parameters
    ----------
    trials
        What there is to see a month, by person (people,): deals that enter a step, weeks of work
        for counts, wins for sizes.
    outcome
        What is reached of it.
    sigma, likeness, weight
        How far people differ, how long that lasts, and how likely each pair is (settings,).
    known
        Share of deals decided as many months after their entry (months,); 1 from then on.
    horizon
        Months after which a deal has had its time; 0 where nothing is waited for.
    counted
        Successes and decided deals, events and weeks, or wins twice, behind `outcome`.
    """

    trials: Floats
    outcome: Outcome
    sigma: Floats
    likeness: Floats
    weight: Floats
    known: Floats
    horizon: float = 0.0
    counted: tuple[int, int] = (0, 0)

    def decided(self, months: Floats) -> Floats:
        """Return the share of deals decided so many months after their entry."""
        place = np.arange(len(self.known) + 1)
        result: Floats = np.interp(months, place, np.append(self.known, 1.0))
        return result


@dataclass(frozen=True, slots=True)
class Plan:
    """Who starts when.

    Parameters
    ----------
    name
        Of the design.
    start
        Months from the first start to that of each person, infinite for those who do not start
        before the verdict (people,).
    until
        Months from the first start to the verdict.
    smallest
        Effect that matters: points of a rate as a fraction, a share of anything else.
    looks
        Number of planned days of a verdict.
    judged
        Nothing was drawn: people count as chosen by judgement, which the verdict takes out.
    team
        Team of each person, `UNKNOWN` without (people,): colleagues who wait may gain too, which
        the verdict tells apart, and has to pay for. None where nobody has a team.
    """

    name: str
    start: Floats
    until: float
    smallest: float
    looks: int = 1
    judged: bool = False
    team: Ints | None = None


@dataclass(frozen=True, slots=True)
class Power:
    """What a design would show.

    Parameters
    ----------
    plan
        The design.
    detectable
        Smallest effect, as `Plan.smallest`, that would be called ``worked`` 8 times in 10; None
        where no effect would, see `because`.
    at_smallest
        Chance of ``worked`` if the effect is just the one that matters.
    trained, beside
        People who start, and people who are untrained while others are trained.
    treated
        Deals (weeks, wins) of trained people expected until the verdict.
    simulations
        Data sets behind it.
    because
        Why nothing could be known.
    """

    plan: Plan
    detectable: float | None
    at_smallest: float
    trained: int
    beside: int
    treated: float
    simulations: int
    because: str = ""


def power(
    own: Own,
    plan: Plan,
    *,
    rng: np.random.Generator,
    simulations: int = SIMULATIONS,
    progress: Progress | None = None,
) -> Power:
    """Return how large an effect of this training would have to be to be called a success.

    Answers before anybody is trained whether the verdict will be able to say anything. People's
    abilities, the market, what colleagues gain and luck are drawn anew in each data set from what
    own data say; each is judged by the rule of `verify.verdict` with the model that will decide.

    Parameters
    ----------
    own
        From own data.
    plan
        Who starts when.
    rng
        For the data sets.
    simulations
        Number of data sets.
    progress
        Told the design, how many are done and of how many.

    Notes
    -----
    Estimates at one true effect are shifted to others, which assumes that their error does not
    depend on it. The estimate averages over three spreads between people around the true one, the
    verdict over many. Checked by full verdicts: docs/reference/calibration.md.
    """
    told = expected(own, plan)
    if told.because:
        return told
    found = np.empty((simulations, 2))
    for number in range(simulations):
        if progress is not None and number % 10 == 0:
            progress(plan.name, number, simulations)
        found[number] = _judged(_drawn(own, plan, rng), plan, own.outcome)
    noise, error = found[:, 0] - own.outcome.tried, found[:, 1]
    sure = normal_quantile(1 - 0.025 / plan.looks)

    def worked(delta: float) -> float:
        clear = (delta + noise) / error >= sure
        enough = own.outcome.change(delta + noise) > plan.smallest
        return float((clear & enough).mean())

    least = _least(worked)
    return replace(
        told,
        detectable=None if least is None else float(own.outcome.change(np.array(least))),
        at_smallest=worked(own.outcome.step(plan.smallest)),
        simulations=simulations,
        because="" if least is not None else "no effect of any size would show",
    )


def expected(own: Own, plan: Plan) -> Power:
    """Return who and how many deals a design would have, and why it could not be judged."""
    started = np.isfinite(plan.start) & (plan.start < plan.until)
    trained, beside = int(started.sum()), _beside(plan)
    length = plan.until - plan.start[started]
    treated = float(own.trials[started] @ length)
    ripe = float(own.trials[started] @ np.maximum(length - own.horizon, 0.0))
    why = ""
    if trained < FEWEST_BESIDE:
        why = "too few people would be trained"
    elif not beside:
        why = "nobody would be untrained beside the trained"
    elif beside < FEWEST_BESIDE:
        why = "too few would be untrained beside the trained"
    elif ripe < RIPE * treated:
        why = TOO_YOUNG
    return Power(plan, None, 0.0, trained, beside, treated, 0, why)


def _beside(plan: Plan) -> int:
    """Return how many people are untrained while others are trained."""
    first = plan.start[np.isfinite(plan.start)]
    if not len(first):
        return len(plan.start)
    return int((plan.start > first.min() + 1).sum())


def _least(worked: Callable[[float], float]) -> float | None:
    """Return the smallest effect with the wanted chance; None where even a huge one lacks it."""
    low, high = 0.0, LARGEST
    if worked(high) < WANTED:
        return None
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if worked(middle) >= WANTED else (middle, high)
    return high


def _drawn(own: Own, plan: Plan, rng: np.random.Generator) -> _Drawn:
    """Return one data set of a design: who met and reached what, month by month."""
    delta = own.outcome.tried
    people, after = len(own.trials), int(np.ceil(plan.until))
    months = HISTORY + after
    node = int(rng.choice(len(own.weight), p=own.weight / own.weight.sum()))
    sigma, likeness = float(own.sigma[node]), float(own.likeness[node])
    theta = rng.standard_normal((months, people)) * max(sigma, 1e-3)
    phi = likeness ** (1 / 12)
    for later in range(1, months):
        theta[later] = phi * theta[later - 1] + np.sqrt(1 - phi * phi) * theta[later]
    quarters = (months + 2) // 3
    market = rng.standard_normal(quarters) * DRIFT_SD
    for quarter in range(1, quarters):
        rest = np.sqrt(1 - DRIFT_CORRELATION**2)
        market[quarter] = DRIFT_CORRELATION * market[quarter - 1] + rest * market[quarter]
    month, person, share, is_after = _grid(plan, people, months)
    age = np.where(
        is_after | ~np.isfinite(plan.start)[person],
        HISTORY + plan.until - month - 0.5,
        HISTORY + np.minimum(plan.start[person], plan.until) - month - share / 2,
    )
    decided = own.decided(np.maximum(age, 0.0))
    number = own.outcome.amounts(own.trials[person] * share * decided, rng)
    response = delta + RESPONSE_SD * rng.standard_normal(people)
    passed_on = (SPILL_SHARE + SPILL_GIVE * rng.standard_normal()) * delta
    gained = np.where(
        is_after, response[person], _beside_trained(person, month, is_after, plan) * passed_on
    )
    eta = own.outcome.base + theta[month, person] + market[month // 3] + gained
    data = own.outcome.reached(number, eta, rng)
    kept = number > 0
    return _Drawn(
        person[kept],
        month[kept],
        is_after[kept],
        data[:, kept],
        people,
        months,
        sigma,
        likeness,
    )


def _grid(plan: Plan, people: int, months: int) -> tuple[Ints, Ints, Floats, Flags]:
    """Return month, person, share of the month and whether it is after the start, a row each."""
    begin = np.where(np.isfinite(plan.start), plan.start, 10 * months)
    month, person = (x.ravel() for x in np.indices((months, people)))
    length = np.clip(HISTORY + plan.until - month, 0.0, 1.0)
    after = np.clip(month + length - HISTORY - begin[person], 0.0, length)
    share = np.concatenate([length - after, after])
    twice = np.concatenate([np.zeros(len(month), bool), np.ones(len(month), bool)])
    kept = share > 0
    return (
        np.tile(month, 2)[kept],
        np.tile(person, 2)[kept],
        share[kept],
        twice[kept],
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    person: Ints
    month: Ints
    after: Flags
    data: Floats
    people: int
    months: int
    sigma: float
    likeness: float


def _judged(drawn: _Drawn, plan: Plan, outcome: Outcome) -> tuple[float, float]:
    """Return the effect and its standard error, by the model that decides."""
    order = np.lexsort((drawn.after, drawn.person, drawn.month))
    if plan.judged:
        month = drawn.month[order]
        order = order[(month < HISTORY - WINDOW_MONTHS) | (month >= HISTORY)]
    after = drawn.after[order].astype(np.float64)
    near = _beside_trained(drawn.person, drawn.month, drawn.after, plan)[order]
    told = len(np.unique(drawn.person[order][near > 0])) >= FEWEST_BESIDE
    extra = [Extra("training", after + told * SPILL_SHARE * near, sd=EFFECT_SD)]
    if plan.judged:
        mine = np.isfinite(plan.start)[drawn.person[order]].astype(np.float64)
        extra.append(Extra("chosen", mine, sd=CHOSEN_SD))
    if told:
        extra.append(Extra("spill over", near, sd=SPILL_SD))
    extra += free_months(drawn.month[order], HISTORY)
    panel = Panel(
        person=drawn.person[order],
        month=drawn.month[order],
        person_count=drawn.people,
        month_count=drawn.months,
        likelihood=outcome.likelihood(drawn.data[:, order]),
        extra=extra,
    )
    general = outcome.general(drawn.data[:, order])
    if general is not None:
        panel = replace(panel, general=general)
    made = fit(panel, nodes=_around(max(drawn.sigma, 0.02), drawn.likeness), tolerance=1e-2)
    names = ("training", "spill over") if told else ("training",)
    mean, cov = _joint(made, [made.design.parts[name].columns.start for name in names])
    if told and (sd := spill_sd(float(mean[0]), float(cov[0, 0]))) < SPILL_SD:
        gain = cov[:, 1] / (cov[1, 1] + 1 / (1 / sd**2 - 1 / SPILL_SD**2))
        mean, cov = mean - gain * mean[1], cov - np.outer(gain, cov[1])
    return float(mean[0]), float(np.sqrt(cov[0, 0]))


def _joint(made: AbilityFit, places: list[int]) -> tuple[Floats, Floats]:
    """Return mean and covariance of some coefficients over all settings of a fit."""
    each = made.border[:, places]
    half = np.linalg.inv(made.solved.cholesky)[:, :, places]
    mean = made.weight @ each
    away = each - mean
    inside = np.einsum("nki,nkj->nij", half, half) + away[:, :, None] * away[:, None, :]
    return mean, np.einsum("n,nij->ij", made.weight, inside)


def _beside_trained(person: Ints, month: Ints, after: Flags, plan: Plan) -> Floats:
    """Return how much of each row is of people not started yet beside a colleague who has."""
    if plan.team is None:
        return np.zeros(len(person))
    codes = np.unique(plan.team)
    first = np.array([plan.start[plan.team == code].min() for code in codes])
    first[codes == UNKNOWN] = np.inf
    began = HISTORY + first[np.searchsorted(codes, plan.team)]
    near: Floats = np.clip(month + 1 - began[person], 0.0, 1.0)
    return np.where(after, 0.0, near)


def _around(sigma: float, likeness: float) -> Nodes:
    """Return spreads around the true one: the verdict does not know it either."""
    scale = np.array(SPREADS)
    phi = np.full(len(scale), likeness ** (1 / 12))
    zero = np.zeros(len(scale))
    return Nodes(sigma * scale, phi, zero, zero)
