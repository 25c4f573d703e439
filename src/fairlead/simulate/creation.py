"""New deals: how many each person creates in each month, and what they are dealt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.simulate.ability import World
from fairlead.simulate.organisation import CREATION, DIMENSIONS, SIZE, Level
from fairlead.simulate.tables import Array, Floats, Ints, Streams
from fairlead.simulate.worktime import CLOSES, DAY, OPENS

OWN_MIX = ("segment", "source")


@dataclass(frozen=True, slots=True)
class NewDeals:
    """Deals at birth, sorted by creation; the row number is the deal's id.

    `codes` holds one code a mix column; `amount` is what the deal is worth in whole currency
    units when it closes (before that the CRM shows guesses at it).
    """

    person: Ints
    created: Ints
    codes: dict[str, Ints]
    amount: Floats

    @property
    def count(self) -> int:
        """Number of deals."""
        return len(self.person)


def creation_rate(world: World) -> Floats:
    """Return the expected new deals of each person in each month; shape (months, people)."""
    months, people = world.effects.theta.shape[:2]
    c = world.org.competencies.index(CREATION)
    middle = (world.window.edges[:-1] + world.window.edges[1:]) // 2
    _, workdays = world.roster.present(world.window)
    person = np.tile(np.arange(people), months)
    at = np.maximum(np.repeat(middle, people), world.roster.hired[person] * DAY)
    log_rate = world.person_part(person, at, c) + world.calendar_part(at, c)
    sells = world.roster.is_rep() & (world.roster.team >= 0)
    rate = np.exp(log_rate).reshape(months, people) * workdays / 21.0
    return np.where(sells, world.org.deals_per_month * rate, 0.0)


def create(world: World, streams: Streams) -> NewDeals:
    """Draw the deals of the whole window at once."""
    rng, org = streams.of("creation"), world.org
    rate = creation_rate(world)
    if org.overdispersion > 0:
        shape = 1 / org.overdispersion
        rate = rate * rng.gamma(shape, 1 / shape, rate.shape)
    counts = rng.poisson(rate).ravel()
    months, people = rate.shape
    person = np.repeat(np.tile(np.arange(people), months), counts)
    month = np.repeat(np.repeat(np.arange(months), people), counts)
    low, size = world.roster.present(world.window)
    place = low[month, person] + (rng.random(len(person)) * size[month, person]).astype(np.int64)
    created = world.window.workdays[place] * DAY + rng.integers(OPENS, CLOSES, len(person))
    order = np.argsort(created, kind="stable")
    person, created = person[order], created[order]
    codes = _dealt(world, person, streams.of("mix"))
    return NewDeals(person, created, codes, _worth(world, person, created, codes, streams))


def own_mix(world: World, streams: Streams) -> dict[str, Floats]:
    """Return each person's shares of segments and sources; shape (people, levels)."""
    rng, mixes = streams.of("own mix"), {}
    for dimension in OWN_MIX:
        share = _shares(world.org.levels(dimension))
        weight = rng.standard_gamma(
            share * world.org.mix_concentration, (world.roster.count, len(share))
        )
        mixes[dimension] = weight / weight.sum(axis=1, keepdims=True)
    return mixes


def _shares(levels: tuple[Level, ...]) -> Floats:
    share = np.array([level.share for level in levels])
    normed: Floats = share / share.sum()
    return normed


def _dealt(world: World, person: Ints, rng: np.random.Generator) -> dict[str, Ints]:
    mixes = own_mix(world, Streams(int(rng.integers(2**31))))
    codes = {}
    for dimension in DIMENSIONS:
        draw = rng.random(len(person))
        if dimension in OWN_MIX:
            limits = np.cumsum(mixes[dimension], axis=1)[person, :-1]
            codes[dimension] = (draw[:, None] > limits).sum(axis=1)
        else:
            edges = np.cumsum(_shares(world.org.levels(dimension)))[:-1]
            codes[dimension] = np.searchsorted(edges, draw)
    return codes


def size_part(world: World, codes: dict[str, Ints]) -> Floats:
    """Sum of the levels' effects on the log amount."""
    total = np.zeros(len(codes["segment"]))
    for dimension in DIMENSIONS:
        total += np.array([level.size for level in world.org.levels(dimension)])[codes[dimension]]
    return total


def pace_part(world: World, codes: dict[str, Ints]) -> Floats:
    """Sum of the levels' effects on the log days."""
    total = np.zeros(len(codes["segment"]))
    for dimension in DIMENSIONS:
        total += np.array([level.pace for level in world.org.levels(dimension)])[codes[dimension]]
    return total


def _worth(
    world: World, person: Ints, created: Ints, codes: dict[str, Ints], streams: Streams
) -> Floats:
    c = world.org.competencies.index(SIZE)
    noise = streams.of("amounts").standard_normal(len(person)) * world.org.amount_spread
    log_amount = np.log(world.org.amount_median) + size_part(world, codes) + noise
    return to_price(np.exp(log_amount + world.person_part(person, created, c)))


def to_price(amount: Array) -> Floats:
    """Round as people quote: to 10 below 10,000, to 50 above; never below 10."""
    grain = np.where(amount < 10_000, 10.0, 50.0)
    rounded: Floats = np.maximum(np.rint(amount / grain) * grain, 10.0)
    return rounded
