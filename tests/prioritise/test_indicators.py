"""Cases for the winning level: what was done in one quarter beside what was won in the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.measure.cells import AmountCells, Book, Competency, CountCells
from fairlead.prioritise.indicators import Goal, goal_of, indicators

PEOPLE = np.arange(12)


@pytest.fixture(scope="module")
def book() -> Book:
    made, _ = make_book(people=12, months=24, seed=9)
    month, person = (x.ravel() for x in np.indices((24, 12)))
    calls = CountCells(person, month, 10 * (month // 3) + person, np.full(len(month), 4.0))
    name = Competency("activity.call", "Calls", "activity", "a week")
    return replace(made, competencies=(*made.competencies, name), cells=(*made.cells, calls))


def test_half_of_the_quarters_are_good_ones(book: Book) -> None:
    goal = goal_of(book, PEOPLE)
    assert isinstance(goal, Goal)
    told = goal.met[goal.met >= 0]
    assert 0.4 <= told.mean() <= 0.5
    assert (goal.met[-1] == -1).all()  # the last quarter is not over


def test_what_was_done_comes_from_the_quarter_before(book: Book) -> None:
    goal = goal_of(book, PEOPLE)
    assert isinstance(goal, Goal)
    found = {cases.name: cases for cases in indicators(book, PEOPLE, goal)}
    assert set(found) == {"Calls a week", "New deals a week"}
    calls = found["Calls a week"]
    # by hand: quarter q holds three months of 10 q + person calls in four weeks each
    assert calls.indicator == pytest.approx((10 * (calls.period - 1) + calls.person) / 4)
    assert (calls.goal == goal.met[calls.period, calls.person]).all()
    assert calls.lag == 1


def test_quarters_hardly_worked_do_not_count(book: Book) -> None:
    days = book.roster.workdays.copy()
    days[6:9, 3] = 5.0
    away = replace(book, roster=replace(book.roster, workdays=days))
    goal = goal_of(away, PEOPLE)
    assert isinstance(goal, Goal)
    assert goal.met[2, 3] == -1
    assert goal.met[3, 3] >= 0


def test_without_wins_there_is_no_goal(book: Book) -> None:
    kept = [i for i, cells in enumerate(book.cells) if not isinstance(cells, AmountCells)]
    without = replace(
        book,
        competencies=tuple(book.competencies[i] for i in kept),
        cells=tuple(book.cells[i] for i in kept),
    )
    assert isinstance(goal_of(without, PEOPLE), NotEstimable)
