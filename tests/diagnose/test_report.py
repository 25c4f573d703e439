"""The diagnosis as a whole: which step, whose shares, and what is said where nothing can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.diagnose.gap import Gap
from fairlead.diagnose.report import diagnose
from fairlead.diagnose.road import Road, roads
from fairlead.diagnose.scope import Scope
from fairlead.diagnose.shares import Shares
from fairlead.measure.cells import Book, Competency, StepCells
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.fitting import fit_book

WEAK = ("Ada", "Bert", "Cleo", "Dan", "Eve", "Farid")
Made = tuple[Book, tuple[Fitted | Silence, ...]]


@pytest.fixture(scope="module")
def made() -> Made:
    book, _ = make_book(people=18, seed=31, planted=dict.fromkeys(WEAK, -1.2), deals=10)
    return book, fit_book(book, seed=1)


def team(people: range) -> Scope:
    return Scope("team", "Ben", np.array(people))


def test_a_team_that_is_weak_in_a_step_has_it_named(made: Made) -> None:
    book, fits = made
    found = diagnose(fits, team(range(6)), book.window, 10**9)
    assert isinstance(found.gap, Gap)
    assert found.step is not None
    assert found.step.competency.slug == "sales.new.demo"
    assert found.step.people == tuple(range(1000, 1006))


def test_a_small_team_is_told_what_holds_for_the_job(made: Made) -> None:
    book, fits = made
    small = diagnose(fits, team(range(6)), book.window)
    large = diagnose(fits, team(range(12)), book.window)
    for view in small.views:
        if view.competency.kind != "duration":
            assert view.whole
            assert isinstance(view.shares, Shares)
            assert view.shares.people == 18
    assert not large.views[0].whole
    assert isinstance(large.views[0].shares, Shares)
    assert large.views[0].shares.people == 12


def test_counts_are_those_of_the_people_asked_about(made: Made) -> None:
    book, fits = made
    found = diagnose(fits, team(range(6)), book.window)
    cells = book.cells[0]
    assert isinstance(cells, StepCells)
    rows = (cells.person < 6) & (cells.month >= 12)
    good, bad = int(cells.successes[rows].sum()), int(cells.failures[rows].sum())
    assert found.views[0].together[:2] == (good, good + bad)


def test_without_sizes_there_is_a_reason_and_no_step(made: Made) -> None:
    book, _ = made
    cells = (*book.cells[:3], NotEstimable("no amounts"), book.cells[4])
    fits = fit_book(replace(book, cells=cells), seed=1)
    found = diagnose(fits, team(range(6)), book.window, 10**9)
    assert isinstance(found.gap, NotEstimable)
    assert found.step is None
    assert [each.competency.kind for each in found.silences] == ["size"]
    assert found.views


def test_steps_that_do_not_multiply_to_the_win_are_told(made: Made) -> None:
    book, _ = made
    # the whole road as good as a single step: half of the deals skip the other one
    win = Competency("sales.new.win", "Created to Won", "conversion", "fraction", "Sales", "new")
    wide = replace(
        book,
        competencies=(*book.competencies[:2], win, *book.competencies[2:]),
        cells=(*book.cells[:2], book.cells[1], *book.cells[2:]),
    )
    (road,) = roads(fit_book(wide, seed=1))
    assert isinstance(road, Road)
    assert [finding.code for finding in road.findings] == ["steps_do_not_multiply"]
    (plain,) = roads(fit_book(book, seed=1))
    assert isinstance(plain, Road)
    assert plain.findings == ()
