"""One engine with the macros of the conform step, and a short way to read values with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pytest

from fairlead.lake.conform.steps import laid_out
from fairlead.lake.conform.values import MACROS, parsed
from fairlead.lake.readers.contract import ColumnMapping
from fairlead.lake.readers.vocabulary import ImportField
from fairlead.lake.store.workspace import connect

Read = Callable[..., list[Any]]

BAD = "bad"


@pytest.fixture(scope="session")
def engine() -> Iterator[Any]:
    """A connection with the macros."""
    connection = connect()
    connection.execute(MACROS)
    yield connection
    connection.close()


@pytest.fixture
def values(engine: Any) -> Read:
    """Read texts as a kind of value; `BAD` where a text is there and cannot be read."""

    def _values(
        kind: Any, texts: list[str | None], *, format_name: str = "table", **options: Any
    ) -> list[Any]:
        mapping = ColumnMapping("x", "Column; \"x\" 'y'", options=options)
        found = parsed(ImportField("x", kind, ""), mapping, format_name=format_name)
        table = pa.table({mapping.column: pa.array(texts, pa.string())})
        engine.register("texts", table)
        shown = {"instant": f"strftime({found.shown}, '%Y-%m-%dT%H:%M:%S')"}.get(kind, found.shown)
        rows = engine.execute(
            f"SELECT {shown}, {found.bad or 'false'} FROM {laid_out([found], 'texts')}"
        ).fetchall()
        engine.unregister("texts")
        return [BAD if bad else value for value, bad in rows]

    return _values


@pytest.fixture
def store(tmp_path: Any) -> Iterator[Callable[..., Any]]:
    """Conform tables that are given as rows: no reader and no store, so hundreds are quick."""
    yield from _store(tmp_path)


def _store(folder: Any) -> Iterator[Callable[..., Any]]:
    from tests.refresh.company import NOW

    from fairlead.lake.conform.run import conform
    from fairlead.lake.readers.contract import Reading
    from fairlead.lake.store.manifest import Manifest
    from fairlead.lake.store.workspace import Workspace, attach

    connection = connect()
    attach(connection, Workspace(folder), Manifest())

    def _conform(*tables: Any, most_put_aside: float = 1.0) -> Any:
        return connection, conform(
            connection, Reading(tuple(tables)), now=NOW, most_put_aside=most_put_aside
        )

    yield _conform
    connection.close()


def staged(
    folder: Any,
    file: str,
    target: str,
    columns: dict[str, str],
    rows: list[list[str | None]],
    *,
    format_name: str = "table",
    options: dict[str, dict[str, Any]] | None = None,
) -> Any:
    """Return a mapped table; `columns` gives header -> field."""
    from fairlead.lake.readers.contract import MappedTable, RawTable, TableMapping
    from fairlead.lake.readers.staging import StagedWriter

    path = folder / f"{file} ü #.parquet"
    with StagedWriter(path, list(columns)) as writer:
        writer.write_rows(rows, range(2, len(rows) + 2))
    raw = RawTable(file, path, tuple(columns), len(rows), f"print of {file}")
    mapped = tuple(
        ColumnMapping(field, header, options=(options or {}).get(field, {}))
        for header, field in columns.items()
    )
    return MappedTable(raw, TableMapping(file, format_name, target, 1.0, "", mapped))
