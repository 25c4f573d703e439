"""Owners that only some rows name: people who own nothing today, and still were owners."""

from __future__ import annotations

from typing import Any

from fairlead.lake.conform.keys import key_id
from fairlead.lake.conform.staged import Staged

OWNER_FIELDS = (
    "owner",
    "ownerid",
    "owner_id",
    "hubspot_owner_id",
    "deal owner",
    "user_id",
    "salesperson",
)
"""What histories call the owner, in lower case."""

OWNER_ID = r"regexp_full_match({0}, '(005|00G)[0-9A-Za-z]{{12,15}}|[0-9]+')"
"""SQL that says whether a value is an id; Salesforce writes a row with names and one with ids."""

OWNER_KEY = "person_key(salesforce_id({0}))"


def owners_in_history(connection: Any, part: Staged) -> dict[str, str | None]:
    """Return the key of every owner a field history names, with their name as it is written.

    Where any value is an id, ids are the keys. A name belongs to an id where one change of a deal
    stands there twice, once with names and once with ids, and it always is the same name.
    """
    listed = ", ".join(repr(name) for name in OWNER_FIELDS)
    sides = [side for side in ("old", "new") if side in part.given]
    row = "opportunity" if part.target == "field_history" else "prospect"
    values = " UNION ALL ".join(
        f"SELECT {row} AS record, occurred_at, '{side}' AS side, {side} AS said "
        f"FROM {part.relation} WHERE lower(field) IN ({listed}) AND {side} IS NOT NULL"
        for side in sides
    )
    if not values:
        return {}
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE owners_said AS SELECT *, "
        f"{OWNER_ID.format('said')} AS is_id, {OWNER_KEY.format('said')} AS key FROM ({values})"
    )
    keys = connection.execute(
        "SELECT key, CASE WHEN NOT is_id THEN max(said) END FROM owners_said "
        "WHERE is_id OR NOT EXISTS (FROM owners_said WHERE is_id) GROUP BY key, is_id"
    ).fetchall()
    named = connection.execute(
        "SELECT i.key, min(n.said) FROM owners_said i JOIN owners_said n "
        "USING (record, occurred_at, side) WHERE i.is_id AND NOT n.is_id "
        "GROUP BY i.key HAVING count(DISTINCT n.said) = 1"
    ).fetchall()
    connection.execute("DROP TABLE owners_said")
    return {**dict(keys), **dict(named)}


_USED = (
    ("opportunities", "owner_id"),
    ("opportunities", "created_by"),
    ("prospects", "owner_id"),
    ("prospects", "created_by"),
    ("stage_changes", "actor_id"),
    ("assignments", "person_id"),
    ("assignments", "manager_id"),
    ("activities", "person_id"),
    ("targets", "person_id"),
    ("submissions", "person_id"),
    ("trainings", "person_id"),
    ("splits", "person_id"),
    ("deal_team", "person_id"),
)
"""Where stored rows name people by their keys."""


def still_used(connection: Any, names: list[str]) -> list[str]:
    """Return the names that turned out to be shared and that stored rows still go by."""
    by_id = {key_id("person", name): name for name in names}
    listed = ", ".join(map(str, by_id))
    union = " UNION ".join(
        f"SELECT {column} FROM {table} WHERE {column} IN ({listed})" for table, column in _USED
    )
    texts = ", ".join(f"'{key}'" for key in by_id)
    sides = [(t, side) for t in ("field_changes", "prospect_changes") for side in ("old", "new")]
    for table, side in sides:
        union += (
            f" UNION SELECT {side}::BIGINT FROM {table} "
            f"WHERE field = 'owner_id' AND {side} IN ({texts})"
        )
    return sorted(by_id[key] for (key,) in connection.execute(union).fetchall())
