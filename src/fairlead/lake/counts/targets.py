"""Targets of a scope: which level counts, and how much of it falls into a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from fairlead.lake.counts.money import MONEY_MEASURES
from fairlead.lake.counts.scope import find_person
from fairlead.measure.question import Question
from fairlead.measure.summary import TargetSum

LEADING_ROLES = """
    SELECT k.key_id FROM people p JOIN person_keys k USING (person_id)
    WHERE regexp_matches(lower(p.role),
      '(^|[^a-z])(manager|director|head|chief|president|vp|cro|leiter|directeur|jefe)([^a-z]|$)')
    AND NOT regexp_matches(lower(p.role), 'account manager|account director')
    AND EXISTS (SELECT 1 FROM people o JOIN person_keys ok USING (person_id)
      JOIN targets t ON t.person_id = ok.key_id WHERE o.role IS DISTINCT FROM p.role)
"""
"""People whose role says that they lead, where others have targets too: theirs may be totals."""

KNOWN_TEAMS = """
    SELECT coalesce(l.team, m.name) FROM led l LEFT JOIN people m ON m.person_id = l.manager_id
    WHERE coalesce(l.team, m.name) IS NOT NULL
"""
"""Teams by their names; one without a name goes by its manager's. Needs ``led``."""

TARGET_LEVELS = f"""
    SELECT t.*, t.from_on AS first_day, t.to_on AS day_after,
      CASE WHEN t.person_id IS NOT NULL THEN 'people'
           WHEN t.team IS NOT NULL THEN 'teams' ELSE 'company' END AS level
    FROM reported_targets t LEFT JOIN person_keys holder ON holder.key_id = t.person_id
    WHERE t.measure IN {MONEY_MEASURES}
      AND (t.team IS NULL OR t.person_id IS NOT NULL OR t.team IN ({KNOWN_TEAMS})
        OR NOT EXISTS ({KNOWN_TEAMS}))
    QUALIFY row_number() OVER (PARTITION BY holder.person_id, t.team, t.measure, t.part,
      t.from_on, t.to_on, holder.person_id IS NULL AND t.person_id IS NOT NULL, CASE WHEN
      holder.person_id IS NULL THEN t.person_id END ORDER BY t.known_at DESC, t.target_id) = 1
"""
"""Targets in money with the level they were given at and the days they are for.

Of two for one holder and the same days, by whatever name, the one known last counts. A team that
the data do not know has none, where they know any: it would be set beside the wins of others.
"""

Span = tuple[dt.date, dt.date]
"""Days ``[start, end)``."""

LEVELS = ("company", "teams", "people")
"""The highest first."""

NO_LEADERS_TOTAL = (
    "person_id NOT IN (SELECT k.key_id FROM person_keys k JOIN led l "
    "ON l.manager_id = k.person_id WHERE l.person_id IN (SELECT kk.person_id FROM targets tt "
    "JOIN person_keys kk ON kk.key_id = tt.person_id) AND l.person_id <> l.manager_id) "
    f"AND person_id NOT IN ({LEADING_ROLES})"
)
"""Whether a person's target is no total of those they lead."""


def _scoped_targets(connection: Any, question: Question) -> str:
    """Return SQL of the targets that belong to the scope, with the days that do.

    For the company the highest level given counts, for a person their own. For a team its own, or
    its people's targets on the days its manager led them: who came or left within a quarter counts
    in part.
    """
    if question.name is None:
        return TARGET_LEVELS
    person = find_person(connection, question.name)
    own = (
        f"SELECT t.* FROM ({TARGET_LEVELS}) t JOIN person_keys k ON k.key_id = t.person_id "
        f"WHERE k.person_id = {person}"
    )
    if question.audience == "rep":
        return own
    return (
        f"{own} UNION ALL SELECT t.* REPLACE (greatest(t.from_on, l.from_on) AS first_day, "
        f"least(t.to_on, l.to_on) AS day_after) FROM ({TARGET_LEVELS}) t "
        "JOIN person_keys k ON k.key_id = t.person_id JOIN led l ON l.person_id = k.person_id "
        f"WHERE l.manager_id = {person} AND l.person_id <> {person} "
        "AND l.from_on < t.to_on AND t.from_on < l.to_on "
        f"UNION ALL SELECT t.* FROM ({TARGET_LEVELS}) t WHERE level = 'teams' "
        f"AND t.team IN ({_teams_of(person, question.as_of)})"
    )


def _teams_of(person: int, as_of: dt.date) -> str:
    """Return SQL of the teams whose sellers all work for one manager on an evening."""
    day = f"DATE '{as_of}'"
    return f"""
        SELECT coalesce(l.team, m.name) FROM led l LEFT JOIN people m ON m.person_id = l.manager_id
        WHERE l.from_on <= {day} AND {day} < l.to_on AND l.person_id NOT IN ({leading(day)})
        GROUP BY ALL HAVING bool_and(l.manager_id IS NOT DISTINCT FROM {person})
    """


def leading(day: str) -> str:
    """Return SQL of the keys of those who lead somebody on a day (SQL too)."""
    return (
        "SELECT manager_id FROM led WHERE manager_id IS NOT NULL "
        f"AND from_on <= {day} AND {day} < to_on"
    )


def highest_level(connection: Any, body: str, start: dt.date, end: dt.date) -> str | None:
    """Return the highest level among the targets `body` selects for ``[start, end)``, if any."""
    rows = connection.execute(
        f"SELECT DISTINCT level FROM ({body}) WHERE first_day < DATE '{end}' "
        f"AND day_after > DATE '{start}'"
    ).fetchall()
    levels = {row[0] for row in rows}
    return next((name for name in LEVELS if name in levels), None)


def shares(body: str, level: str, start: dt.date, end: dt.date) -> str:
    """Return SQL of each target's part of ``[start, end)``, by days; managers' totals left out."""
    leaders = f"AND {NO_LEADERS_TOTAL}" if level == "people" else ""
    part = _part(f"DATE '{start}'", f"DATE '{end}'")
    return (
        f"SELECT target_id, {part} AS part "
        f"FROM ({body}) WHERE level = '{level}' AND first_day < DATE '{end}' "
        f"AND day_after > DATE '{start}' {leaders}"
    )


def _part(start: str, end: str) -> str:
    """Return SQL of the part of a target that falls into ``[start, end)``, by days."""
    return (
        f"amount * date_diff('day', greatest(first_day, {start}), least(day_after, {end})) "
        "/ date_diff('day', from_on, to_on)"
    )


def target(connection: Any, question: Question, span: Span | None = None) -> TargetSum | None:
    """Return what was to be booked in `span` (None: the question's quarter); None without one."""
    body = _scoped_targets(connection, question)
    start, end = span or (question.period_start, question.period_end)
    level = highest_level(connection, body, start, end)
    if level is None:
        return None
    amount, count = one(
        connection,
        "SELECT round(sum(part))::BIGINT, count(DISTINCT target_id) "
        f"FROM ({shares(body, level, start, end)})",
    )
    if not count:
        return None
    (leaders,) = one(
        connection,
        f"SELECT count(DISTINCT k.person_id) FROM ({body}) t JOIN person_keys k "
        f"ON k.key_id = t.person_id WHERE t.person_id IN ({LEADING_ROLES})",
    )
    return TargetSum(int(amount), level, count, leaders if level == "people" else 0)


def fill_counted_targets(connection: Any, question: Question, span: Span | None = None) -> None:
    """Fill ``counted_targets``: the ids of the targets that `target` adds up."""
    body = _scoped_targets(connection, question)
    start, end = span or (question.period_start, question.period_end)
    level = highest_level(connection, body, start, end) or "company"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE counted_targets AS "
        f"SELECT DISTINCT target_id FROM ({shares(body, level, start, end)})"
    )


def compared(
    connection: Any,
    question: Question,
    found: TargetSum | None,
    currency: str,
    span: Span | None = None,
) -> TargetSum | None:
    """Return `found` with the wins of those it was given to, and apart from them those of others.

    `currency` is the SQL of the amounts that count, `span` that of `target`.
    """
    if found is None or found.level == "company":
        return found
    start, end = span or (question.period_start, question.period_end)
    fill_counted_targets(connection, question, (start, end))
    held = HELD[found.level]
    count, booked, others, others_booked, others_open = one(
        connection,
        f"""
        SELECT (SELECT count(*) FROM ({HOLDERS[found.level]})),
          coalesce(sum(amount) FILTER ({held} AND won AND {currency}), 0),
          count(*) FILTER (NOT {held} AND won),
          coalesce(sum(amount) FILTER (NOT {held} AND won AND {currency}), 0),
          count(*) FILTER (NOT {held} AND still_sold)
        FROM ({sold(question.as_of, (start, end))})
        """,
    )
    return replace(
        found,
        holders=count,
        booked=int(booked),
        others_won=others,
        others_booked=int(others_booked),
        others_open=others_open,
    )


HOLDERS = {
    "people": "SELECT DISTINCT k.person_id FROM targets t JOIN counted_targets USING (target_id) "
    "JOIN person_keys k ON k.key_id = t.person_id",
    "teams": "SELECT DISTINCT t.team FROM targets t JOIN counted_targets USING (target_id)",
}
HELD = {
    "people": f"coalesce(person_id IN ({HOLDERS['people']}), false)",
    "teams": f"coalesce(team IN ({HOLDERS['teams']}), false)",
}
"""Whether a deal is of somebody a target was given to; needs `fill_counted_targets`."""


def sold(as_of: dt.date, span: Span) -> str:
    """Return SQL of ``deals`` that are ``won`` in `span`, or ``still_sold``.

    Open deals of those who lead, or have left, are sold by others in the end.
    """
    day = f"DATE '{as_of}'"
    return f"""
        SELECT person_id, coalesce(d.team, m.name) AS team, amount, currency,
          outcome = 'won' AND booked_on >= DATE '{span[0]}' AND booked_on < DATE '{span[1]}' AS won,
          outcome = 'open' AND person_id IN (SELECT person_id FROM people WHERE NOT is_queue
            AND (left_on > {day} OR left_on IS NULL)
            AND NOT (is_active = false AND company_day(known_at) <= {day}))
          AND person_id NOT IN ({leading(day)}) AS still_sold
        FROM deals d LEFT JOIN (SELECT person_id AS leads, name FROM people) m
          ON m.leads = d.manager_id
    """


def month_targets(connection: Any, question: Question, months: int) -> dict[dt.date, int]:
    """Return the target of each of the last `months` months that has one, by `Period.month`."""
    last = question.company.calendar.last("month", question.as_of, months)
    found = targets_of(connection, question, [(month.start, month.end) for month in last])
    return {month.month: found[month.start] for month in last if month.start in found}


def targets_of(
    connection: Any, question: Question, spans: list[tuple[dt.date, dt.date]]
) -> dict[dt.date, int]:
    """Return first day -> target, for each of the spans ``[start, end)`` that has one."""
    if not spans:
        return {}
    asked = ", ".join(f"(DATE '{start}', DATE '{end}')" for start, end in spans)
    rank = f"list_position({list(LEVELS)}, level)"
    given = (
        f"SELECT span.start, span.stop, t.*, min({rank}) OVER (PARTITION BY start) AS highest "
        f"FROM ({_scoped_targets(connection, question)}) t "
        f"JOIN (VALUES {asked}) span (start, stop) ON first_day < stop AND day_after > start"
    )
    rows = connection.execute(
        f"SELECT start, round(sum({_part('start', 'stop')}))::BIGINT FROM ({given}) "
        f"WHERE {rank} = highest "
        f"AND (level <> 'people' OR {NO_LEADERS_TOTAL}) GROUP BY start"
    ).fetchall()
    return {start: int(amount) for start, amount in rows if amount is not None}


def one(connection: Any, sql: str) -> tuple[Any, ...]:
    """Return the one row a query gives."""
    row: tuple[Any, ...] = connection.execute(sql).fetchone()
    return row
