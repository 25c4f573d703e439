"""Whom the data know: people with their mail address, and who worked for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.lake.counts.scope import led
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.opening import opened

FIRST, LAST = dt.date(1900, 1, 1), dt.date(9999, 12, 31)
"""How the counts write that a day is not known."""


@dataclass(frozen=True, slots=True)
class Known:
    """One person of the data. `person_id` stays the same over imports."""

    person_id: int
    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Worked:
    """`person_id` worked for `manager_id`, ``[from_on, to_on)``; None for a day not known."""

    person_id: int
    manager_id: int | None
    team: str
    from_on: dt.date | None
    to_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody the data know, and who worked for whom."""

    people: tuple[Known, ...]
    worked: tuple[Worked, ...]


def directory_of(workspace: Workspace) -> Directory:
    """Return whom the newest state of a workspace knows; queues are no people.

    Raises
    ------
    InputError
        There is no workspace, or nothing was imported yet.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        led(connection)
        people = connection.execute(
            "SELECT person_id, coalesce(name, email, ''), coalesce(email, ''), coalesce(role, '') "
            "FROM people WHERE NOT is_queue AND coalesce(name, email, '') <> '' "
            "ORDER BY 2, 1"
        ).fetchall()
        worked = connection.execute(
            "SELECT person_id, manager_id, coalesce(team, ''), from_on, to_on FROM led "
            "WHERE person_id IN (SELECT person_id FROM people WHERE NOT is_queue) "
            "ORDER BY person_id, from_on"
        ).fetchall()
    return Directory(
        tuple(Known(*row) for row in people),
        tuple(
            Worked(
                person,
                manager,
                team,
                None if start <= FIRST else start,
                None if end >= LAST else end,
            )
            for person, manager, team, start, end in worked
        ),
    )
