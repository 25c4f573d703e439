"""How much of what is begun in a year still arrives in it, from how quickly deals close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.diagnose.levels import Level, shuffled
from fairlead.measure.fitted import Fitted
from fairlead.stats.ability import role_mix
from fairlead.stats.likelihood import Floats
from fairlead.stats.timing import BAND_WEEKS, WEEK

YEAR_DAYS = 365.25
AGE = "mix 1"


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly deals close, whatever comes of them.

    Parameters
    ----------
    level
        Where people stand; higher closes sooner.
    hazard
        Ends a day in each age band at the middle of the role (bands, draws).
    edges
        Ages at which bands begin, in days; the last one never ends (bands,).
    """

    level: Level
    hazard: Floats
    edges: Floats

    def arriving(self, place: Floats, ramp: Floats | float | None = None) -> Floats:
        """Return the share of deals begun through a year that close within it (people, draws).

        Deals begin evenly; ``1 - (1/T) integral of S(a) da`` with S(a) the share still open at
        age a, constant hazards within bands.
        """
        speed = np.exp(place + (self.level.ramp if ramp is None else ramp))
        still = np.ones_like(speed)
        open_days = np.zeros_like(speed)
        ends = np.append(self.edges[1:], np.inf)
        for hazard, begin, end in zip(self.hazard, self.edges, ends, strict=True):
            length = min(end, YEAR_DAYS) - begin
            if length <= 0:
                break
            rate = hazard * speed
            left = np.exp(-rate * length)
            open_days += still * (1 - left) / rate
            still *= left
        share: Floats = 1 - open_days / YEAR_DAYS
        return share

    @property
    def now(self) -> Floats:
        """Shares that arrive as people are now (people, draws)."""
        return self.arriving(self.level.place)

    @property
    def at_good(self) -> Floats:
        """Shares that arrive where everybody is as quick as good peers (people, draws)."""
        return self.arriving(np.broadcast_to(self.level.good, self.level.place.shape), 0.0)


def pace_of(fitted: Fitted, level: Level) -> Pace:
    """Return how quickly deals close, from the fit of durations and `level_of` it."""
    design = fitted.fit.design
    border = fitted.draws.border[shuffled(fitted)[1]]
    mix = role_mix(fitted.fit)
    columns = mix.columns.copy()
    part = design.parts.get(AGE)
    if part is not None:
        columns[:, part.columns] = 0.0
    middle = np.exp(mix.weight @ (columns @ border.T))
    edges = np.append(0.0, WEEK * np.array(BAND_WEEKS, dtype=np.float64))
    hazard = np.repeat(middle[None], len(edges), axis=0)
    if part is not None:
        for label, effect in zip(part.labels, border[:, part.columns].T, strict=True):
            hazard[int(label)] *= np.exp(effect)
    return Pace(level, hazard, edges)
