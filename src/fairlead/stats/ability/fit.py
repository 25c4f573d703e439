"""Fit abilities: average over the hyperparameters, or find the likeliest ones for many people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fairlead.stats.ability import plane
from fairlead.stats.ability.correction import second_order, shift_to_mean, wants_second_order
from fairlead.stats.ability.design import Design, build
from fairlead.stats.ability.newton import (
    Problem,
    State,
    begin,
    climb,
    evidence,
    factorise,
    pose,
    predictor,
    spread,
    step,
    to_slots,
)
from fairlead.stats.ability.nodes import SIGMA_SCALE, Nodes, fixed, refined, single
from fairlead.stats.ability.panel import Panel
from fairlead.stats.ability.results import AbilityFit
from fairlead.stats.likelihood import Floats, Likelihood, Measured

MANY_PEOPLE = 200
PLUG_IN_PEOPLE, PLUG_IN_TRIALS = 1000, 3.0
DROP = 7.0
FIRST_STEPS = 2
REFINEMENTS = 5

Flags = npt.NDArray[np.bool_]


def fit(
    panel: Panel,
    *,
    nodes: Nodes | None = None,
    scale: float = SIGMA_SCALE,
    plug_in: bool | None = None,
    tolerance: float | None = None,
) -> AbilityFit:
    """Return the abilities of people over months.

    Answers how far people differ beyond what they were dealt, when they worked and chance, for
    one competency and role.

    Parameters
    ----------
    panel
        The cells of data.
    nodes
        Settings to average over; None chooses: a fixed set for fewer than 200 people, else a grid
        around the likeliest.
    scale
        Of the half-normal prior of sigma (0.4 for days, 0.5 else).
    plug_in
        Take the likeliest setting as known; None does so from 1,000 people with 3 trials a
        person-month on. With fewer people that makes intervals far too narrow.
    tolerance
        Largest change of a predictor in the last step.

    Raises
    ------
    ValueError
        The panel contradicts itself.
    NumericalError
        No mode was found.
    """
    return fit_design(build(panel), nodes=nodes, scale=scale, plug_in=plug_in, tolerance=tolerance)


def fit_design(
    design: Design,
    *,
    nodes: Nodes | None = None,
    scale: float = SIGMA_SCALE,
    plug_in: bool | None = None,
    tolerance: float | None = None,
) -> AbilityFit:
    """Return `fit` of columns that are built already: the same people with other outcomes."""
    close = {} if tolerance is None else {"tolerance": tolerance}
    if nodes is None and design.person_count >= MANY_PEOPLE:
        plug_in = _may_plug_in(design) if plug_in is None else plug_in
        problem, state = plane.search(design, scale, plug_in=plug_in)
    elif nodes is None:
        problem, state = _averaged(design, scale)
    else:
        problem, state, height = _first_steps(design, nodes, None)
        kept: Flags = height > height.max() - DROP
        problem, state = problem.take(kept), state.take(kept)
    problem, state = climb(problem, state, **close)
    return _finish(problem, state)


def _may_plug_in(design: Design) -> bool:
    trials = float(design.likelihood.trials.sum()) / len(design.filled)
    return design.person_count >= PLUG_IN_PEOPLE and trials >= PLUG_IN_TRIALS


def _averaged(design: Design, scale: float) -> tuple[Problem, State]:
    """Start from the fixed nodes; where the data know sigma better than those, refine them."""
    nodes = fixed(teams="team" in design.parts, scale=scale)
    problem, state, height = _first_steps(design, nodes, None)
    for _ in range(REFINEMENTS):
        finer = refined(nodes, height, scale)
        if finer is None:
            break
        best = np.arange(len(nodes)) == np.argmax(height)
        nodes = finer
        problem, state, height = _first_steps(design, nodes, state.take(best))
    kept: Flags = height > height.max() - DROP
    return problem.take(kept), state.take(kept)


def _first_steps(
    design: Design, nodes: Nodes, start: State | None
) -> tuple[Problem, State, Floats]:
    """Start every node from one common state and go a few steps; how likely are they so far."""
    if start is None:
        middle = pose(design, single(float(np.median(nodes.sigma)), 0.75))
        _, start = climb(middle, begin(middle), 0.1)
    problem, state = pose(design, nodes), spread(start, len(nodes))
    if isinstance(problem.likelihood, Measured):
        problem, state = climb(problem, state, 0.01)
    log_determinant = np.zeros(len(nodes))
    for _ in range(FIRST_STEPS):
        state, _, log_determinant, _ = step(problem, state)
    return problem, state, evidence(problem, state, log_determinant) + nodes.log_prior


def _finish(problem: Problem, state: State) -> AbilityFit:
    design = problem.design
    eta = predictor(design, state)
    _, weight = problem.likelihood.slope(eta)
    solved = factorise(problem, weight)
    height = evidence(problem, state, solved.log_determinant) + problem.nodes.log_prior
    if wants_second_order(problem):
        height = height + second_order(problem, state, solved.factor, weight)
    mean = shift_to_mean(problem, state, solved, weight)
    share = np.exp(height - height.max())
    best = slice(int(np.argmax(height)), int(np.argmax(height)) + 1)
    worth = problem.likelihood.worth(eta[best], weight[best])
    return AbilityFit(
        design=design,
        nodes=problem.nodes,
        weight=share / share.sum(),
        border=mean.border,
        chain=mean.chain,
        solved=solved,
        residual=_residual(problem.likelihood),
        log_evidence=height,
        worth=to_slots(design, worth)[:, 0],
    )


def _residual(likelihood: Likelihood) -> Floats | None:
    return likelihood.variance[:, 0] if isinstance(likelihood, Measured) else None
