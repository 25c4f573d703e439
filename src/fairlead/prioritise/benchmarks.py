"""What to train to: peers' level, the plan's, and what a training realistically reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.diagnose.levels import Level
from fairlead.diagnose.peers import peer
from fairlead.diagnose.road import Road
from fairlead.measure.cells import Ints
from fairlead.stats.likelihood import Floats

EFFECT, EFFECT_SD = 0.4, 0.2
"""What a training moves, in spreads between people: a guess until own trainings speak."""

STEPS = 60
SETTLED = 1e-9
TINY = 1e-300
FARTHEST = 8.0
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Effect:
    """How far a training moves people, in spreads between people: N(mean, sd^2).

    `trainings` are own ones in the same competency whose verdict is in it; `judged` counts those
    of any competency. None: a guess.
    """

    mean: float = EFFECT
    sd: float = EFFECT_SD
    trainings: tuple[str, ...] = ()
    judged: int = 0

    def draw(self, count: int, rng: np.random.Generator) -> Floats:
        """Return draws of the effect (draws,)."""
        return self.mean + self.sd * rng.standard_normal(count)


def realistic(level: Level, effect: Floats, benchmark: Floats | None = None) -> Floats:
    """Return where people would stand after a training (people, draws).

    Up to the benchmark (None: peers'), and no farther than the effect carries; who is above it
    stays. Without that limit whoever is known least would be promised most. Where a whole team lies
    low, that is a part of how far people differ: it can be trained like anything else.

    Parameters
    ----------
    level
        One competency.
    effect
        In spreads between people (draws,).
    benchmark
        On the model's scale (draws,).
    """
    goal = peer(level) if benchmark is None else benchmark
    room = np.maximum(goal - level.place, 0.0)
    reached: Floats = level.place + np.minimum(
        room, np.where(room > 0, effect * level.between, 0.0)
    )
    return reached


def peer_level(road: Road, number: int, *, level: float = LEVEL) -> Estimate:
    """Return the benchmark of peers in its own unit, at the role's mix and without ramp."""
    part = road.trained[number]
    return _estimate(part, part.at_good[0], f"benchmark.peer.{part.competency.kind}", level)


def level_now(road: Road, number: int, people: Ints, *, level: float = LEVEL) -> Estimate:
    """Return the mean level of some people of a road as they are, in the competency's unit."""
    part = road.trained[number]
    now = part.now[people].mean(axis=0)
    return _estimate(part, now, f"benchmark.now.{part.competency.kind}", level)


def plan_level(
    road: Road, number: int, people: Ints, target: float, *, level: float = LEVEL
) -> Answer:
    """Return the level of one competency that would bring the target alone.

    Answers: if all else stays as it is, how good would these people have to be at this.

    Parameters
    ----------
    road
        One kind of deals; the target is what this road must bring in four quarters.
    number
        Place of the competency in the road.
    people
        Places in the road.
    target
        Minor units.

    Returns
    -------
    Answer
        Mean level of the people, at the role's mix, after everybody has moved by the same amount
        on the model's scale. NotEstimable ``not by this step alone`` where that lies beyond the
        level of the best of the peers in more than half of the draws.
    """
    everybody, part = road.trained[number], road.trained[number].of(people)
    rest = road.worth[people] / part.now
    top = everybody.place.max(axis=0)
    best = part.at(np.broadcast_to(top, part.place.shape), 0.0).mean(axis=0)
    shift = _shift(part, rest, target)
    needed = part.at(part.place + shift).mean(axis=0)
    within = (needed <= best) & (shift < FARTHEST * 0.999)
    if within.mean() <= 0.5:
        return NotEstimable("not by this step alone")
    return _estimate(everybody, needed[within], f"benchmark.plan.{part.competency.kind}", level)


def _shift(part: Level, rest: Floats, target: float) -> Floats:
    """Return by how much all have to move on the model's scale to bring the target (draws,).

    Secants on the logarithm of what they bring, kept within an interval that holds the solution:
    for rates and amounts that is a straight line, solved in one step, for chances nearly one.
    """

    def away(shift: Floats) -> Floats:
        brings: Floats = (rest * part.at(part.place + shift)).sum(axis=0)
        short: Floats = np.log(np.maximum(brings, TINY)) - np.log(max(target, TINY))
        return short

    draws = rest.shape[1]
    low, high = np.full(draws, -FARTHEST), np.full(draws, FARTHEST)
    before, here = np.zeros(draws), np.full(draws, 0.1)
    was, now = away(before), away(here)
    for _ in range(STEPS):
        low, high = np.where(now < 0, here, low), np.where(now < 0, high, here)
        slope = np.divide(now - was, here - before, out=np.ones(draws), where=here != before)
        aim = here - np.divide(now, slope, out=np.zeros(draws), where=slope > TINY)
        aim = np.where((aim > low) & (aim < high), aim, (low + high) / 2)
        before, was, here = here, now, aim
        if np.abs(here - before).max() < SETTLED:
            break
        now = away(here)
    return here


def _estimate(part: Level, draws: Floats, kind: str, level: float) -> Estimate:
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    value = float(draws.mean())
    scale = part.factor if part.competency.kind == "creation" else 1.0
    return Estimate(
        value=value / scale,
        lower=min(float(lower), value) / scale,
        upper=max(float(upper), value) / scale,
        level=level,
        n=max(1, int(part.months.sum())),
        unit=part.competency.unit,
        kind=kind,
    )
