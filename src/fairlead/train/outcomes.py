"""What a training is judged on, for designs to be drawn from: shares, counts, or sizes.

Each kind answers the same questions: how much of it there is to see, what people then reach, what
the model makes of it, and how a step on the model's scale reads to people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias

import numpy as np

from fairlead.measure.cells import Floats
from fairlead.measure.fitting import GENERAL_SD
from fairlead.stats.ability import Level
from fairlead.stats.likelihood import Counts, Likelihood, Measured, Trials, expit

Unit: TypeAlias = Literal["points", "relative"]

KINDS = ("conversion", "creation", "activity", "size")
"""Kinds of competencies whose trainings can be tried out beforehand."""


class Outcome(Protocol):
    """One kind of thing people can be better at."""

    unit: ClassVar[Unit]
    """``points`` of a rate, or ``relative``: a share of what it was."""
    tried: ClassVar[float]
    """Effect on the model's scale that is put into simulated trainings."""

    @property
    def base(self) -> float:
        """Where the model's scale stands without anybody's differences."""

    def amounts(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """Return how much there is to see in each row (deals, weeks, wins), given its mean."""

    def reached(self, amount: Floats, eta: Floats, rng: np.random.Generator) -> Floats:
        """Return what is reached in each row at predictors `eta`, as columns (k, rows)."""

    def likelihood(self, data: Floats) -> Likelihood:
        """Return the data of `reached` as the model takes them."""

    def general(self, data: Floats) -> Level | None:
        """Return what the model expects of the common level; None for its usual prior."""

    def change(self, step: Floats) -> Floats:
        """Return what steps on the model's scale are to people, as a fraction."""

    def step(self, change: float) -> float:
        """Return the step on the model's scale that people see as this change."""


@dataclass(frozen=True, slots=True)
class Share:
    """Deals that move on, of those that enter; `level` is the pooled rate (fraction)."""

    unit: ClassVar[Unit] = "points"
    tried: ClassVar[float] = 0.4
    level: float

    @property
    def base(self) -> float:
        """The logit of the level."""
        return float(np.log(self.level / (1 - self.level)))

    def amounts(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """Return deals that are decided."""
        return rng.poisson(expected).astype(np.float64)

    def reached(self, amount: Floats, eta: Floats, rng: np.random.Generator) -> Floats:
        """Return successes and failures."""
        good = rng.binomial(amount.astype(np.int64), expit(eta))
        return np.stack([good.astype(np.float64), amount - good])

    def likelihood(self, data: Floats) -> Likelihood:
        """Return resolved trials."""
        return Trials.resolved(*data)

    def general(self, data: Floats) -> Level | None:  # noqa: ARG002  as for all kinds
        """Return None: rates have the usual prior."""
        return None

    def change(self, step: Floats) -> Floats:
        """Return points of the rate as a fraction."""
        result: Floats = expit(np.asarray(self.base + step, dtype=np.float64)) - self.level
        return result

    def step(self, change: float) -> float:
        """Return the distance on the logit."""
        new = min(max(self.level + change, 1e-6), 1 - 1e-6)
        return float(np.log(new / (1 - new))) - self.base


@dataclass(frozen=True, slots=True)
class Rate:
    """Events a week: new deals, meetings. `level` a week, counts `dispersion` times Poisson's."""

    unit: ClassVar[Unit] = "relative"
    tried: ClassVar[float] = 0.2
    level: float
    dispersion: float = 1.0

    @property
    def base(self) -> float:
        """The logarithm of the rate."""
        return float(np.log(self.level))

    def amounts(self, expected: Floats, rng: np.random.Generator) -> Floats:  # noqa: ARG002
        """Return weeks of work: they are planned, not drawn."""
        return expected

    def reached(self, amount: Floats, eta: Floats, rng: np.random.Generator) -> Floats:
        """Return events and weeks; scattered like negative binomial counts of that dispersion."""
        mean = amount * np.exp(eta)
        more = self.dispersion - 1
        if more > 0:
            mean = rng.gamma(mean / more, more)
        return np.stack([rng.poisson(mean).astype(np.float64), amount])

    def likelihood(self, data: Floats) -> Likelihood:
        """Return counts, divided by their dispersion."""
        return Counts(*data).divided(self.dispersion)

    def general(self, data: Floats) -> Level | None:
        """Return a level around the pooled rate, as `measure.fitting` does."""
        events, weeks = data.sum(axis=1)
        return Level(float(np.log((events + 0.5) / weeks)), GENERAL_SD)

    def change(self, step: Floats) -> Floats:
        """Return the relative change."""
        return np.expm1(step)

    def step(self, change: float) -> float:
        """Return the distance on the logarithm."""
        return float(np.log1p(change))


@dataclass(frozen=True, slots=True)
class Size:
    """Amounts of wins; `spread` is the residual sd of their logarithms."""

    unit: ClassVar[Unit] = "relative"
    tried: ClassVar[float] = 0.2
    spread: float

    @property
    def base(self) -> float:
        """Zero: only changes matter."""
        return 0.0

    def amounts(self, expected: Floats, rng: np.random.Generator) -> Floats:
        """Return wins."""
        return rng.poisson(expected).astype(np.float64)

    def reached(self, amount: Floats, eta: Floats, rng: np.random.Generator) -> Floats:
        """Return number, sum and sum of squares of logarithms of amounts."""
        number = np.maximum(amount, 1.0)
        mean = eta + self.spread * rng.standard_normal(len(eta)) / np.sqrt(number)
        inside = self.spread**2 * rng.chisquare(np.maximum(number - 1, 1e-9))
        return np.stack([amount, amount * mean, amount * mean**2 + inside])

    def likelihood(self, data: Floats) -> Likelihood:
        """Return measured values; the fit finds their residual variance."""
        return Measured(data[0], data[1], data[2], np.full((1, 1), self.spread**2))

    def general(self, data: Floats) -> Level | None:
        """Return a level around the mean, as `measure.fitting` does."""
        return Level(float(data[1].sum() / data[0].sum()), GENERAL_SD)

    def change(self, step: Floats) -> Floats:
        """Return the relative change."""
        return np.expm1(step)

    def step(self, change: float) -> float:
        """Return the distance on the logarithm."""
        return float(np.log1p(change))
