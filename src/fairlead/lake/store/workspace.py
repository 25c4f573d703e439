"""The workspace folder: where its parts are, who may write, and how its tables are read."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead.errors import ConflictError, InputError, UnavailableError
from fairlead.facts import TABLES, Table
from fairlead.lake.store.layers import layers, newest_rows
from fairlead.lake.store.manifest import Manifest, latest

MARKER = "fairlead-workspace.json"
NOT_IN_PATHS = re.compile(r"[\[\]*?\\\x00-\x1f]|%[0-9A-Fa-f]{2}")
"""The engine takes these for patterns and would read other folders too, or the wrong one."""

FEW_ROWS = 50_000
"""Rows of a small company. Handing so little from thread to thread takes longer than it saves: a
sixth of the processor's time of a small import."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company's data in one folder.

    Layout: ``tables/<name>`` Delta tables, ``manifests/`` numbered states, ``results/`` published
    answers, ``playbook/`` its versions, ``try-outs/`` as they were begun, ``verdicts/`` as they
    were given, ``practice/`` what was practised, ``process.yaml``, ``company.yaml`` and
    ``mapping.yaml`` to mend, ``staging/`` scratch, ``lock``.
    """

    root: Path

    @property
    def manifests(self) -> Path:
        """Folder of numbered manifests."""
        return self.root / "manifests"

    @property
    def staging(self) -> Path:
        """Scratch folder, emptied under the lock."""
        return self.root / "staging"

    @property
    def results(self) -> Path:
        """Folder of published results."""
        return self.root / "results"

    @property
    def playbook(self) -> Path:
        """Folder of the versions of the playbook."""
        return self.root / "playbook"

    @property
    def try_outs(self) -> Path:
        """Folder of try-outs as they were begun."""
        return self.root / "try-outs"

    @property
    def verdicts(self) -> Path:
        """Folder of verdicts as they were given."""
        return self.root / "verdicts"

    @property
    def practice(self) -> Path:
        """Folder of what was practised and used."""
        return self.root / "practice"

    @property
    def process_file(self) -> Path:
        """The sales process as a file to mend."""
        return self.root / "process.yaml"

    @property
    def company_file(self) -> Path:
        """Currency, calendar, time zone and working week as a file to mend."""
        return self.root / "company.yaml"

    @property
    def mapping_file(self) -> Path:
        """The mapping of the last import as a file to mend."""
        return self.root / "mapping.yaml"

    @property
    def effects_file(self) -> Path:
        """What own trainings moved and cost, as a file to write."""
        return self.root / "effects.yaml"

    def table_path(self, table: Table | str) -> Path:
        """Folder of a Delta table."""
        return self.root / "tables" / (table if isinstance(table, str) else table.name)

    def manifest(self) -> Manifest:
        """Return the newest manifest."""
        return latest(self.manifests)

    def exists(self) -> bool:
        """Say whether this folder is a workspace."""
        return (self.root / MARKER).is_file()

    def require(self) -> Manifest:
        """Return the newest whole state of a workspace that holds data.

        Where the newest is damaged, the last good one is returned with a finding that says so.

        Raises
        ------
        InputError
            There is no workspace here, or nothing was imported yet.
        UnavailableError
            No kept state is whole.
        """
        from fairlead.lake.store.sound import served

        if not self.exists():
            raise InputError(
                f"there is no Fairlead workspace at {self.root}",
                hint="Run `fairlead import PATH-TO-YOUR-EXPORT`, or name another --workspace.",
            )
        manifest = served(self)
        if not manifest.tables:
            raise InputError(
                f"the workspace at {self.root} holds no data yet",
                hint="Run `fairlead import PATH-TO-YOUR-EXPORT`.",
            )
        return manifest


def open_workspace(root: Path, *, create: bool = False) -> Workspace:
    """Return the workspace at `root`; with `create`, make an empty one where there is none.

    Raises
    ------
    InputError
        `root` is a file, holds other things, or has a name the store cannot handle.
    UnavailableError
        The folder cannot be written.
    """
    root = root.expanduser().absolute()
    if NOT_IN_PATHS.search(str(root)):
        raise InputError(
            f"a workspace path cannot hold any of [ ] * ? \\ or %20 and the like: {root}",
            hint="Name another folder with --workspace.",
        )
    workspace = Workspace(root)
    if not create or workspace.exists():
        return workspace
    try:
        foreign = root.exists() and (not root.is_dir() or any(root.iterdir()))
        if foreign:
            raise InputError(
                f"{root} is not a Fairlead workspace and is not empty",
                hint="Name a new folder with --workspace.",
            )
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        (root / MARKER).write_text(json.dumps({"made_by": "fairlead"}) + "\n", encoding="utf-8")
    except OSError as error:
        raise UnavailableError(
            f"cannot make a workspace at {root}: {error.strerror}",
            hint="Choose a folder you can write to with --workspace.",
        ) from error
    return workspace


def open_lock(workspace: Workspace, name: str) -> int:
    """Return a descriptor of a lock file in the workspace's folder, made where it is not there.

    Raises
    ------
    UnavailableError
        The folder cannot be written.
    """
    try:
        return os.open(workspace.root / name, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise UnavailableError(
            f"cannot write in {workspace.root}: {error.strerror}",
            hint="Check the folder's permissions and the free disk space.",
        ) from error


@contextlib.contextmanager
def writing(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's write lock; readers go on meanwhile. Scratch is emptied before use.

    Raises
    ------
    ConflictError
        Another process is writing.
    UnavailableError
        The folder cannot be written.
    """
    descriptor = open_lock(workspace, "lock")
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConflictError(
                f"another import is writing to {workspace.root}",
                hint="Wait for it to end, then run the same command again.",
            ) from error
        refuse_moved(workspace, descriptor, workspace.root / "lock")
        _empty(workspace.staging)
        try:
            yield
        finally:  # only the holder of the lock may clear up
            shutil.rmtree(workspace.staging, ignore_errors=True)
    finally:
        os.close(descriptor)


def refuse_moved(workspace: Workspace, descriptor: int, lock: Path) -> None:
    """Stop where the folder was replaced between opening a lock in it and getting it.

    Raises
    ------
    ConflictError
        It was.
    """
    try:
        same = os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        same = False
    if not same:
        raise ConflictError(
            f"{workspace.root} was replaced in the meantime", hint="Run the same command again."
        )


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnavailableError(
            f"cannot write in {folder}: {error.strerror}",
            hint="Check the folder's permissions and the free disk space.",
        ) from error


def connect(
    *,
    memory: str = "1GB",
    scratch: Path | None = None,
    once: bool = False,
    rows: int = FEW_ROWS,
) -> Any:  # a DuckDB connection
    """Return a DuckDB connection that works offline, in UTC, within `memory`.

    Whoever reads files `once` keeps nothing of them: that takes longer than it saves. Fewer than
    `FEW_ROWS` rows are worked on by one thread.
    """
    import duckdb

    settings: dict[str, str] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": memory,
        "preserve_insertion_order": "false",
        "enable_external_file_cache": "false" if once else "true",
    }
    if scratch is not None:
        settings["temp_directory"] = str(scratch)
    if rows < FEW_ROWS:
        settings["threads"] = "1"
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # what is told on the way is ours
    return connection


def data_files(workspace: Workspace, table: Table, version: int) -> list[str]:
    """Return the Parquet files of one version of a table."""
    return layers(workspace.table_path(table), version).files


def stored_relation(workspace: Workspace, table: Table, version: int | None) -> str:
    """Return the SQL of one version of a table (or of an empty one), every column of today.

    A column that came with a later Fairlead than the stored table is empty.
    """
    from fairlead.lake.store.schema import empty_relation_sql

    found = None if version is None else layers(workspace.table_path(table), version)
    return empty_relation_sql(table) if found is None else newest_rows(table, found)


def stored_rows(workspace: Workspace, manifest: Manifest) -> int:
    """Return how many rows the tables of `manifest` hold, as their logs have them."""
    held = [
        layers(workspace.table_path(table), manifest.tables[table.name])
        for table in TABLES
        if table.name in manifest.tables
    ]
    return sum(found.first_rows + found.later_rows for found in held)


def attach(connection: Any, workspace: Workspace, manifest: Manifest) -> None:
    """Make every canonical table a view of `connection`, as `manifest` names it (or empty).

    The parts of tables that are kept apart are views too (`settled.moving`, `settled.settled`).
    """
    from fairlead.lake.store.schema import empty_relation_sql, quoted
    from fairlead.lake.store.settled import APART, views_apart

    for table in TABLES:
        version = manifest.tables.get(table.name)
        found = None if version is None else layers(workspace.table_path(table), version)
        body = empty_relation_sql(table) if found is None else newest_rows(table, found)
        views = {table.name: body} | (views_apart(table, found) if table in APART else {})
        for name, sql in views.items():
            connection.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS {sql}")
