"""Scoring rules: how good a distribution was, once the outcome is known.

All scores are losses: less is better. Draws may carry weights, which need not add up to 1.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


def crps(draws: npt.ArrayLike, outcome: float, weights: npt.ArrayLike | None = None) -> float:
    """Return the continuous ranked probability score of a sample, in the unit of the draws.

    Answers: how far was the distribution from what happened? A point forecast scores its absolute
    error, so that distributions and points can be set beside each other.

    Parameters
    ----------
    draws
        Values drawn from the forecast (n,), in any order.
    outcome
        What happened.
    weights
        One a draw, not negative; None = all equal.

    Returns
    -------
    float
        E|X - y| - E|X - X'| / 2 of the weighted sample, exactly and in n log n.

    Raises
    ------
    ValueError
        No draws, or weights that do not fit.

    Notes
    -----
    Gneiting and Raftery, Strictly proper scoring rules, prediction and estimation, JASA 102
    (2007), equation 21.
    """
    values, share = _sorted(draws, weights)
    spread = 2.0 * float(np.sum(share * values * (2.0 * np.cumsum(share) - share - 1.0)))
    return float(np.sum(share * np.abs(values - outcome))) - spread / 2.0


def pinball(quantile: float, level: float, outcome: float) -> float:
    """Return the pinball loss of one quantile, in the unit of the outcome.

    Parameters
    ----------
    quantile
        Forecast that the outcome lies below with chance `level`.
    level
        0 to 1.
    outcome
        What happened.

    Notes
    -----
    Koenker and Bassett, Regression quantiles, Econometrica 46 (1978).
    """
    miss = outcome - quantile
    return max(level * miss, (level - 1.0) * miss)


def quantiles(
    draws: npt.ArrayLike, levels: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Floats:
    """Return the smallest draws that hold at least each share of the weight (levels,)."""
    values, share = _sorted(draws, weights)
    place = np.searchsorted(np.cumsum(share) - 1e-12, np.asarray(levels, dtype=np.float64))
    found: Floats = values[np.minimum(place, len(values) - 1)]
    return found


def randomised_pit(
    draws: npt.ArrayLike,
    outcome: float,
    rng: np.random.Generator,
    weights: npt.ArrayLike | None = None,
) -> float:
    """Return where in the distribution the outcome fell, 0 to 1; uniform if the forecast is right.

    Ties (a person's month without a win) are spread at random over the steps they make, so that
    distributions with lumps can be right too.

    Notes
    -----
    Czado, Gneiting and Held, Predictive model assessment for count data, Biometrics 65 (2009),
    section 2, equation 1 with a random u. One is added to the sample, the outcome itself, so that
    the score of n equal draws is exactly uniform.
    """
    values, share = _sorted(draws, weights)
    below = float(share[values < outcome].sum())
    tied = float(share[values == outcome].sum())
    own = 1.0 / (len(values) + 1.0)
    place = (below + rng.random() * tied) * (1.0 - own) + rng.random() * own
    return min(max(place, 0.0), 1.0)


def holds(lower: float, upper: float, outcome: float) -> bool:
    """Say whether an interval, both ends in it, held what happened."""
    return lower <= outcome <= upper


def _sorted(draws: npt.ArrayLike, weights: npt.ArrayLike | None) -> tuple[Floats, Floats]:
    values = np.asarray(draws, dtype=np.float64)
    if values.ndim != 1 or not len(values):
        raise ValueError("a forecast has at least one draw, in one row")
    order = np.argsort(values, kind="stable")
    if weights is None:
        return values[order], np.full(len(values), 1.0 / len(values))
    share = np.asarray(weights, dtype=np.float64)
    if share.shape != values.shape or (share < 0).any() or not share.sum() > 0:
        raise ValueError("weights are one a draw, not negative, and not all 0")
    return values[order], share[order] / share.sum()
