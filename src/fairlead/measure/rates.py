"""Ratios and medians as answers: with their interval, or silent with what would be enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.stats.proportions import median_interval, wilson_interval

FEWEST_TRIALS = 5
"""Below this many closed deals a ratio says nothing a person should act on."""

FEWEST_VALUES = 6
"""Fewest values for a 95 % interval of a median (order statistics)."""


def ratio(successes: int, trials: int, *, kind: str, level: float = 0.95) -> Answer:
    """Return successes of trials as a fraction with its score interval.

    Silent below `FEWEST_TRIALS` trials; nothing of nothing is never 0.
    """
    if trials < FEWEST_TRIALS:
        return NotEstimable("too few closed deals", needed=FEWEST_TRIALS, have=trials)
    lower, upper = wilson_interval(successes, trials, level)
    return Estimate(successes / trials, lower, upper, level, trials, "fraction", kind, successes)


def median(
    values: Sequence[float] | npt.NDArray[np.float64],
    *,
    kind: str,
    unit: str,
    level: float = 0.95,
) -> Answer:
    """Return the median with its distribution-free interval; silent below `FEWEST_VALUES`."""
    found = median_interval(values, level)
    if found is None:
        return NotEstimable("too few deals", needed=FEWEST_VALUES, have=len(values))
    middle, lower, upper = found
    return Estimate(middle, lower, upper, level, len(values), unit, kind)
