"""What people reach in one competency now, and what they would reach if they stood elsewhere."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from fairlead.measure.cells import Competency, StepCells
from fairlead.measure.expected import over_people
from fairlead.measure.fitted import Fitted
from fairlead.stats.ability import effective_trials, role_mix, standing
from fairlead.stats.ability.differs import NEEDED
from fairlead.stats.likelihood import Counts, Floats, Ints, Measured, Trials, expit

YEAR_WEEKS = 365.25 / 7
PEER_QUARTILE = 0.75
FEWEST_PEERS = 8
NORMAL_QUARTILE = 0.6744897501960817


@dataclass(frozen=True)
class Level:
    """One competency of a road: where everybody stands, and what that is worth.

    Draws of different competencies are independent of each other and paired at random.

    Parameters
    ----------
    competency
        What it is about.
    weight, shared
        The role's mix: share of each kind of deal, and level with market but without season on
        the model's scale (kinds,), (kinds, draws).
    place
        Where each person stands: team, own mix and ability (people, draws).
    ramp
        What is still missing of new people (people, draws); 0 for the others.
    sigma
        How far people of one team differ (draws,).
    between
        How far people differ in all: within their teams, and with them (draws,).
    spread
        Half the residual variance of log amounts (draws,), which lifts their mean, or of logits
        of shares kept, over which they are averaged; 0 else.
    factor
        What the level is multiplied with on the road: successes that come after the horizon,
        weeks in a year.
    known
        Who has enough data of their own for a statement (people,).
    months
        Months of data each person has (people,).
    """

    competency: Competency
    weight: Floats
    shared: Floats
    place: Floats
    ramp: Floats
    sigma: Floats
    between: Floats
    spread: Floats
    factor: float
    known: npt.NDArray[np.bool_]
    months: Ints

    @property
    def is_step(self) -> bool:
        """Whether levels are chances."""
        return self.competency.kind == "conversion"

    def at(self, place: Floats, ramp: Floats | float | None = None) -> Floats:
        """Return the level of people who stand at `place` (people, draws), in its unit."""
        total = np.zeros(np.broadcast_shapes(place.shape, self.place.shape))
        own = place + (self.ramp if ramp is None else ramp)
        for weight, cell in zip(self.weight, self.shared, strict=True):
            eta = own + cell
            if self.is_step:
                total += weight * expit(eta)
            elif self.competency.kind == "price":
                total += weight * over_people(eta, np.sqrt(2 * self.spread))
            else:
                total += weight * np.exp(eta + self.spread)
        return self.factor * total

    def of(self, people: Ints) -> Level:
        """Return the level of some of the people, by their places in it."""
        return replace(
            self,
            place=self.place[people],
            ramp=self.ramp[people],
            known=self.known[people],
            months=self.months[people],
        )

    @cached_property
    def now(self) -> Floats:
        """Levels as they are (people, draws); worked out once, every question starts there."""
        return self.at(self.place)

    @cached_property
    def good(self) -> Floats:
        """Where good peers stand on the model's scale (draws,): see `peers.peer`."""
        if len(self.place) >= FEWEST_PEERS:
            best: Floats = np.quantile(self.place, PEER_QUARTILE, axis=0)
            return best
        return NORMAL_QUARTILE * self.between

    @cached_property
    def at_good(self) -> Floats:
        """Levels where everybody stands with good peers and nobody is new (people, draws)."""
        return self.at(np.broadcast_to(self.good, self.place.shape), 0.0)


def level_of(fitted: Fitted, people: Ints) -> Level | None:
    """Return where these people stand in one competency; None where it was quiet for a year.

    Parameters
    ----------
    fitted
        One competency of one role.
    people
        Places in the roster. Who has no data in this competency stands where anybody of the role
        may stand: drawn around the middle with the spread between people.

    Notes
    -----
    The draws of a fit come sorted by spread and in mirrored pairs. Pairing two fits draw by draw
    would make them look alike, so each is shuffled by a stream of its own.
    """
    fit, draws = fitted.fit, fitted.draws
    design = fit.design
    try:
        mix = role_mix(fit)
    except ValueError:
        return None
    rng, order = shuffled(fitted)
    border, node = draws.border[order], draws.node[order]
    stand = standing(fit)
    team, ramp = (_only(fitted, stand, name) @ border.T for name in ("team", "ramp"))
    own = draws.person()[:, order] + team
    sigma = fit.nodes.sigma[node]
    where = {int(place): code for code, place in enumerate(fitted.people)}
    code = np.array([where.get(int(place), -1) for place in people], dtype=np.int64)
    there = code >= 0
    between = np.hypot(sigma, team[code[there]].std(axis=0)) if there.any() else sigma
    place = between * rng.standard_normal((len(people), len(border)))
    place[there] = own[code[there]]
    fresh = np.zeros_like(place)
    fresh[there] = ramp[code[there]]
    seen = np.bincount(design.filled % design.person_count, minlength=design.person_count)
    enough = effective_trials(fit) >= NEEDED
    return Level(
        competency=fitted.competency,
        weight=mix.weight,
        shared=mix.columns @ border.T,
        place=place,
        ramp=fresh,
        sigma=sigma,
        between=between,
        spread=_spread(fitted, node),
        factor=_factor(fitted),
        known=there & enough[code],
        months=np.where(there, seen[code], 0).astype(np.int64),
    )


def shuffled(fitted: Fitted) -> tuple[np.random.Generator, Ints]:
    """Return a stream that belongs to one fit, and the order its draws are taken in."""
    rng = np.random.default_rng(zlib.crc32(f"{fitted.competency.slug} {fitted.role}".encode()))
    return rng, rng.permutation(len(fitted.draws.border))


def _only(fitted: Fitted, stand: Floats, name: str) -> Floats:
    columns = np.zeros_like(stand)
    part = fitted.fit.design.parts.get(name)
    if part is not None:
        columns[:, part.columns] = stand[:, part.columns]
    return columns


def _spread(fitted: Fitted, node: Ints) -> Floats:
    residual = fitted.fit.residual
    if residual is None or not isinstance(fitted.fit.design.likelihood, Measured):
        return np.zeros(len(node))
    half: Floats = residual[node] / 2
    return half


def _factor(fitted: Fitted) -> float:
    likelihood = fitted.fit.design.likelihood
    if isinstance(fitted.cells, StepCells) and isinstance(likelihood, Trials):
        return fitted.cells.late_share
    if fitted.competency.kind == "creation" and isinstance(likelihood, Counts):
        return YEAR_WEEKS
    return 1.0
