"""Whose deals a question is about: the relations every number of one brief is counted from.

Results stay with the team and manager of the day: a closed deal belongs to whoever led its owner
when it was booked, an open one to whoever leads them now.
"""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any

from fairlead.errors import InputError
from fairlead.lake.conform.keys import person_key
from fairlead.lake.counts.money import day_of_rate, fill_factors, report_targets, reported
from fairlead.lake.counts.relations import Relations
from fairlead.lake.counts.state import fill_state
from fairlead.lake.counts.stints import fill_stints
from fairlead.lake.store.schema import literal
from fairlead.measure.question import Question


def prepare(connection: Any, relations: Relations, question: Question, *, earlier: dt.date) -> None:
    """Fill the temp tables ``deals`` (now), ``deals_before`` (evening of `earlier`), ``steps``.

    All three are cut to the question's scope. ``deals`` has the columns of `state`, amounts in the
    reporting currency where there is a rate (`lake.counts.money.reported`), person_id, manager_id,
    team; ``steps`` those of `stints`.
    """
    led(connection)
    _where(connection, question)  # says who is meant before the work begins
    know(connection, relations, question)
    lay_out(connection, relations, question, earlier=earlier)
    cut(connection, question)


def lay_out(
    connection: Any,
    relations: Relations,
    question: Question,
    *,
    earlier: dt.date,
    many: bool = False,
) -> None:
    """Fill what every scope of an evening is cut from, after `led` and `know`.

    ``led_deals``, ``led_deals_before`` and ``led_steps`` hold everybody's deals and times in stage
    with who led their owner then. With `many` scopes to come they are kept as tables.
    """
    fill_state(relations, "state_before", earlier)
    report_targets(connection, question.company)
    kind = "TABLE" if many else "VIEW"
    for name, source in (("led_deals", "state_now"), ("led_deals_before", "state_before")):
        day = question.as_of if name == "led_deals" else earlier
        money = reported(connection, source, question.company, day_of_rate(day))
        connection.execute(
            f"CREATE OR REPLACE TEMP {kind} {name} AS "
            f"SELECT s.*, k.person_id, l.manager_id, l.team FROM ({money}) s "
            f"LEFT JOIN person_keys k ON k.key_id = s.owner_id "
            f"LEFT JOIN led l ON l.person_id = k.person_id "
            f"AND l.from_on <= coalesce(s.booked_on, DATE '{day}') "
            f"AND coalesce(s.booked_on, DATE '{day}') < l.to_on"
        )
    entered = f"coalesce(company_day(s.entered_at), DATE '{question.as_of}')"
    connection.execute(
        f"CREATE OR REPLACE TEMP {kind} led_steps AS SELECT s.*, l.manager_id, l.team "
        "FROM all_steps s LEFT JOIN led l ON l.person_id = s.person_id "
        f"AND l.from_on <= {entered} AND {entered} < l.to_on"
    )


def cut(connection: Any, question: Question, *, many: bool = False) -> None:
    """Fill ``deals``, ``deals_before`` and ``steps`` with the question's part of `lay_out`.

    `many` as there: everybody's deals are not copied then.
    """
    where = _where(connection, question)
    for name in ("deals", "deals_before"):
        source = f"led_{name}"
        if not many or where != "true":
            connection.execute(f"DROP VIEW IF EXISTS {name}")
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name}_cut AS FROM {source} WHERE {where}"
            )
            source = f"{name}_cut"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {source}")
    _cut_steps(connection, where)


def know(connection: Any, relations: Relations, question: Question) -> None:
    """Fill what is known of the whole company on the evening asked, whoever asks.

    The temp tables ``state_now`` (deals), ``all_steps`` (times in stage) and ``factors`` (rates of
    exchange).
    """
    fill_state(relations, "state_now", question.as_of)
    fill_factors(connection, question.company)
    fill_stints(relations, "all_steps", "state_now", question.as_of)


def _cut_steps(connection: Any, where: str) -> None:
    if where == "true":
        connection.execute("CREATE OR REPLACE TEMP VIEW steps AS FROM all_steps")
        return
    connection.execute("DROP VIEW IF EXISTS steps")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE steps_cut AS "
        f"SELECT * EXCLUDE (manager_id, team) FROM led_steps WHERE {where}"
    )
    connection.execute("CREATE OR REPLACE TEMP VIEW steps AS FROM steps_cut")


def led(connection: Any) -> None:
    """Fill ``led``: who led whom, one row a person and day at most.

    A person with dated assignments has no undated ones. Of two that begin on one day the one known
    last counts; on any day the one that began last, so that after a stand-in the one before it
    goes on.
    """
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE led AS
        WITH given AS (
          SELECT p.person_id, m.person_id AS manager_id, a.team, a.territory, a.role,
                 coalesce(a.from_on, DATE '1900-01-01') AS from_on,
                 coalesce(a.to_on, DATE '9999-12-31') AS to_on,
                 a.from_on IS NOT NULL OR a.to_on IS NOT NULL AS is_dated, a.known_at
          FROM assignments a JOIN person_keys p ON p.key_id = a.person_id
          LEFT JOIN person_keys m ON m.key_id = a.manager_id
        ), best AS (
          FROM given WHERE is_dated OR person_id NOT IN
            (SELECT person_id FROM given WHERE is_dated)
          QUALIFY row_number() OVER (PARTITION BY person_id, from_on
            ORDER BY known_at DESC, manager_id, team) = 1
        ), edges AS (
          SELECT person_id, from_on AS edge FROM best UNION SELECT person_id, to_on FROM best
        ), slices AS (
          SELECT person_id, edge AS from_on,
                 lead(edge) OVER (PARTITION BY person_id ORDER BY edge) AS to_on FROM edges
        )
        SELECT s.person_id, b.manager_id, coalesce(b.team, b.territory) AS team, s.from_on, s.to_on
        FROM slices s JOIN best b ON b.person_id = s.person_id
          AND b.from_on <= s.from_on AND s.to_on <= b.to_on
        QUALIFY row_number() OVER (PARTITION BY s.person_id, s.from_on
          ORDER BY b.from_on DESC) = 1
        """
    )


def _where(connection: Any, question: Question) -> str:
    conditions = left_out(connection, question)
    if question.name is not None:
        person = find_person(connection, question.name)
        if question.audience == "rep":
            conditions.append(f"person_id = {person}")
        else:
            _require_team(connection, person, question.name)
            conditions.append(f"(manager_id = {person} OR person_id = {person})")
    return " AND ".join(conditions) or "true"


def left_out(connection: Any, question: Question) -> list[str]:
    """Return the conditions that leave out the pipelines and deal types the question names.

    Raises
    ------
    InputError
        One of them is not in the data; names those that are.
    """
    conditions = []
    for column, names in (
        ("pipeline", question.leave_out_pipelines),
        ("type", question.leave_out_types),
    ):
        if names:
            known = [
                row[0]
                for row in connection.execute(
                    f"SELECT DISTINCT {column} FROM opportunities ORDER BY ALL"
                ).fetchall()
            ]
            for name in names:
                if name not in known:
                    raise InputError(
                        f"there is no {column} called {name!r} in the data",
                        hint=f"Known: {', '.join(known)}.",
                    )
            conditions.append(f"{column} NOT IN ({', '.join(literal(n) for n in names)})")
    return conditions


def _require_team(connection: Any, person: int, name: str) -> None:
    led = connection.execute("SELECT count(*) FROM led WHERE manager_id = ?", [person]).fetchone()
    if not led[0]:
        raise InputError(
            f"nobody is recorded as working for {name}",
            hint="Ask for their own deals (--for rep), or add them as manager in team.csv.",
        )


def find_person(connection: Any, name: str) -> int:
    """Return the id of the person called `name` (name, mail address or CRM id).

    Raises
    ------
    InputError
        Nobody is called so; names close matches.
    """
    row = connection.execute(
        "SELECT DISTINCT person_id FROM person_keys WHERE key = ? OR lower(key) = lower(?)",
        [person_key(name), person_key(name)],
    ).fetchall()
    if len(row) == 1:
        return int(row[0][0])
    part = connection.execute(
        "SELECT person_id, name FROM people WHERE starts_with(lower(name), lower(?)) LIMIT 2",
        [name + " "],
    ).fetchall()
    if len(part) == 1:
        return int(part[0][0])
    names = [r[0] for r in connection.execute("SELECT name FROM people ORDER BY name").fetchall()]
    close = difflib.get_close_matches(name, [n for n in names if n], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(close)}?" if close else "Names are spelt as in the CRM."
    raise InputError(f"there is no person called {name!r} in the data", hint=hint)
