"""Priorities as a whole: a person's own is set against their team's, never against itself."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.diagnose.scope import Scope
from fairlead.measure.cells import Book
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.fitting import fit_book
from fairlead.prioritise.focus import Priority
from fairlead.prioritise.report import Priorities, prioritise

TEAMS = (
    Scope("team", "Ben", np.arange(7)),
    Scope("team", "Ivo", np.arange(7, 14)),
)
Made = tuple[Book, tuple[Fitted | Silence, ...]]


@pytest.fixture(scope="module")
def made() -> Made:
    book, _ = make_book(people=14, seed=11, planted={"Cleo": -2.5}, deals=12, sigma=0.5)
    return book, fit_book(book, seed=1)


def asked(made: Made, scope: Scope, target: int | None = None) -> Priorities:
    book, fits = made
    return prioritise(
        fits, scope, book.window, names=book.roster.name, teams=TEAMS, target=target
    )  # fmt: skip


def test_a_person_is_set_against_their_team(made: Made) -> None:
    ben = asked(made, TEAMS[0])
    assert isinstance(ben.priority, Priority)
    by_team = {focus.person: focus for _, focus in ben.foci}
    for person in (2, 5):
        alone = asked(made, Scope("person", "x", np.array([person])))
        ((_, focus),) = alone.foci
        assert focus.own == by_team[person].own
        assert focus.competency == by_team[person].competency
        assert not alone.teams


def test_teams_are_named_beside_the_company_only(made: Made) -> None:
    company = asked(made, Scope("company", "", np.arange(14)))
    assert [team.name for team, _ in company.teams] == ["Ben", "Ivo"]
    assert asked(made, TEAMS[0]).teams == ()
    assert [name for name, _ in company.foci] == sorted(name for name, _ in company.foci)


def test_the_plan_needs_a_target(made: Made) -> None:
    without = asked(made, TEAMS[0])
    assert {getattr(each.plan, "reason", None) for each in without.candidates} == {"no target"}
    easy = asked(made, TEAMS[0], target=1)
    for each in easy.candidates:
        if not hasattr(each.plan, "reason"):
            assert each.plan.value <= each.now.value
