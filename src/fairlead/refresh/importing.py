"""One import from path to manifest: read, conform, write, publish. Killed anywhere: old or new."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from fairlead.answers import Finding
from fairlead.company.model import Company
from fairlead.company.zones import local
from fairlead.facts import PEOPLE, PERSON_KEYS, TABLES
from fairlead.lake.conform.run import Conformed, FileAccount, conform
from fairlead.lake.counts.links import link_counts
from fairlead.lake.published.files import prune
from fairlead.lake.readers import mapping_to_yaml, read
from fairlead.lake.readers.contract import Reading, SkippedFile
from fairlead.lake.readers.sources import find_sources
from fairlead.lake.store.check import telling_damage
from fairlead.lake.store.commit import Written, finish, heal, overwrite_table, write_table
from fairlead.lake.store.manifest import ImportRecord, Manifest, SourceRecord, kept_results
from fairlead.lake.store.workspace import Workspace, attach, connect, writing
from fairlead.refresh.company import adopt_company, in_zone, said_company
from fairlead.refresh.counting import count
from fairlead.refresh.mended import is_ours, replace_file, signed

Progress: TypeAlias = Callable[[str, int, int], None]

MOST_PUT_ASIDE = 0.05
"""Largest share of a file's rows that may be put aside before an import stops."""

WHOLE = (PEOPLE, PERSON_KEYS)
"""Small tables that are made anew from everything known."""


@dataclass(frozen=True, slots=True)
class PutAsideRow:
    """One row that was put aside, and why."""

    file: str
    line: int
    column: str | None
    value: str | None
    code: str
    reason: str


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
    memory: str = "1GB",
    progress: Progress | None = None,
    counting: bool = True,
) -> ImportResult:
    """Import whatever lies at `path` into `workspace`.

    Parameters
    ----------
    workspace
        An existing workspace (`open_workspace(..., create=True)`).
    path
        File, folder or zip.
    now
        The clock of the caller; dates later than it are not evidence of how far the data go.
    mapping
        A mapping file that overrides what would be proposed.
    most_put_aside
        Share of a file's rows (0..1) above which nothing is stored.
    memory
        Limit for the database engine.
    progress
        Called with (what, done, total).
    counting
        Also count time in stage and publish the counts with the same manifest; a brief straight
        from a path counts for itself and does without.

    Returns
    -------
    ImportResult
        Rows per file add up: ``rows == stored + put_aside``. Importing the same export again
        inserts and updates nothing and publishes no new state.

    Raises
    ------
    ImportFileError, DefinitionError, ConflictError, UnavailableError
        Nothing was stored; what was there before is still served.
    """
    if not path.exists():
        find_sources(path, workspace.staging)  # says so, and what lies nearby
    with writing(workspace):
        before = workspace.manifest()
        adopt_company(workspace, path)
        company = said_company(workspace)
        reading = read(path, workspace.staging, mapping=mapping, progress=progress)
        reading = in_zone(reading, company.time_zone)
        with telling_damage(workspace, before):
            heal(workspace, before)
            with closing(connect(memory=memory, scratch=workspace.staging)) as connection:
                attach(connection, workspace, before)
                conformed = conform(
                    connection,
                    reading,
                    now=now,
                    most_put_aside=most_put_aside,
                    company=company,
                )
                aside = _put_aside(connection)
                links = link_counts(connection)
                dated = conformed.data_until is not None
                written = _write(connection, workspace, progress, dated=dated)
        published = _Step(conformed, reading, company)
        after = _publish(workspace, before, published, written, counting=counting)
        mapping_file = _write_mapping(workspace, mapping_to_yaml(reading))
        _write_put_aside(workspace, aside)
    until = conformed.data_until
    return ImportResult(
        manifest=after,
        reading=reading,
        accounts=conformed.accounts,
        skipped=reading.skipped,
        inserted={name: w.inserted for name, w in written.items() if w.inserted},
        updated={name: w.updated for name, w in written.items() if w.updated},
        data_until=until and local(until, company.time_zone),
        findings=(*reading.findings, *conformed.findings),
        put_aside=aside,
        links=links,
        mapping_file=mapping_file,
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """What one import read and made of it, and for which company."""

    conformed: Conformed
    reading: Reading
    company: Company


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
    if not inserted and not updated and not any(w.confirmed for w in written.values()):
        return before
    conformed = step.conformed
    record = _record(before, step, inserted, updated)
    findings = tuple(asdict(f) for f in (*step.reading.findings, *conformed.findings))
    as_of = step.company.day_of(conformed.data_until or conformed.known_at)

    def complete(manifest: Manifest) -> Manifest:
        done = replace(manifest, imports=(*manifest.imports, record), findings=findings, results={})
        return replace(done, results=count(workspace, done, as_of)) if counting else done

    after = finish(workspace, before, complete)
    prune(workspace.results, kept_results(workspace.manifests))
    return after


def _put_aside(connection: Any) -> tuple[PutAsideRow, ...]:
    rows = connection.execute(
        'SELECT "file", line, "column", "value", code, reason FROM aside '
        'ORDER BY "file", line, code'
    ).fetchall()
    return tuple(PutAsideRow(*row) for row in rows)


def _write_put_aside(workspace: Workspace, rows: tuple[PutAsideRow, ...]) -> None:
    """Write the rows the last import put aside as a CSV people can open."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["file", "line", "column", "value", "code", "reason"])
    for row in rows:
        cells = (row.file, row.line, row.column, row.value or "", row.code, row.reason)
        writer.writerow([_harmless(cell) for cell in cells])
    replace_file(workspace.root / "put-aside.csv", text.getvalue())


def _harmless(cell: object) -> object:
    """Quote text that a spreadsheet would run as a formula."""
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + cell
    return cell


def _write_mapping(workspace: Workspace, text: str) -> Path:
    """Write the mapping that was used; a file somebody mended is never overwritten."""
    path = workspace.mapping_file
    if path.exists() and not is_ours(path.read_text(encoding="utf-8", errors="replace")):
        path = path.with_name("mapping.proposed.yaml")
    replace_file(path, signed(text))
    return path


def _write(
    connection: Any, workspace: Workspace, progress: Progress | None, *, dated: bool
) -> dict[str, Written]:
    written = {}
    for number, table in enumerate(TABLES):
        if progress is not None:
            progress(f"storing {table.name}", number, len(TABLES))
        incoming = f"new_{table.name}"
        if table in WHOLE:
            done = overwrite_table(connection, workspace, table, incoming, dated=dated)
        else:
            done = write_table(connection, workspace, table, incoming, dated=dated)
        written[table.name] = done
        connection.execute(f"DROP TABLE IF EXISTS {incoming}")
    return written


def _record(
    before: Manifest, step: _Step, inserted: dict[str, int], updated: dict[str, int]
) -> ImportRecord:
    until = step.conformed.data_until
    return ImportRecord(
        number=len(before.imports) + 1,
        sources=tuple(
            SourceRecord(a.file, a.format, a.target, a.fingerprint, a.rows, a.stored, a.put_aside)
            for a in step.conformed.accounts
        ),
        data_until=step.company.day_of(until).isoformat() if until else None,
        inserted=inserted,
        updated=updated,
        time_zone=step.company.time_zone,
    )
