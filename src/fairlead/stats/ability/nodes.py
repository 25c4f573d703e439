"""How far people differ, and how long it lasts: settings over which the fit is averaged.

sigma, the sd of ability over people at any month, is half-normal; likeness, the correlation of a
person's ability with itself a year later, has five values; teams differ by one of two sds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.stats.ability.design import Design
from fairlead.stats.likelihood import Floats, Ints

SIGMA_SCALE = 0.5
SIGMA_STEPS = 6
LIKENESS = np.array([0.2, 0.5, 0.75, 0.9, 0.98])
LIKENESS_WEIGHT = np.array([0.12, 0.20, 0.26, 0.26, 0.16])
TEAM_SD = np.array([0.06, 0.25])
CONCENTRATED, CONCENTRATED_AT_TOP = 0.5, 0.3
REFINED = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
WIDER = 1.2
FAR_BELOW = 10.0


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
    from scipy.special import erfinv  # noqa: PLC0415  half a second: only a fit needs it

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
    """Return nodes where the data put sigma, once they know it better than the present steps do.

    Parameters
    ----------
    nodes, height
        From `fixed` or an earlier refinement, and the log evidence of each with its prior.
    scale
        Of the prior of sigma.

    Returns
    -------
    Nodes or None
        For each likeness and team sd that is still possible, five sigmas at quantiles of a normal
        distribution of log sigma, fitted to its three best steps, a little wider; weighed by prior
        density over that distribution's density. (Each likeness has a best sigma of its own.)
        Where the lowest step is the best, six quantiles of the prior below the third step. None
        where no step holds half of the weight (0.3 for the highest, with nothing above it).
    """
    from scipy.special import erf  # noqa: PLC0415  half a second: only a fit needs it

    _, pair = np.unique(np.stack([nodes.phi, nodes.team_sd]), axis=1, return_inverse=True)
    groups = [np.flatnonzero(pair == number) for number in np.unique(pair)]
    groups = [group[np.argsort(nodes.sigma[group])] for group in groups]
    top = next(group for group in groups if np.argmax(height) in group)
    share = np.exp(height[top] - np.logaddexp.reduce(height[top]))
    beyond = np.argmax(share) == len(top) - 1
    if share.max() < (CONCENTRATED_AT_TOP if beyond else CONCENTRATED):
        return None
    if np.argmax(share) == 0 and len(top) == SIGMA_STEPS:
        below = erf(nodes.sigma[top[2]] / (scale * np.sqrt(2)))
        low = half_normal_quantile(below * (np.arange(SIGMA_STEPS) + 0.5) / SIGMA_STEPS, scale)
        return _joined([_repeated(nodes, group, low, np.zeros(len(low))) for group in groups])
    density = height - nodes.log_prior + _log_sigma_density(np.log(nodes.sigma), scale)
    made = [_around(nodes, group, density, scale) for group in groups]
    limit = max((peak for _, peak in made if np.isfinite(peak)), default=-np.inf) - FAR_BELOW
    return _joined([part for part, peak in made if peak > limit])


def _around(nodes: Nodes, group: Ints, density: Floats, scale: float) -> tuple[Nodes, float]:
    """Return five sigmas around the peak of one likeness and team sd, and the peak's height."""
    from scipy.special import erfinv  # noqa: PLC0415  half a second: only a fit needs it

    middle = int(np.clip(np.argmax(density[group]), 1, len(group) - 2))
    three = group[middle - 1 : middle + 2]
    x, y = np.log(nodes.sigma[three]), density[three]
    bend, slope, _ = np.polyfit(x - x[1], y, 2)
    bend = min(float(bend), -0.5)
    away = np.clip(-slope / (2 * bend), 1.5 * (x[0] - x[1]), 1.5 * (x[2] - x[1]))
    peak = float(y[1] + slope * away + bend * away**2)
    if np.argmax(density[group]) in {0, len(group) - 1}:
        peak = np.inf  # it lies beyond these steps: how high is not known
    spread = float(np.clip(WIDER / np.sqrt(-2 * bend), 0.03, 0.6))
    normal = np.sqrt(2) * erfinv(2 * REFINED - 1)
    fresh = x[1] + away + spread * normal
    proposal = _log_sigma_density(fresh, scale) + 0.5 * normal**2 + np.log(spread)
    return _repeated(nodes, group, np.exp(fresh), proposal), peak


def _repeated(nodes: Nodes, group: Ints, sigma: Floats, log_weight: Floats) -> Nodes:
    """Return new sigmas with the likeness and team sd of a group, and its prior."""
    first, ones = group[0], np.ones(len(sigma))
    place = int(np.argmin(np.abs(LIKENESS ** (1 / 12) - nodes.phi[first])))
    log_prior = log_weight + np.log(LIKENESS_WEIGHT[place])
    return Nodes(sigma, nodes.phi[first] * ones, nodes.team_sd[first] * ones, log_prior)


def _joined(parts: list[Nodes]) -> Nodes:
    names = ("sigma", "phi", "team_sd", "log_prior")
    return Nodes(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


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
