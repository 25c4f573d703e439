"""Count what was imported: resolved stints and open ones, as files the manifest names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from fairlead.company.model import Company
from fairlead.lake.counts.money import fill_factors, reported
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
        company = load_company(workspace, connection, renew=True)
        sources = relations(connection, process, company)
        backend = sources.backend
        deals = keep(backend, "counted_deals", state(sources, as_of))
        keep(backend, "stints_in_money", stints(sources, deals, as_of))
        fill_factors(connection, company)
        found = keep_in_money(connection, backend, company, as_of)
        return {
            name: _write(workspace, manifest.number, name, build(found))
            for name, build in COUNTS.items()
        }


def keep_in_money(connection: Any, backend: Any, company: Company, as_of: dt.date) -> Any:
    """Return the stints as a table, amounts in the reporting currency at the rate of entry."""
    day = f"coalesce(company_day(entered_at), DATE '{as_of}')"
    money = reported(connection, "stints_in_money", company, day, "amount_at_entry")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE counted_stints AS {money}")
    return backend.table("counted_stints")


def _write(workspace: Workspace, number: int, name: str, expression: Any) -> str:
    file = f"{number:06d}-{name}.parquet"
    workspace.results.mkdir(parents=True, exist_ok=True)
    target: Path = workspace.results / file
    write_parquet(expression, target)
    return file
