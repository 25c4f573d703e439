"""Draws of what the period will bring, deal by deal: sums over people, teams, company add up.

Every win of every draw is one row with its whole amount, so that any grouping is a sum of the same
numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from fairlead.forecast.journal import Floats, Ints
from fairlead.forecast.offsets import LEAST, MOST

STEPS = 1 << 14
"""Parts a chance is cut into where millions are drawn: looked up, not searched."""
CHUNK = 2_000_000
"""Random numbers drawn at once."""


@dataclass(frozen=True, slots=True)
class Chances:
    """Chance of each open deal by draw of the model, before the shock (models, deals).

    `here` to be won in this period, `after` in the next if not in this one.
    """

    here: Floats
    after: Floats


@dataclass(frozen=True, slots=True)
class Shocks:
    """The shared shocks on the logit, one a draw for each period (draws,)."""

    here: Floats
    after: Floats


@dataclass(frozen=True, slots=True)
class Won:
    """Wins over all draws, one row each: the draw, who or what won, the amount, the period.

    `who` is the place of an open deal among the open ones, or the code of a group of deals for
    those not yet created; `period` 0 is this one, 1 the next.
    """

    draw: Ints
    who: Ints
    period: Ints
    amount: Ints


def win_open(chances: Chances, shocks: Shocks, rng: np.random.Generator) -> Won:
    """Return which open deals are won in which draw; amounts are 0 as yet."""
    draws, deals = len(shocks.here), chances.here.shape[1]
    models = np.arange(draws) % len(chances.here)
    here = _on_the_logit(chances.here, shocks.here)
    after = _on_the_logit(chances.after, shocks.after)
    z_here, z_after = (z.astype(np.float32)[:, None] for z in (shocks.here, shocks.after))
    size = max(CHUNK // max(draws, 1), 1)
    found: list[tuple[Ints, Ints, Ints]] = []
    for first in range(0, deals, size):
        part = slice(first, min(first + size, deals))
        u = rng.random((draws, part.stop - part.start), dtype=np.float32)
        now = _shaken(here[models, part], z_here)
        later = _shaken(after[models, part], z_after)
        later *= 1.0 - now
        later += now
        place = np.flatnonzero(u < later)
        draw, deal = np.divmod(place, u.shape[1])
        second = u.ravel()[place] >= now.ravel()[place]
        found.append((draw, deal + first, second.astype(np.int64)))
    if not found:
        none = np.empty(0, dtype=np.int64)
        return Won(none, none, none, none)
    draw, deal, period = (np.concatenate([f[i] for f in found]) for i in range(3))
    return Won(draw, deal, period, np.zeros(len(draw), dtype=np.int64))


def _shaken(
    eta: npt.NDArray[np.float32], shock: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Return chances of logits and a shock, in the place of the logits: millions need no copies."""
    eta += shock
    return expit(eta, out=eta)


def _on_the_logit(chance: Floats, shock: Floats) -> npt.NDArray[np.float32]:
    """Return logits that give the chance on average over the shock, to second order.

    A chance of 0 stays one whatever the shock.
    """
    lift = 0.5 * float(np.mean(shock**2)) * (1.0 - 2.0 * chance)
    found = (logit(np.clip(chance, LEAST, MOST)) - lift).astype(np.float32)
    found[chance <= 0] = -np.inf
    return found


def win_new(  # noqa: PLR0917  how many, how fast, until when, shaken, whose
    weekly: Floats, fresh: Floats, weeks: tuple[float, float], shocks: Shocks, group: int,
    rng: np.random.Generator,
) -> Won:  # fmt: skip
    """Return the wins of deals not yet created of one group; amounts are 0 as yet.

    Parameters
    ----------
    weekly
        Expected new deals by draw and week ahead (draws, weeks).
    fresh
        Chance to have been won so many weeks after birth (models, weeks + 1), cumulative.
    weeks
        Weeks to the end of this period and to the end of the next.
    shocks
        The same that open deals get.
    group
        Code of the group.
    """
    draws, ahead = weekly.shape
    models = np.arange(draws) % len(fresh)
    born = np.arange(1, ahead + 1)
    mean = []
    for until in weeks:
        share = np.minimum(np.maximum(until - (born - 1), 0.0), 1.0)
        left = np.maximum(until - born, 0.0)
        mean.append((weekly * share) * _at(fresh, left)[models])
    first = mean[0].sum(axis=1) * _even(shocks.here)
    second = np.maximum(mean[1] - mean[0], 0.0).sum(axis=1) * _even(shocks.after)
    counts = (rng.poisson(first), rng.poisson(second))
    draw = np.concatenate([np.repeat(np.arange(draws), c) for c in counts])
    period = np.repeat([0, 1], [int(c.sum()) for c in counts])
    return Won(draw, np.full(len(draw), group), period, np.zeros(len(draw), dtype=np.int64))


def steps(cumulative: Floats) -> Ints:
    """Return which entry of a cumulative chance each of `STEPS` even parts of 0 to 1 falls on."""
    middle = (np.arange(STEPS) + 0.5) / STEPS
    found = np.searchsorted(cumulative, middle, side="right")
    return np.minimum(found, len(cumulative) - 1)


def _even(shock: Floats) -> Floats:
    """Return factors of a shock with mean 1."""
    factor = np.exp(shock)
    found: Floats = factor / factor.mean()
    return found


def _at(cumulative: Floats, weeks: Floats) -> Floats:
    """Return a cumulative chance at parts of weeks (models, weeks)."""
    whole = np.minimum(weeks.astype(np.int64), cumulative.shape[1] - 2)
    rest = np.minimum(weeks - whole, 1.0)
    found: Floats = cumulative[:, whole] * (1 - rest) + cumulative[:, whole + 1] * rest
    return found


def summed(won: Won, label: Ints, labels: int, draws: int, period: int) -> Ints:
    """Return amounts won by label and draw (labels, draws), whole minor units.

    `label` has one entry a win.
    """
    rows = won.period == period
    flat = label[rows] * draws + won.draw[rows]
    total = np.bincount(flat, won.amount[rows].astype(np.float64), minlength=labels * draws)
    return np.rint(total).astype(np.int64).reshape(labels, draws)  # exact below 2 ** 53
