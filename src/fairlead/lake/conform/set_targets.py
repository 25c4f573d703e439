"""Targets somebody sets by hand, as rows of the table of targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairlead.errors import InputError
from fairlead.facts import TARGETS
from fairlead.lake.conform.plans import OWN_FILES
from fairlead.lake.store.schema import DUCKDB_TYPES, quoted

INCOMING = "new_targets"
BOOKINGS = "bookings"


@dataclass(frozen=True, slots=True)
class SetTarget:
    """A target of a person, a team, or (neither) the company for the days ``[start, end)``.

    `amount` in minor units; None takes the target away. `currency` None is the reporting one;
    `ramp_share` is noted beside the amount, which is what counts.
    """

    person_id: int | None
    team: str | None
    start: dt.date
    end: dt.date
    amount: int | None
    currency: str | None = None
    ramp_share: float | None = None
    measure: str = BOOKINGS


def fill_set_targets(connection: Any, given: Sequence[SetTarget], known_at: dt.datetime) -> None:
    """Fill ``new_targets`` with all targets as they are after these were set.

    One that is set takes the place, and the id, of any other of the same holder, measure and days,
    by whatever name of theirs it was given: the file it came from does not bring it back. The same
    again changes nothing. The stored tables are attached and the macros of conforming are there.
    Each target is written anew: they are few.

    Raises
    ------
    InputError
        A person has no key in the data.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE set_targets (nth INTEGER, person_id BIGINT, key_id BIGINT, "
        "key VARCHAR, team VARCHAR, measure VARCHAR, from_on DATE, to_on DATE, amount BIGINT, "
        "currency VARCHAR, ramp_share DOUBLE)"
    )
    for nth, one in enumerate(given):
        key_id, key = (None, "") if one.person_id is None else _key(connection, one.person_id)
        row: list[Any] = [
            nth,
            one.person_id,
            key_id,
            key,
            one.team,
            one.measure,
            one.start,
            one.end,
        ]
        row += [one.amount, one.currency, one.ramp_share]
        connection.execute(f"INSERT INTO set_targets VALUES ({', '.join('?' * len(row))})", row)
    values = {
        "target_id": "coalesce(kept_id, key_id('target', concat_ws('|', key, coalesce(team, ''), "
        "measure, from_on, to_on, NULL)))",
        "person_id": "coalesce(kept_key, key_id)",
        "part": "NULL",
        "source": f"'{OWN_FILES}'",
        "known_at": "$1::TIMESTAMPTZ",
    }
    columns = ", ".join(
        f"({values.get(c.name, quoted(c.name))})::{DUCKDB_TYPES[c.kind]} AS {quoted(c.name)}"
        for c in TARGETS.columns
    )
    same = """
        SELECT t.target_id, t.person_id AS kept_key, s.nth FROM targets t
        LEFT JOIN person_keys k ON k.key_id = t.person_id
        JOIN set_targets s ON s.measure = t.measure AND s.from_on = t.from_on AND s.to_on = t.to_on
          AND t.part IS NULL AND CASE WHEN s.person_id IS NOT NULL THEN k.person_id = s.person_id
            ELSE t.person_id IS NULL AND t.team IS NOT DISTINCT FROM s.team END
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {INCOMING} AS
        WITH same AS ({same}), before AS (
          SELECT nth, min(target_id) AS kept_id, arg_min(kept_key, target_id) AS kept_key
          FROM same GROUP BY nth
        ), last AS (
          SELECT * FROM set_targets LEFT JOIN before USING (nth) QUALIFY row_number() OVER (
            PARTITION BY person_id, team, measure, from_on, to_on ORDER BY nth DESC) = 1
        )
        SELECT * FROM targets WHERE target_id NOT IN (SELECT target_id FROM same)
        UNION ALL BY NAME SELECT {columns} FROM last WHERE amount IS NOT NULL
        """,
        [known_at],
    )


def overlapping(connection: Any) -> list[tuple[str, dt.date, dt.date]]:
    """Return holder and days of targets that share days with one that is set, on other days.

    Both would count: a month's would be added to its quarter's. Needs `fill_set_targets`.
    """
    rows = connection.execute(
        f"""
        SELECT DISTINCT coalesce(p.name, t.team, 'the company'), t.from_on, t.to_on
        FROM {INCOMING} t LEFT JOIN person_keys k ON k.key_id = t.person_id
        LEFT JOIN people p ON p.person_id = k.person_id
        JOIN set_targets s ON s.amount IS NOT NULL AND s.measure = t.measure
          AND t.from_on < s.to_on AND s.from_on < t.to_on
          AND (t.from_on, t.to_on) IS DISTINCT FROM (s.from_on, s.to_on)
          AND CASE WHEN s.person_id IS NOT NULL THEN k.person_id = s.person_id
            ELSE t.person_id IS NULL AND t.team IS NOT DISTINCT FROM s.team END
        WHERE t.part IS NULL ORDER BY ALL
        """
    ).fetchall()
    return [(str(name), start, end) for name, start, end in rows]


def changed_targets(connection: Any) -> int:
    """Return how many rows of ``new_targets`` and of the stored targets are not in the other."""
    new, old = (f"(SELECT * EXCLUDE (known_at) FROM {name})" for name in (INCOMING, TARGETS.name))
    (count,) = connection.execute(
        f"SELECT (SELECT count(*) FROM (FROM {new} EXCEPT FROM {old})) + "
        f"(SELECT count(*) FROM (FROM {old} EXCEPT FROM {new}))"
    ).fetchone()
    return int(count)


def _key(connection: Any, person: int) -> tuple[int, str]:
    row = connection.execute(
        "SELECT key_id, key FROM person_keys WHERE person_id = ? "
        "ORDER BY key_kind = 'name' DESC, key LIMIT 1",
        [person],
    ).fetchone()
    if row is None:
        raise InputError("the data know no key of this person", hint="Import an export first.")
    return int(row[0]), str(row[1])
