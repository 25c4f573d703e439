"""Names in team.csv and targets.csv that nobody in the export goes by."""

from __future__ import annotations

import difflib
from typing import Any

from fairlead.lake.counts.targets import one

MOST_PAIRS = 100_000
"""Pairs of names compared for the closest one (a second or so); beyond that none is named."""


def unmatched_count(connection: Any) -> int:
    """Return how many names match nobody; `fill_unmatched` says which, and who may be meant."""
    fill_unmatched(connection)
    (count,) = one(connection, "SELECT count(DISTINCT name) FROM unmatched")
    return int(count)


def fill_unmatched(connection: Any) -> None:
    """Fill ``unmatched``: name, the file it stands in, and the closest name of the export.

    Where owners of deals have ids, the export knows its people: whoever has no id and no deal is
    nobody of theirs. Where it knows people by name only, somebody without a deal may be new or
    lead others; then only those are named who lead nobody.
    """
    rows = connection.execute(
        """
        WITH owners AS (
          SELECT DISTINCT k.person_id FROM opportunities o
          JOIN person_keys k ON k.key_id = o.owner_id
        ), known AS (
          SELECT person_id FROM person_keys WHERE key_kind = 'id' UNION FROM owners
        ), by_id AS (
          SELECT count(*) > 0 AS so FROM person_keys k JOIN owners USING (person_id)
          WHERE k.key_kind = 'id'
        ), said AS (
          SELECT person_id AS key_id, 'team.csv' AS said_in FROM assignments
          WHERE source = 'fairlead'
          UNION SELECT manager_id, 'team.csv' FROM assignments
          WHERE source = 'fairlead' AND (SELECT so FROM by_id)
          UNION SELECT person_id, 'targets.csv' FROM targets WHERE source = 'fairlead'
        )
        SELECT DISTINCT p.name, s.said_in FROM said s JOIN person_keys k USING (key_id)
        JOIN people p USING (person_id)
        WHERE k.person_id NOT IN (FROM known) AND ((SELECT so FROM by_id) OR k.person_id NOT IN
          (SELECT mk.person_id FROM assignments a JOIN person_keys mk ON mk.key_id = a.manager_id))
        ORDER BY ALL
        """
    ).fetchall()
    names = connection.execute(
        "SELECT DISTINCT p.name FROM people p JOIN person_keys k USING (person_id) "
        "WHERE k.key_kind = 'id' OR k.key_id IN (SELECT owner_id FROM opportunities) ORDER BY ALL"
    ).fetchall()
    known = [name for (name,) in names if name]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE unmatched (name VARCHAR, said_in VARCHAR, closest VARCHAR)"
    )
    few = len(rows) * len(known) <= MOST_PAIRS
    found = [(name, said_in, _closest(name, known) if few else None) for name, said_in in rows]
    if found:
        connection.executemany("INSERT INTO unmatched VALUES (?, ?, ?)", found)


def _closest(name: str, known: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), None)
