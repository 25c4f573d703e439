"""Counts that make a reader careful: what deals of one scope show that cannot be quite right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.targets import one
from fairlead.measure.question import Question
from fairlead.measure.summary import HUGE, Doubts


def doubts(connection: Any, question: Question, currency: str) -> Doubts:
    """Return the counts; `lake.counts.scope.prepare` must have run.

    Parameters
    ----------
    connection
        With the relations of the scope.
    question
        Gives the window and the evening.
    currency
        SQL that keeps the amounts of the reporting currency.
    """
    day = f"DATE '{question.as_of}'"
    closed = (
        f"outcome IN ('won', 'lost') AND booked_on BETWEEN DATE '{question.window_start}' AND {day}"
    )
    ends = _last_days(question)
    row = one(
        connection,
        f"""
        WITH told AS (
          SELECT min(occurred_at) AS began FROM stage_changes
          WHERE company_day(occurred_at) <= {day} AND company_day(known_at) <= {day}
        ), usual AS (
          SELECT median(amount) AS middle, count(*) AS valued FROM deals
          WHERE amount > 0 AND {currency}
        ), judged AS (
          SELECT d.*, coalesce(o.name, o.source_key) AS name, {closed} AS is_closed,
            {currency} AND u.valued >= 10 AND amount > {HUGE} * u.middle AS is_huge
          FROM deals d JOIN (SELECT opportunity_id, name, source_key FROM opportunities) o
            USING (opportunity_id), usual u
        )
        SELECT count(*) FILTER (is_closed),
          count(*) FILTER (is_closed AND booked_on IN ({ends})),
          count(*) FILTER (is_closed AND closed_at >= began),
          count(*) FILTER (is_closed AND closed_at >= began AND NOT has_history),
          count(*) FILTER (amount < 0),
          count(*) FILTER (is_huge),
          coalesce(sum(amount) FILTER (is_huge), 0),
          arg_max(name, (amount, name)) FILTER (is_huge)
        FROM judged, told
        """,
    )
    left_open, left_people = _left(connection, day)
    in_ring, unknown = _leaders(connection, day) if question.name is None else (0, 0)
    closed, on_last_day, closed_since, without, negative, huge, amount, largest = row
    return Doubts(
        closed=closed,
        on_last_day=on_last_day,
        closed_since_history=closed_since,
        without_history=without,
        negative=negative,
        huge=huge,
        huge_amount=int(amount),
        largest=largest,
        left_open=left_open,
        left_people=left_people,
        in_ring=in_ring,
        unknown_managers=unknown,
    )


def _last_days(question: Question) -> str:
    """Return the SQL of the last days of the company's quarters that the window touches."""
    calendar = question.company.calendar
    first = calendar.quarter(question.window_start).start
    quarters = calendar.within("quarter", first, question.as_of + dt.timedelta(days=1))
    return ", ".join(f"DATE '{q.end - dt.timedelta(days=1)}'" for q in quarters)


def _left(connection: Any, day: str) -> tuple[int, int]:
    """Count open deals of people who have left, and those people.

    That an account is closed says nothing of days before the export that says so.
    """
    found = one(
        connection,
        f"""
        SELECT count(*), count(DISTINCT person_id) FROM deals d JOIN people p USING (person_id)
        WHERE d.outcome = 'open' AND NOT p.is_queue
          AND (p.left_on <= {day} OR (p.is_active = false AND company_day(p.known_at) <= {day}))
        """,
    )
    return found[0], found[1]


def _leaders(connection: Any, day: str) -> tuple[int, int]:
    """Count people in rings of managers, and managers of whom only an id is known."""
    rows = connection.execute(
        f"SELECT l.person_id, l.manager_id, m.name = k.key AND k.key_kind = 'id' FROM led l "
        "JOIN people m ON m.person_id = l.manager_id "
        "LEFT JOIN (SELECT person_id, min(key) AS key, min(key_kind) AS key_kind FROM person_keys "
        "GROUP BY person_id HAVING count(*) = 1) k ON k.person_id = l.manager_id "
        f"WHERE l.from_on <= {day} AND {day} < l.to_on"
    ).fetchall()
    above = {person: manager for person, manager, _bare in rows}
    in_ring = sum(_leads_to(above, person) for person in above)
    return in_ring, len({manager for _person, manager, bare in rows if bare})


def _leads_to(above: dict[int, int], person: int) -> bool:
    """Say whether going up from a person comes back to them."""
    seen: set[int] = set()
    here = above.get(person)
    while here is not None and here not in seen:
        if here == person:
            return True
        seen.add(here)
        here = above.get(here)
    return False
