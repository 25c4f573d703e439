"""Amounts, owners and close dates of deals over time, and who sells in which team."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairlead.forecast.journal import (
    EPOCH,
    NO_AMOUNT,
    NOBODY,
    NOT_YET,
    Ints,
    Staff,
    Submissions,
    Timeline,
)
from fairlead.lake.counts.money import reported
from fairlead.lake.store.schema import literal
from fairlead.measure.question import Question

BEFORE_ALL = -200_000
"""Day of values that held before any change."""
KNOWN_ON = "(company_day(greatest(occurred_at, known_at)) - DATE '1970-01-01')"
KNOWN_AT = "company_day(greatest(submitted_at, known_at))"


def _changes(field: str, present: str, until: str) -> str:
    """Return SQL of ``deal, day, nth, value`` (as text): the first value, changes, the row's own.

    The row's own value counts from the day it was last touched, where no change tells of it. The
    first value is what the first change took away, even where that came after the evening. A change
    that came to be known after a later one changes nothing: the later one stands.
    """
    return f"""
        WITH every AS (
          SELECT d.deal, {KNOWN_ON} AS day, f.old, f.new,
            greatest(f.occurred_at, f.known_at) AS told_at,
            f.occurred_at < {until} AND f.known_at < {until} AS by_then,
            row_number() OVER (PARTITION BY d.deal
              ORDER BY f.occurred_at < {until} AND f.known_at < {until} DESC,
                f.occurred_at, f.sequence) AS nth
          FROM field_changes f JOIN fc_deals d USING (opportunity_id) WHERE f.field = '{field}'
        ), first AS (SELECT deal, old FROM every WHERE nth = 1),
        known AS (
          FROM every WHERE by_then
          QUALIFY coalesce(told_at < min(told_at) OVER (PARTITION BY deal ORDER BY nth
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), true)
        ), last AS (SELECT deal, arg_max(new, nth) AS new FROM known GROUP BY deal)
        SELECT d.deal, {BEFORE_ALL} AS day, 0 AS nth,
          CASE WHEN f.deal IS NULL THEN {present} ELSE f.old END AS value
        FROM fc_deals d LEFT JOIN first f USING (deal)
        UNION ALL SELECT deal, day, nth, new FROM known
        UNION ALL SELECT d.deal, d.settled, 1000000, {present}
        FROM fc_deals d JOIN first f USING (deal) LEFT JOIN last l USING (deal)
        WHERE d.is_settled AND coalesce(l.new, f.old) IS DISTINCT FROM {present}
    """


def _timeline(connection: Any, sql: str) -> Timeline:
    """Return a timeline of SQL with ``deal, day, nth, value`` (whole numbers, null is unknown)."""
    table = connection.execute(
        f"SELECT deal::BIGINT AS deal, max(day) OVER (PARTITION BY deal ORDER BY nth)::BIGINT "
        f"AS day, coalesce(value, {NO_AMOUNT})::BIGINT AS value FROM ({sql}) ORDER BY deal, nth"
    ).to_arrow_table()
    found = {name: table[name].to_numpy() for name in table.column_names}
    return Timeline(found["deal"], found["day"], found["value"])


def kept_since(connection: Any, field: str, until: str) -> int:
    """Return the first day a change of a field is known of; `NOT_YET` without any."""
    (day,) = connection.execute(
        f"SELECT min({KNOWN_ON}) FROM field_changes WHERE field = '{field}' "
        f"AND occurred_at < {until} AND known_at < {until}"
    ).fetchone()
    return NOT_YET if day is None else int(day)


def amounts(
    connection: Any, question: Question, currency: str | None, until: str
) -> tuple[Timeline, int]:
    """Return amounts over time in the journal's currency, and how many deals have none in it.

    A changed amount goes at the rate of the day it was changed, a first one at that of the day
    the deal was there first, a won one at that of the day it is booked on.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE fc_amounts AS
        WITH raw AS ({_changes("amount", "d.amount::VARCHAR", until)}), wins AS (
          SELECT e.deal, e.day, 2000000 + e.nth AS nth,
            arg_max(r.value, r.nth) FILTER (r.day <= e.day) AS value,
            coalesce(d.close_on, DATE '1970-01-01' + e.day::INTEGER) AS rate_on
          FROM fc_entries e JOIN fc_deals d USING (deal) JOIN raw r USING (deal)
          WHERE e.state = -1 AND (SELECT count(*) FROM factors) > 0 GROUP BY ALL
        )
        SELECT r.deal, r.day, r.nth, r.value::BIGINT AS amount, d.currency,
          DATE '1970-01-01' + greatest(r.day, coalesce(d.born, 0), 0)::INTEGER AS rate_on
        FROM raw r JOIN fc_deals d USING (deal)
        UNION ALL SELECT w.deal, w.day, w.nth, w.value::BIGINT, d.currency, w.rate_on
        FROM wins w JOIN fc_deals d USING (deal)
        """
    )
    money = reported(connection, "fc_amounts", question.company, "rate_on")
    ours = "true" if currency is None else f"currency = {literal(currency)} OR currency IS NULL"
    sql = f"SELECT deal, day, nth, CASE WHEN {ours} THEN amount END AS value FROM ({money})"
    (foreign,) = connection.execute(
        f"SELECT count(DISTINCT deal) FROM ({money}) WHERE NOT ({ours}) AND amount IS NOT NULL"
    ).fetchone()
    by_day = (
        f"SELECT deal, day, row_number() OVER (ORDER BY deal, day, nth) AS nth, value FROM ({sql})"
    )
    return _timeline(connection, by_day), int(foreign)


def closes(connection: Any, until: str) -> Timeline:
    """Return planned close dates over time, as days."""
    raw = _changes("close_on", "d.close_on::VARCHAR", until)
    return _timeline(
        connection,
        f"SELECT deal, day, nth, value::DATE - DATE '1970-01-01' AS value FROM ({raw})",
    )


def owners(connection: Any, until: str) -> Timeline:
    """Return owners over time, as codes of `staff`; queues and unknown people are `NOBODY`."""
    raw = _changes("owner_id", "d.owner_id::VARCHAR", until)
    return _timeline(
        connection,
        f"SELECT r.deal, r.day, r.nth, coalesce(s.code, {NOBODY}) AS value FROM ({raw}) r "
        "LEFT JOIN person_keys k ON k.key_id = r.value::BIGINT "
        "LEFT JOIN fc_staff s ON s.person_id = k.person_id",
    )


def staff(connection: Any) -> Staff:
    """Return everybody who is no queue, by key, and who worked in which team. Fills ``fc_staff``.

    A team without a name goes by its manager's.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fc_staff AS SELECT person_id, coalesce(name, '') AS name, "
        "row_number() OVER (ORDER BY person_id) - 1 AS code FROM people WHERE NOT is_queue"
    )
    rows = connection.execute(
        """
        SELECT s.code, coalesce(l.team, m.name) AS team, l.from_on, l.to_on,
          coalesce(b.code, -1) AS boss
        FROM led l JOIN fc_staff s USING (person_id)
        LEFT JOIN people m ON m.person_id = l.manager_id
        LEFT JOIN fc_staff b ON b.person_id = l.manager_id
        WHERE coalesce(l.team, m.name) IS NOT NULL ORDER BY ALL
        """
    ).fetchall()
    teams = sorted({row[1] for row in rows})
    people = connection.execute("SELECT person_id, name FROM fc_staff ORDER BY code").fetchall()
    days = [[(row[i] - EPOCH).days for row in rows] for i in (2, 3)]
    return Staff(
        person_id=_ints([p for p, _ in people]),
        name=tuple(name for _, name in people),
        team=tuple(teams),
        led_person=_ints([row[0] for row in rows]),
        led_team=_ints([teams.index(row[1]) for row in rows]),
        led_by=_ints([row[4] for row in rows]),
        led_since=_ints(days[0]),
        led_until=_ints(days[1]),
    )


def submissions(
    connection: Any, question: Question, currency: str | None, until: str
) -> Submissions:
    """Return what people said a period would bring, as known by the evening.

    A category that says nothing of best or worst case, upside or pipeline counts as a commitment.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE fc_said AS SELECT *, {KNOWN_AT} AS said_on FROM submissions "
        f"WHERE submitted_at < {until} AND known_at < {until}"
    )
    money = reported(connection, "fc_said", question.company, "said_on")
    ours = "true" if currency is None else f"currency = {literal(currency)} OR currency IS NULL"
    table = connection.execute(
        f"""
        SELECT s.code, m.from_on - DATE '1970-01-01' AS start, m.to_on - DATE '1970-01-01' AS stop,
          m.said_on - DATE '1970-01-01' AS day, m.amount,
          NOT regexp_matches(lower(m.category), 'best|worst|upside|pipeline|omit') AS firm
        FROM ({money}) m JOIN person_keys k ON k.key_id = m.person_id
        JOIN fc_staff s ON s.person_id = k.person_id WHERE {ours}
        ORDER BY m.said_on, m.submitted_at, s.code, m.category
        """
    ).to_arrow_table()
    found = {name: table[name].to_numpy() for name in table.column_names}
    whole = {n: found[n].astype(np.int64) for n in ("code", "start", "stop", "day", "amount")}
    return Submissions(
        person=whole["code"],
        start=whole["start"],
        end=whole["stop"],
        day=whole["day"],
        amount=whole["amount"],
        firm=found["firm"].astype(bool),
    )


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
