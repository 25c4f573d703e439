"""All tables written anew without some names, and nothing of what they were before.

History holds names too: data files of earlier versions, and the smallest and largest text of each
file in the logs. So the tables are written into fresh folders, which change places with the old
ones; the old ones are removed. Afterwards there is one state, and no undo beyond it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fairlead.facts import TABLES
from fairlead.lake.store.commit import finish, write_table
from fairlead.lake.store.manifest import Manifest, latest
from fairlead.lake.store.restore import exchange
from fairlead.lake.store.schema import quoted
from fairlead.lake.store.workspace import Workspace, attach

FOLDER = ".erasing"
PREFIX = "kept_"
"""Begin of the temporary tables that hold what is to be written."""


def left_over(workspace: Workspace) -> bool:
    """Finish or forget what a killed erasure left; only under the write lock.

    It is finished where the tables had changed places already and the states had not.
    """
    scratch = Workspace(workspace.root / FOLDER)
    if not scratch.root.exists():
        return False
    halfway = (scratch.root / "tables").is_dir() and (scratch.manifests).is_dir()
    written = latest(scratch.manifests).number if halfway else 0
    finished = bool(written) and written == latest(workspace.manifests).number + 1
    if finished and not _fits(workspace, latest(workspace.manifests)):
        exchange(scratch.manifests, workspace.manifests)
    shutil.rmtree(scratch.root, ignore_errors=True)
    return finished


def _fits(workspace: Workspace, manifest: Manifest) -> bool:
    """Say whether the tables that lie there are those a manifest names."""
    from deltalake import DeltaTable

    for name, version in manifest.tables.items():
        path = workspace.table_path(name)
        if not (path / "_delta_log").is_dir() or DeltaTable(str(path)).version() < version:
            return False
    return True


def write_anew(
    connection: Any,
    workspace: Workspace,
    before: Manifest,
    change: Callable[[Any], None],
    changed: Callable[[Manifest], Manifest],
) -> Manifest:
    """Write what `before` names anew and make it the only state; return its manifest.

    Must be called under the write lock. Killed before the folders change places, nothing happened;
    killed after, `left_over` finishes it.

    Parameters
    ----------
    connection
        Of the engine.
    workspace, before
        What is written anew.
    change
        Changes the temporary tables ``kept_<name>`` in place.
    changed
        Changes the manifest the same way. Results are left out: they are made again.
    """
    scratch = Workspace(workspace.root / FOLDER)
    shutil.rmtree(scratch.root, ignore_errors=True)
    scratch.root.mkdir(mode=0o700)
    attach(connection, workspace, before)
    for table in TABLES:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {quoted(PREFIX + table.name)} AS "
            f"FROM {quoted(table.name)}"
        )
    change(connection)
    for table in TABLES:
        if table.name in before.tables:
            write_table(connection, scratch, table, quoted(PREFIX + table.name))
        connection.execute(f"DROP TABLE {quoted(PREFIX + table.name)}")
    empty = replace(before, tables={}, results={})
    after = finish(scratch, empty, changed)
    (scratch.root / "tables").mkdir(exist_ok=True)
    _passed("before exchange")
    exchange(scratch.root / "tables", workspace.root / "tables")
    _passed("between exchanges")
    exchange(scratch.manifests, workspace.manifests)
    _passed("after exchange")
    shutil.rmtree(scratch.root, ignore_errors=True)
    return after


def _passed(step: str) -> None:
    """Do nothing: the tests stop an erasure here."""
