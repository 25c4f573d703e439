"""Is a workspace whole: every file the manifest needs is there, and holds what was published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fairlead.errors import UnavailableError
from fairlead.facts import TABLES, Table
from fairlead.lake.store.digest import changed_files
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace, connect, data_files, stored_columns

DOCTOR = "Run `fairlead doctor` for all of it; then restore a copy, or import into a new workspace."


def check_tables(workspace: Workspace, manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Yield (table, what was found, problem or '') for each table `manifest` names.

    Every file is compared with the digest noted when it was published and is read once, so that a
    flipped byte is found.
    """
    connection = connect()
    try:
        for table in TABLES:
            version = manifest.tables.get(table.name)
            if version is None:
                continue
            try:
                found, problem = _look(connection, workspace, table, version)
            except Exception as error:  # any damage is what we look for
                found, problem = "", f"cannot be read: {str(error).splitlines()[0][:120]}"
            yield table.name, found, problem
    finally:
        connection.close()


def _look(connection: Any, workspace: Workspace, table: Table, version: int) -> tuple[str, str]:
    from fairlead.lake.store.schema import literal

    files = data_files(workspace, table, version)
    missing = [f for f in files if not Path(f).is_file()]
    if missing:
        return "", f"{_files(len(missing))} missing, the first: {Path(missing[0]).name}"
    changed = changed_files(workspace.table_path(table), files)
    if changed:
        return "", f"{_files(len(changed))} not as written, the first: {Path(changed[0]).name}"
    if not files:
        return "0 rows", ""
    names = ", ".join(literal(f) for f in files)
    stored = stored_columns(workspace, table, version)
    columns = ", ".join(f'count("{c.name}")' for c in table.columns if c.name in stored)
    row = connection.execute(
        f"SELECT count(*), {columns} FROM read_parquet([{names}], hive_partitioning = false)"
    ).fetchone()
    return f"{row[0]:,} rows", ""


def _files(number: int) -> str:
    return "1 data file is" if number == 1 else f"{number} data files are"


@contextmanager
def telling_damage(workspace: Workspace, manifest: Manifest) -> Iterator[None]:
    """Say plainly which table is damaged where the engine fails on it; bugs stay what they are.

    Raises
    ------
    UnavailableError
        A table is damaged, or memory or disk is short.
    """
    import duckdb
    from deltalake.exceptions import DeltaError

    try:
        yield
    except (duckdb.Error, DeltaError) as error:
        for name, _found, problem in check_tables(workspace, manifest):
            if problem:
                raise UnavailableError(
                    f"the table {name} of the workspace is damaged: {problem}", hint=DOCTOR
                ) from error
        if isinstance(error, duckdb.OutOfMemoryException | duckdb.IOException):
            said = str(error).splitlines()[0][:200]
            raise UnavailableError(
                f"the database engine ran short: {said}",
                hint="Free some memory or disk space, then run the same command again.",
            ) from error
        raise
