"""Is a workspace whole: every file the manifest needs is there, and holds what was published."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fairlead.errors import UnavailableError
from fairlead.facts import TABLES, Table
from fairlead.lake.store.digest import changed_files, log_files
from fairlead.lake.store.layers import layers, newest_rows
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace, connect, data_files

DOCTOR = (
    "Run `fairlead doctor` for all of it; then go back with `fairlead import --undo`, restore a "
    "backup, or import into a new workspace."
)


NO_ROOM = re.compile(
    r"os error (?:5|13|27|28|30|122)\b|no space|too large|read-only|denied", re.IGNORECASE
)
"""What the table library says where the system refuses to write; it has no error of its own."""


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

    files, problem = files_of(workspace, table, version, thorough=True)
    if problem:
        return "", problem
    if not files:
        return "0 rows", ""
    names = ", ".join(literal(f) for f in files)
    found = layers(workspace.table_path(table), version)
    columns = ", ".join(f'count("{c.name}")' for c in table.columns if c.name in found.columns)
    row = connection.execute(
        f"SELECT count(*), {columns} FROM read_parquet([{names}], hive_partitioning = false)"
    ).fetchone()
    if found.later:
        row = connection.execute(f"SELECT count(*) FROM ({newest_rows(table, found)})").fetchone()
    return f"{row[0]:,} rows", ""


def files_of(
    workspace: Workspace, table: Table, version: int, *, thorough: bool = False
) -> tuple[list[str], str]:
    """Return the data files of one version of a table, and what is wrong with its files or ''.

    The log is looked at before it is read: a damaged one could name other files. `thorough` as in
    `digest.changed_files`.
    """
    root = workspace.table_path(table)
    changed = changed_files(root, log_files(root, version), thorough=thorough)
    if changed:
        return [], _log_changed(changed)
    files = data_files(workspace, table, version)
    missing = [f for f in files if not Path(f).is_file()]
    if missing:
        return [], f"{_files(len(missing))} missing, the first: {Path(missing[0]).name}"
    changed = changed_files(root, files, thorough=thorough)
    if changed:
        return [], f"{_files(len(changed))} not as written, the first: {Path(changed[0]).name}"
    return files, ""


def _log_changed(files: list[str]) -> str:
    return f"its log is not as written, the first: {Path(files[0]).name}"


def _damaged(table: Table, problem: str) -> str:
    return f"the table {table.name} of the workspace is damaged: {problem}"


def _files(number: int) -> str:
    return "1 data file is" if number == 1 else f"{number} data files are"


def damage(workspace: Workspace, manifest: Manifest) -> str:
    """Return what is damaged in the tables `manifest` names, in one sentence, or ''.

    Every file is read once and compared with the CRC-32 noted when it was published (a third of a
    second of one core for each gigabyte): the engine reads many damaged files without a word.
    """
    for table in TABLES:
        version = manifest.tables.get(table.name)
        if version is None:
            continue
        try:
            _found, problem = files_of(workspace, table, version)
        except Exception as error:  # any damage is what we look for
            problem = f"cannot be read: {str(error).splitlines()[0][:120]}"
        if problem:
            return _damaged(table, problem)
    return ""


def refuse_damage(
    workspace: Workspace, manifest: Manifest, found: Callable[[], str] | None = None
) -> None:
    """Stop before a damaged file is read, merged and written anew as if it were sound.

    `found` tells what `looking_for_damage` saw, where somebody has looked already.

    Raises
    ------
    UnavailableError
        A file of a table is missing or not as written.
    """
    problem = damage(workspace, manifest) if found is None else found()
    if problem:
        raise UnavailableError(problem, hint=DOCTOR)


@contextmanager
def looking_for_damage(workspace: Workspace, manifest: Manifest) -> Iterator[Callable[[], str]]:
    """Look for damage while other things are done; yield what waits for it and says it.

    Comparing stored files is the work of one core, reading an export and comparing it with what is
    stored that of the other. So files may be read before they are compared: whoever writes waits
    first (`refuse_damage`), and whatever goes wrong meanwhile, damage is told as the reason if
    there is any. The logs are compared at once, because they name the files.

    Raises
    ------
    UnavailableError
        A log is not as written; or something went wrong, and a file is missing or not as written.
    """
    problem = _log_damage(workspace, manifest)
    if problem:
        raise UnavailableError(problem, hint=DOCTOR)
    with ThreadPoolExecutor(max_workers=1) as beside:
        found = beside.submit(damage, workspace, manifest).result
        try:
            yield found
        except Exception as error:  # a damaged file may show itself as anything
            if problem := found():
                raise UnavailableError(problem, hint=DOCTOR) from error
            raise


def _log_damage(workspace: Workspace, manifest: Manifest) -> str:
    """Return which table's log is not as written, in one sentence, or ''."""
    for table in TABLES:
        version = manifest.tables.get(table.name)
        if version is None:
            continue
        root = workspace.table_path(table)
        if changed := changed_files(root, log_files(root, version)):
            return _damaged(table, _log_changed(changed))
    return ""


def refuse_unwritable(workspace: Workspace) -> None:
    """Stop before anything is written where a table's folder lets nothing be written.

    Raises
    ------
    UnavailableError
        A folder of a table is read-only for this user.
    """
    for table in TABLES:
        root = workspace.table_path(table)
        for folder in (root, root / "_delta_log"):
            if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
                raise UnavailableError(
                    f"permission denied: nothing can be written in {folder}",
                    hint="Check the owner and the permissions of the workspace. What was stored "
                    "before is still served.",
                )


@contextmanager
def telling_disk() -> Iterator[None]:
    """Say plainly that the system refused to read or write.

    Raises
    ------
    UnavailableError
        The disk is full, a folder is read-only, or a limit was reached.
    """
    try:
        yield
    except OSError as error:
        name = f" ({error.filename})" if error.filename else ""
        raise UnavailableError(
            f"the system said: {error.strerror or error}{name}",
            hint="Check permissions and free disk space. What was stored before is still served.",
        ) from error


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
        short = isinstance(error, duckdb.OutOfMemoryException | duckdb.IOException)
        if short or (isinstance(error, DeltaError) and NO_ROOM.search(str(error))):
            said = " ".join(str(error).split())[:300]
            raise UnavailableError(
                f"the tables could not be read or written: {said}",
                hint="Check free memory, free disk space and permissions, then run the same "
                "command again. What was stored before is still served.",
            ) from error
        raise
