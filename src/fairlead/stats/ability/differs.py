"""Who differs from the others, with a stated share of mistakes; and who is known too little."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.stats.ability.results import AbilityFit, Draws
from fairlead.stats.likelihood import Floats

MISTAKES = 0.05
NEEDED = 5.0


def tail(draws: Draws, month: int | None = None) -> Floats:
    """Return each person's smaller chance of being above or below their like (people,).

    The person's part is their ability with their own mix, beside team, ramp and company.
    """
    person = draws.person(month)
    above = (person > 0).mean(axis=1)
    smaller: Floats = np.minimum(above, 1 - above)
    return smaller


def differs(tails: Floats, mistakes: float = MISTAKES) -> npt.NDArray[np.bool_]:
    """Return who differs: the largest set of which on average `mistakes` point the wrong way.

    Parameters
    ----------
    tails
        `tail` of all people and competencies of one report together, NaN where nothing is said.
    mistakes
        Mean tail allowed in the set.

    Notes
    -----
    The Bayesian false-discovery rule (Newton et al. 2004). The more is compared the stricter it
    gets by itself, so all of a report must be asked in one call.
    """
    known = np.flatnonzero(~np.isnan(tails))
    order = known[np.argsort(tails[known], kind="stable")]
    mean = np.cumsum(tails[order]) / (np.arange(len(order)) + 1)
    count = int((mean <= mistakes).sum())
    result = np.zeros(len(tails), dtype=bool)
    result[order[:count]] = True
    return result


def effective_trials(fit: AbilityFit) -> Floats:
    """Return how many trials of today each person's data are worth (people,).

    Sum over months of ``phi^(2 lag) W / (p (1 - p))``: old trials speak less of today, open ones
    less than resolved ones. For counts the expected events, for measured values their number.
    """
    months = fit.design.month_count
    phi = fit.nodes.phi[int(np.argmax(fit.log_evidence))]
    result: Floats = (phi ** (2.0 * (months - 1 - np.arange(months)))) @ fit.worth
    return result


def silence(trials: float) -> NotEstimable | None:
    """Return why nothing is said about one person, None where there is enough."""
    if trials >= NEEDED:
        return None
    return NotEstimable(
        "too few recent trials of this person", needed=int(NEEDED), have=int(np.floor(trials))
    )
