"""One import from path to manifest: read, conform, write, publish. Killed anywhere: old or new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from fairlead.answers import Finding
from fairlead.company.model import Company
from fairlead.company.zones import UTC, local
from fairlead.errors import FairleadError
from fairlead.facts import (
    FIELD_CHANGES,
    OPPORTUNITIES,
    PEOPLE,
    PERSON_KEYS,
    STAGE_CHANGES,
    TABLES,
)
from fairlead.lake.conform.run import Conformed, FileAccount, conform
from fairlead.lake.conform.touched import Touched, keep_written, touched_rows
from fairlead.lake.counts.links import link_counts
from fairlead.lake.counts.shown import watched_deals
from fairlead.lake.published.aside import AsideAmount, aside_amounts
from fairlead.lake.published.files import prune
from fairlead.lake.readers import read
from fairlead.lake.readers.contract import Reading, SkippedFile
from fairlead.lake.readers.series import Export, exports_at
from fairlead.lake.readers.sources import find_sources
from fairlead.lake.store.check import (
    looking_for_damage,
    refuse_damage,
    refuse_unwritable,
    telling_damage,
    telling_disk,
)
from fairlead.lake.store.commit import (
    Written,
    finish,
    heal,
    overwrite_table,
    rows_written,
    write_table,
)
from fairlead.lake.store.erased import NOBODY, Erased, erased_of
from fairlead.lake.store.manifest import ImportRecord, Manifest, SourceRecord, kept_results
from fairlead.lake.store.memory import engine_memory
from fairlead.lake.store.sweep import sweep
from fairlead.lake.store.workspace import Workspace, attach, connect, stored_rows, writing
from fairlead.refresh.beside import PutAsideRow, offering_mapping, put_aside_rows, write_beside
from fairlead.refresh.company import adopt_company, in_zone, said_company
from fairlead.refresh.counting import count
from fairlead.refresh.effects import adopt_effects
from fairlead.refresh.mappings import learned_mappings, publish_mappings, with_taught

Progress: TypeAlias = Callable[[str, int, int], None]

MOST_PUT_ASIDE = 0.05
"""Largest share of a file's rows that may be put aside before an import stops."""

WHOLE = (PEOPLE, PERSON_KEYS)
"""Small tables that are made anew from everything known."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one import did."""

    manifest: Manifest
    reading: Reading
    accounts: tuple[FileAccount, ...]
    skipped: tuple[SkippedFile, ...]
    inserted: dict[str, int]
    updated: dict[str, int]
    data_until: dt.datetime | None
    findings: tuple[Finding, ...]
    put_aside: tuple[PutAsideRow, ...]
    links: dict[str, int]
    mapping_file: Path

    @property
    def changed(self) -> bool:
        """Say whether the workspace is different now."""
        return bool(self.inserted or self.updated)


def import_path(
    workspace: Workspace,
    path: Path,
    *,
    now: dt.datetime,
    mapping: Path | None = None,
    most_put_aside: float = MOST_PUT_ASIDE,
    memory: str | None = None,
    progress: Progress | None = None,
    counting: bool = True,
) -> ImportResult:
    """Import whatever lies at `path` into `workspace`.

    Exports of one list, told apart by the dates in their names, are imported one after the other,
    each published by itself; what differs between them becomes history.

    Parameters
    ----------
    workspace
        An existing workspace (`open_workspace(..., create=True)`).
    path
        File, folder or zip.
    now
        The clock of the caller; dates later than it are not evidence of how far the data go.
    mapping
        A mapping file that overrides what would be proposed; kept and used at the next import.
    most_put_aside
        Share of a file's rows (0..1) above which nothing is stored.
    memory
        Limit for the database engine; None = by rows and machine.
    progress
        Called with (what, done, total).
    counting
        Also publish counts with the manifest; a brief straight from a path does without.

    Returns
    -------
    ImportResult
        Rows per file add up: ``rows == stored + put_aside``. The same export again changes nothing.

    Raises
    ------
    ImportFileError, DefinitionError, ConflictError, UnavailableError
        Nothing of this export was stored; of several exports those before it stand.
    """
    if not path.exists():
        find_sources(path, workspace.staging)  # says so, and what lies nearby
    options = _Options(now, mapping, most_put_aside, memory)
    found = exports_at(path)
    results: list[ImportResult] = []
    for export in found:
        last = counting and export is found[-1]
        try:
            done = _import_one(workspace, path, export, options, progress=progress, counting=last)
        except FairleadError as error:
            if results:
                stands = f"The exports until {found[len(results) - 1].day} are in and stay."
                error.hint = f"{error.hint} {stands}".lstrip()
            raise
        results.append(done)
    return results[0] if len(results) == 1 else _together(results)


@dataclass(frozen=True, slots=True)
class _Options:
    now: dt.datetime
    mapping: Path | None
    most_put_aside: float
    memory: str | None
    erased: Erased = NOBODY
    time_zone: str = UTC


def _import_one(
    workspace: Workspace,
    path: Path,
    export: Export,
    options: _Options,
    *,
    progress: Progress | None,
    counting: bool,
) -> ImportResult:
    with writing(workspace), telling_disk():
        before = workspace.manifest()
        company, erased = _adopted(workspace, path), erased_of(workspace.root)
        options = replace(options, erased=erased, time_zone=company.time_zone)
        with looking_for_damage(workspace, before) as damage:
            reading = _read(workspace, before, path, export, options, progress=progress)
            with (
                telling_damage(workspace, before),
                closing(_connected(workspace, before, reading, options)) as connection,
            ):
                attach(connection, workspace, before)
                conformed = _conformed(connection, (workspace, before), company, reading, options)
                aside = put_aside_rows(connection, options.erased)
                amounts = aside_amounts(connection, reading)
                links = link_counts(connection)
                make_ready(workspace, before, damage)
                written = _write(connection, workspace, progress, conformed)
                touched = touched_rows(connection) if conformed.few and counting else None
        step = _Step(conformed, reading, company, amounts, touched)
        after = _publish(workspace, before, step, written, counting=counting)
        mapping_file, missing = write_beside(workspace, reading, aside)
    return ImportResult(
        manifest=after,
        reading=reading,
        accounts=conformed.accounts,
        skipped=reading.skipped,
        inserted={name: w.inserted for name, w in written.items() if w.inserted},
        updated={name: w.updated for name, w in written.items() if w.updated},
        data_until=conformed.data_until and local(conformed.data_until, company.time_zone),
        findings=(*reading.findings, *conformed.findings, *missing),
        put_aside=aside,
        links=links,
        mapping_file=mapping_file,
    )


def _adopted(workspace: Workspace, path: Path) -> Company:
    """Take over what lies beside an export and is no table; return the company."""
    adopt_company(workspace, path)
    adopt_effects(workspace, path)
    return said_company(workspace)


def _connected(workspace: Workspace, before: Manifest, reading: Reading, options: _Options) -> Any:
    rows = sum(table.raw.row_count for table in reading.tables)
    memory = options.memory or engine_memory(rows)
    rows += stored_rows(workspace, before)
    return connect(memory=memory, scratch=workspace.staging, once=True, rows=rows)


def _conformed(
    connection: Any,
    stored: tuple[Workspace, Manifest],
    company: Company,
    reading: Reading,
    options: _Options,
) -> Conformed:
    with offering_mapping(stored[0], reading):
        return conform(
            connection,
            reading,
            now=options.now,
            most_put_aside=options.most_put_aside,
            company=company,
            watched=watched_deals(*stored),
            erased=options.erased,
        )


def _read(
    workspace: Workspace,
    before: Manifest,
    path: Path,
    export: Export,
    options: _Options,
    *,
    progress: Progress | None,
) -> Reading:
    reading = read(
        path,
        workspace.staging,
        mapping=options.mapping,
        learned=learned_mappings(workspace, before),
        only=export.holds,
        progress=progress,
    )
    return in_zone(reading, options.time_zone)


def _together(results: list[ImportResult]) -> ImportResult:
    """Return what several exports of one path did, one after the other."""
    last = results[-1]
    days = [r.data_until for r in results if r.data_until is not None]
    return replace(
        last,
        reading=replace(
            last.reading,
            tables=tuple(t for r in results for t in r.reading.tables),
            findings=tuple(f for r in results for f in r.reading.findings),
        ),
        accounts=tuple(a for r in results for a in r.accounts),
        skipped=tuple(dict.fromkeys(s for r in results for s in r.skipped)),
        inserted=_sums([r.inserted for r in results]),
        updated=_sums([r.updated for r in results]),
        data_until=max(days, default=None),
        findings=_each_once([f for r in results for f in r.findings]),
        put_aside=tuple(row for r in results for row in r.put_aside),
        links=_sums([r.links for r in results]),
    )


def _each_once(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(f for n, f in enumerate(findings) if f not in findings[:n])


def _sums(counts: list[dict[str, int]]) -> dict[str, int]:
    return {
        name: sum(c.get(name, 0) for c in counts) for name in {n: None for c in counts for n in c}
    }


def make_ready(
    workspace: Workspace, before: Manifest, damage: Callable[[], str] | None = None
) -> None:
    """Stop on `damage` (or look for it), then undo and sweep what a killed import left."""
    refuse_damage(workspace, before, damage)
    refuse_unwritable(workspace)
    heal(workspace, before)
    sweep(workspace)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one import read and made of it, for which company, and the deals it touched if few."""

    conformed: Conformed
    reading: Reading
    company: Company
    amounts: dict[str, AsideAmount]
    touched: Touched | None


def _publish(
    workspace: Workspace,
    before: Manifest,
    step: _Step,
    written: dict[str, Written],
    *,
    counting: bool,
) -> Manifest:
    """Publish the next manifest if anything changed; else the one before stays."""
    inserted = {name: w.inserted for name, w in written.items() if w.inserted}
    updated = {name: w.updated for name, w in written.items() if w.updated}
    mappings = with_taught(before.mappings, step.reading.taught)
    if not inserted and not updated and not any(w.confirmed for w in written.values()):
        same = mappings == before.mappings
        return before if same else publish_mappings(workspace, before, mappings)
    conformed = step.conformed
    record = _record(before, step, inserted, updated)
    findings = tuple(asdict(f) for f in (*step.reading.findings, *conformed.findings))
    as_of = step.company.day_of(conformed.data_until or conformed.known_at)
    if before.data_until is not None:  # an older export does not turn the evening back
        as_of = max(as_of, dt.date.fromisoformat(before.data_until))

    def complete(manifest: Manifest) -> Manifest:
        imports = (*manifest.imports, record)
        told = replace(manifest, imports=imports, findings=findings, mappings=mappings)
        done = replace(told, results={}, since={})
        if not counting:
            return done
        counted = count(workspace, done, as_of, before=before, touched=step.touched)
        return replace(done, results=counted)

    after = finish(workspace, before, complete)
    prune(workspace.results, kept_results(workspace.manifests))
    return after


def _write(
    connection: Any, workspace: Workspace, progress: Progress | None, conformed: Conformed
) -> dict[str, Written]:
    dated = conformed.data_until is not None
    written = {}
    for number, table in enumerate(TABLES):
        if progress is not None:
            progress(f"storing {table.name}", number, len(TABLES))
        incoming = f"new_{table.name}"
        if table in WHOLE:
            done = overwrite_table(connection, workspace, table, incoming, dated=dated)
        else:
            stored = "known_opportunities" if table == OPPORTUNITIES else None
            existed = (workspace.table_path(table) / "_delta_log").is_dir()
            done = write_table(connection, workspace, table, incoming, stored=stored, dated=dated)
            if conformed.few and table in (OPPORTUNITIES, STAGE_CHANGES, FIELD_CHANGES):
                rows = rows_written(incoming, done, existed=existed)
                keep_written(connection, table.name, rows)
        written[table.name] = done
        connection.execute(f"DROP TABLE IF EXISTS {incoming}")
    return written


def _record(
    before: Manifest, step: _Step, inserted: dict[str, int], updated: dict[str, int]
) -> ImportRecord:
    nothing, until = AsideAmount(0, 0, None), step.conformed.data_until
    return ImportRecord(
        number=len(before.imports) + 1,
        sources=tuple(
            SourceRecord(
                a.file,
                a.format,
                a.target,
                a.fingerprint,
                a.rows,
                a.stored,
                a.put_aside,
                *astuple(step.amounts.get(a.file, nothing)),
            )
            for a in step.conformed.accounts
        ),
        data_until=step.company.day_of(until).isoformat() if until else None,
        inserted=inserted,
        updated=updated,
        time_zone=step.company.time_zone,
    )
