"""Changed rows lie over older ones: an import writes what it touches, a reader takes the newest.

Rewriting ten million deals because a few thousand changed took most of a day's import. So a table
that is not one of events has two kinds of files: those that hold each key once, and later ones
whose rows replace them. Both belong to one version of a Delta table, so that a manifest, an undo
and a backup name them as before. Where the later rows become many, an import writes the table anew
(docs/decisions/0012).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from fairlead.facts import Table

MOST_LATER = 0.1
"""Largest share of a table's rows that may lie over others before the table is written anew."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The data files of one version of a table, with the columns and rows they have.

    `layered` says whether the table was written in layers at all; those of an earlier Fairlead
    were not. `settled` are those of `first` whose deals were over when they were written, `apart`
    says whether they are told apart (`lake.store.settled`).
    """

    first: tuple[str, ...]
    later: tuple[str, ...]
    first_rows: int
    later_rows: int
    columns: frozenset[str]
    layered: bool
    settled: tuple[str, ...] = ()
    apart: bool = False

    @property
    def files(self) -> list[str]:
        """All files."""
        return [*self.first, *self.later]


def layers(root: Path, version: int | None = None) -> Layers:
    """Return the files of a version of the Delta table at `root` (None: of the newest).

    The paths come from the log's ``path`` column, unquoted and joined to the root: ``file_uris()``
    is percent-encoded and breaks on blanks and umlauts. A version never changes, so it is looked up
    once as long as its commit is the same file.
    """
    number = newest_version(root) if version is None else version
    try:
        commit = (root / "_delta_log" / f"{number:020d}.json").stat()
    except FileNotFoundError:  # damage; the library says what it misses
        return _looked_up.__wrapped__(root, number, ())
    return _looked_up(root, number, (commit.st_ino, commit.st_mtime_ns, commit.st_size))


def newest_version(root: Path) -> int:
    """Return the newest version of the Delta table at `root`, without reading its log."""
    found = (int(path.stem) for path in (root / "_delta_log").glob("[0-9]*.json"))
    return max(found, default=0)


@functools.lru_cache(maxsize=64)
def _looked_up(root: Path, version: int, commit: tuple[int, ...]) -> Layers:  # noqa: ARG001
    """Return the files of a version; `commit` tells the file of its commit from others."""
    from urllib.parse import unquote

    import pyarrow as pa
    from deltalake import DeltaTable

    from fairlead.lake.store.schema import LATER, SETTLED, TURN

    delta = DeltaTable(str(root), version=version)
    columns = frozenset(field.name for field in delta.schema().fields)
    actions = pa.table(delta.get_add_actions(flatten=True))
    named = [str(root / unquote(path)) for path in actions["path"].to_pylist()]
    rows = actions["num_records"].to_pylist()
    later, settled = (
        actions[column].to_pylist() if column in actions.column_names else [False] * len(named)
        for column in (f"partition.{LATER}", f"partition.{SETTLED}")
    )
    return Layers(
        first=tuple(n for n, over in zip(named, later, strict=True) if not over),
        later=tuple(n for n, over in zip(named, later, strict=True) if over),
        first_rows=sum(n or 0 for n, over in zip(rows, later, strict=True) if not over),
        later_rows=sum(n or 0 for n, over in zip(rows, later, strict=True) if over),
        columns=columns - {LATER, TURN, SETTLED},
        layered=TURN in columns,
        settled=tuple(n for n, over in zip(named, settled, strict=True) if over),
        apart=SETTLED in columns,
    )


def newest_rows(table: Table, found: Layers) -> str:
    """Return SQL of the rows of a table that count: of each key the newest."""
    from fairlead.lake.store.schema import TURN, column_sql, empty_relation_sql, quoted

    columns = ", ".join(column_sql(c, found.columns) for c in table.columns)
    if not found.files:
        return empty_relation_sql(table)
    if not found.later:
        return f"SELECT {columns} FROM {read_files(found.first)}"
    key = ", ".join(quoted(name) for name in table.key)
    later = (
        f"SELECT {columns} FROM {read_files(found.later)} "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {TURN} DESC) = 1"
    )
    if not found.first:
        return later
    return (
        f"SELECT {columns} FROM {read_files(found.first)} "
        f"ANTI JOIN (SELECT {key} FROM {read_files(found.later)}) USING ({key}) UNION ALL ({later})"
    )


def differing_rows(root: Path, table: Table, versions: tuple[int, int]) -> tuple[str, str]:
    """Return SQL of the rows of two versions of a table that may differ.

    Only what files say that one version has and the other has not can differ: of ten million
    deals, the few thousand an import touched. Rows beyond those are in both or in neither.
    """
    from fairlead.lake.store.schema import quoted

    both = [layers(root, version) for version in versions]
    shared = set(both[0].files) & set(both[1].files)
    alone = [[name for name in found.files if name not in shared] for found in both]
    if table.month_of is not None:  # a row of these is in one file, and no row lies over it
        first, second = (
            newest_rows(table, replace(found, first=tuple(files), later=()))
            for found, files in zip(both, alone, strict=True)
        )
        return first, second
    key = ", ".join(quoted(name) for name in table.key)
    files = [*alone[0], *alone[1]]
    first, second = (newest_rows(table, found) for found in both)
    if not files:
        return f"({first}) LIMIT 0", f"({second}) LIMIT 0"
    touched = f"SEMI JOIN (SELECT {key} FROM {read_files(files)}) USING ({key})"
    return f"SELECT * FROM ({first}) {touched}", f"SELECT * FROM ({second}) {touched}"


def read_files(files: Iterable[str]) -> str:
    """Return SQL of the rows of Parquet files, as they lie there."""
    from fairlead.lake.store.schema import literal

    names = ", ".join(map(literal, files))
    return f"read_parquet([{names}], hive_partitioning = false)"
