"""The tables a question is asked of, as Ibis expressions on one connection.

The same expressions run on DuckDB here and on Spark on a cluster; a plain-Python reference in the
tests says what they must return.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.process.model import Process

WON_RANK = 10_000
"""Rank of the win, behind every stage."""


@dataclass(frozen=True, slots=True)
class Relations:
    """Canonical tables plus the process, ready for expressions.

    Every attribute is an Ibis table expression; `process` has one row a pipeline and stage with
    ``rank`` (open stages 0.., the win `WON_RANK`, others null) and ``kind``.
    """

    backend: Any
    opportunities: Any
    stage_changes: Any
    field_changes: Any
    person_keys: Any
    process: Any


def relations(connection: Any, process: Process) -> Relations:
    """Return the relations of a DuckDB connection whose views are attached."""
    import ibis

    backend = ibis.duckdb.from_connection(connection)
    return Relations(
        backend=backend,
        opportunities=backend.table("opportunities"),
        stage_changes=backend.table("stage_changes"),
        field_changes=backend.table("field_changes"),
        person_keys=backend.table("person_keys"),
        process=ibis.memtable(process_table(process)),
    )


def process_table(process: Process) -> Any:  # a pyarrow.Table
    """Return the process as a table: pipeline, stage, kind, rank."""
    import pyarrow as pa

    rows = []
    for pipeline in process.pipelines:
        rank = 0
        for stage in pipeline.stages:
            place = None
            if stage.kind == "open":
                place, rank = rank, rank + 1
            elif stage.kind == "won":
                place = WON_RANK
            rows.append((pipeline.name, stage.stage, stage.kind, place))
    schema = pa.schema(
        [
            ("pipeline", pa.string()),
            ("stage", pa.string()),
            ("kind", pa.string()),
            ("rank", pa.int64()),
        ]
    )
    columns = [[row[i] for row in rows] for i in range(len(schema))]
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )


def until(as_of: dt.date) -> dt.datetime:
    """Return the first instant that is not known yet on the evening of `as_of` (UTC)."""
    return dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(), dt.UTC)


def microseconds(instant: Any) -> Any:
    """Return an instant as whole microseconds since 1970: exact, and the same on every engine.

    DuckDB counts seconds in floating point, with the fraction; Spark in whole numbers, without.
    """
    return instant.epoch_seconds().floor().cast("int64") * 1_000_000 + instant.microsecond()
