"""The database of the pages beside the tables: accounts, and everything people wrote there.

It is a file of SQLite in the workspace, where no other database is named. A copy of it is one
moment of it, whoever writes meanwhile, and holds nothing that was deleted before.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fairlead.errors import ConflictError, UnavailableError
from fairlead.lake.store.workspace import Workspace, open_lock, refuse_moved

FILE = "web.sqlite3"
"""Name of the database in the workspace."""

SERVED = "served"
"""Lock that every server of a workspace shares."""

WAIT_S = 20.0


def copy_of_pages(workspace: Workspace, target: Path) -> bool:
    """Copy the database as it stands to `target`, a new file; say whether there is one.

    Raises
    ------
    UnavailableError
        The database is damaged, or somebody holds it for too long.
    """
    source = workspace.root / FILE
    if not source.is_file():
        return False
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(_opened(source)) as connection:
            connection.execute("VACUUM INTO ?", [str(target)])
    except sqlite3.Error as error:
        raise UnavailableError(
            f"{source} cannot be copied: {error}",
            hint="Try again; if it stays so, stop `fairlead serve` and put an older copy back.",
        ) from error
    return True


def damage_of_pages(path: Path) -> str:
    """Return what is wrong with a copy, "" where nothing is."""
    try:
        with closing(_opened(path)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if said == "ok" else str(said)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT_S)


@contextmanager
def being_served(workspace: Workspace) -> Iterator[None]:
    """Hold the lock that says that pages are served; several servers may."""
    with _locked(workspace, fcntl.LOCK_SH):
        yield


@contextmanager
def not_served(workspace: Workspace) -> Iterator[None]:
    """Let nobody serve the workspace meanwhile.

    Raises
    ------
    ConflictError
        Somebody does.
    """
    with _locked(workspace, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(workspace: Workspace, how: int) -> Iterator[None]:
    descriptor = open_lock(workspace, SERVED)
    try:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            served = how == fcntl.LOCK_EX
            raise ConflictError(
                f"{workspace.root} is {'being served' if served else 'just being replaced'}",
                hint="Stop `fairlead serve` first." if served else "Run the same command again.",
            ) from error
        refuse_moved(workspace, descriptor, workspace.root / SERVED)
        yield
    finally:
        os.close(descriptor)
