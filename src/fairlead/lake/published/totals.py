"""Won deals and amounts by month, owner and pipeline, straight from the opportunities."""

from __future__ import annotations

from typing import Any

from fairlead.lake.store.schema import literal

GROUPS = {
    "month": "strftime(coalesce(o.close_on, company_day(o.closed_at)), '%Y-%m')",
    "owner": "coalesce(p.name, '')",
    "pipeline": "o.pipeline",
}


def won_rows(
    connection: Any,
    by: tuple[str, ...],
    leave_out_pipelines: tuple[str, ...],
    leave_out_types: tuple[str, ...],
) -> list[tuple[Any, ...]]:
    """Return group values, currency, count and minor units of won deals, in order of the groups."""
    groups = ", ".join(f"{GROUPS[name]} AS g_{name}" for name in by)
    conditions = ["o.outcome = 'won'"]
    for column, names in (("pipeline", leave_out_pipelines), ("type", leave_out_types)):
        if names:
            conditions.append(f"o.{column} NOT IN ({', '.join(literal(n) for n in names)})")
    found: list[tuple[Any, ...]] = connection.execute(
        f"SELECT {groups}, o.currency, count(*), coalesce(sum(o.amount), 0)::BIGINT "
        "FROM opportunities o LEFT JOIN person_keys k ON k.key_id = o.owner_id "
        "LEFT JOIN people p USING (person_id) "
        f"WHERE {' AND '.join(conditions)} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return found
