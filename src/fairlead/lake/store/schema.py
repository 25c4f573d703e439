"""From the declarations of `fairlead.facts` to Arrow schemas and DuckDB types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairlead.facts import Column, Kind, Table

if TYPE_CHECKING:
    import pyarrow as pa

MONTH = "month"
"""Partition column of event tables, ``yyyymm`` of the instant; never read, only pruned by."""

LATER = "later"
"""Partition column of the other tables: whether the rows of a file lie over older ones."""

TURN = "turn"
"""Column beside it: of the later rows of one key the one with the highest turn counts."""

SETTLED = "settled"
"""Partition column of deals and their events: whether a file is of deals that were over when they
were written (`lake.store.settled`)."""

DUCKDB_TYPES: dict[Kind, str] = {
    Kind.KEY: "BIGINT",
    Kind.TEXT: "VARCHAR",
    Kind.INSTANT: "TIMESTAMPTZ",
    Kind.DAY: "DATE",
    Kind.MONEY: "BIGINT",
    Kind.INTEGER: "BIGINT",
    Kind.FRACTION: "DOUBLE",
    Kind.NUMBER: "DOUBLE",
    Kind.FLAG: "BOOLEAN",
}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema `table` is stored with (without the partition column)."""
    import pyarrow as pa

    types = {
        Kind.KEY: pa.int64(),
        Kind.TEXT: pa.string(),
        Kind.INSTANT: pa.timestamp("us", "UTC"),
        Kind.DAY: pa.date32(),
        Kind.MONEY: pa.int64(),
        Kind.INTEGER: pa.int64(),
        Kind.FRACTION: pa.float64(),
        Kind.NUMBER: pa.float64(),
        Kind.FLAG: pa.bool_(),
    }
    return pa.schema([pa.field(c.name, types[c.kind], nullable=c.nullable) for c in table.columns])


def stored_schema(table: Table, *, apart: bool = False) -> pa.Schema:
    """Return the Arrow schema on disk: with the month of events, the turn of other rows.

    `apart` adds the column that tells settled deals from others.
    """
    import pyarrow as pa

    schema = arrow_schema(table)
    if table.month_of is not None:
        schema = schema.append(pa.field(MONTH, pa.int32(), nullable=False))
    else:
        schema = schema.append(pa.field(TURN, pa.int64(), nullable=False))
        schema = schema.append(pa.field(LATER, pa.bool_(), nullable=False))
    return schema.append(pa.field(SETTLED, pa.bool_(), nullable=False)) if apart else schema


def empty_relation_sql(table: Table) -> str:
    """Return a SELECT with the columns of `table` and no row."""
    columns = ", ".join(f"NULL::{DUCKDB_TYPES[c.kind]} AS {quoted(c.name)}" for c in table.columns)
    return f"SELECT {columns} WHERE false"


def column_sql(column: Column, stored: frozenset[str]) -> str:
    """Return the SQL of a column; a typed null where what is stored does not have it yet."""
    name = quoted(column.name)
    return name if column.name in stored else f"NULL::{DUCKDB_TYPES[column.kind]} AS {name}"


def quoted(name: str) -> str:
    """Return `name` as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return `text` as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
