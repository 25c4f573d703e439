"""Writing: from staged relations to Delta commits, made visible together by one manifest."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from fairlead.errors import NumericalError, UnavailableError
from fairlead.facts import TABLES, Table
from fairlead.lake.store.manifest import Manifest, publish, sync_folder
from fairlead.lake.store.schema import MONTH, column_list, quoted, stored_schema
from fairlead.lake.store.workspace import Workspace

TEN_YEARS = {"delta.logRetentionDuration": "interval 3650 days"}
NOT_CONTENT = frozenset({"file", "line"})
"""Where a row came from is no content: the same row from another folder changes nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one table gained."""

    inserted: int
    updated: int


def heal(workspace: Workspace, manifest: Manifest) -> None:
    """Undo commits that no manifest names (a writer died between commit and manifest).

    Must be called under the write lock. A table that no manifest names at all is emptied of its
    half-made history by removing its folder.
    """
    import shutil

    from deltalake import DeltaTable

    for table in TABLES:
        path = workspace.table_path(table)
        if not (path / "_delta_log").is_dir():
            shutil.rmtree(path, ignore_errors=True)
            continue
        wanted = manifest.tables.get(table.name)
        if wanted is None:
            shutil.rmtree(path)
            continue
        delta = DeltaTable(str(path))
        if delta.version() > wanted:
            delta.restore(wanted)


def write_table(connection: Any, workspace: Workspace, table: Table, incoming: str) -> Written:
    """Merge the relation `incoming` into `table`; the caller publishes the new version.

    `incoming` holds the columns of `table`, one row a key; the view named like the table holds
    what is stored. Event tables only gain rows. Other tables take a row over when it is new, or
    when it differs and is not older than what is stored (``known_at``).

    Raises
    ------
    NumericalError
        Two different sources hash to one key.
    """
    _refuse_doubles(connection, table, incoming)
    exists = (workspace.table_path(table) / "_delta_log").is_dir()
    fresh, changed = _split(connection, table, incoming, exists=exists)
    if fresh:
        _append(connection, workspace, table, "write_fresh" if exists else incoming)
    if changed:
        _update(connection, workspace, table)
    return Written(fresh, changed)


def overwrite_table(connection: Any, workspace: Workspace, table: Table, incoming: str) -> Written:
    """Replace a small table as a whole if its content differs (people and their keys)."""
    columns = column_list(table.columns)
    added, gone = (
        connection.execute(
            f"SELECT count(*) FROM (SELECT {columns} FROM {a} EXCEPT SELECT {columns} FROM {b})"
        ).fetchone()[0]
        for a, b in ((incoming, quoted(table.name)), (quoted(table.name), incoming))
    )
    if added or gone:
        known = connection.execute(f"SELECT count(*) FROM {quoted(table.name)}").fetchone()[0]
        total = connection.execute(f"SELECT count(*) FROM {incoming}").fetchone()[0]
        connection.execute(f"CREATE OR REPLACE TEMP TABLE write_fresh AS FROM {incoming}")
        _append(connection, workspace, table, "write_fresh", mode="overwrite")
        return Written(max(total - known, 0), min(added, known))
    return Written(0, 0)


def versions(workspace: Workspace) -> dict[str, int]:
    """Return the newest Delta version of every table that exists."""
    from deltalake import DeltaTable

    found = {}
    for table in TABLES:
        path = workspace.table_path(table)
        if (path / "_delta_log").is_dir():
            found[table.name] = DeltaTable(str(path)).version()
    return found


def finish(
    workspace: Workspace,
    before: Manifest,
    change: Callable[[Manifest], Manifest],
) -> Manifest:
    """Sync every new file, then publish the next manifest; return it."""
    now = versions(workspace)
    try:
        for name, version in now.items():
            if before.tables.get(name) != version:
                _sync_tree(workspace.table_path(name))
        after = change(replace(before, number=before.number + 1, tables=now))
        publish(workspace.manifests, after)
    except OSError as error:
        raise UnavailableError(
            f"writing the workspace failed: {error.strerror}; the state before is still served",
            hint="Free some disk space or check the permissions, then run the command again.",
        ) from error
    return after


def _refuse_doubles(connection: Any, table: Table, incoming: str) -> None:
    key = ", ".join(quoted(name) for name in table.key)
    row = connection.execute(
        f"SELECT {key}, count(*) AS n FROM {incoming} GROUP BY ALL HAVING n > 1 LIMIT 1"
    ).fetchone()
    if row:
        raise NumericalError(
            f"two rows of {table.name} share the key {row[0]}; nothing was stored",
            hint="Please report this: two different source keys hash to the same number.",
        )


def _split(connection: Any, table: Table, incoming: str, *, exists: bool) -> tuple[int, int]:
    """Fill write_fresh (new keys) and write_changed (rows that differ); return their sizes."""
    if not exists:
        total: int = connection.execute(f"SELECT count(*) FROM {incoming}").fetchone()[0]
        return total, 0
    key = " AND ".join(f"i.{quoted(k)} = s.{quoted(k)}" for k in table.key)
    stored = quoted(table.name)
    if table.month_of is not None:
        at = quoted(table.month_of)
        low, high = connection.execute(
            f"SELECT min({at})::VARCHAR, max({at})::VARCHAR FROM {incoming}"
        ).fetchone()
        if low is None:
            return 0, 0
        stored = f"(FROM {stored} WHERE {at} BETWEEN '{low}' AND '{high}')"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE write_fresh AS SELECT i.* FROM {incoming} i "
        f"ANTI JOIN {stored} s ON {key}"
    )
    fresh = connection.execute("SELECT count(*) FROM write_fresh").fetchone()[0]
    if table.month_of is not None:
        return fresh, 0
    content = [c.name for c in table.columns if c.name not in NOT_CONTENT | set(table.key)]
    differs = " OR ".join(f"i.{quoted(c)} IS DISTINCT FROM s.{quoted(c)}" for c in content)
    newer = "AND i.known_at >= s.known_at" if "known_at" in table.names else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE write_changed AS SELECT i.* FROM {incoming} i "
        f"JOIN {stored} s ON {key} WHERE ({differs}) {newer}"
    )
    changed = connection.execute("SELECT count(*) FROM write_changed").fetchone()[0]
    return fresh, changed


def _reader(connection: Any, table: Table, relation: str) -> Any:  # a RecordBatchReader
    """Stream `relation` in the stored schema of `table`."""
    import pyarrow as pa

    schema = stored_schema(table)
    columns = [quoted(c.name) for c in table.columns]
    order = ""
    if table.month_of is not None:
        at = quoted(table.month_of)
        columns.append(f"CAST(year({at}) * 100 + month({at}) AS INTEGER) AS {MONTH}")
        order = f" ORDER BY {MONTH}"
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


def _append(
    connection: Any,
    workspace: Workspace,
    table: Table,
    relation: str,
    *,
    mode: Literal["append", "overwrite"] = "append",
) -> None:
    from deltalake import write_deltalake

    path = workspace.table_path(table)
    path.mkdir(parents=True, exist_ok=True)
    stream = _reader(connection, table, relation)
    months = [MONTH] if table.month_of is not None else None
    if mode == "overwrite":
        write_deltalake(str(path), stream, mode="overwrite", configuration=TEN_YEARS)
    else:
        write_deltalake(
            str(path), stream, mode="append", partition_by=months, configuration=TEN_YEARS
        )


def _update(connection: Any, workspace: Workspace, table: Table) -> None:
    from deltalake import DeltaTable

    source = _reader(connection, table, "write_changed").read_all()
    matched = " AND ".join(f"t.{name} = s.{name}" for name in table.key)
    (
        DeltaTable(str(workspace.table_path(table)))
        .merge(source=source, predicate=matched, source_alias="s", target_alias="t")
        .when_matched_update_all()
        .execute()
    )


def _sync_tree(root: Path) -> None:
    for folder, _folders, files in os.walk(root):
        for name in files:
            descriptor = os.open(Path(folder) / name, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_folder(Path(folder))
    sync_folder(root.parent)
