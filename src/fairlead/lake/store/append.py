"""Adding the rows of a relation to a Delta table, in the layout its files have."""

from __future__ import annotations

from typing import Any, Literal

from fairlead.facts import Table
from fairlead.lake.store.layers import layers
from fairlead.lake.store.schema import LATER, MONTH, SETTLED, TURN, quoted, stored_schema
from fairlead.lake.store.settled import APART, settled_rows
from fairlead.lake.store.workspace import Workspace

TEN_YEARS = {"delta.logRetentionDuration": "interval 3650 days"}
ROW_GROUP = 245_760
"""Rows of a Parquet row group. Readers take one group a core: of a million deals in one group each
reading and each join is the work of one core (counting them: 9.4 s against 5.0 s)."""


def append(
    connection: Any,
    workspace: Workspace,
    table: Table,
    relation: str,
    *,
    mode: Literal["append", "overwrite"] = "append",
    later: tuple[str, str] = ("false", "0"),
    many: bool = True,
) -> None:
    """Commit the rows of `relation` to `table`, beside those that are there or in their place.

    Parameters
    ----------
    connection
        Holds `relation`, which has the columns of `table`.
    workspace, table
        Where to; the table is made if it is not there.
    relation
        Name or subquery.
    mode
        ``overwrite`` takes the place of what is stored, in the layout of today.
    later
        SQL of both marks of the layers: whether a row lies over others, and its turn.
    many
        Whether settled deals get files of their own (`lake.store.settled`).
    """
    from deltalake import WriterProperties, write_deltalake

    path = workspace.table_path(table)
    apart = table in APART
    if apart and mode == "append" and (path / "_delta_log").is_dir():
        apart = layers(path).apart  # files of an earlier Fairlead go on as they are
    settled = None
    if apart:
        settled = f"{settled_rows(workspace, table)} AND NOT {later[0]}" if many else "false"
    path.mkdir(parents=True, exist_ok=True)
    parts = [MONTH if table.month_of is not None else LATER]
    write_deltalake(
        str(path),
        _reader(connection, table, relation, later, settled),
        mode=mode,
        schema_mode="overwrite" if mode == "overwrite" else None,
        partition_by=[*parts, SETTLED] if apart else parts,
        configuration=TEN_YEARS,
        writer_properties=WriterProperties(max_row_group_size=ROW_GROUP),
    )


def _reader(
    connection: Any, table: Table, relation: str, later: tuple[str, str], settled: str | None
) -> Any:  # a RecordBatchReader
    """Stream `relation` in the stored schema of `table`, with the marks of its files."""
    import pyarrow as pa

    schema = stored_schema(table, apart=settled is not None)
    columns = [quoted(c.name) for c in table.columns]
    order = ""
    if table.month_of is not None:
        at = quoted(table.month_of)
        day = f"make_timestamp(epoch_us({at}))::DATE"  # 15 times as fast as year() of an instant
        columns.append(f"CAST(year({day}) * 100 + month({day}) AS INTEGER) AS {MONTH}")
        order = f" ORDER BY {MONTH}"
    else:
        columns += [f"{later[1]} AS {TURN}", f"{later[0]} AS {LATER}"]
    if settled is not None:
        columns.append(f"{settled} AS {SETTLED}")
    stream = connection.execute(
        f"SELECT {', '.join(columns)} FROM {relation}{order}"
    ).to_arrow_reader(100_000)

    def batches() -> Any:
        for batch in stream:
            yield pa.RecordBatch.from_arrays(
                [array.cast(f.type) for array, f in zip(batch.columns, schema, strict=True)],
                schema=schema,
            )

    return pa.RecordBatchReader.from_batches(schema, batches())
