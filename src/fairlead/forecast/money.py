"""Amounts of wins: what was paid over what was held, and what quick deals bring, as seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fairlead.forecast.draws import STEPS, Won, steps
from fairlead.forecast.evening import Open, Wins
from fairlead.forecast.frame import Frame, Span
from fairlead.forecast.journal import NO_AMOUNT, Floats, Ints
from fairlead.forecast.offsets import BANDS, Marks

LOOK_BACK_DAYS = 104 * 7
FEWEST = 20
"""Wins with an amount before money can be forecast; with fewer, wins are."""
FEWEST_OF_BAND = 50


@dataclass(frozen=True, slots=True)
class Purse:
    """Where amounts are drawn from.

    Parameters
    ----------
    in_money
        False where too few wins carry an amount: then each win counts 1.
    ratio
        Amounts won over amounts held, one array a size band; empty where too few are known.
    amount, life
        Amounts of wins and days from birth to win, one pair of arrays a group of deals; the last
        pair is of all.
    pairs
        How many pairs of held and won stand behind `ratio`.
    """

    in_money: bool
    ratio: tuple[Floats, ...]
    amount: tuple[Ints, ...]
    life: tuple[Ints, ...]
    pairs: int


def purse_of(frame: Frame, won: Wins, span: Span, seen: tuple[Ints, Floats]) -> Purse:
    """Return where amounts are drawn from, as known on the evening.

    Parameters
    ----------
    frame, won, span
        The journal, its wins and the evening.
    seen
        Size band and amount won over amount held, of wins of earlier evenings.
    """
    recent = (won.day > span.day - LOOK_BACK_DAYS) & (won.amount != NO_AMOUNT)
    group = frame.journal.deals.group[won.deal[recent]]
    amount, life = won.amount[recent], won.life[recent]
    rows = [group == g for g in range(len(frame.journal.groups))]
    rows = [r if r.sum() >= FEWEST else np.ones(len(group), dtype=bool) for r in rows]
    band, ratio = seen
    start = 1  # columns of size begin behind the level
    bands = [ratio[band == start + b] for b in range(BANDS + 1)]
    bands = [b if len(b) >= FEWEST_OF_BAND else ratio for b in bands]
    everything = np.ones(len(group), dtype=bool)
    return Purse(
        in_money=len(amount) >= FEWEST,
        ratio=tuple(b if len(ratio) >= FEWEST else np.empty(0) for b in bands),
        amount=tuple(amount[r] for r in (*rows, everything)),
        life=tuple(life[r] for r in (*rows, everything)),
        pairs=len(ratio),
    )


def pay_open(  # noqa: PLR0917  what, whose, from where
    purse: Purse, won: Won, deals: Open, frame: Frame, marks: Marks, rng: np.random.Generator
) -> Won:
    """Return wins of open deals with amounts: the amount held times a ratio that was seen.

    Where no amount is held, an amount of the group's wins; where too few pairs were seen, the
    amount as it is held.
    """
    if not purse.in_money:
        return replace(won, amount=np.ones(len(won.draw), dtype=np.int64))
    known = deals.amount != NO_AMOUNT
    band = np.where(known, 1 + np.searchsorted(marks.edges, deals.amount), 0)
    sizes = np.array([len(r) for r in purse.ratio])
    starts = np.cumsum(sizes) - sizes
    factors = np.append(np.concatenate(purse.ratio), 1.0)
    u = rng.random(len(won.draw), dtype=np.float32)
    of = band[won.who]
    place = np.where(sizes[of] > 0, starts[of] + (u * sizes[of]).astype(np.int64), -1)
    amount = np.where(known, deals.amount, 0)[won.who] * factors[place]
    if not known.all():
        group = frame.journal.deals.group[deals.deal]
        for g, paid in enumerate(purse.amount[:-1]):
            rows = np.flatnonzero((~known & (group == g))[won.who])
            amount[rows] = paid[(u[rows] * len(paid)).astype(np.int64)]
    return replace(won, amount=np.rint(amount).astype(np.int64))


def pay_new(purse: Purse, won: Won, weeks: tuple[float, float], rng: np.random.Generator) -> Won:
    """Return wins of deals not yet created with amounts of wins that were as quick.

    A deal that is created and won within a few weeks is smaller than the usual one. Of the wins
    seen, one that took as long as L weeks stands for the births that leave it L weeks until the
    end of the period: its weight is how many weeks of births those are.
    """
    if not purse.in_money:
        return replace(won, amount=np.ones(len(won.draw), dtype=np.int64))
    amount = np.zeros(len(won.draw), dtype=np.int64)
    u = rng.random(len(won.draw), dtype=np.float32)
    for g, (paid, life) in enumerate(zip(purse.amount[:-1], purse.life[:-1], strict=True)):
        left = [np.maximum(until - life / 7.0, 0.0) for until in weeks]
        weights = (left[0], left[1] - left[0])
        for period, known in enumerate(weights):
            rows = np.flatnonzero((won.who == g) & (won.period == period))
            weight = np.where(life >= 0, known, 0.0)
            even = (weight > 0).sum() < FEWEST
            chance = np.cumsum(np.ones(len(paid)) if even else weight)
            table = paid[steps(chance / chance[-1])]
            amount[rows] = table[(u[rows] * STEPS).astype(np.int64)]
    return replace(won, amount=amount)
