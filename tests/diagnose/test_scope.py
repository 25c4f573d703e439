"""Who is meant: a person or a team by part of a name, as things are on the evening asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.diagnose.scope import scope_of, teams_of
from fairlead.errors import InputError
from fairlead.measure.cells import UNKNOWN, Roster


@pytest.fixture(scope="module")
def roster() -> Roster:
    book, _ = make_book(people=9, teams=3, steps=1)
    manager = np.broadcast_to(np.arange(9) % 2, (24, 9)).copy()
    manager[:, 8] = UNKNOWN
    days = book.roster.workdays.copy()
    days[-4:, 7] = 0
    return replace(
        book.roster, manager=manager, managers=("Ben Okafor", "Inès Moreau"), workdays=days
    )


def test_everybody_is_who_is_still_there(roster: Roster) -> None:
    assert scope_of(roster).people.tolist() == [0, 1, 2, 3, 4, 5, 6, 8]


def test_a_person_is_found_by_any_part_of_the_name(roster: Roster) -> None:
    found = scope_of(roster, person="cle")
    assert (found.unit, found.name, found.people.tolist()) == ("person", "Cleo", [2])


def test_a_team_goes_by_its_manager_else_by_its_name(roster: Roster) -> None:
    assert [team.name for team in teams_of(roster)] == ["Ben Okafor", "Inès Moreau", "Team 2"]
    assert scope_of(roster, team="ben").people.tolist() == [0, 2, 4, 6]
    assert scope_of(roster, team="moreau").people.tolist() == [1, 3, 5]
    assert scope_of(roster, team="team 2").people.tolist() == [8]


def test_a_teams_own_name_means_whoever_leads_most_of_it(roster: Roster) -> None:
    assert scope_of(roster, team="team 0").name == "Ben Okafor"
    with pytest.raises(InputError, match='no team is called "team 7"'):
        scope_of(roster, team="team 7")


def test_the_team_is_the_last_one_known(roster: Roster) -> None:
    moved = roster.manager.copy()
    moved[-1] = UNKNOWN
    moved[-2, 0] = 1
    assert 0 in scope_of(replace(roster, manager=moved), team="moreau").people.tolist()


def test_names_that_fit_nobody_or_several_are_refused(roster: Roster) -> None:
    with pytest.raises(InputError, match='no person is called "Zoe"'):
        scope_of(roster, person="Zoe")
    with pytest.raises(InputError, match="persons have"):
        scope_of(roster, person="a")
    assert scope_of(roster, person="Ada").name == "Ada"
    nobody = replace(
        roster,
        manager=np.full_like(roster.manager, UNKNOWN),
        team=np.full_like(roster.team, UNKNOWN),
    )
    with pytest.raises(InputError, match="nobody is known to be in a team"):
        scope_of(nobody, team="North")
