"""Chances of open deals, worked out through the stages: this week, next week, later, never.

Discrete weeks. In each week a deal in a stage is won, lost, moves on or stays, with chances that
depend on the stage and on the weeks it has been there (a semi-Markov process with competing
risks). The stages are convolved, nothing is simulated.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fairlead.forecast.journal import Floats, Ints
from fairlead.forecast.traffic import CAUSES, DWELLS, MOVE, WIN, States, Traffic

LOOK_BACK = 104
"""Weeks that chances are counted over."""
BINS = np.array([0, 1, 2, 3, 4, 6, 8, 13, 26, 52])
"""First week of each band of time in a stage."""
PRIOR_WEEKS = 20.0
"""Deal-weeks that the level above is worth: all bands of a stage, all stages of a pipeline."""
PATH_MOVES = 5.0
"""Moves that the level above is worth in where a deal moves to."""


@dataclass(frozen=True, slots=True)
class Hazards:
    """Chances a week, drawn several times so that what is not known well varies.

    Parameters
    ----------
    weekly
        By draw, cause, place and band of weeks (draws, causes, places, bands).
    path
        Where a move leads (draws, places, places).
    """

    weekly: Floats
    path: Floats


@dataclass(frozen=True, slots=True)
class Flow:
    """Chance to have been won after so many weeks, by draw, place and weeks spent there.

    Both are cumulative and week 0 is now: `by_week` of deals that are still there at the end of so
    many weeks (draws, places, dwells, weeks + 1), `fresh` of deals that come in this week
    (draws, places, weeks + 1).
    """

    by_week: Floats
    fresh: Floats

    def within(self, place: Ints, dwell: Ints, weeks: float) -> Floats:
        """Return the chance to be won within `weeks` (draws, deals); parts of a week in line."""
        whole = int(weeks)
        found = self.by_week[:, place, dwell, whole]
        if weeks > whole:
            rest = self.by_week[:, place, dwell, whole + 1] - found
            found = found + rest * (weeks - whole)
        return found


def hazards(
    traffic: Traffic,
    states: States,
    week: int,
    *,
    draws: int,
    rng: np.random.Generator | None,
) -> Hazards:
    """Return chances a week from what was seen by the end of `week`.

    Each stage and band of weeks is drawn towards the same band of the stage over all groups of
    deals, that towards the stage, that towards all stages: by `PRIOR_WEEKS` deal-weeks each.

    Parameters
    ----------
    traffic, states
        Running sums and their places.
    week
        Nothing later is read.
    draws
        How many draws.
    rng
        None gives the means, once.
    """
    cut = [np.arange(a, b) for a, b in pairwise([*BINS.tolist(), DWELLS])]
    exits = traffic.between(traffic.exits, week, LOOK_BACK).astype(np.float64)
    exposed = traffic.between(traffic.exposed, week, LOOK_BACK).astype(np.float64)
    ends = np.stack([exits[:, :, band].sum(axis=2) for band in cut], axis=2)
    risk = np.stack([exposed[:, band].sum(axis=1) for band in cut], axis=1)
    prior = _level_above(ends, risk, states)
    alpha = ends + PRIOR_WEEKS * prior
    stay = np.maximum(risk - ends.sum(axis=0), 0.0) + PRIOR_WEEKS * (1.0 - prior.sum(axis=0))
    moves = traffic.between(traffic.moves, week, LOOK_BACK).astype(np.float64)
    paths = moves + PATH_MOVES * _onwards(states)
    paths *= (states.group[:, None] == states.group[None, :]) & ~np.isin(
        np.arange(states.count), states.life
    )
    if rng is None:
        weekly = alpha / (alpha.sum(axis=0) + stay)
        return Hazards(weekly[None], _rows(paths)[None])
    cells = rng.standard_gamma(np.broadcast_to(alpha, (draws, *alpha.shape)))
    rest = rng.standard_gamma(np.broadcast_to(stay, (draws, *stay.shape)))
    total = cells.sum(axis=1) + rest
    path = rng.standard_gamma(np.broadcast_to(paths, (draws, *paths.shape)))
    return Hazards(cells / np.maximum(total, 1e-300)[:, None], _rows(path))


def _level_above(ends: Floats, risk: Floats, states: States) -> Floats:
    """Return what a band of a stage is drawn towards (causes, places, bands)."""
    life = np.isin(np.arange(states.count), states.life)
    found = np.zeros_like(ends)
    for kind in (life, ~life):
        everything = ends[:, kind].sum(axis=(1, 2)) / max(risk[kind].sum(), 1.0)
        for rank in np.unique(states.rank[kind]):
            same = kind & (states.rank == rank)
            stage = ends[:, same].sum(axis=(1, 2)) + PRIOR_WEEKS * everything
            stage /= risk[same].sum() + PRIOR_WEEKS
            band = ends[:, same].sum(axis=1) + PRIOR_WEEKS * stage[:, None]
            found[:, same] = (band / (risk[same].sum(axis=0) + PRIOR_WEEKS))[:, None, :]
    return found


def _onwards(states: States) -> Floats:
    """Return the path nobody has walked yet: to the next stage."""
    path = np.zeros((states.count, states.count))
    for place in range(states.count):
        group = states.group[place]
        last = states.first[group] + states.stages[group] - 1
        if states.rank[place] < states.stages[group] and place < last:
            path[place, place + 1] = 1.0
    return path


def _rows(paths: Floats) -> Floats:
    """Return rows that sum to one; a row without any move stays empty."""
    total = paths.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(paths, total, out=np.zeros_like(paths), where=total > 0)
    return shares


def flow(found: Hazards, weeks: int) -> Flow:
    """Return the chances to be won within 0 .. `weeks` weeks, whatever the stage and time there.

    Let q be the chance to leave after exactly d more weeks for a cause. A deal is won in week k if
    it is won from where it is, or moves after d weeks and is won k - d weeks after that:
    G[k] = q_win[k] + sum over d of q_move[d] (path W)[k - d], with W the same for a deal that has
    just come in. Stages entered and left within one week make W[k] a small linear system.
    """
    band = np.searchsorted(BINS, np.arange(DWELLS + weeks + 1), side="right") - 1
    weekly = found.weekly[:, :, :, np.minimum(band, len(BINS) - 1)]
    fresh = _fresh(weekly, found.path, weeks)
    onward = np.einsum("tsr,trk->tsk", found.path, fresh, optimize=True)
    draws, places = found.path.shape[:2]
    won = np.zeros((weeks + 1, draws, places, DWELLS))  # weeks first: written week by week
    moved = np.zeros_like(won)
    stay = np.ones((draws, places, DWELLS))
    dwells = np.arange(DWELLS)
    for k in range(1, weeks + 1):
        now = weekly[:, :, :, dwells + k]
        np.multiply(stay, now[:, MOVE], out=moved[k])
        np.multiply(stay, now[:, WIN], out=won[k])
        stay *= np.maximum(1.0 - now.sum(axis=1), 0.0)
    by_week = np.moveaxis(moved, 0, -1) @ _later(onward)
    by_week += np.moveaxis(won, 0, -1)
    np.cumsum(by_week, axis=3, out=by_week)
    return Flow(np.minimum(by_week, 1.0), np.minimum(np.cumsum(fresh, axis=2), 1.0))


def _later(onward: Floats) -> Floats:
    """Return the chance to be won in week k after a move in week d (draws, places, d, k)."""
    weeks = onward.shape[-1]
    lag = np.arange(weeks)[None, :] - np.arange(weeks)[:, None]
    found: Floats = np.where(lag >= 0, onward[..., np.maximum(lag, 0)], 0.0)
    return found


def _fresh(weekly: Floats, path: Floats, weeks: int) -> Floats:
    """Return the chance to be won exactly k weeks after coming in (draws, places, weeks + 1)."""
    draws, places = path.shape[:2]
    stay = np.ones((draws, places))
    leave = np.zeros((CAUSES, draws, places, weeks + 1))
    for d in range(weeks + 1):
        now = weekly[..., d]
        leave[..., d] = np.moveaxis(stay[:, None] * now, 1, 0)
        stay = stay * np.maximum(1.0 - now.sum(axis=1), 0.0)
    at_once = np.eye(places) - leave[MOVE, ..., 0][..., None] * path
    solved = np.linalg.inv(at_once)
    fresh = np.zeros((draws, places, weeks + 1))
    onward = np.zeros_like(fresh)
    for k in range(weeks + 1):
        right = leave[WIN, ..., k].copy()
        if k:
            right += (leave[MOVE, ..., 1 : k + 1] * onward[..., :k][..., ::-1]).sum(axis=-1)
        fresh[..., k] = np.einsum("tsr,tr->ts", solved, right, optimize=False)
        onward[..., k] = np.einsum("tsr,tr->ts", path, fresh[..., k], optimize=False)
    return fresh
