"""Shares of the differences: they add up, and they say what was put in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book, relabelled

from fairlead.answers import NotEstimable
from fairlead.diagnose.rounding import to_whole
from fairlead.diagnose.shares import Shares, shares
from fairlead.measure.cells import Book
from fairlead.measure.fitted import Fitted
from fairlead.measure.fitting import fit_book


def fitted(book: Book, slug: str = "sales.new.demo") -> Fitted:
    place = [c.slug for c in book.competencies].index(slug)
    one = replace(book, competencies=(book.competencies[place],), cells=(book.cells[place],))
    (made,) = fit_book(one, seed=1)
    assert isinstance(made, Fitted)
    return made


def told(book: Book, slug: str = "sales.new.demo") -> Shares:
    found = shares(fitted(book, slug))
    assert isinstance(found, Shares)
    return found


@pytest.mark.parametrize("slug", ["sales.new.demo", "sales.new.creation", "sales.new.size"])
def test_shares_add_up_to_everything(slug: str) -> None:
    book, _ = make_book(people=14, seed=3, teams=3)
    found = told(book, slug)
    assert sum(part.value for part in found.parts) == pytest.approx(1, abs=1e-9)
    assert sum(found.percent) == 100
    assert all(part.lower <= part.value <= part.upper for part in found.parts)
    assert "team" in {part.part for part in found.parts}
    assert found.people == 14


def by_name(found: Shares) -> dict[str, float]:
    return {part.part: part.value for part in found.parts}


def test_where_nobody_differs_it_is_mostly_chance() -> None:
    book, _ = make_book(people=20, seed=5, sigma=0.0)
    found = told(book)
    assert by_name(found)["chance"] > 0.6
    assert by_name(found)["person"] < 0.2


def test_where_people_differ_a_lot_it_is_mostly_the_people() -> None:
    book, _ = make_book(people=20, seed=5, sigma=1.2, deals=25)
    found = told(book)
    assert found.mostly == "person"
    assert by_name(found)["person"] > 0.8


def test_good_people_with_hard_deals_make_deals_work_against() -> None:
    book, _ = make_book(people=30, seed=7, sigma=0.6, deals=20, hard_to_good=True)
    assert by_name(told(book))["deals"] < 0.05


def test_order_of_people_changes_nothing() -> None:
    book, _ = make_book(people=10, seed=2)
    order = np.random.default_rng(0).permutation(10)
    assert by_name(told(relabelled(book, order))) == pytest.approx(by_name(told(book)), abs=0.06)


def test_with_few_people_nothing_is_divided() -> None:
    book, _ = make_book(people=7, seed=2)
    found = shares(fitted(book))
    assert isinstance(found, NotEstimable)
    assert (found.needed, found.have) == (8, 7)


def test_time_is_not_divided() -> None:
    book, _ = make_book(people=10, seed=2)
    assert isinstance(shares(fitted(book, "sales.new.duration")), NotEstimable)


def test_what_is_known_too_little_is_said_in_words() -> None:
    book, _ = make_book(people=8, seed=4, deals=1.2)
    found = told(book)
    assert not found.told


def test_rounding_keeps_the_whole() -> None:
    rng = np.random.default_rng(1)
    for _ in range(200):
        exact = rng.dirichlet(np.ones(6)) * 100
        whole = to_whole(list(exact), 100)
        assert sum(whole) == 100
        assert max(abs(a - b) for a, b in zip(exact, whole, strict=True)) < 1
    assert sum(to_whole([-20.4, 70.2, 50.2], 100)) == 100
    with pytest.raises(ValueError, match="no parts of 100"):
        to_whole([10, 20], 100)
