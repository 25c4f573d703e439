"""Canonical rows put straight into a database connection: no files, no import, quick tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pyarrow as pa

from fairlead.company.model import DEFAULT, Company
from fairlead.facts import TABLES, Kind, Table
from fairlead.lake.conform.values import MACROS
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.state import fill_state
from fairlead.lake.counts.stints import fill_stints
from fairlead.lake.store.schema import arrow_schema
from fairlead.lake.store.workspace import connect
from fairlead.process.model import Pipeline, Process, Stage

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Mapping[str, list[Row]]

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
NOTHING = {
    Kind.KEY: 0,
    Kind.TEXT: "",
    Kind.INSTANT: LONG_AGO,
    Kind.DAY: LONG_AGO.date(),
    Kind.MONEY: 0,
    Kind.INTEGER: 1,
    Kind.FRACTION: 0.0,
    Kind.NUMBER: 1.0,
    Kind.FLAG: False,
}
USUAL: dict[str, dict[str, Any]] = {
    "opportunities": {"pipeline": "default", "type": "new_business", "outcome": "open"},
    "people": {"is_queue": False},
    "person_keys": {"key_kind": "id"},
    "targets": {"measure": "bookings"},
}


def process(**pipelines: str) -> Process:
    """``process(default="Lead Demo | Won | Lost | Hold")``: open, won, lost and side stages."""
    found = []
    for name, text in pipelines.items():
        parts = [*(part.split() for part in text.split("|")), [], [], []]
        kinds = zip(("open", "won", "lost", "side"), parts, strict=False)
        stages = tuple(Stage(s, kind, s) for kind, names in kinds for s in names)
        found.append(Pipeline(name, stages, 1.0, "file", ""))
    return Process(tuple(found))


def at(text: str) -> dt.datetime:
    """``at("2026-03-01")`` or ``at("2026-03-01 14:00:00.5")`` in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def deal(number: int, created: str | dt.datetime | None, **more: Any) -> Row:
    """One row of opportunities; untouched since `known_at` (default: very late, so the past is
    read from the history)."""
    created_at = at(created) if isinstance(created, str) else created
    return {
        "opportunity_id": number,
        "source_key": f"D{number}",
        "created_at": created_at,
        "known_at": at("2030-01-01"),
        **more,
    }


def moves(number: int, *steps: tuple[str, str]) -> list[Row]:
    """Stage changes of one deal: ``moves(1, ("2026-01-05", "Lead"), ("2026-02-01", "Won"))``.

    Changes of one instant are numbered as they stand.
    """
    rows: list[Row] = []
    for when, stage in steps:
        instant = at(when)
        same = sum(row["occurred_at"] == instant for row in rows)
        rows.append(
            {
                "change_id": number * 1_000 + len(rows),
                "opportunity_id": number,
                "occurred_at": instant,
                "known_at": instant,
                "to_stage": stage,
                "sequence": same + 1,
                "provenance": "observed",
            }
        )
    return rows


def edits(number: int, field: str, *steps: tuple[str, Any, Any]) -> list[Row]:
    """Field changes of one deal: ``edits(1, "owner_id", ("2026-01-05", 10, 20))``."""
    return [
        {
            "change_id": number * 1_000 + len(field) * 100 + i,
            "opportunity_id": number,
            "occurred_at": at(when),
            "known_at": at(when),
            "field": field,
            "old": None if old is None else str(old),
            "new": None if new is None else str(new),
            "sequence": 1 + sum(other == when for other, _, _ in steps[:i]),
            "provenance": "observed",
        }
        for i, (when, old, new) in enumerate(steps)
    ]


def people(*numbers: int) -> dict[str, list[Row]]:
    """Persons whose only key is their number."""
    return {
        "people": [{"person_id": n, "name": f"P{n}"} for n in numbers],
        "person_keys": [{"key_id": n, "person_id": n, "key": f"p{n}"} for n in numbers],
    }


def arrow(table: Table, rows: Iterable[Row]) -> pa.Table:
    usual = USUAL.get(table.name, {})
    blank = {c.name: None if c.nullable else NOTHING[c.kind] for c in table.columns} | usual
    full = [blank | row for row in rows]
    strangers = {name for row in full for name in row} - set(table.names)
    assert not strangers, f"{table.name} has no column {strangers}"
    return pa.Table.from_pylist(full, schema=arrow_schema(table))


def fill(connection: Any, rows: Rows) -> None:
    """Make every canonical table a view of `connection` that holds `rows`."""
    strangers = set(rows) - {t.name for t in TABLES}
    assert not strangers, f"no tables called {strangers}"
    for table in TABLES:
        connection.register(f"rows_of_{table.name}", arrow(table, rows.get(table.name, [])))
        connection.execute(
            f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM rows_of_{table.name}"
        )


def database(rows: Rows | None = None) -> Any:
    connection = connect()
    connection.execute(MACROS)
    fill(connection, rows or {})
    return connection


def state_rows(
    connection: Any, steps: Process, as_of: dt.date, company: Company = DEFAULT
) -> list[Row]:
    """What the engine says about every deal."""
    fill_state(relations(connection, steps, company), "state_then", as_of)
    found: list[Row] = connection.table("state_then").to_arrow_table().to_pylist()
    return sorted(found, key=lambda row: row["opportunity_id"])


def stint_table(connection: Any, steps: Process, as_of: dt.date) -> Any:
    """The engine's stints as a table of its connection (an Ibis expression)."""
    tables = relations(connection, steps)
    fill_state(tables, "state_then", as_of)
    fill_stints(tables, "stints_then", "state_then", as_of)
    return tables.table("stints_then")


def stint_rows(connection: Any, steps: Process, as_of: dt.date) -> list[Row]:
    """What the engine says about every time in stage."""
    found: list[Row] = stint_table(connection, steps, as_of).to_pyarrow().to_pylist()
    return sorted(found, key=lambda row: (row["opportunity_id"], row["rank"]))
