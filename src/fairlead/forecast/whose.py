"""Whose wins will be: of deals not yet created, and of open deals that change hands until then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

import numpy as np

from fairlead.forecast.draws import STEPS, Won, steps
from fairlead.forecast.frame import Frame, Span
from fairlead.forecast.handover import Hands, colleagues, handovers
from fairlead.forecast.journal import NOBODY, Flags, Floats, Ints

BORN_DAYS = 26 * 7
HALF_LIFE_DAYS = 56
"""After so many days a new deal says half as much about who will bring the next: people leave."""


Kind: TypeAlias = Literal["person", "segment", "source"]
KINDS: tuple[Kind, ...] = get_args(Kind)


OPEN, NEW = 10, 11
"""Streams of random numbers of deals that change hands."""


@dataclass(frozen=True, slots=True)
class _Births:
    """Deals born lately: row, group, owner now, and what each counts (deals,)."""

    deal: Ints
    group: Ints
    owner: Ints
    fresh: Floats


class Whose:
    """Whose each win to come is; each kind is worked out when it is first asked.

    A person brings wins as they brought new deals in the last `BORN_DAYS` days, times what they
    add to the odds of a win. How much each brings is drawn, model by model, as widely as people
    varied between the two halves of that time.

    Parameters
    ----------
    frame, span
        The journal and the evening.
    wins
        Wins of open deals, and of deals not yet created; `who` of these is the group of deals.
    people
        What each person, and at the end nobody, adds to the logit (models, people + 1).
    seed
        Of the random numbers; each kind has its own.
    """

    def __init__(
        self, frame: Frame, span: Span, wins: tuple[Won, Won], people: Floats,
        seed: tuple[int, ...],
    ) -> None:  # fmt: skip
        self._frame = frame
        self._span = span
        self._open, self._won = wins
        self._people = people
        self._seed = seed
        self._known: dict[Kind, Ints] = {}
        self._sellers: Ints | None = None

    def of(self, kind: Kind) -> Ints:
        """Return the code of each new win; `NOBODY` where there is none (wins,)."""
        if kind not in self._known:
            self._known[kind] = self._label(kind)
        return self._known[kind]

    def sellers(self) -> Ints:
        """Return who has each win of an open deal in the end; `NOBODY` where nobody (wins,)."""
        if self._sellers is None:
            owner = self._frame.evenings.open_at(self._span.day).owner[self._open.who]
            self._sellers = self._passed_on(owner, self._open, OPEN)
        return self._sellers

    def _label(self, kind: Kind) -> Ints:
        deals, births = self._frame.journal.deals, self._births
        rng = np.random.default_rng([*self._seed, KINDS.index(kind)])
        if kind != "person":
            codes = (deals.segment if kind == "segment" else deals.source)[births.deal]
            ones = np.ones((len(self._people), 1))
            return _drawn(codes, births.group, self._won, ones, rng, births.fresh)
        late = deals.born[births.deal] > self._span.day - BORN_DAYS // 2
        factor, varied = np.exp(self._people), _varied(births.owner, late)
        owner = _drawn(births.owner, births.group, self._won, factor, rng, births.fresh, varied)
        return self._passed_on(owner, self._won, NEW)

    @cached_property
    def _births(self) -> _Births:
        """Deals born lately, and how much each says about the next."""
        day = self._span.day
        rows, group, owner = self._frame.evenings.owner_at_birth(day - BORN_DAYS, day)
        age = day - self._frame.journal.deals.born[rows]
        return _Births(rows, group, owner, 0.5 ** (age / HALF_LIFE_DAYS))

    @cached_property
    def _hands(self) -> Hands:
        frame, day = self._frame, self._span.day
        here, after = (max(days, 1) for days in self._span.days)
        periods = (
            handovers(frame.evenings, day, 0, here),
            handovers(frame.evenings, day, here, max(after, here + 1)),
        )
        births = self._births
        others = colleagues(frame, day, births.owner, births.fresh)
        return Hands(frame, day, periods, others, len(self._people))

    def _passed_on(self, owner: Ints, won: Won, part: int) -> Ints:
        rng = np.random.default_rng([*self._seed, part])
        return self._hands.passed_on(owner, won.draw, won.period, rng)


def _varied(owner: Ints, late: Flags) -> float:
    """Return how much more than chance people's new deals vary between two quarters, at least 1."""
    two = [np.bincount(owner[part] + 1, minlength=int(owner.max(initial=0)) + 2) for part in
           (late, ~late)]  # fmt: skip
    both = two[0] + two[1]
    if not both.sum():
        return 1.0
    return max(1.0, float(((two[0] - two[1]) ** 2).sum() / both.sum()))


def _drawn(  # noqa: PLR0917  what, of which, how
    codes: Ints,
    group: Ints,
    won: Won,
    factor: Floats,
    rng: np.random.Generator,
    fresh: Floats,
    varied: float = 1.0,
) -> Ints:
    """Return a code for each win, by how often it stood on deals of its group.

    Counts tell the level with `varied` times the variance of chance, and the quarter to come
    departs from it as much again: together a gamma of shape count / (3 varied - 2).
    """
    found = np.full(len(won.draw), NOBODY)
    models = len(factor)
    u = rng.random(len(won.draw), dtype=np.float32)
    for g in np.unique(group):
        level, place = np.unique(codes[group == g], return_inverse=True)
        count = np.bincount(place, fresh[group == g], minlength=len(level))
        weight = rng.standard_gamma(
            np.broadcast_to(count / (3.0 * varied - 2.0), (models, len(level)))
        )
        if factor.shape[1] > 1:
            weight = weight * factor[:, level]
        weight = weight + 1e-9
        chance = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
        table = np.stack([level[steps(one)] for one in chance])
        mine = np.flatnonzero(won.who == g)
        place = (u[mine] * STEPS).astype(np.int64)
        found[mine] = table[won.draw[mine] % models, place]
    return found
