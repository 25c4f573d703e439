"""What better people do differently: found where it was put, seldom where it was not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.diagnose.practice import Habit, Practice, practices
from fairlead.measure.cells import Floats
from fairlead.measure.fitted import Fitted
from fairlead.measure.fitting import fit_book

PEOPLE = 24


@pytest.fixture(scope="module")
def made() -> tuple[Fitted, Floats]:
    book, truth = make_book(people=PEOPLE, seed=8, sigma=0.7, deals=15, steps=1)
    (fitted,) = fit_book(
        replace(book, competencies=book.competencies[:1], cells=book.cells[:1]), seed=1
    )
    assert isinstance(fitted, Fitted)
    return fitted, truth.now["sales.new.demo"]


def habit(name: str, of_person: Floats, seed: int, trials: int = 40) -> Habit:
    person = np.repeat(np.arange(PEOPLE), trials)
    value = np.random.default_rng(seed).poisson(np.exp(of_person))[person].astype(float)
    value += np.random.default_rng(seed + 1).normal(0, 0.5, len(person))
    return Habit(name, "a deal", person, value)


def test_a_habit_of_the_better_is_found_among_others(made: tuple[Fitted, Floats]) -> None:
    fitted, ability = made
    rng = np.random.default_rng(2)
    habits = [habit("meetings", 1 + 0.8 * ability, 3)]
    habits += [habit(f"other {k}", 1 + 0.5 * rng.normal(size=PEOPLE), 10 + k) for k in range(8)]
    found = practices(fitted, habits)
    told = [each for each in found if isinstance(each, Practice)]
    assert len(told) == 9
    assert told[0].stands
    assert told[0].difference.lower > 0
    assert told[0].better > told[0].others
    assert sum(each.stands for each in told[1:]) <= 1


def test_a_habit_of_the_worse_is_found_too(made: tuple[Fitted, Floats]) -> None:
    fitted, ability = made
    (found,) = practices(fitted, [habit("discounts", 1 - 0.8 * ability, 3)])
    assert isinstance(found, Practice)
    assert found.difference.upper < 0
    assert found.stands


def test_chance_habits_seldom_stand(made: tuple[Fitted, Floats]) -> None:
    fitted, _ = made
    rng = np.random.default_rng(5)
    count = sum(
        found.stands
        for k in range(100)
        for found in practices(fitted, [habit("x", 1 + 0.5 * rng.normal(size=PEOPLE), 50 + k)])
        if isinstance(found, Practice)
    )
    assert count <= 12


def test_it_is_silent_with_few_people_or_no_difference(made: tuple[Fitted, Floats]) -> None:
    fitted, _ = made
    few = habit("calls", np.zeros(PEOPLE), 1)
    kept = few.person < 5
    small, same, empty = practices(
        fitted,
        [
            replace(few, person=few.person[kept], value=few.value[kept]),
            replace(few, value=np.ones_like(few.value)),
            replace(few, value=np.full_like(few.value, np.nan)),
        ],
    )
    assert isinstance(small, NotEstimable)
    assert (small.needed, small.have) == (8, 5)
    assert isinstance(same, NotEstimable)
    assert isinstance(empty, NotEstimable)
    assert empty.have == 0
