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
FARTHEST = 8.0
LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Effect:
    """How far a training moves people, in spreads between people: N(mean, sd^2)."""

    mean: float = EFFECT
    sd: float = EFFECT_SD

    def draw(self, count: int, rng: np.random.Generator) -> Floats:
        """Return draws of the effect (draws,)."""
        return self.mean + self.sd * rng.standard_normal(count)


def realistic(level: Level, effect: Floats, benchmark: Floats | None = None) -> Floats:
    """Return where people would stand after a training (people, draws).

    Up to the benchmark (None: peers'), and no farther than the effect carries; who is above it
    stays. Without that limit whoever is known least would be promised most.

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
    reached: Floats = level.place + np.minimum(room, np.where(room > 0, effect * level.sigma, 0.0))
    return reached


def peer_level(road: Road, number: int, *, level: float = LEVEL) -> Estimate:
    """Return the benchmark of peers in its own unit, at the role's mix and without ramp."""
    part = road.levels[number]
    reference = np.broadcast_to(peer(part), part.place.shape)
    return _estimate(
        part, part.at(reference, 0.0)[0], f"benchmark.peer.{part.competency.kind}", level
    )


def level_now(road: Road, number: int, people: Ints, *, level: float = LEVEL) -> Estimate:
    """Return the mean level of some people of a road as they are, in the competency's unit."""
    part = road.levels[number]
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
    part = road.levels[number]
    now = part.now[people]
    rest = road.worth[people] / now
    best = part.at(np.broadcast_to(part.place.max(axis=0), part.place.shape), 0.0)[people]
    low, high = np.full(now.shape[1], -FARTHEST), np.full(now.shape[1], FARTHEST)
    for _ in range(STEPS):
        middle = (low + high) / 2
        brings = (rest * part.at(part.place + middle)[people]).sum(axis=0)
        low, high = np.where(brings < target, middle, low), np.where(brings < target, high, middle)
    needed = part.at(part.place + high)[people]
    within = (needed.mean(axis=0) <= best.mean(axis=0)) & (high < FARTHEST * 0.999)
    if within.mean() <= 0.5:
        return NotEstimable("not by this step alone")
    found = needed.mean(axis=0)[within]
    return _estimate(part, found, f"benchmark.plan.{part.competency.kind}", level)


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
