"""The ability model written down as plainly as can be: one dense matrix, numpy.linalg, no tricks.

Slow and small on purpose. What the engine computes month by month is checked against this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.stats.ability.design import Design
from fairlead.stats.ability.nodes import Nodes
from fairlead.stats.likelihood import Counts, Measured, Trials


@dataclass(frozen=True)
class Dense:
    """Mode, precision and log evidence of one setting of the hyperparameters."""

    mode: np.ndarray  # border first, then person by person, month by month
    precision: np.ndarray
    log_evidence: float
    rows: np.ndarray  # eta = offset + rows @ unknowns
    border: int

    def split(self, design: Design) -> tuple[np.ndarray, np.ndarray]:
        """Border, and chains as months x people."""
        chain = self.mode[self.border :].reshape(design.person_count, design.month_count)
        return self.mode[: self.border], chain.T


def covariance_of_chain(sigma: float, phi: float, months: int) -> np.ndarray:
    lag = np.abs(np.subtract.outer(np.arange(months), np.arange(months)))
    return sigma**2 * phi**lag


def rows_of(design: Design) -> np.ndarray:
    people, months, size = design.person_count, design.month_count, design.border
    rows = np.zeros((len(design.person), size + people * months))
    rows[:, :size] = design.columns
    for r, (i, t) in enumerate(zip(design.person, design.month, strict=True)):
        rows[r, size + i * months + t] = 1
    return rows


def prior_precision(design: Design, nodes: Nodes) -> np.ndarray:
    months, people = design.month_count, design.person_count
    chain = np.linalg.inv(covariance_of_chain(nodes.sigma[0], nodes.phi[0], months))
    border = nodes.border_precision(design)[0]
    size = len(border)
    full = np.zeros((size + people * months, size + people * months))
    full[:size, :size] = border
    full[size:, size:] = np.kron(np.eye(people), chain)
    return full


def log_likelihood(likelihood: Trials | Counts | Measured, eta: np.ndarray) -> float:
    """Each kind from its definition, one row after the other."""
    total = 0.0
    for r, x in enumerate(eta):
        if isinstance(likelihood, Trials):
            p = 1 / (1 + np.exp(-x))
            total += likelihood.successes[r] * np.log(p) + likelihood.failures[r] * np.log(1 - p)
            for e in np.flatnonzero(likelihood.open_row == r):
                chance = p * likelihood.open_success[e] + (1 - p) * likelihood.open_failure[e]
                total += likelihood.open_count[e] * np.log(chance)
        elif isinstance(likelihood, Counts):
            total += likelihood.events[r] * x - likelihood.exposure[r] * np.exp(x)
        else:
            n, s2 = likelihood.count[r], likelihood.variance[0, 0]
            squares = likelihood.square[r] - 2 * x * likelihood.total[r] + n * x * x
            total += -0.5 * n * np.log(2 * np.pi * s2) - 0.5 * squares / s2
    return float(total)


def fit_dense(design: Design, nodes: Nodes, steps: int = 100) -> Dense:
    """Fisher scoring on the whole matrix until nothing moves any more."""
    rows, prior = rows_of(design), prior_precision(design, nodes)
    centre = np.zeros(len(prior))
    centre[: design.border] = design.prior_mean
    x = centre.copy()
    likelihood = design.likelihood
    for _ in range(steps):
        eta = design.offset + rows @ x
        pull, weight = (part[0] for part in likelihood.slope(eta[None]))
        precision = prior + rows.T @ (weight[:, None] * rows)
        change = np.linalg.solve(precision, rows.T @ pull - prior @ (x - centre))
        x = x + change * min(1.0, 3 / max(np.abs(change).max(), 1e-12))
        if np.abs(change).max() < 1e-12:
            break
    eta = design.offset + rows @ x
    weight = likelihood.slope(eta[None])[1][0]
    precision = prior + rows.T @ (weight[:, None] * rows)
    away = x - centre
    log_evidence = (
        log_likelihood(likelihood, eta)
        - 0.5 * away @ prior @ away
        + 0.5 * np.linalg.slogdet(prior)[1]
        - 0.5 * np.linalg.slogdet(precision)[1]
    )
    return Dense(x, precision, float(log_evidence), rows, design.border)
