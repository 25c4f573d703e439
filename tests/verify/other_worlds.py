"""Companies that trained how often people do something or how large their wins are.

Like `training_worlds`, for counts and sizes: people come, go and ramp up, the market moves, and
colleagues in the same team gain a share of the effect. Counted plainly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from tests.measure.books import BANDS
from tests.verify.training_worlds import (
    Setting,
    _abilities,
    _edges,
    _empty,
    _market,
    _stay,
    _training,
    _with_tenure,
)

from fairlead.measure.cells import AmountCells, Book, Competency, CountCells, Floats, Ints
from fairlead.verify.report import Counted
from fairlead.verify.training import Trained, Training, month_of, treated_share

NEW_DEALS = Competency("sales.new.creation", "New deals", "creation", "a week", "Sales", "new")
SIZES = Competency("sales.new.size", "Amount of a win", "size", "EUR minor", "Sales", "new")
WEEKS = 4.3
"""Working weeks of a month."""
RATE, SCATTER = 2.0, 1.4
"""New deals a week, and how much more than Poisson's they scatter."""
MIDDLE, SPREAD = 14.5, 0.9
"""Logarithm of the usual amount in cents, and the residual sd of logarithms."""


@dataclass(frozen=True)
class Other:
    """A company, its training, its counts, and the true relative effect of treated months."""

    counted: Counted
    training: Training
    truth: float


@dataclass(frozen=True)
class _World:
    book: Book
    there: Ints
    plain: Floats
    joined: Ints
    left: Ints


def make_other(setting: Setting, seed: int, *, sizes: bool = False) -> Other:
    """Return a company as it stands on its last evening.

    Everything of `setting` holds on the logarithm; `deals` are wins a month where sizes are made.
    """
    rng = np.random.default_rng([seed, int(sizes)])
    world = _world(setting, rng)
    amounts = rng.poisson(setting.deals, world.plain.shape) * world.there
    seen = amounts.astype(float) if sizes else WEEKS * world.there
    alone = _drawn(world.plain, seen, rng, sizes=sizes)
    start, group = _chosen(setting, world, alone, seen, rng, sizes=sizes)
    month, person = (x.ravel() for x in np.indices(world.plain.shape))
    share = np.where(
        start[person] >= 0, treated_share(start[person], month, world.book.window.first), 0
    )
    share = share.reshape(world.plain.shape).astype(np.float64)
    response = np.where(
        setting.effect == 0, 0.0, rng.normal(setting.effect, setting.spread, setting.people)
    )
    passed = rng.uniform(0, 2) * setting.spill * setting.effect
    near = _near(setting, world.book, start, share)
    lifted = world.plain + passed * near
    # events of a month in which somebody starts come at the old pace until then
    gain = np.log1p(share * np.expm1(response))
    fresh = _drawn(lifted + gain, seen, rng, sizes=sizes)
    data = np.where(share + near > 0, fresh, alone)  # what people were chosen by stays as it was
    weight = seen * (1.0 if sizes else np.exp(lifted)) * share
    truth = float((weight * np.expm1(response)).sum() / weight.sum()) if weight.any() else 0.0
    if sizes and weight.any():
        truth = float(np.expm1((weight * response).sum() / weight.sum()))
    return _counted(
        setting, world.book, data, seen, share, (start, group), sizes=sizes, truth=truth
    )


def _world(setting: Setting, rng: np.random.Generator) -> _World:
    book = _empty(setting.people, setting.months, setting.teams)
    theta = _abilities(setting, rng)
    joined, left = _stay(setting, rng)
    book = replace(book, roster=_with_tenure(book.roster, joined, setting))
    months = np.arange(setting.months)[:, None]
    there = ((months >= joined) & (months < left)).astype(np.int64)
    plain = theta + _market(setting, book.window, rng)[:, None]
    plain = plain + setting.ramp * np.exp(-np.maximum(months - joined + 0.5, 0) / 4)
    return _World(book, there, plain, joined, left)


def _drawn(eta: Floats, seen: Floats, rng: np.random.Generator, *, sizes: bool) -> Floats:
    """Return events, or sums and squares of logarithms of amounts (k, months, people)."""
    if sizes:
        number = np.maximum(seen, 1)
        mean = MIDDLE + eta + SPREAD * rng.standard_normal(eta.shape) / np.sqrt(number)
        inside = SPREAD**2 * rng.chisquare(np.maximum(number - 1, 1e-9))
        return np.stack([seen * mean, seen * mean**2 + inside * (seen > 0)])
    mean = RATE * seen * np.exp(eta)
    events = rng.poisson(rng.gamma(mean / (SCATTER - 1) + 1e-12, SCATTER - 1))
    return events[None].astype(np.float64)


def _chosen(
    setting: Setting,
    world: _World,
    alone: Floats,
    seen: Floats,
    rng: np.random.Generator,
    *,
    sizes: bool,
) -> tuple[Ints, Ints]:
    """Return first days (-1 for nobody) and groups: drawn, or the weakest of six months."""
    first = setting.months - setting.after
    edges, present = _edges(world.book.window), (world.joined < first) & (world.left > first)
    start, group = np.full((2, setting.people), -1, dtype=np.int64)
    if setting.chosen == "random":
        order = rng.permutation(setting.people)
        for place, who in enumerate(order[present[order]].tolist()):
            number = place % (setting.groups + 1)
            if number < setting.groups:
                start[who], group[who] = edges[first + number * setting.gap] + 10, number
        return start, group
    lately = slice(first - 6, first)
    amount = seen[lately].sum(axis=0) + 1
    lately_reached = (alone[0][lately].sum(axis=0) + (MIDDLE if sizes else 1)) / amount
    worst = np.argsort(np.where(present, lately_reached, np.inf))
    worst = worst[: round(present.sum() * setting.share)]
    start[worst], group[worst] = edges[first], 0
    return start, group


def _near(setting: Setting, book: Book, start: Ints, share: Floats) -> Floats:
    """Return how much of each month untrained people work beside a trained one (months, people)."""
    if not setting.spill:
        return np.zeros(share.shape)
    team, begun = book.roster.team[0], month_of(np.maximum(start, 0), book.window.first)
    first = np.full(setting.teams, 10**6)
    for who in np.flatnonzero(start >= 0).tolist():
        first[team[who]] = min(first[team[who]], begun[who])
    months = np.arange(setting.months)[:, None]
    return np.where(share > 0, 0.0, (months > first[team][None, :]).astype(float))


def _counted(  # noqa: PLR0917  all that was made
    setting: Setting,
    book: Book,
    data: Floats,
    seen: Floats,
    share: Floats,
    starts: tuple[Ints, Ints],
    *,
    sizes: bool,
    truth: float,
) -> Other:
    month, person = np.nonzero(seen)
    at = (month, person)
    cells: CountCells | AmountCells
    if sizes:
        count = seen[at].astype(np.int64)
        nothing = np.zeros(len(count), dtype=np.int64)
        amount = np.exp(data[0][at] / count) * count
        cells = AmountCells(
            person, month, nothing, count, data[0][at], data[1][at], amount, "EUR", BANDS
        )
    else:
        cells = CountCells(person, month, data[0][at].astype(np.int64), seen[at])
    what = SIZES if sizes else NEW_DEALS
    treated = share[at]
    number = round(float(((seen if sizes else data[0])[at] * treated).sum()))
    reached = np.exp(data[0] / np.maximum(seen, 1)) * seen if sizes else data[0]
    plain = _plainly(setting, (reached, seen), starts[0], book)
    book = replace(book, competencies=(what,), cells=(cells,))
    training = replace(_training(setting, book, *starts), competency=what.name)
    trained = Trained((what,), cells, treated, number, number, *plain)
    return Other(Counted(book, trained, np.arange(setting.people)), training, truth)


def _plainly(
    setting: Setting, data: tuple[Floats, Floats], start: Ints, book: Book
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return what was reached of how much, before the start and in as many months since."""
    begun = month_of(np.maximum(start, 0), book.window.first)
    since = np.arange(setting.months)[:, None] - begun[None, :]
    span = np.minimum(6, setting.months - begun)[None, :]
    inside = (start >= 0)[None, :]
    before = inside & (since < 0) & (since >= -span)
    after = inside & (since >= 0) & (since < span)
    found = [[round(float(part[rows].sum())) for part in data] for rows in (before, after)]
    return (found[0][0], found[0][1]), (found[1][0], found[1][1])
