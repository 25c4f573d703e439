"""What Laplace's method leaves out with few trials: evidence and mean, one order further."""

from __future__ import annotations

import numpy as np

from fairlead.stats.ability.newton import (
    Problem,
    State,
    predictor,
    row_variance,
    to_border,
    to_slots,
)
from fairlead.stats.chain import Bordered, Factor, inverse_diagonal, quadratic_sums
from fairlead.stats.likelihood import Counts, Floats, Trials

LARGEST_SHIFT = 0.3
FEW_TRIALS = 3.0
RARE = 0.1


def wants_second_order(problem: Problem) -> bool:
    """Return whether trials are few (below 3 a person-month) and successes not rare (p < 0.1)."""
    likelihood, design = problem.likelihood, problem.design
    if isinstance(likelihood, Trials):
        resolved = float((likelihood.successes + likelihood.failures).sum())
        if resolved <= 0 or float(likelihood.successes.sum()) / resolved < RARE:
            return False
        return float(likelihood.trials.sum()) / len(design.filled) < FEW_TRIALS
    if isinstance(likelihood, Counts):
        return float(likelihood.events.sum()) / len(design.filled) < FEW_TRIALS
    return False


def second_order(problem: Problem, state: State, factor: Factor, weight: Floats) -> Floats:
    """Return what the next term adds to the log evidence, chain by chain (nodes,).

    ``- sum h4 v^2 / 8 + a'Va / 8 + b'(V^3)b / 12`` with h3, h4 the derivatives of the negative
    log-likelihood, ``a = h3 v``, ``b = h3``, V the chain's covariance, its cube elementwise.

    Notes
    -----
    Tierney, Kadane 1986; Shun, McCullagh 1995, equation 5. The border is held: it is known well.
    """
    third, fourth = problem.likelihood.bend(predictor(problem.design, state), weight)
    third, fourth = to_slots(problem.design, third), to_slots(problem.design, fourth)
    variance = inverse_diagonal(factor)
    result: Floats = (
        -(fourth * variance**2).sum(axis=(0, 2)) / 8
        + quadratic_sums(factor, variance, third * variance, 1) / 8
        + quadratic_sums(factor, variance, third, 3) / 12
    )
    return result


def shift_to_mean(problem: Problem, state: State, solved: Bordered, weight: Floats) -> State:
    """Return the posterior mean of each node in place of its mode.

    ``H delta = - Z' (h3 v) / 2`` with v the posterior variance of each row's predictor; the shift
    is at most 0.3 posterior sds.

    Notes
    -----
    The first-order correction of the mean; see Tierney, Kass, Kadane 1989.
    """
    design = problem.design
    third, _ = problem.likelihood.bend(predictor(design, state), weight)
    pull = -0.5 * third * row_variance(design, solved)
    slots = to_slots(design, pull)
    chain, border = solved.solve(slots, to_border(design, pull, slots))
    limit_border, limit_chain = posterior_sd(solved)
    return State(
        state.border + _capped(border, LARGEST_SHIFT * limit_border),
        state.chain + _capped(chain, LARGEST_SHIFT * limit_chain),
    )


def _capped(shift: Floats, limit: Floats) -> Floats:
    return np.clip(shift, -limit, limit)


def posterior_sd(solved: Bordered) -> tuple[Floats, Floats]:
    """Return sds of border (nodes, border) and chains (months, nodes, people)."""
    covariance = solved.covariance()
    border = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    variance = inverse_diagonal(solved.factor)
    for t in range(len(variance)):
        variance[t] += solved.layout.variance(solved.columns[t], covariance)
    return border, np.sqrt(variance)
