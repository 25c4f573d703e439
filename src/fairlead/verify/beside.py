"""What stands beside the estimate that decides: other designs' answers, and the naive claim."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.cells import AmountCells, Book, Floats, Ints, StepCells
from fairlead.stats.chances import normal_tail
from fairlead.stats.likelihood import expit
from fairlead.stats.staggered import (
    NEVER,
    Effect,
    Outcomes,
    efficient,
    impute,
    large_enough,
    permutation,
)
from fairlead.train.priors import WINDOW_MONTHS
from fairlead.verify.effect import Ground, first_month
from fairlead.verify.training import Trained, Training, month_of

LEVEL, QUANTILE = 0.9, 1.6449
SURE = 0.05


@dataclass(frozen=True, slots=True)
class Naive:
    """What a plain report would have claimed: the rate before and since, nothing else.

    `change` is in points of a rate as a fraction, relative for anything else; `claims` whether it
    would have passed for a success: above nothing with 19 chances in 20.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    change: Answer
    claims: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """Other estimates of the same effect.

    Parameters
    ----------
    imputed
        From everybody untreated, Borusyak and others; for people chosen by judgement without the
        window they were chosen by.
    efficient
        For start groups drawn at random, of at least 60 people with 20 a group; None else.
    chance
        How often another draw of the start groups would show as much; None where none was drawn.
    """

    imputed: Answer
    efficient: Estimate | None
    chance: float | None


def naive(trained: Trained) -> Naive:
    """Return the plain rate of the trained before their start and in as many months since.

    Neither the market nor who was chosen nor luck is taken out: this is what most reports claim.
    """
    (good, of), (now, of_now) = trained.before, trained.after
    nothing = NotEstimable("nothing decided both before and since", needed=1, have=0)
    if not of or not of_now or not good:
        return Naive(trained.before, trained.after, nothing, claims=False)
    if isinstance(trained.cells, StepCells):
        first, second = good / of, now / of_now
        change = second - first
        error = float(np.sqrt(first * (1 - first) / of + second * (1 - second) / of_now))
        kind = "fraction"
    else:
        change = now / of_now / (good / of) - 1
        error = float((1 + change) * _spread(trained))
        kind = "relative"
    told = _estimate(Effect(change, error), of_now, kind)
    claims = isinstance(told, Estimate) and normal_tail(change / error) < SURE
    return Naive(trained.before, trained.after, told, claims)


def _spread(trained: Trained) -> float:
    """Return the standard error of the logarithm of the change: of events, or of mean amounts."""
    (good, of), (now, of_now), cells = trained.before, trained.after, trained.cells
    if isinstance(cells, AmountCells):
        number = cells.count.sum()
        variance = cells.square.sum() / number - (cells.total.sum() / number) ** 2
        return float(np.sqrt(variance * (1 / of + 1 / of_now)))
    return float(np.sqrt(1 / good + 1 / max(now, 1)))


def beside(
    ground: Ground, book: Book, training: Training, *, rng: np.random.Generator, orders: int
) -> Beside:
    """Return what other published estimators make of the same data.

    Each person and month counts with its score: how far its trials lie above what people of the
    job reach with such deals, in the information one trial holds, so that open deals count as
    what they are. One step from no effect; larger effects come out somewhat too small.
    """
    panel, scale, left_out = _scores(ground, book)
    if training.chosen_by in {"judgement", "unknown"}:
        first = first_month(training.start, book)
        left_out[:, max(0, first - WINDOW_MONTHS) : max(0, first)] = True
    number = round(float(ground.panel.likelihood.trials[ground.treated > 0].sum()))
    kind = "fraction" if isinstance(ground.cells, StepCells) else "relative"
    imputed = _imputed(panel, left_out)
    scaled = imputed if isinstance(imputed, NotEstimable) else _scaled(imputed, scale)
    told = scaled if isinstance(scaled, NotEstimable) else _told(scaled, number, kind)
    best, chance = None, None
    if training.chosen_by == "random":
        if large_enough(panel.start):
            answer = _told(_scaled(efficient(panel), scale), number, kind)
            best = answer if isinstance(answer, Estimate) else None
        chance = _chance(panel, ground.trained, rng=rng, orders=orders)
    return Beside(told, best, chance)


def _told(effect: Effect, n: int, unit: str) -> Answer:
    """Return an effect as people read it: scores of anything but rates are on the logarithm."""
    found = _estimate(effect, n, unit)
    if unit == "fraction" or isinstance(found, NotEstimable):
        return found
    value, low, high = (float(np.expm1(x)) for x in (found.value, found.lower, found.upper))
    return replace(found, value=value, lower=low, upper=high)


def _scores(ground: Ground, book: Book) -> tuple[Outcomes, float, npt.NDArray[np.bool_]]:
    """Return each person's score in each month, what one of it is worth, and cells without data.

    A month in which a person has nothing scores 0: nothing is known against the average.
    """
    likelihood = ground.panel.likelihood
    free = ground.treated == 0
    level = _level(ground, free)
    slope, weight = likelihood.slope(level[None, :])
    count, months = len(ground.people), book.window.month_count
    table, worth = np.zeros((2, count, months))
    np.add.at(table, (ground.cells.person, ground.cells.month), slope[0])
    np.add.at(worth, (ground.cells.person, ground.cells.month), weight[0])
    start = np.where(
        ground.trained, month_of(np.maximum(ground.start, 0), book.window.first), NEVER
    )
    start = np.where((start <= 0) | (start >= months), NEVER, start).astype(np.int64)
    after = np.arange(months)[None, :] >= start[:, None]
    each = float(worth[after].mean()) if after.any() else 1.0
    gain = 1.0
    if isinstance(ground.cells, StepCells):
        chance = expit(level[~free]) if (~free).any() else expit(level)
        gain = float((chance * (1 - chance)).mean())
    return Outcomes(table, start), gain / max(each, 1e-9), worth == 0


def _level(ground: Ground, free: npt.NDArray[np.bool_]) -> Floats:
    """Return the common level of each row: by band of mix, from untreated rows, some steps on."""
    likelihood = ground.panel.likelihood
    code: Ints = np.zeros(len(ground.treated), dtype=np.int64)
    if ground.panel.levels:
        code = ground.panel.levels[0] + 1
    level = np.full(len(code), ground.panel.general.mean)
    for _ in range(20):
        slope, weight = likelihood.slope(level[None, :])
        top = np.bincount(code[free], weights=slope[0][free], minlength=int(code.max()) + 1)
        bottom = np.bincount(code[free], weights=weight[0][free], minlength=len(top))
        step = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
        level = level + np.clip(step, -1, 1)[code]
    return level


def _imputed(panel: Outcomes, left_out: npt.NDArray[np.bool_] | None) -> Effect | NotEstimable:
    try:
        return impute(panel, left_out=left_out).overall
    except ValueError:
        return NotEstimable("nobody was untreated beside the trained")


def _scaled(effect: Effect, scale: float) -> Effect:
    return replace(effect, value=effect.value * scale, standard_error=effect.standard_error * scale)


def _estimate(effect: Effect, n: int, unit: str) -> Answer:
    wide = QUANTILE * effect.standard_error
    if not np.isfinite(wide) or wide <= 0:
        return NotEstimable("too few to tell how far chance reaches")
    return Estimate(
        effect.value, effect.value - wide, effect.value + wide, LEVEL, max(1, n), unit, "effect"
    )


def _chance(
    panel: Outcomes,
    drawn: npt.NDArray[np.bool_],
    *,
    rng: np.random.Generator,
    orders: int,
) -> float | None:
    """Return the randomisation p over those whose start was drawn; None with one group only."""
    inside = np.flatnonzero(drawn & (panel.start != NEVER))
    if len(np.unique(panel.start[inside])) < 2:
        return None
    even = panel.value[inside] - panel.value[inside].mean(axis=0)
    even = even - even.mean(axis=1, keepdims=True)
    periods = np.arange(panel.periods)

    def statistic(start: Ints) -> float:
        treated = (periods[None, :] >= start[:, None]).astype(np.float64)
        column = treated - treated.mean(axis=0) - treated.mean(axis=1, keepdims=True)
        column = column + treated.mean()
        size = float((column**2).sum())
        return float((column * even).sum()) / size if size > 0 else 0.0

    return permutation(statistic, panel.start[inside], rng=rng, orders=orders)
