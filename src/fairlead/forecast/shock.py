"""How far whole periods were off together: the shock all deals of a period share.

Without it a sum of many deals looks far more certain than it is: chance evens out over deals, a
bad quarter does not.
"""

from __future__ import annotations

import numpy as np

from fairlead.forecast.journal import Floats
from fairlead.forecast.panel import Errors

PRIOR_PERIODS, PRIOR_SHARE = 2.0, 0.12
"""What is believed before any error was seen: so many periods with this relative error."""
GRID = np.exp(np.linspace(np.log(0.01), np.log(0.8), 45))


def shared_spread(found: Errors) -> Floats:
    """Return how likely each relative spread of `GRID` is, given earlier errors (grid,).

    Parameters
    ----------
    found
        Expected and observed wins of earlier evenings, each looked at over as long as is left now.

    Notes
    -----
    Errors are normal with the variance of chance plus the square of spread times expected. Before
    any error the squared spread is scaled inverse chi-square with mean `PRIOR_SHARE` squared, worth
    `PRIOR_PERIODS` periods: its mean after n errors is what moments give, the sum of the prior and
    of the errors over their number. Errors are about a level fitted to the same evenings, so each
    counts for a little more: n / (n - 1). Methods, section 9.
    """
    log = -(PRIOR_PERIODS + 3.0) * np.log(GRID)
    log -= PRIOR_PERIODS * PRIOR_SHARE**2 / (2.0 * GRID**2)
    log += np.log(GRID)  # the grid is even in the logarithm
    use = found.expected > 0
    count = int(use.sum())
    if count:
        missed = (found.observed - found.expected)[use] ** 2 * count / max(count - 1, 1)
        spread = found.variance[use] + (GRID[:, None] * found.expected[use]) ** 2
        log += -0.5 * (np.log(spread) + missed / spread).sum(axis=1)
    weight = np.exp(log - log.max())
    chance: Floats = weight / weight.sum()
    return chance


def drawn_spread(chance: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Return spreads drawn by their chance, one a draw (draws,)."""
    return rng.choice(GRID, size=draws, p=chance)


def mean_spread(chance: Floats) -> float:
    """Return the mean relative spread."""
    return float((chance * GRID).sum())
