"""One import from path to manifest: read, conform, write, publish. Killed anywhere: old or new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from fairlead.answers import Finding
from fairlead.facts import PEOPLE, PERSON_KEYS, TABLES
from fairlead.lake.conform.run import Conformed, FileAccount, conform
from fairlead.lake.readers import mapping_to_yaml, read
from fairlead.lake.readers.contract import Reading, SkippedFile
from fairlead.lake.store.commit import Written, finish, heal, overwrite_table, write_table
from fairlead.lake.store.manifest import ImportRecord, Manifest, SourceRecord
from fairlead.lake.store.workspace import Workspace, attach, connect, writing

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
    with writing(workspace):
        before = workspace.manifest()
        heal(workspace, before)
        reading = read(path, workspace.staging, mapping=mapping, progress=progress)
        connection = connect(memory=memory, scratch=workspace.staging)
        try:
            attach(connection, workspace, before)
            conformed = conform(connection, reading, now=now, most_put_aside=most_put_aside)
            written = _write(connection, workspace, progress)
        finally:
            connection.close()
        inserted = {name: w.inserted for name, w in written.items() if w.inserted}
        updated = {name: w.updated for name, w in written.items() if w.updated}
        findings = (*reading.findings, *conformed.findings)
        after = before
        if inserted or updated:
            record = _record(before, conformed, inserted, updated)
            after = finish(
                workspace,
                before,
                lambda m: replace(
                    m,
                    imports=(*m.imports, record),
                    findings=tuple(asdict(f) for f in findings),
                ),
            )
        workspace.mapping_file.write_text(mapping_to_yaml(reading), encoding="utf-8")
    return ImportResult(
        after,
        reading,
        conformed.accounts,
        reading.skipped,
        inserted,
        updated,
        conformed.data_until,
        findings,
    )


def _write(connection: Any, workspace: Workspace, progress: Progress | None) -> dict[str, Written]:
    written = {}
    for number, table in enumerate(TABLES):
        if progress is not None:
            progress(f"storing {table.name}", number, len(TABLES))
        incoming = f"new_{table.name}"
        if table in WHOLE:
            written[table.name] = overwrite_table(connection, workspace, table, incoming)
        else:
            written[table.name] = write_table(connection, workspace, table, incoming)
        connection.execute(f"DROP TABLE IF EXISTS {incoming}")
    return written


def _record(
    before: Manifest, conformed: Conformed, inserted: dict[str, int], updated: dict[str, int]
) -> ImportRecord:
    return ImportRecord(
        number=len(before.imports) + 1,
        sources=tuple(
            SourceRecord(a.file, a.format, a.target, a.fingerprint, a.rows, a.stored, a.put_aside)
            for a in conformed.accounts
        ),
        data_until=(conformed.data_until or conformed.known_at).date().isoformat(),
        inserted=inserted,
        updated=updated,
    )
