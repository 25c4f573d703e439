"""Count what was imported: resolved stints and open ones, as files the manifest names.

After a small import only the deals it touched are counted (`lake.counts.parts`), else all of them.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fairlead.company.model import Company
from fairlead.facts import OPPORTUNITIES, RATES, STAGE_CHANGES
from fairlead.lake.conform.touched import Touched
from fairlead.lake.counts.basis import NOTHING, Basis, read_basis, write_basis
from fairlead.lake.counts.other_names import under_one_name
from fairlead.lake.counts.parts import (
    Shared,
    add_part,
    adds_up,
    begin,
    first_event,
    results,
    signature,
    summed_steps,
)
from fairlead.lake.counts.queries import Queries
from fairlead.lake.counts.shown import load_parts, same_people, show_part, show_rows
from fairlead.lake.counts.waiting import show_waiting
from fairlead.lake.published.files import copy_parquet
from fairlead.lake.store.layers import layers
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.memory import engine_memory
from fairlead.lake.store.workspace import Workspace
from fairlead.process.file import from_yaml
from fairlead.process.model import Process
from fairlead.refresh.company import load_company
from fairlead.refresh.opening import load_process, opened

DEALS_A_PART = 2_500_000
"""Deals counted at once; more of them would not fit into the engine's memory and be slower."""


def count(
    workspace: Workspace,
    manifest: Manifest,
    as_of: dt.date,
    *,
    before: Manifest | None = None,
    touched: Touched | None = None,
) -> dict[str, str]:
    """Count the tables `manifest` names as of an evening; return result name -> file name.

    The files carry the manifest's number; they are on disk and synced when this returns, and
    become visible with the manifest that names them.

    Parameters
    ----------
    workspace
        Whose tables are counted.
    manifest
        The state to be published.
    as_of
        The evening.
    before
        The state before, if its counts may be carried on.
    touched
        What an import changed, if it changed little; else everything is counted.
    """
    if before is not None and touched is not None:
        found = _carry_on(workspace, before, manifest, as_of, touched)
        if found is not None:
            return found
    return _count_all(workspace, manifest, as_of)


def _count_all(workspace: Workspace, manifest: Manifest, as_of: dt.date) -> dict[str, str]:
    rows = _rows(workspace, manifest)
    memory = engine_memory(sum(rows.values()))
    with opened(workspace, manifest, memory=memory, scratch=workspace.staging) as connection:
        process, _findings = load_process(workspace, connection)
        company = load_company(workspace, connection, renew=True)
        shared = Shared(began=first_event(connection, company.after_evening_of(as_of)))
        shared.add(connection, 1)
        begin(connection)
        queries = Queries()
        parts = 1 + rows.get(OPPORTUNITIES.name, 0) // DEALS_A_PART
        for number in range(parts):
            if parts > 1:
                show_part(connection, workspace, manifest, number=number, parts=parts)
                under_one_name(connection, process)
            add_part(connection, process, company, as_of, shared, queries=queries)
        summed_steps(connection)
        show_waiting(connection)
        basis = Basis(
            as_of=as_of,
            process=signature(process),
            currency=company.reporting_currency,
            time_zone=company.time_zone,
            rates=manifest.tables.get(RATES.name),
            shared=shared,
            queries=queries,
        )
        return _publish(connection, workspace, manifest, company, basis)


def _rows(workspace: Workspace, manifest: Manifest) -> dict[str, int]:
    """Return the rows of the tables that are counted, as the log has them."""
    found = {}
    for table in (OPPORTUNITIES, STAGE_CHANGES):
        version = manifest.tables.get(table.name)
        if version is not None:
            stored = layers(workspace.table_path(table), version)
            found[table.name] = stored.first_rows + stored.later_rows
    return found


@dataclass(frozen=True, slots=True)
class _Conditions:
    """Under which process and company a part is counted, and what the parts before left."""

    process: Process
    company: Company
    basis: Basis


def _carry_on(
    workspace: Workspace, before: Manifest, manifest: Manifest, as_of: dt.date, touched: Touched
) -> dict[str, str] | None:
    """Take away what the touched deals counted and add what they count now.

    None where something changed that reaches other deals.
    """
    if not workspace.process_file.exists():
        return None
    with opened(workspace, manifest, scratch=workspace.staging) as connection:
        found = _conditions(connection, workspace, (before, manifest), as_of, touched)
        if found is None:
            return None
        process, company, basis = found.process, found.company, found.basis
        queries = basis.queries
        shared = copy.deepcopy(basis.shared)
        load_parts(connection, workspace.results, before.results, touched.deals)
        shared.add(connection, -1)
        add_part(connection, process, company, basis.as_of, shared, queries=queries, sign=-1)
        show_rows(connection, touched.after)
        shared.add(connection, 1)
        add_part(connection, process, company, as_of, shared, queries=queries)
        summed_steps(connection)
        if not adds_up(connection):
            return None
        now = replace(basis, as_of=as_of, shared=shared)
        return _publish(connection, workspace, manifest, company, now, before=before.results)


def _conditions(
    connection: Any,
    workspace: Workspace,
    states: tuple[Manifest, Manifest],
    as_of: dt.date,
    touched: Touched,
) -> _Conditions | None:
    """Return what a part is counted under; None where all deals have to be counted.

    The tables of deals show the rows before then.
    """
    before, manifest = states
    basis = read_basis(connection, before.results, workspace.results)
    if basis is None:
        return None
    path = workspace.process_file
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    process = from_yaml(text, file=str(path))
    known = [pipeline.name for pipeline in process.pipelines]
    if touched.pipelines - set(known):
        return None
    after = copy.deepcopy(basis.shared)
    for rows, sign in ((touched.after, 1), (touched.before, -1)):
        show_rows(connection, rows)
        after.add(connection, sign)
    under_one_name(connection, process)
    company = load_company(workspace, connection, renew=True, deals_in=after.deals_in)
    rates = manifest.tables.get(RATES.name)
    same = (
        before.tables.get(RATES.name) == rates
        and basis.holds_for(signature(process), company, rates, as_of)
        and (after.named > 0) == (basis.shared.named > 0)
        and same_people(connection, workspace, states, basis.shared.strangers)
        and _same_beginning(touched, basis, company, as_of)
    )
    return _Conditions(process, company, basis) if same else None


def _same_beginning(touched: Touched, basis: Basis, company: Company, as_of: dt.date) -> bool:
    """Say whether history begins with the same event: first stages are dated by it."""
    first = touched.first_event("after", company.after_evening_of(as_of))
    was = touched.first_event("before", company.after_evening_of(basis.as_of))
    began = basis.shared.began
    if began is None:
        return first is None
    return (first is None or first >= began) and (was is None or was > began or was == first)


def _publish(
    connection: Any,
    workspace: Workspace,
    manifest: Manifest,
    company: Company,
    basis: Basis,
    *,
    before: Mapping[str, str] = NOTHING,
) -> dict[str, str]:
    """Write the counts of the evening, and what the next counting carries on from.

    `before` are the results that were carried on from.
    """
    workspace.results.mkdir(parents=True, exist_ok=True)
    files = {}
    told = results(connection, basis.shared, company, basis.as_of, basis.queries)
    for name, query in told.items():
        files[name] = f"{manifest.number:06d}-{name}.parquet"
        copy_parquet(connection, query, workspace.results / files[name])
    return files | write_basis(connection, basis, workspace.results, manifest.number, before)
