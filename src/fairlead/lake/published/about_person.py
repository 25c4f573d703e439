"""All rows of the canonical tables that refer to one person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.facts import TABLES, Kind, Table
from fairlead.lake.store.schema import quoted

REFERS = "person_keys"
"""What the meaning of a column says that holds a key of a person."""


def about_person(connection: Any, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return table -> rows that name a person: owner, actor, manager, or whom they are about.

    `connection` holds a view per canonical table. Days and instants are written ISO 8601; tables
    without any row are left out.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    keys = "SELECT key_id FROM person_keys WHERE person_id = $1 UNION SELECT $1"
    for table in TABLES:
        columns = _of_people(table)
        if not columns:
            continue
        about = " OR ".join(f"{quoted(column)} IN ({keys})" for column in columns)
        shown = ", ".join(_shown(table, column.name) for column in table.columns)
        rows = connection.execute(
            f"SELECT {shown} FROM {quoted(table.name)} WHERE {about}", [person_id]
        )
        told = [dict(zip(table.names, row, strict=True)) for row in rows.fetchall()]
        if told:
            found[table.name] = [_plain(row) for row in told]
    return found


def _of_people(table: Table) -> list[str]:
    return [
        column.name
        for column in table.columns
        if column.kind is Kind.KEY and (REFERS in column.meaning or column.name == "person_id")
    ]


def _shown(table: Table, column: str) -> str:
    kind = next(c.kind for c in table.columns if c.name == column)
    name = quoted(column)
    return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ')" if kind is Kind.INSTANT else name


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()}
