"""What one more success is worth: by way of the later steps and the size of a win, as counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairlead.answers import NotEstimable
from fairlead.measure.cells import AmountCells, Book, Competency, StepCells
from fairlead.measure.selection import successes_of

FEWEST_WINS = 5
MOST = 0.9
"""Share of the deals whose worth has to be known."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Money that one more success brings on average, in minor units.

    Parameters
    ----------
    value
        Share of successes that were won later, times the mean amount of a win.
    won_share
        That share; 1 where the success is the win.
    wins
        Wins the mean amount is of.
    currency
        Of the amounts.
    """

    value: float
    won_share: float
    wins: int
    currency: str | None


def worth_of(book: Book, competency: Competency) -> Worth | NotEstimable:
    """Return what one more success of a step is worth, from plain counts of everybody.

    Answers how to turn deals into money. Assumes that the deals a training adds are won and are
    as large as the others; it has no interval of its own and says so by its counts.
    """
    if competency.kind == "creation":
        road = _rate(book, competency, None)
    elif competency.kind == "conversion":
        road = _later(book, competency)
    else:
        return NotEstimable("money is told of steps and of new deals only")
    if isinstance(road, NotEstimable):
        return road
    size = _of(book, competency, "size")
    if not isinstance(size, AmountCells) or int(size.count.sum()) < FEWEST_WINS:
        have = int(size.count.sum()) if isinstance(size, AmountCells) else 0
        return NotEstimable("too few wins with an amount", needed=FEWEST_WINS, have=have)
    wins = int(size.count.sum())
    return Worth(road * float(size.amount.sum()) / wins, road, wins, size.currency)


def worth_of_all(book: Book, competencies: Sequence[Competency]) -> Worth | NotEstimable:
    """Return what one more success is worth over several kinds of deals, as many as each has.

    Kinds of which nothing can be said are left out where they have less than a tenth of the deals.
    """
    told = [(worth_of(book, each), _deals(book, each)) for each in competencies]
    known = [(worth, deals) for worth, deals in told if isinstance(worth, Worth)]
    deals = sum(number for _, number in known)
    silent = [worth for worth, _ in told if isinstance(worth, NotEstimable)]
    if not deals or deals < MOST * sum(number for _, number in told):
        return silent[0] if silent else NotEstimable("no deals of these kinds are decided")
    share = [number / deals for _, number in known]
    each = [worth for worth, _ in known]
    return Worth(
        sum(part * one.value for part, one in zip(share, each, strict=True)),
        sum(part * one.won_share for part, one in zip(share, each, strict=True)),
        sum(one.wins for one in each),
        each[0].currency,
    )


def _deals(book: Book, competency: Competency) -> int:
    cells = book.cells[book.competencies.index(competency)]
    if isinstance(cells, NotEstimable):
        return 0
    return successes_of(cells)[1]


def _later(book: Book, competency: Competency) -> float | NotEstimable:
    """Return the share of a step's successes that were won: the product of the later steps."""
    if competency.rank is None:
        return 1.0
    share = 1.0
    for one, cells in zip(book.competencies, book.cells, strict=True):
        same = (one.pipeline, one.deal_type) == (competency.pipeline, competency.deal_type)
        if same and one.kind == "conversion" and one.rank is not None:
            if one.rank <= competency.rank:
                continue
            rate = _pooled(cells)
            if isinstance(rate, NotEstimable):
                return rate
            share *= rate
    return share


def _rate(book: Book, competency: Competency, rank: int | None) -> float | NotEstimable:
    for one, cells in zip(book.competencies, book.cells, strict=True):
        same = (one.pipeline, one.deal_type) == (competency.pipeline, competency.deal_type)
        if same and one.kind == "conversion" and one.rank == rank:
            return _pooled(cells)
    return NotEstimable("the share of deals that are won is not known")


def _pooled(cells: object) -> float | NotEstimable:
    if not isinstance(cells, StepCells):
        return NotEstimable("a later step cannot be counted")
    good, bad = int(cells.successes.sum()), int(cells.failures.sum())
    if good + bad < FEWEST_WINS:
        return NotEstimable("too few deals in a later step", needed=FEWEST_WINS, have=good + bad)
    return good / (good + bad) * min(cells.late_share, 1.5)


def _of(book: Book, competency: Competency, kind: str) -> object:
    for one, cells in zip(book.competencies, book.cells, strict=True):
        same = (one.pipeline, one.deal_type) == (competency.pipeline, competency.deal_type)
        if same and one.kind == kind:
            return cells
    return None
