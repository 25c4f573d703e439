"""Writing: from staged relations to Delta commits, made visible together by one manifest."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from fairlead.errors import NumericalError, UnavailableError
from fairlead.facts import TABLES, Table
from fairlead.lake.store.digest import note_digests
from fairlead.lake.store.manifest import (
    Manifest,
    clear_drafts,
    publish,
    sync_folder,
    tables_named,
)
from fairlead.lake.store.schema import MONTH, quoted, stored_schema
from fairlead.lake.store.workspace import Workspace, data_files

TEN_YEARS = {"delta.logRetentionDuration": "interval 3650 days"}
NOT_CONTENT = frozenset({"file", "line"})
"""Where a row came from is no content: the same row from another folder changes nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one table gained.

    `confirmed` rows say the same as before, but are known from a newer export now, so that an
    export in between does not overwrite them.
    """

    inserted: int
    updated: int
    confirmed: int = 0


def heal(workspace: Workspace, manifest: Manifest) -> None:
    """Undo commits that no manifest names (a writer died between commit and manifest).

    Must be called under the write lock. What a table holds beyond its manifest is undone by a
    commit; a folder is removed only where no kept manifest names the table, because then it is of
    an import that never became visible.

    Raises
    ------
    UnavailableError
        A table that a manifest names has lost its log, or is older than the manifest says.
        Nothing is removed then.
    """
    import shutil

    from deltalake import DeltaTable

    clear_drafts(workspace.manifests)
    named = tables_named(workspace.manifests)
    for table in TABLES:
        path = workspace.table_path(table)
        if table.name not in named:
            shutil.rmtree(path, ignore_errors=True)
            continue
        if not (path / "_delta_log").is_dir():
            raise _damaged(table, "its log is gone")
        wanted = manifest.tables.get(table.name)
        delta = DeltaTable(str(path))
        now = delta.version()
        if wanted is None or now < wanted:
            raise _damaged(table, f"it ends before version {wanted}")
        if now > wanted and _files(delta) != _files(DeltaTable(str(path), version=wanted)):
            delta.restore(wanted)


def _files(delta: Any) -> set[str]:
    import pyarrow as pa

    return set(pa.table(delta.get_add_actions())["path"].to_pylist())


def _damaged(table: Table, problem: str) -> UnavailableError:
    return UnavailableError(
        f"the table {table.name} of the workspace is damaged: {problem}",
        hint="Nothing was changed. Restore a copy of the workspace, or import into a new one.",
    )


def write_table(
    connection: Any, workspace: Workspace, table: Table, incoming: str, *, dated: bool = True
) -> Written:
    """Merge the relation `incoming` into `table`; the caller publishes the new version.

    `incoming` holds the columns of `table`, one row a key; the view named like the table holds
    what is stored. Event tables only gain rows. Other tables take a row over when it is new, or
    when it differs and is not older than what is stored (``known_at``). Without `dated` nothing in
    the import says of when it is, and ``known_at`` is only the clock: it is no content then.

    Raises
    ------
    NumericalError
        Two different sources hash to one key.
    """
    _refuse_doubles(connection, table, incoming)
    exists = (workspace.table_path(table) / "_delta_log").is_dir()
    written = _split(connection, table, incoming, exists=exists, dated=dated)
    if exists and (written.inserted or written.updated or written.confirmed):
        _widen(connection, workspace, table)
    if written.inserted:
        _append(connection, workspace, table, "write_fresh" if exists else incoming)
    if written.updated or written.confirmed:
        _update(connection, workspace, table)
    _passed(f"after {table.name}")
    return written


def _widen(connection: Any, workspace: Workspace, table: Table) -> None:
    """Write a table anew with the columns a later Fairlead added; they are empty in old rows."""
    from deltalake import DeltaTable

    stored = DeltaTable(str(workspace.table_path(table))).schema()
    if {c.name for c in table.columns} - {field.name for field in stored.fields}:
        _append(connection, workspace, table, quoted(table.name), mode="overwrite")


def _content(table: Table, *, dated: bool) -> list[str]:
    without = NOT_CONTENT if dated else NOT_CONTENT | {"known_at"}
    return [c.name for c in table.columns if c.name not in without]


def overwrite_table(
    connection: Any, workspace: Workspace, table: Table, incoming: str, *, dated: bool = True
) -> Written:
    """Replace a small table as a whole if its content differs (people and their keys)."""
    stored = quoted(table.name)
    gone = _differing(connection, stored, incoming, _content(table, dated=dated))
    added = _differing(connection, incoming, stored, _content(table, dated=dated))
    if not added and not gone:
        return Written(0, 0)
    other = _differing(connection, incoming, stored, _content(table, dated=False))
    known, total = (
        connection.execute(f"SELECT count(*) FROM {relation}").fetchone()[0]
        for relation in (stored, incoming)
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE write_fresh AS FROM {incoming}")
    _append(connection, workspace, table, "write_fresh", mode="overwrite")
    _passed(f"after {table.name}")
    inserted = max(total - known, 0)
    updated = max(other - inserted, 0)
    if other == 0 and total < known:
        updated = known - total  # two keys turned out to be one person
    return Written(inserted, updated, added - other)


def _differing(connection: Any, relation: str, other: str, columns: list[str]) -> int:
    listed = ", ".join(map(quoted, columns))
    found: int = connection.execute(
        f"SELECT count(*) FROM (SELECT {listed} FROM {relation} "
        f"EXCEPT SELECT {listed} FROM {other})"
    ).fetchone()[0]
    return found


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
    _passed("before fsync")
    try:
        for table in TABLES:
            if table.name in now and before.tables.get(table.name) != now[table.name]:
                root = workspace.table_path(table)
                note_digests(root, data_files(workspace, table, now[table.name]))
                _sync_tree(root)
        after = change(replace(before, number=before.number + 1, tables=now))
        publish(workspace.manifests, after)
    except OSError as error:
        raise UnavailableError(
            f"writing the workspace failed: {error.strerror}; the state before is still served",
            hint="Free some disk space or check the permissions, then run the command again.",
        ) from error
    return after


def _passed(step: str) -> None:
    """Do nothing: the tests stop a writer here, at each step of an import."""


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


def _split(connection: Any, table: Table, incoming: str, *, exists: bool, dated: bool) -> Written:
    """Fill write_fresh (new keys) and write_changed (rows that differ); return their sizes."""
    if not exists:
        return Written(connection.execute(f"SELECT count(*) FROM {incoming}").fetchone()[0], 0)
    key = " AND ".join(f"i.{quoted(k)} = s.{quoted(k)}" for k in table.key)
    stored = quoted(table.name)
    if table.month_of is not None:
        at = quoted(table.month_of)
        low, high = connection.execute(
            f"SELECT min({at})::VARCHAR, max({at})::VARCHAR FROM {incoming}"
        ).fetchone()
        if low is None:
            return Written(0, 0)
        stored = f"(FROM {stored} WHERE {at} BETWEEN '{low}' AND '{high}')"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE write_fresh AS SELECT i.* FROM {incoming} i "
        f"ANTI JOIN {stored} s ON {key}"
    )
    fresh = connection.execute("SELECT count(*) FROM write_fresh").fetchone()[0]
    if table.month_of is not None:
        return Written(fresh, 0)
    content = [c for c in _content(table, dated=False) if c not in table.key]
    differs = " OR ".join(f"i.{quoted(c)} IS DISTINCT FROM s.{quoted(c)}" for c in content)
    has_date = "known_at" in table.names
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE write_changed AS SELECT i.*, ({differs}) AS differs "
        f"FROM {incoming} i JOIN {stored} s ON {key} "
        f"WHERE (({differs}) {'AND i.known_at >= s.known_at' if has_date else ''}) "
        f"OR {'i.known_at > s.known_at' if has_date and dated else 'false'}"
    )
    updated, confirmed = connection.execute(
        "SELECT count(*) FILTER (differs), count(*) FILTER (NOT differs) FROM write_changed"
    ).fetchone()
    return Written(fresh, updated, confirmed)


def _reader(connection: Any, table: Table, relation: str) -> Any:  # a RecordBatchReader
    """Stream `relation` in the stored schema of `table`."""
    import pyarrow as pa

    schema = stored_schema(table)
    columns = [quoted(c.name) for c in table.columns]
    order = ""
    if table.month_of is not None:
        at = quoted(table.month_of)
        day = f"make_timestamp(epoch_us({at}))::DATE"  # 15 times as fast as year() of an instant
        columns.append(f"CAST(year({day}) * 100 + month({day}) AS INTEGER) AS {MONTH}")
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
        write_deltalake(
            str(path),
            stream,
            mode="overwrite",
            schema_mode="overwrite",
            partition_by=months,
            configuration=TEN_YEARS,
        )
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
