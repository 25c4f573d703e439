"""Writing: from staged relations to Delta commits, made visible together by one manifest."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairlead.errors import NumericalError, UnavailableError
from fairlead.facts import TABLES, Table
from fairlead.lake.store.append import append
from fairlead.lake.store.digest import log_files, note_digests
from fairlead.lake.store.layers import MOST_LATER, layers, newest_version
from fairlead.lake.store.manifest import (
    SCHEMA_VERSION,
    Manifest,
    clear_drafts,
    publish,
    sync_folder,
    tables_named,
)
from fairlead.lake.store.schema import LATER, TURN, quoted
from fairlead.lake.store.settled import are_many, to_be_parted
from fairlead.lake.store.workspace import Workspace, data_files

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
    an import that never became visible. A table that only other kept states name (the import that
    made it was undone) is emptied by a commit, which leaves those states as they are.

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
        if named is not None and table.name not in named:
            shutil.rmtree(path, ignore_errors=True)
            continue
        wanted = manifest.tables.get(table.name)
        if not (path / "_delta_log").is_dir():
            if wanted is None and named is None:
                continue
            raise _damaged(table, "its log is gone")
        delta = DeltaTable(str(path))
        now = delta.version()
        if wanted is None:
            if _files(delta):
                delta.delete()
            continue
        if now < wanted:
            raise _damaged(table, f"it ends before version {wanted}")
        if now > wanted and _files(delta) != _files(DeltaTable(str(path), version=wanted)):
            delta.restore(wanted)


def _files(delta: Any) -> set[str]:
    import pyarrow as pa

    return set(pa.table(delta.get_add_actions())["path"].to_pylist())


def _damaged(table: Table, problem: str) -> UnavailableError:
    return UnavailableError(
        f"the table {table.name} of the workspace is damaged: {problem}",
        hint="Nothing was changed. Go back with `fairlead import --undo`, restore a backup, or "
        "import into a new workspace.",
    )


def write_table(
    connection: Any,
    workspace: Workspace,
    table: Table,
    incoming: str,
    *,
    stored: str | None = None,
    dated: bool = True,
) -> Written:
    """Merge the relation `incoming` into `table`; the caller publishes the new version.

    `incoming` holds the columns of `table`, one row a key; the view named like the table holds
    what is stored, and `stored`, where given, at least what has one of the incoming keys. Event
    tables only gain rows. Other tables take a row over when it is new, or when it differs and is
    not older than what is stored (``known_at``). Without `dated` nothing in the import says of
    when it is, and ``known_at`` is only the clock: it is no content then. ``write_fresh`` and
    ``write_changed`` hold the rows that were written, where the table was there before.

    Raises
    ------
    NumericalError
        Two different sources hash to one key.
    """
    _refuse_doubles(connection, table, incoming)
    exists = (workspace.table_path(table) / "_delta_log").is_dir()
    written = Written(_count(connection, incoming), 0)
    if exists and written.inserted:
        written = _split(connection, table, incoming, stored or quoted(table.name), dated=dated)
    if exists and (written.inserted or written.updated or written.confirmed):
        _lay(connection, workspace, table, written)
    elif written.inserted:
        append(connection, workspace, table, incoming)
    _passed(f"after {table.name}")
    return written


def rows_written(incoming: str, written: Written, *, existed: bool) -> str | None:
    """Return SQL of the rows the last `write_table` wrote; None where it wrote none.

    `existed` says whether the table was there before.
    """
    if not existed:
        return f"FROM {incoming}" if written.inserted else None
    bodies = ["FROM write_fresh"] if written.inserted else []
    if written.updated or written.confirmed:
        bodies.append("SELECT * EXCLUDE (differs) FROM write_changed")
    return " UNION ALL BY NAME ".join(bodies) or None


def _lay(connection: Any, workspace: Workspace, table: Table, written: Written) -> None:
    """Add the rows `_split` found: new keys beside the stored rows, changed rows over them.

    The table is written anew where the rows that lie over others would be more than `MOST_LATER`,
    and where an earlier Fairlead wrote it (without layers, without settled deals apart, or without
    a column of today; that is empty in old rows).
    """
    found = layers(workspace.table_path(table))
    missing = {c.name for c in table.columns} - found.columns
    earlier = bool(missing) or to_be_parted(workspace, table, found)
    if table.month_of is not None:
        if earlier:
            append(connection, workspace, table, quoted(table.name), mode="overwrite")
        many = are_many(found, written.inserted)
        append(connection, workspace, table, "write_fresh", many=many)
        return
    changed = written.updated + written.confirmed
    if earlier or not found.layered or found.later_rows + changed > MOST_LATER * found.first_rows:
        key = ", ".join(quoted(name) for name in table.key)
        every = (
            f"(SELECT * FROM {quoted(table.name)} ANTI JOIN write_changed USING ({key}) "
            "UNION ALL BY NAME SELECT * EXCLUDE (differs) FROM write_changed "
            "UNION ALL BY NAME FROM write_fresh)"
        )
        append(connection, workspace, table, every, mode="overwrite")
        return
    turn = (
        newest_version(workspace.table_path(table)) + 1
    )  # no earlier commit has it, undone ones neither
    rows = (
        "(SELECT *, false AS later, 0 AS turn FROM write_fresh UNION ALL BY NAME "
        f"SELECT * EXCLUDE (differs), true AS later, {turn} AS turn FROM write_changed)"
    )
    many = are_many(found, written.inserted)
    append(connection, workspace, table, rows, later=(LATER, TURN), many=many)


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
    known, total = (_count(connection, relation) for relation in (stored, incoming))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE write_fresh AS FROM {incoming}")
    append(connection, workspace, table, "write_fresh", mode="overwrite")
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
    return {
        table.name: newest_version(workspace.table_path(table))
        for table in TABLES
        if (workspace.table_path(table) / "_delta_log").is_dir()
    }


def finish(
    workspace: Workspace,
    before: Manifest,
    change: Callable[[Manifest], Manifest],
) -> Manifest:
    """Sync every new file while `change` works, then publish the next manifest; return it.

    Nothing is published before both are done: a disk is slow, and counting does not need it.
    """
    now = versions(workspace)
    new = [t for t in TABLES if t.name in now and before.tables.get(t.name) != now[t.name]]
    _passed("before fsync")
    try:
        with ThreadPoolExecutor(max_workers=1) as beside:
            synced = beside.submit(_make_durable, workspace, {t: now[t.name] for t in new})
            number, layout = before.number + 1, SCHEMA_VERSION
            fresh = replace(before, number=number, schema_version=layout, tables=now)
            after = change(replace(fresh, since=before.changed(now, number)))
            synced.result()
        publish(workspace.manifests, after)
    except OSError as error:
        raise UnavailableError(
            f"writing the workspace failed: {error.strerror}; the state before is still served",
            hint="Free some disk space or check the permissions, then run the command again.",
        ) from error
    return after


def _make_durable(workspace: Workspace, tables: dict[Table, int]) -> None:
    """Note the digests of the tables' files and write everything through to the disk."""
    for table, version in tables.items():
        root = workspace.table_path(table)
        note_digests(root, data_files(workspace, table, version) + log_files(root, version))
        _sync_tree(root)


def _passed(step: str) -> None:
    """Do nothing: the tests stop a writer here, at each step of an import."""


def _refuse_doubles(connection: Any, table: Table, incoming: str) -> None:
    if len(table.key) == 1 and not _has_doubles(connection, table.key[0], incoming):
        return
    key = ", ".join(quoted(name) for name in table.key)
    row = connection.execute(
        f"SELECT {key}, count(*) AS n FROM {incoming} GROUP BY ALL HAVING n > 1 LIMIT 1"
    ).fetchone()
    if row:
        raise NumericalError(
            f"two rows of {table.name} share the key {row[0]}; nothing was stored",
            hint="Please report this: two different source keys hash to the same number.",
        )


def _has_doubles(connection: Any, key: str, relation: str) -> bool:
    """Say whether a number stands twice in a column; sorting takes a third of grouping's time."""
    sql = f"SELECT {quoted(key)} FROM {relation}"
    numbers = connection.execute(sql).fetchnumpy()[key]
    numbers.sort()
    return bool((numbers[1:] == numbers[:-1]).any())


def _count(connection: Any, relation: str) -> int:
    (rows,) = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(rows)


def _split(connection: Any, table: Table, incoming: str, stored: str, *, dated: bool) -> Written:
    """Fill write_fresh (new keys) and write_changed (rows that differ); return their sizes."""
    key = " AND ".join(f"i.{quoted(k)} = s.{quoted(k)}" for k in table.key)
    if table.month_of is not None:
        at = quoted(table.month_of)
        low, high = connection.execute(
            f"SELECT min({at})::VARCHAR, max({at})::VARCHAR FROM {incoming}"
        ).fetchone()
        stored = f"(FROM {stored} WHERE {at} BETWEEN '{low}' AND '{high}')"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE write_fresh AS SELECT i.* FROM {incoming} i "
        f"ANTI JOIN {stored} s ON {key}"
    )
    fresh = _count(connection, "write_fresh")
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
