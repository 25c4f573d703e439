"""Recalibration: whole draws get weights, so that past outcomes would have fallen evenly.

A weight belongs to a draw of everything at once. So people still add up to their team and teams to
the company, draw by draw, which intervals widened one by one would not.
"""

from __future__ import annotations

import numpy as np

from fairlead.forecast.journal import Floats

FEWEST_PERIODS = 20
"""Earlier periods below which nothing is changed: fewer say too little about their own spread."""
DAMPING = 15.0
MOST_SHAPE, LEAST_SHAPE = 20.0, 0.2


def weights_of(pits: Floats, draws: Floats) -> Floats:
    """Return a weight for each draw of the company's total (draws,), with mean 1.

    Parameters
    ----------
    pits
        Where outcomes of earlier periods fell in what was said then, 0 to 1 (periods,).
    draws
        The company's total, one a draw (draws,).

    Notes
    -----
    If earlier outcomes fell with density g, draws at rank u get the weight
    (1 - d) + d g(u) with d = n / (n + 15): outcomes of the same kind then fall evenly, up to the
    damping. g is a beta density by moments, which has no gaps where nothing fell yet. Methods,
    section 9; Ranjan and Gneiting, JRSS B 72 (2010), section 4.
    """
    n = len(pits)
    if n < FEWEST_PERIODS:
        return np.ones(len(draws))
    a, b = _shapes(pits)
    order = np.argsort(draws, kind="stable")
    rank = np.empty(len(draws))
    rank[order] = (np.arange(len(draws)) + 0.5) / len(draws)
    log = (a - 1.0) * np.log(rank) + (b - 1.0) * np.log1p(-rank)
    density = np.exp(log - log.max())
    density /= density.mean()
    damped = n / (n + DAMPING)
    found: Floats = (1.0 - damped) + damped * density
    return found


def _shapes(pits: Floats) -> tuple[float, float]:
    """Return the shapes of the beta density with the mean and variance of what fell."""
    mean = float(np.clip(pits.mean(), 0.02, 0.98))
    variance = float(max(pits.var(ddof=1), 1e-4))
    size = max(mean * (1.0 - mean) / variance - 1.0, 0.05)
    return tuple(
        float(np.clip(s, LEAST_SHAPE, MOST_SHAPE)) for s in (mean * size, (1 - mean) * size)
    )  # type: ignore[return-value]
