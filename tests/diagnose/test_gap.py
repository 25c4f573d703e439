"""The gap to a target: parts add up to the last cent, and point where the weakness was put."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.diagnose.gap import Gap, gap
from fairlead.diagnose.levels import YEAR_WEEKS
from fairlead.diagnose.peers import peer
from fairlead.diagnose.road import Road, roads
from fairlead.measure.cells import Book, CountCells
from fairlead.measure.fitting import fit_book


def road_of(book: Book) -> Road:
    (found,) = roads(fit_book(book, seed=1))
    assert isinstance(found, Road), found
    return found


@pytest.fixture(scope="module")
def book() -> Book:
    return make_book(people=14, seed=11, planted={"Cleo": -1.5}, deals=10)[0]


@pytest.fixture(scope="module")
def road(book: Book) -> Road:
    return road_of(book)


def cleo(road: Road) -> np.ndarray:
    return np.array([2])


def test_a_road_is_creation_steps_and_size(road: Road) -> None:
    assert [part.competency.kind for part in road.levels] == [
        "creation",
        "conversion",
        "conversion",
        "size",
    ]
    assert road.currency == "EUR"
    assert road.pace is not None
    assert len(road.people) == 14


def test_the_levels_are_those_of_the_book(book: Book, road: Road) -> None:
    created = book.cells[2]
    assert isinstance(created, CountCells)
    raw = created.events.sum() / created.exposure.sum() * YEAR_WEEKS
    assert road.levels[0].now.mean() == pytest.approx(raw, rel=0.15)
    size = np.exp(14 - 0.15 + 0.7**2 / 2)
    assert road.levels[3].now.mean() == pytest.approx(size, rel=0.25)
    assert road.worth.shape == (14, road.levels[0].place.shape[1])


@pytest.mark.parametrize("target", [0, 10**9, 123_456_789_01])
def test_parts_add_up_to_the_cent(road: Road, target: int) -> None:
    for people in (np.array([0]), np.arange(5), np.arange(14)):
        found = gap([road], people, target)
        assert found is not None
        assert found.above_peers is not None
        total = sum(part.value for part in found.parts) + found.above_peers[0]
        assert total == found.gap == target - found.expected
        assert sum(found.by_group.values()) == sum(part.value for part in found.parts)
        assert set(found.by_group) == {"volume", "steps", "size", "time"}
        for part in found.parts:
            assert part.lower <= part.value <= part.upper


def parts_of(found: Gap | None) -> dict[str, int]:
    assert found is not None
    return {part.competency.slug: part.value for part in found.parts}


def test_a_weakness_that_was_put_in_is_found(road: Road) -> None:
    parts = parts_of(gap([road], cleo(road), None))
    assert max(parts, key=lambda slug: parts[slug]) == "sales.new.demo"
    assert parts["sales.new.demo"] > 0.3 * sum(parts.values())


def test_people_of_a_team_add_up(road: Road) -> None:
    single = [gap([road], np.array([i]), None) for i in range(14)]
    both = gap([road], np.arange(14), None)
    assert both is not None
    expected = sum(found.expected for found in single if found is not None)
    assert both.expected == pytest.approx(expected, abs=14)
    total = sum(sum(parts_of(found).values()) for found in single)
    assert sum(parts_of(both).values()) == pytest.approx(total, abs=14)


def test_without_people_of_the_road_there_is_no_gap(road: Road) -> None:
    assert gap([road], np.array([99]), 100) is None


def test_the_pace_says_how_much_arrives(road: Road) -> None:
    assert road.pace is not None
    share = road.pace.now
    assert ((share > 0) & (share < 1)).all()
    slower = road.pace.arriving(road.pace.level.place - 1)
    assert (slower < share).all()
    # by hand: one constant hazard h for a year of 365.25 days, 1 - (1 - exp(-hT)) / (hT)
    flat = replace(road.pace, hazard=np.full_like(road.pace.hazard, 0.01))
    by_hand = 1 - (1 - np.exp(-3.6525)) / 3.6525
    zero = np.zeros_like(road.pace.level.place)
    assert flat.arriving(zero, 0.0) == pytest.approx(by_hand)


def test_peers_are_the_best_quarter_or_the_spread(road: Road) -> None:
    part = road.levels[1]
    assert peer(part) == pytest.approx(np.quantile(part.place, 0.75, axis=0))
    few = replace(part, place=part.place[:5])
    assert peer(few) == pytest.approx(0.67449 * part.sigma, rel=1e-4)


def test_without_sizes_no_money_is_said(book: Book) -> None:
    cells = list(book.cells)
    cells[3] = NotEstimable("no amounts")
    (found,) = roads(fit_book(replace(book, cells=tuple(cells)), seed=1))
    assert isinstance(found, NotEstimable)
    assert found.reason == "Size of a win: no amounts"


def test_without_steps_there_is_no_road_to_the_win(book: Book) -> None:
    cells = list(book.cells)
    cells[0] = cells[1] = NotEstimable("no stage history")
    (found,) = roads(fit_book(replace(book, cells=tuple(cells)), seed=1))
    assert isinstance(found, NotEstimable)
    assert "wins" in found.reason


def test_who_left_is_on_no_road(book: Book) -> None:
    days = book.roster.workdays.copy()
    days[-3:, 4] = 0
    left = replace(book, roster=replace(book.roster, workdays=days))
    assert 4 not in road_of(left).people.tolist()
