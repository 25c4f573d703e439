"""What people do in one quarter beside what they win in the next: cases for the winning level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.measure.cells import AmountCells, Book, CountCells, Floats, Ints
from fairlead.measure.selection import rows_of
from fairlead.prioritise.winning import Cases

LEAST_WEEKS = 8.0
"""A person's quarter counts if this many weeks of it were worked."""


@dataclass(frozen=True, slots=True)
class Goal:
    """When a person's quarter counts as won.

    Parameters
    ----------
    text
        In words.
    met
        1 met, 0 not, -1 no quarter of theirs (quarters, people).
    """

    text: str
    met: Ints


def goal_of(book: Book, people: Ints) -> Goal | NotEstimable:
    """Return whether each person's quarter won more money than the middle of all quarters.

    Answers which quarters went well, where no targets of single people say so. Only quarters that
    are over count.
    """
    won = np.zeros((_quarters(book), book.roster.count))
    for competency, cells in zip(book.competencies, book.cells, strict=True):
        if competency.kind == "size" and isinstance(cells, AmountCells):
            mine = rows_of(cells, np.isin(cells.person, people))
            np.add.at(won, (book.window.quarter[mine.month], mine.person), mine.amount)
    if not won.any():
        return NotEstimable("no wins with an amount")
    there = worked(book, people)
    middle = float(np.median(won[there]))
    met = np.where(there, won > middle, -1).astype(np.int64)
    return Goal("a quarter that wins more than the middle one of all quarters", met)


def indicators(book: Book, people: Ints, goal: Goal) -> tuple[Cases, ...]:
    """Return what each person did a week in the quarter before, for everything that is counted.

    Parameters
    ----------
    book
        Counts of activities and of new deals, summed over kinds of deals.
    people
        Places in the roster, of one job.
    goal
        What it is held against.
    """
    there = worked(book, people)
    events: dict[str, Floats] = {}
    weeks: dict[str, Floats] = {}
    for competency, cells in zip(book.competencies, book.cells, strict=True):
        if not isinstance(cells, CountCells) or competency.unit != "a week":
            continue
        name = competency.name
        if competency.kind == "creation":
            name = "New deals"
        quarter = book.window.quarter[cells.month]
        counted = events.setdefault(name, np.zeros(there.shape))
        np.add.at(counted, (quarter, cells.person), cells.events)
        exposed = np.zeros(there.shape)
        np.add.at(exposed, (quarter, cells.person), cells.exposure)
        weeks[name] = np.maximum(weeks.get(name, exposed), exposed)
    return tuple(_cases(name, counted, weeks[name], goal) for name, counted in events.items())


def _cases(name: str, events: Floats, weeks: Floats, goal: Goal) -> Cases:
    known = (weeks[:-1] >= LEAST_WEEKS) & (goal.met[1:] >= 0)
    period, person = np.nonzero(known)
    return Cases(
        name=f"{name} a week",
        person=person.astype(np.int64),
        period=(period + 1).astype(np.int64),
        indicator=np.round(events[:-1][known] / weeks[:-1][known], 2),
        goal=goal.met[1:][known],
        lag=1,
    )


def worked(book: Book, people: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return who worked most of which quarter that is over (quarters, people)."""
    days = np.zeros((_quarters(book), book.roster.count))
    np.add.at(days, book.window.quarter, book.roster.workdays)
    there = days >= 5 * LEAST_WEEKS
    there[:, np.setdiff1d(np.arange(book.roster.count), people)] = False
    there[-1] = False
    return there


def _quarters(book: Book) -> int:
    return int(book.window.quarter.max()) + 1
