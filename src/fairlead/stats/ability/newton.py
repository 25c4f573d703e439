"""The likeliest values of chains and border at every node, and how likely the node itself is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fairlead.errors import NumericalError
from fairlead.stats.ability.design import Design
from fairlead.stats.ability.nodes import Nodes
from fairlead.stats.border import Gram
from fairlead.stats.chain import (
    Bordered,
    ChainPrior,
    Factor,
    autoregressive,
    bordered,
    eliminate,
    inverse_diagonal,
    solve_chain,
)
from fairlead.stats.likelihood import Floats, Likelihood, Measured

LARGEST_STEP = 3.0
TOLERANCE = 1e-3
STEPS = 60
SETTLED = 1e-5
BLOCK = 2_000_000
"""Numbers in the border of one batch of nodes: what fits the processor's cache nearby."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A design at given nodes."""

    design: Design
    nodes: Nodes
    likelihood: Likelihood
    prior: ChainPrior
    precision: Floats

    def take(self, kept: npt.NDArray[np.bool_] | slice) -> Problem:
        """Return the problem at fewer nodes."""
        return Problem(
            self.design,
            self.nodes.take(kept),
            self.likelihood.nodes(kept),
            self.prior.nodes(kept),
            self.precision[kept],
        )


@dataclass(frozen=True, slots=True)
class State:
    """Values of border (nodes, border) and chains (months, nodes, people).

    `eta` is the predictor they give at each row (nodes, rows), None where nobody has asked yet.
    """

    border: Floats
    chain: Floats
    eta: Floats | None = None

    def take(self, kept: npt.NDArray[np.bool_] | slice) -> State:
        """Return the state of fewer nodes."""
        eta = None if self.eta is None else self.eta[kept]
        return State(self.border[kept], self.chain[:, kept], eta)


def pose(design: Design, nodes: Nodes, variance: float | None = None) -> Problem:
    """Return the problem of a design at nodes; values start from a residual `variance`."""
    chains = autoregressive(
        nodes.sigma, nodes.phi, design.month_count, design.person_count, design.extra_variance
    )
    likelihood = design.likelihood
    if isinstance(likelihood, Measured):
        start = float(likelihood.variance[0, 0]) if variance is None else variance
        likelihood = replace(likelihood, variance=np.full((len(nodes), 1), start))
    return Problem(design, nodes, likelihood, chains, nodes.border_precision(design))


def residual(problem: Problem) -> float | None:
    """Return the residual variance of the first node, None where values have none."""
    likelihood = problem.likelihood
    return float(likelihood.variance[0, 0]) if isinstance(likelihood, Measured) else None


def begin(problem: Problem) -> State:
    """Return the prior mean as a state, its level where all data together are."""
    design, count = problem.design, len(problem.nodes)
    border = np.repeat(design.prior_mean[None], count, axis=0)
    border[:, design.parts["level"].columns] = design.likelihood.middle()
    return State(border, np.zeros((design.month_count, count, design.person_count)))


def spread(state: State, count: int) -> State:
    """Return the state of one node for many."""
    eta = None if state.eta is None else np.repeat(state.eta, count, axis=0)
    border, chain = np.repeat(state.border, count, axis=0), np.repeat(state.chain, count, axis=1)
    return State(border, chain, eta)


def at_rows(design: Design, chain: Floats) -> Floats:
    """Return chain values at each row (nodes, rows)."""
    flat = chain.transpose(1, 0, 2).reshape(chain.shape[1], -1)
    return np.take(flat, design.slot, axis=1)


def predictor(design: Design, state: State) -> Floats:
    """Return eta (nodes, rows)."""
    if state.eta is not None:
        return state.eta
    inner = design.within
    slots = design.layout.at_slots(design.at_slots, state.border)
    slots += state.chain.transpose(1, 0, 2)
    result = np.take(slots.reshape(len(slots), -1), design.slot, axis=1)
    result += design.offset
    if inner.start < inner.stop:
        result += state.border[:, design.layout.common[inner]] @ design.apart.T
    return result


def to_slots(design: Design, values: Floats) -> Floats:
    """Sum rows (nodes, rows) to person-months (months, nodes, people)."""
    months, people, count = design.month_count, design.person_count, len(values)
    filled = values
    if len(design.first) < len(design.slot):
        filled = np.add.reduceat(values, design.first, axis=1)
    flat = np.zeros((count, months * people))
    flat[:, design.filled] = filled
    return np.ascontiguousarray(flat.reshape(count, months, people).transpose(1, 0, 2))


def to_border(design: Design, values: Floats, slots: Floats) -> Floats:
    """Sum columns times values of rows to the border (nodes, border); `slots` from `to_slots`."""
    border, inner = design.layout.sum_slots(design.at_slots, slots), design.within
    if inner.start < inner.stop:
        border[:, design.layout.common[inner]] += values @ design.apart
    return border


def border_blocks(design: Design, weight: Floats) -> tuple[Floats, Floats]:
    """Return B (months, nodes, people, width) and C without prior (nodes, border, border)."""
    layout, inner = design.layout, design.within
    border = to_slots(design, weight)[..., None] * design.at_slots[:, None]
    gram, size = Gram(layout, len(weight)), inner.stop - inner.start
    repair = np.zeros((len(weight), size, size))
    if design.inside is not None:
        # most columns are the same for all rows of a person-month: only the others are summed
        months, people = design.month_count, design.person_count
        sums = design.inside.by_slot(weight, months * people)
        border[..., inner] = sums.reshape(len(weight), size, months, people).transpose(2, 0, 3, 1)
        repair = design.inside.products(weight)
    for sums, columns in zip(border, design.at_slots, strict=True):
        gram.add(sums, columns)
        if inner.stop > inner.start:
            repair -= sums[:, :, inner].transpose(0, 2, 1) @ columns[:, inner]
    # products with an inner column on the right used one row's value: repair or mirror those
    gram.common[:, inner, inner] += repair
    outer = np.ones(gram.common.shape[1], dtype=bool)
    outer[inner] = False
    places = np.flatnonzero(outer)
    gram.common[:, places, inner] = gram.common[:, inner, places].transpose(0, 2, 1)
    return border, gram.spread()


def gradient(problem: Problem, state: State, pull: Floats) -> tuple[Floats, Floats]:
    """Return the gradient of the log posterior by chain and by border; `pull` is by row."""
    design = problem.design
    slots = to_slots(design, pull)
    chain = slots - problem.prior.pull(state.chain)
    away = state.border - design.prior_mean
    border = to_border(design, pull, slots)
    return chain, border - (problem.precision @ away[:, :, None])[:, :, 0]


def factorise(problem: Problem, weight: Floats) -> Bordered:
    """Return the posterior precision, factorised, for weights of rows."""
    factor = eliminate(problem.prior, to_slots(problem.design, weight))
    border, corner = border_blocks(problem.design, weight)
    return bordered(factor, border, corner + problem.precision, problem.design.layout)


def _step(problem: Problem, state: State) -> tuple[State, Floats, Floats, Floats]:
    """Return the next state; of each node the largest change, log determinant and explained.

    Explained is how many values the fit takes up, for measured values only (see `refit_variance`).
    """
    eta = predictor(problem.design, state)
    pull, weight = problem.likelihood.slope(eta)
    solved = factorise(problem, weight)
    chain, border = solved.solve(*gradient(problem, state, pull))
    change = predictor(problem.design, State(border, chain)) - problem.design.offset
    largest = np.abs(change).max(axis=1)
    short = np.minimum(1.0, LARGEST_STEP / np.maximum(largest, 1e-12))
    border = state.border + short[:, None] * border
    eta = eta + short[:, None] * change
    moved = State(border, state.chain + short[None, :, None] * chain, eta)
    explained = np.zeros(len(largest))
    if isinstance(problem.likelihood, Measured):
        explained = (weight * row_variance(problem.design, solved)).sum(axis=1)
    return moved, largest, solved.log_determinant, explained


def step(problem: Problem, state: State) -> tuple[State, Floats, Floats, Floats]:
    """Return the next Newton state of all nodes, in batches that fit the cache.

    Returns
    -------
    tuple
        State; largest change of a predictor (nodes,); log determinant of the precision before
        the step (nodes,); values explained by the fit, 0 unless they are measured (nodes,).
    """
    design, count = problem.design, len(problem.nodes)
    size = design.month_count * design.person_count * design.layout.width
    batch = max(1, BLOCK // size)
    parts = []
    for start in range(0, count, batch):
        kept = slice(start, min(start + batch, count))
        parts.append(_step(problem.take(kept), state.take(kept)))
    if len(parts) == 1:
        return parts[0]
    moved = State(
        np.concatenate([p[0].border for p in parts]),
        np.concatenate([p[0].chain for p in parts], axis=1),
        np.concatenate([predictor(design, p[0]) for p in parts]),
    )
    change, log_determinant, explained = (
        np.concatenate([p[number] for p in parts]) for number in (1, 2, 3)
    )
    return moved, change, log_determinant, explained


def evidence(problem: Problem, state: State, log_determinant: Floats) -> Floats:
    """Return the log marginal likelihood of each node by Laplace's method.

    ``loglik - quad / 2 + log|Q| / 2 - log|H| / 2``, Q the prior precision of chains and border.
    """
    away = state.border - problem.design.prior_mean
    quad = np.einsum("mi,mij,mj->m", away, problem.precision, away)
    quad = quad + (state.chain * problem.prior.pull(state.chain)).sum(axis=(0, 2))
    value = problem.likelihood.value(predictor(problem.design, state))
    prior = problem.prior.log_determinant + np.linalg.slogdet(problem.precision)[1]
    result: Floats = value - 0.5 * quad + 0.5 * prior - 0.5 * log_determinant
    return result


def climb(problem: Problem, state: State, tolerance: float = TOLERANCE) -> tuple[Problem, State]:
    """Return the mode of each node; values' residual variance is fitted on the way.

    Raises
    ------
    NumericalError
        No mode was found.
    """
    for _ in range(STEPS):
        try:
            state, change, _, explained = step(problem, state)
        except np.linalg.LinAlgError:
            break
        if not np.all(np.isfinite(change)):
            break
        problem, moved = refit_variance(problem, state, explained)
        if max(float(change.max()), moved) < tolerance:
            return problem, state
    raise NumericalError(
        "the fit of abilities found no mode",
        hint="Look for months with impossible counts or amounts.",
    )


def refit_variance(problem: Problem, state: State, explained: Floats) -> tuple[Problem, float]:
    """Return the problem with the likeliest residual variance, and how much it moved.

    ``s^2 = residual squares / (values - values explained)``: the fixed point at which the
    evidence is largest in s^2 (MacKay 1992). Other kinds of data are returned as they are. The
    weight of a value does not depend on where the fit is, so the last step knows `explained`.
    """
    likelihood = problem.likelihood
    if not isinstance(likelihood, Measured):
        return problem, 0.0
    eta = predictor(problem.design, state)
    likelihood, ratio = _likelier(likelihood, eta, explained)
    moved = float(np.abs(np.log(ratio)).max()) / 10
    return replace(problem, likelihood=likelihood), moved


def row_variance(design: Design, solved: Bordered) -> Floats:
    """Return the posterior variance of eta at each row (nodes, rows)."""
    variance, covariance = inverse_diagonal(solved.factor), solved.covariance()
    inner, layout = design.within, design.layout
    if inner.start == inner.stop:
        for t, columns in enumerate(solved.columns):
            away = design.at_slots[t] - columns
            variance[t] += layout.variance(away, covariance)
        return at_rows(design, variance)
    result = at_rows(design, variance)
    for t, part in enumerate(design.month_rows()):
        person = design.person[part]
        away = design.stored[part] - solved.columns[t][:, person]
        result[:, part] += layout.variance(away, covariance, person)
    return result


def climb_chains(
    problem: Problem, state: State, count: int
) -> tuple[Problem, State, Factor, Floats]:
    """Return chains' modes after `count` steps with the border held, their factor and weight.

    The residual variance of measured values is fitted on the way, with what the chains explain.
    """
    design = problem.design
    for _ in range(count):
        likelihood = problem.likelihood
        pull, weight = likelihood.slope(predictor(design, state))
        factor = eliminate(problem.prior, to_slots(design, weight))
        right = to_slots(design, pull) - problem.prior.pull(state.chain)
        state = State(state.border, state.chain + solve_chain(factor, right))
        if isinstance(likelihood, Measured):
            variance = at_rows(design, inverse_diagonal(factor))
            likelihood, ratio = _likelier(
                likelihood, predictor(design, state), (weight * variance).sum(axis=1)
            )
            problem = replace(problem, likelihood=likelihood)
            if np.abs(np.log(ratio)).max() < SETTLED:
                break
    _, weight = problem.likelihood.slope(predictor(design, state))
    return problem, state, eliminate(problem.prior, to_slots(design, weight)), weight


def _likelier(likelihood: Measured, eta: Floats, explained: Floats) -> tuple[Measured, Floats]:
    """Return the values with the next residual variance, and its ratio to the last (nodes,)."""
    left = np.maximum(likelihood.count.sum() - explained, 1.0)
    wanted = np.maximum(likelihood.residual_squares(eta).sum(axis=1) / left, 1e-8)
    ratio = np.clip(wanted / likelihood.variance[:, 0], 0.2, 5.0)
    return replace(likelihood, variance=likelihood.variance * ratio[:, None]), ratio
