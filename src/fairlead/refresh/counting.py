"""Count what was imported: resolved stints and open ones, as files the manifest names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from fairlead.lake.counts.relations import keep, relations
from fairlead.lake.counts.state import state
from fairlead.lake.counts.stints import stints
from fairlead.lake.counts.tally import open_counts, step_counts
from fairlead.lake.published.files import write_parquet
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.briefing import load_process, opened
from fairlead.refresh.company import load_company

COUNTS = {"step_counts": step_counts, "open_stints": open_counts}


def count(workspace: Workspace, manifest: Manifest, as_of: dt.date) -> dict[str, str]:
    """Count the tables `manifest` names as of an evening; return result name -> file name.

    The files carry the manifest's number; they are on disk and synced when this returns, and
    become visible with the manifest that names them.
    """
    with opened(workspace, manifest) as connection:
        process, _findings = load_process(workspace, connection)
        load_company(workspace, connection, renew=True)
        sources = relations(connection, process)
        backend = sources.backend
        deals = keep(backend, "counted_deals", state(sources, as_of))
        found = keep(backend, "counted_stints", stints(sources, deals, as_of))
        return {
            name: _write(workspace, manifest.number, name, build(found))
            for name, build in COUNTS.items()
        }


def _write(workspace: Workspace, number: int, name: str, expression: Any) -> str:
    file = f"{number:06d}-{name}.parquet"
    workspace.results.mkdir(parents=True, exist_ok=True)
    target: Path = workspace.results / file
    write_parquet(expression, target)
    return file
