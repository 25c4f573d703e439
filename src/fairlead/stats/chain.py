"""Many short chains with one shared border: solve, invert and draw in time linear in everything.

Unknowns are one value for each person and month (a first-order autoregressive chain for each
person) and a few values shared by all (the border). Their joint precision is

    [ K  B ]    K tridiagonal for each person, B person-months x border,
    [ B' C ]    C border x border.

Arrays are months x nodes x people (x columns); a node is one setting of the hyperparameters, all
nodes are solved in one batch. Eliminating month after month keeps the cost linear in people,
months and nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.border import Gram, Layout, Totals, whole
from fairlead.stats.likelihood import Floats


@dataclass(frozen=True, slots=True)
class ChainPrior:
    """Precision of the chains before any data.

    Parameters
    ----------
    diagonal
        (months, nodes, people or 1).
    off
        Between a month and the next (months - 1, nodes, people or 1).
    log_determinant
        Of the precision, over all people (nodes,).
    """

    diagonal: Floats
    off: Floats
    log_determinant: Floats

    def nodes(self, kept: npt.NDArray[np.bool_] | slice) -> ChainPrior:
        """Return the prior of fewer nodes."""
        return ChainPrior(self.diagonal[:, kept], self.off[:, kept], self.log_determinant[kept])

    def pull(self, state: Floats) -> Floats:
        """Return precision times state (months, nodes, people)."""
        result = self.diagonal * state
        result[1:] += self.off * state[:-1]
        result[:-1] += self.off * state[1:]
        return result


def autoregressive(
    sigma: Floats, phi: Floats, months: int, people: int, extra: Floats | None = None
) -> ChainPrior:
    """Return the precision of stationary chains: sd `sigma` at every month, correlation `phi`.

    Parameters
    ----------
    sigma, phi
        Of each node (nodes,), ``sigma > 0``, ``0 <= phi < 1``.
    months, people
        Counts.
    extra
        Variance added to the step into a month (months, people), for known moments after which
        people go different ways; row 0 is added to the first month. None for none.
    """
    step = (sigma * sigma * (1 - phi * phi))[None, :, None]
    spread = np.concatenate([(sigma * sigma)[None, :, None], np.repeat(step, months - 1, axis=0)])
    if extra is not None:
        spread = spread + extra[:, None, :]
    precision = 1.0 / spread
    phi_node = phi[None, :, None]
    diagonal = precision.copy()
    diagonal[:-1] += phi_node**2 * precision[1:]
    wide = spread.shape[2]
    log_determinant = -np.log(spread).sum(axis=(0, 2)) * (people / wide)
    return ChainPrior(diagonal, -phi_node * precision[1:], log_determinant)


@dataclass(frozen=True, slots=True)
class Factor:
    """Chains eliminated from the first month to the last.

    Given the next month, a month is normal with mean ``-ratio * next`` and variance 1 / pivot.
    """

    pivot: Floats
    ratio: Floats

    @property
    def log_determinant(self) -> Floats:
        """Log determinant of all chains of each node (nodes,)."""
        result: Floats = np.log(self.pivot).sum(axis=(0, 2))
        return result


def eliminate(prior: ChainPrior, weight: Floats) -> Factor:
    """Return the factor of prior precision plus data weight (months, nodes, people)."""
    pivot = weight + prior.diagonal
    ratio = np.empty((len(pivot) - 1, *pivot.shape[1:]))
    for t in range(1, len(pivot)):
        np.divide(prior.off[t - 1], pivot[t - 1], out=ratio[t - 1])
        pivot[t] -= prior.off[t - 1] * ratio[t - 1]
    return Factor(pivot, ratio)


def inverse_diagonal(factor: Factor) -> Floats:
    """Return the variances of all months given the border (months, nodes, people)."""
    variance = 1.0 / factor.pivot
    for t in range(len(variance) - 2, -1, -1):
        variance[t] += factor.ratio[t] ** 2 * variance[t + 1]
    return variance


def solve_chain(factor: Factor, right: Floats) -> Floats:
    """Return K^-1 right for (months, nodes, people), border held."""
    result = right.copy()
    for t in range(1, len(result)):
        result[t] -= factor.ratio[t - 1] * result[t - 1]
    result /= factor.pivot
    for t in range(len(result) - 2, -1, -1):
        result[t] -= factor.ratio[t] * result[t + 1]
    return result


@dataclass(frozen=True, slots=True)
class Bordered:
    """Chains and border after elimination, ready to solve.

    Parameters
    ----------
    factor
        Of the chains.
    layout
        Which columns are stored for whom.
    columns
        K^-1 B (months, nodes, people, width of the layout).
    cholesky
        Lower factor of the border's precision with the chains integrated out (nodes, b, b).
    """

    factor: Factor
    layout: Layout
    columns: Floats
    cholesky: Floats

    @property
    def log_determinant(self) -> Floats:
        """Log determinant of the whole precision of each node (nodes,)."""
        border = np.log(np.diagonal(self.cholesky, axis1=1, axis2=2)).sum(axis=1)
        result: Floats = self.factor.log_determinant + 2 * border
        return result

    def covariance(self) -> Floats:
        """Return the border's posterior covariance (nodes, border, border)."""
        inverse = np.asarray(np.linalg.inv(self.cholesky), dtype=np.float64)
        return inverse.transpose(0, 2, 1) @ inverse

    def solve(self, right_chain: Floats, right_border: Floats) -> tuple[Floats, Floats]:
        """Return the solution (months, nodes, people) and (nodes, border)."""
        inner = solve_chain(self.factor, right_chain)
        totals = Totals(self.layout, len(right_border))
        for columns, values in zip(self.columns, right_chain, strict=True):
            totals.add(columns, values)
        reduced = right_border - totals.spread()
        shared = solve_lower(self.cholesky, reduced)
        for t in range(len(inner)):
            inner[t] -= self.layout.times(self.columns[t], shared)
        return inner, shared


def bordered(
    factor: Factor, border: Floats, corner: Floats, layout: Layout | None = None
) -> Bordered:
    """Eliminate the chains from the border.

    Parameters
    ----------
    factor
        Of the chains (see `eliminate`).
    border
        B (months, nodes, people, width of the layout). Overwritten.
    corner
        C with the border's prior precision (nodes, border, border).
    layout
        Which columns are stored for whom; None: all for everybody.

    Raises
    ------
    numpy.linalg.LinAlgError
        The precision is not positive definite.
    """
    if layout is None:
        layout = whole(border.shape[3], border.shape[2])
    gram = Gram(layout, len(corner))
    scaled = border[0] / factor.pivot[0][:, :, None]
    for t in range(len(border)):
        if t:
            border[t] -= factor.ratio[t - 1][:, :, None] * border[t - 1]
            border[t - 1] = scaled
            scaled = border[t] / factor.pivot[t][:, :, None]
        gram.add(border[t], scaled)
    border[-1] = scaled
    for t in range(len(border) - 2, -1, -1):
        border[t] -= factor.ratio[t][:, :, None] * border[t + 1]
    lower = np.asarray(np.linalg.cholesky(corner - gram.spread()), dtype=np.float64)
    return Bordered(factor, layout, border, lower)


def solve_lower(cholesky: Floats, right: Floats) -> Floats:
    """Return the solution of L L' x = right for each node (nodes, border)."""
    first = np.linalg.solve(cholesky, right[:, :, None])
    result: Floats = np.linalg.solve(cholesky.transpose(0, 2, 1), first)[:, :, 0]
    return result


def quadratic_sums(factor: Factor, variance: Floats, values: Floats, power: int) -> Floats:
    """Return b' V^power b of each node, V the chains' covariance, its elements raised to `power`.

    Parameters
    ----------
    factor, variance
        Of the chains, and `inverse_diagonal` of it.
    values
        b (months, nodes, people).
    power
        1 or 3.

    Notes
    -----
    For s < t the covariance is ``prod_{s <= k < t} (-ratio_k) * variance_t``, so a running sum
    does it in time linear in months instead of the square.
    """
    total: Floats = (values**2 * variance**power).sum(axis=(0, 2))
    running = np.zeros_like(values[0])
    for t in range(1, len(values)):
        running = (running + values[t - 1]) * (-factor.ratio[t - 1]) ** power
        total += 2 * (running * values[t] * variance[t] ** power).sum(axis=1)
    return total
