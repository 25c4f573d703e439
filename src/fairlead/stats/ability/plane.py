"""For many people: where on the plane of (log sigma, log(1 - phi)) the data put us.

With two hundred people the likeliest setting is far from the edges and the evidence around it is
close to a quadratic: composites of seven points find it, a grid of nine averages over it.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from fairlead.stats.ability.correction import second_order, wants_second_order
from fairlead.stats.ability.design import Design
from fairlead.stats.ability.newton import (
    Problem,
    State,
    begin,
    climb,
    climb_chains,
    evidence,
    factorise,
    pose,
    predictor,
    residual,
    spread,
)
from fairlead.stats.ability.nodes import TEAM_SD, Nodes, Plane
from fairlead.stats.likelihood import Floats, Measured

START = np.array([np.log(0.25), np.log(1 - 0.75 ** (1 / 12))])
FIRST_RADIUS = np.array([0.5, 0.9])
COMPOSITES = 10
NEAR = 0.35
REACH = 1.5
CHAIN_STEPS = 2
VARIANCE_STEPS = 10
TEAM_DROP = 4.0
HELD = 0.25
"""Change of a predictor that ends a climb during the search: the next one is some 0.01."""


def search(design: Design, scale: float, *, plug_in: bool) -> tuple[Problem, State]:
    """Return the problem at settings to average over (one, if `plug_in`) and a state to start."""
    prior = Plane(scale)
    centre, team_sd = START, TEAM_SD[0] if "team" in design.parts else 0.0
    basis = np.diag(FIRST_RADIUS)
    held, state = _hold(design, prior.nodes(centre[None], team_sd), None, None)
    for number in range(COMPOSITES):
        if number:
            held, state = _hold(design, prior.nodes(centre[None], team_sd), held, state)
        points = np.clip(centre + _hexagon() @ basis.T, prior.low, prior.high)
        height = _heights(pose(design, prior.nodes(points, team_sd), residual(held)), state)
        moved, basis, near = _peak(points, height, centre, basis)
        centre = np.clip(moved, prior.low, prior.high)
        if near and number:
            break
    candidates = [prior.nodes(centre[None], sd) for sd in TEAM_SD]
    teams, state = _teams(design, candidates, held, state)
    if plug_in:
        nodes = prior.nodes(centre[None], teams[0])
        return pose(design, nodes, residual(held)), state
    offsets = np.array(list(product((-1.0, 0.0, 1.0), repeat=2)))
    points = np.clip(centre + offsets @ basis.T, prior.low, prior.high)
    grids = [prior.nodes(points, sd) for sd in teams]
    grid = Nodes(*(np.concatenate([getattr(g, name) for g in grids]) for name in Nodes.__slots__))
    return pose(design, grid, residual(held)), spread(state, len(grid))


def _hold(
    design: Design, nodes: Nodes, held: Problem | None, state: State | None
) -> tuple[Problem, State]:
    """Return the mode at one setting: border and residual variance for the points around it."""
    problem = pose(design, nodes, None if held is None else residual(held))
    return climb(problem, begin(problem) if state is None else state, HELD)


def _hexagon() -> Floats:
    turn = np.pi / 3 * np.arange(6)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return np.concatenate([np.zeros((1, 2)), ring])


def _heights(problem: Problem, state: State) -> Floats:
    """Return log evidence plus log prior density of nodes, with the border held."""
    nodes = problem.nodes
    steps = VARIANCE_STEPS if isinstance(problem.likelihood, Measured) else CHAIN_STEPS
    problem, many, factor, weight = climb_chains(problem, spread(state, len(nodes)), steps)
    height = evidence(problem, many, factor.log_determinant) + nodes.log_prior
    if wants_second_order(problem):
        height = height + second_order(problem, many, factor, weight)
    return height


def _peak(
    points: Floats, height: Floats, centre: Floats, basis: Floats
) -> tuple[Floats, Floats, bool]:
    """Return the peak of the fitted quadratic, axes of `REACH` sds, and whether it is near."""
    local = np.linalg.solve(basis, (points - centre).T).T
    x, y = local.T
    terms = np.stack([np.ones_like(x), x, y, x * x / 2, x * y, y * y / 2], axis=1)
    fitted = np.linalg.lstsq(terms, height, rcond=None)[0]
    bend = -np.array([[fitted[3], fitted[4]], [fitted[4], fitted[5]]])
    value, vector = np.linalg.eigh(bend)
    if value.min() <= 0.02:
        return points[int(np.argmax(height))], basis, False
    step = basis @ np.linalg.solve(bend, fitted[1:3])
    step = step / max(1.0, float((np.abs(step) / FIRST_RADIUS).max()))
    reach = basis @ (vector / np.sqrt(value)) * REACH
    # near in the new measure: a wide composite far from the peak would call long steps short
    length = float(np.hypot(*np.linalg.solve(reach, step)))
    wanted = reach * max(1.0, length / 2)
    size = float((np.abs(wanted).max(axis=1) / FIRST_RADIUS).max())
    return centre + step, wanted / max(1.0, size), length <= NEAR


def _teams(
    design: Design, candidates: list[Nodes], held: Problem, state: State
) -> tuple[list[float], State]:
    """Return the sds of teams worth averaging over, the likelier one first, and its mode."""
    if "team" not in design.parts:
        return [0.0], state
    height, states = [], []
    for nodes in candidates:
        problem, found = _hold(design, nodes, held, state)
        _, weight = problem.likelihood.slope(predictor(design, found))
        log_determinant = factorise(problem, weight).log_determinant
        height.append(float(evidence(problem, found, log_determinant)[0]))
        states.append(found)
    order = np.argsort(-np.array(height), kind="stable")
    near = [float(TEAM_SD[i]) for i in order if height[i] > max(height) - TEAM_DROP]
    return near, states[order[0]]
