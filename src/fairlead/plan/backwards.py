"""Backwards from the target: with these rates, how many new deals a month does it take."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.stats.proportions import normal_quantile

FEWEST_WINS = 10


def new_deals_needed(
    target_a_month: int,
    win_rate: Answer,
    sizes: npt.NDArray[np.float64],
    *,
    level: float = 0.95,
) -> Answer:
    """Return how many new opportunities a month the target takes at today's win rate and size.

    ``needed = target / (win rate x mean amount of a win)``.

    Parameters
    ----------
    target_a_month
        Minor units of the reporting currency.
    win_rate
        Share of closed deals that are won, with its interval.
    sizes
        Amounts of the wins in the window, minor units.
    level
        Nominal coverage of the interval.

    Returns
    -------
    Answer
        Deals a month. The interval adds the variances of log win rate and log mean amount (delta
        method); it takes both for independent and steady, and does not know season or ramp.
        Silent below `FEWEST_WINS` wins with an amount, or where the win rate is.
    """
    if isinstance(win_rate, NotEstimable):
        return win_rate
    if len(sizes) < FEWEST_WINS:
        return NotEstimable("too few wins with an amount", needed=FEWEST_WINS, have=len(sizes))
    if target_a_month <= 0 or win_rate.lower <= 0:
        return NotEstimable("there is no target to reach or no win to go by")
    z = normal_quantile(0.5 + level / 2)
    mean = float(sizes.mean())
    rate_sd = math.log(win_rate.upper / win_rate.lower) / (2 * z)
    size_sd = float(sizes.std(ddof=1)) / math.sqrt(len(sizes)) / mean
    factor = math.exp(z * math.hypot(rate_sd, size_sd))
    needed = target_a_month / (win_rate.value * mean)
    return Estimate(
        needed, needed / factor, needed * factor, level, len(sizes), "deals a month", "backwards"
    )
