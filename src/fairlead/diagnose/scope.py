"""Whose gap and whose priority: everybody's, a team's or one person's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.errors import InputError
from fairlead.measure.cells import UNKNOWN, Ints, Roster

Unit: TypeAlias = Literal["company", "team", "person"]
RECENT_MONTHS = 3
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """People something is asked about.

    Parameters
    ----------
    unit
        Everybody, a team or one person.
    name
        Of the team's manager, or the team, or the person; "" for everybody.
    people
        Places in the roster of those who are there on the evening asked (people,).
    """

    unit: Unit
    name: str
    people: Ints


def present(roster: Roster) -> Ints:
    """Return who was with the company in the last two months."""
    return np.flatnonzero(roster.workdays[-2:].sum(axis=0) > 0).astype(np.int64)


def scope_of(roster: Roster, *, person: str | None = None, team: str | None = None) -> Scope:
    """Return the people that are meant.

    Parameters
    ----------
    roster
        Everybody.
    person
        A name or any part of it; None for all.
    team
        Name of a manager or of a team, or any part of it.

    Raises
    ------
    InputError
        Nobody, or more than one, is called so.
    """
    if person is not None:
        place = the_one("person", roster.name, person)
        return Scope("person", roster.name[place], np.array([place], dtype=np.int64))
    if team is not None:
        teams = teams_of(roster)
        names = [scope.name for scope in teams]
        own = [] if meant(names, team) else _by_own_name(roster, teams, team)
        return teams[own[0] if len(own) == 1 else the_one("team", names, team)]
    return Scope("company", "", present(roster))


def the_one(what: str, names: Sequence[str], asked: str) -> int:
    """Return the place of the name that is meant: the whole name, else any part of it.

    Parameters
    ----------
    what
        ``person`` or ``team``.
    names
        Of everybody, or every team.
    asked
        As typed.

    Raises
    ------
    InputError
        Nobody, or more than one, is called so.
    """
    found = meant(names, asked)
    if len(found) != 1:
        raise unclear(what, asked, [names[i] for i in found], list(names))
    return found[0]


def teams_of(roster: Roster) -> tuple[Scope, ...]:
    """Return every team as it is now, by the name of its manager, else its own, in that order."""
    there = present(roster)
    managers, teams = _latest(roster.manager), _latest(roster.team)
    made: dict[str, list[int]] = {}
    for place in there.tolist():
        if managers[place] != UNKNOWN:
            made.setdefault(roster.managers[managers[place]], []).append(place)
        elif teams[place] != UNKNOWN:
            made.setdefault(roster.teams[teams[place]], []).append(place)
    return tuple(Scope("team", name, np.array(made[name], dtype=np.int64)) for name in sorted(made))


def _by_own_name(roster: Roster, teams: Sequence[Scope], asked: str) -> list[int]:
    """Return the places of the teams a team's own name means: whoever leads most of it leads it."""
    code = _latest(roster.team)
    found = set()
    for mine in meant(roster.teams, asked):
        shared = [int((code[scope.people] == mine).sum()) for scope in teams]
        if any(shared):
            found.add(int(np.argmax(shared)))
    return sorted(found)


def _latest(codes: Ints) -> Ints:
    """Return the last code that is known of the last months (people,)."""
    latest = np.full(codes.shape[1], UNKNOWN, dtype=np.int64)
    for month in codes[-RECENT_MONTHS:]:
        latest = np.where(month != UNKNOWN, month, latest)
    return latest


def meant(names: Iterable[str], asked: str) -> list[int]:
    """Return the places of the names that are `asked`, else of those that hold it."""
    wanted = " ".join(asked.casefold().split())
    listed = [name.casefold() for name in names]
    whole = [i for i, name in enumerate(listed) if name == wanted]
    return whole or [i for i, name in enumerate(listed) if wanted in name]


def unclear(what: str, asked: str, found: list[str], known: list[str]) -> InputError:
    """Return the error for a name that nobody, or more than one, is called by."""
    many = sorted(found or known)
    listed = ", ".join(many[:MOST_NAMES]) + (" ..." if len(many) > MOST_NAMES else "")
    if found:
        return InputError(
            f'{len(found)} {what}s have "{asked}" in their name',
            hint=f"Write more of it: {listed}.",
        )
    if not known:
        return InputError(
            f'no {what} is called "{asked}": nobody is known to be in a {what}',
            hint="Say who works for whom in team.csv beside the export.",
        )
    return InputError(f'no {what} is called "{asked}"', hint=f"There are: {listed}.")
