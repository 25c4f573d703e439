"""Whom a reader means by part of a name: one person, or the manager of one team."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fairlead.diagnose.scope import meant, unclear
from fairlead.lake.counts.scope import find_person, led
from fairlead.measure.question import Question


def about(connection: Any, question: Question, *, person: str | None, team: str | None) -> Question:
    """Return the question about one person, one team, or everybody; fills ``led``.

    Parameters
    ----------
    connection
        With the canonical tables.
    question
        Gives the evening whose teams count.
    person, team
        A name or any part of it; a team goes by its manager's name or its own.

    Raises
    ------
    InputError
        Nobody, or more than one, is called so.
    """
    led(connection)
    if person is not None:
        rows = connection.execute(
            "SELECT DISTINCT name FROM people WHERE name IS NOT NULL AND NOT is_queue ORDER BY name"
        ).fetchall()
        return replace(question, audience="rep", name=_one("person", person, [r[0] for r in rows]))
    if team is None:
        return question
    day = f"DATE '{question.as_of}'"
    rows = connection.execute(
        "SELECT m.name, coalesce(l.team, '') AS team, count(*) AS people FROM led l JOIN people m "
        "ON m.person_id = l.manager_id WHERE l.person_id <> l.manager_id AND m.name IS NOT NULL "
        f"AND l.from_on <= {day} AND {day} < l.to_on GROUP BY ALL "
        "ORDER BY people DESC, m.name, team"
    ).fetchall()
    managers = [manager for manager, _team, _people in rows]
    found = {managers[i] for i in meant(managers, team)}
    if not found:  # who leads most of a team leads it: their own leader may stand in it too
        teams = [name for _, name, _ in rows]
        first = {teams[i]: managers[i] for i in reversed(meant(teams, team))}
        found = set(first.values())
    known = sorted({*managers, *(name for _, name, _ in rows if name)})
    if len(found) != 1:
        raise unclear("team", team, sorted(found), known)
    return replace(question, audience="manager", name=found.pop())


def members(connection: Any, question: Question) -> list[int]:
    """Return the ids of the people a question is about: one, or a manager and who they lead.

    `about` must have run.
    """
    person = find_person(connection, str(question.name))
    if question.audience == "rep":
        return [person]
    day = f"DATE '{question.as_of}'"
    rows = connection.execute(
        f"SELECT DISTINCT person_id FROM led WHERE manager_id = {person} "
        f"AND from_on <= {day} AND {day} < to_on"
    ).fetchall()
    return sorted({person, *(key for (key,) in rows)})


def _one(what: str, asked: str, names: list[str]) -> str:
    found = meant(names, asked)
    if len(found) != 1:
        raise unclear(what, asked, [names[i] for i in found], names)
    return names[found[0]]
