"""How far people differ, and how long it lasts: settings over which the fit is averaged.

sigma, the sd of ability over people at any month, is half-normal; likeness, the correlation of a
person's ability with itself a year later, has five values; teams differ by one of two sds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import erfinv

from fairlead.stats.ability.design import Design
from fairlead.stats.likelihood import Floats

SIGMA_SCALE = 0.5
SIGMA_STEPS = 6
LIKENESS = np.array([0.2, 0.5, 0.75, 0.9, 0.98])
LIKENESS_WEIGHT = np.array([0.12, 0.20, 0.26, 0.26, 0.16])
TEAM_SD = np.array([0.06, 0.25])
CONCENTRATED = 0.5
REFINED = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
WIDER = 1.2


@dataclass(frozen=True, slots=True)
class Nodes:
    """Settings of the hyperparameters with their prior weights, each (nodes,).

    `phi` is the correlation of neighbouring months, ``likeness ** (1 / 12)``; `team_sd` is 0
    where the model has no teams.
    """

    sigma: Floats
    phi: Floats
    team_sd: Floats
    log_prior: Floats

    def __len__(self) -> int:
        """Return the number of settings."""
        return len(self.sigma)

    @property
    def likeness(self) -> Floats:
        """Correlation of ability with itself a year later."""
        result: Floats = self.phi**12
        return result

    def take(self, kept: npt.NDArray[np.bool_] | slice) -> Nodes:
        """Return some of the settings."""
        return Nodes(self.sigma[kept], self.phi[kept], self.team_sd[kept], self.log_prior[kept])

    def border_precision(self, design: Design) -> Floats:
        """Return the border's prior precision of each setting (nodes, border, border)."""
        precision = np.repeat(design.prior_precision[None], len(self), axis=0)
        if "team" in design.parts:
            place = design.parts["team"].columns
            size = place.stop - place.start
            precision[:, place, place] = np.eye(size) / self.team_sd[:, None, None] ** 2
        return precision


def single(sigma: float, likeness: float, team_sd: float = TEAM_SD[0]) -> Nodes:
    """Return one setting, taken as known."""
    one = np.ones(1)
    return Nodes(sigma * one, likeness ** (1 / 12) * one, team_sd * one, 0 * one)


def half_normal_quantile(share: Floats, scale: float) -> Floats:
    """Return quantiles of the half-normal distribution (the absolute value of a normal one)."""
    result: Floats = scale * np.sqrt(2) * erfinv(share)
    return result


def fixed(*, teams: bool, scale: float = SIGMA_SCALE) -> Nodes:
    """Return the product of six sigmas, five likenesses and, with teams, two team sds.

    The sigmas are the (j - 1/2) / 6 quantiles of the prior, so they weigh the same. A grid around
    the likeliest sigma is no choice: that is 0 in up to three quarters of small groups.
    """
    steps = (np.arange(SIGMA_STEPS) + 0.5) / SIGMA_STEPS
    sigma = half_normal_quantile(steps, scale)
    team = TEAM_SD if teams else np.zeros(1)
    grid = [x.ravel() for x in np.meshgrid(sigma, np.arange(len(LIKENESS)), team, indexing="ij")]
    place = grid[1].astype(np.int64)
    log_prior = np.log(LIKENESS_WEIGHT[place] / (len(sigma) * len(team)))
    return Nodes(grid[0], LIKENESS[place] ** (1 / 12), grid[2], log_prior)


def refined(nodes: Nodes, height: Floats, scale: float) -> Nodes | None:
    """Return nodes where the data put sigma, once they know it better than the fixed steps do.

    Parameters
    ----------
    nodes, height
        From `fixed`, and the log evidence of each with its prior.
    scale
        Of the prior of sigma.

    Returns
    -------
    Nodes or None
        For each likeness and team sd that is still possible, five sigmas at quantiles of a normal
        distribution of log sigma, fitted to the three best steps, a little wider; weighed by prior
        density over that distribution's density. Where the lowest step is the best, six quantiles
        of the lower half of the prior. None where no step holds half of the weight.
    """
    steps, place = np.unique(nodes.sigma, return_inverse=True)
    likely = np.array([np.logaddexp.reduce(height[place == j]) for j in range(len(steps))])
    share = np.exp(likely - np.logaddexp.reduce(likely))
    best = int(np.argmax(share))
    if share[best] < CONCENTRATED:
        return None
    kept = (place == best) & (height > height[place == best].max() - 7)
    rest = nodes.take(kept)
    if best == 0:
        low = half_normal_quantile((np.arange(SIGMA_STEPS) + 0.5) / (2 * SIGMA_STEPS), scale)
        return _product(low, np.zeros(len(low)), rest)
    middle = min(best, len(steps) - 2)
    x = np.log(steps[middle - 1 : middle + 2])
    density = likely[middle - 1 : middle + 2] + _log_sigma_density(x, scale)
    bend, slope, _ = np.polyfit(x - x[1], density, 2)
    if bend >= 0:
        return None
    centre = x[1] + np.clip(-slope / (2 * bend), 1.5 * (x[0] - x[1]), 1.5 * (x[2] - x[1]))
    spread = float(np.clip(WIDER / np.sqrt(-2 * bend), 0.05, 0.6))
    normal = np.sqrt(2) * erfinv(2 * REFINED - 1)
    fresh = centre + spread * normal
    proposal = _log_sigma_density(fresh, scale) + 0.5 * normal**2
    return _product(np.exp(fresh), proposal, rest)


def _product(sigma: Floats, log_weight: Floats, rest: Nodes) -> Nodes:
    """Return every sigma with every other setting of `rest`."""
    return Nodes(
        np.repeat(sigma, len(rest)),
        np.tile(rest.phi, len(sigma)),
        np.tile(rest.team_sd, len(sigma)),
        (log_weight[:, None] + rest.log_prior[None, :]).ravel(),
    )


def _log_sigma_density(log_sigma: Floats, scale: float) -> Floats:
    """Return the log density of log sigma under the half-normal prior, up to a constant."""
    result: Floats = log_sigma - 0.5 * (np.exp(log_sigma) / scale) ** 2
    return result


@dataclass(frozen=True, slots=True)
class Plane:
    """The prior of (log sigma, log(1 - phi)), for many people: a density instead of weights."""

    scale: float = SIGMA_SCALE

    low = np.array([np.log(0.01), -7.5])
    high = np.array([np.log(3.0), -1.6])

    def log_density(self, point: Floats) -> Floats:
        """Return the log density of points (points, 2), the Jacobian of the logarithm included.

        The five likenesses are replaced by the normal distribution of log(1 - phi) with their
        mean and variance.
        """
        centre, spread = likeness_moments()
        sigma = np.exp(point[:, 0])
        result: Floats = (
            -0.5 * (sigma / self.scale) ** 2
            + point[:, 0]
            - 0.5 * ((point[:, 1] - centre) / spread) ** 2
        )
        return result

    def nodes(self, point: Floats, team_sd: float) -> Nodes:
        """Return points as settings, weighed by the density."""
        phi = 1 - np.exp(point[:, 1])
        log_prior = self.log_density(point)
        return Nodes(np.exp(point[:, 0]), phi, np.full(len(point), team_sd), log_prior)


def likeness_moments() -> tuple[float, float]:
    """Return mean and sd of log(1 - phi) under the prior of the likeness."""
    value = np.log(1 - LIKENESS ** (1 / 12))
    mean = float(LIKENESS_WEIGHT @ value)
    return mean, float(np.sqrt(LIKENESS_WEIGHT @ (value - mean) ** 2))
