"""Orphans: what writers left that were killed, and what no state can ever name again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from fairlead.facts import TABLES, Table
from fairlead.lake.store.digest import digests
from fairlead.lake.store.manifest import states
from fairlead.lake.store.workspace import Workspace, data_files

DRAFT = re.compile(r"\..+\.(\d+)")
"""Name of a file on its way to its place; the number is the process that writes it."""


def sweep(workspace: Workspace) -> int:
    """Remove orphans and return how many; only under the write lock, after healing.

    A data file is an orphan if it was never published (its digest is not noted) and no kept state
    names it. Nothing is removed while a manifest is damaged: nobody knows what it named. Drafts of
    processes that still run stay: a brief writes without the lock.
    """
    manifests = [manifest for _number, manifest in states(workspace.manifests)]
    found = [*_drafts(workspace)]
    for table in TABLES:
        root = workspace.table_path(table)
        found += (root / "_delta_log").glob("_commit_*.tmp")
        found += root.glob("_digests.json.draft")
        if None not in manifests:
            versions = {m.tables[table.name] for m in manifests if m and table.name in m.tables}
            found += _never_published(workspace, table, versions)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _drafts(workspace: Workspace) -> Iterator[Path]:
    for folder in (workspace.root, workspace.results):
        for path in folder.glob(".*"):
            match = DRAFT.fullmatch(path.name)
            if match and path.is_file() and not is_running(int(match[1])):
                yield path


def _never_published(workspace: Workspace, table: Table, versions: set[int]) -> Iterator[Path]:
    root = workspace.table_path(table)
    known = digests(root)
    strangers = [p for p in root.rglob("*.parquet") if "_delta_log" not in p.parts[-2:]]
    strangers = [p for p in strangers if os.path.relpath(p, root) not in known]
    if strangers:
        named = {path for version in versions for path in data_files(workspace, table, version)}
        yield from (path for path in strangers if str(path) not in named)


def is_running(process: int) -> bool:
    """Say whether a process of this number runs on this machine."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
