"""What an import would make of an export before anything is stored, and mappings made by hand."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from fairlead.answers import Finding
from fairlead.errors import DefinitionError
from fairlead.lake.conform.run import FileAccount, conform
from fairlead.lake.readers import read
from fairlead.lake.readers.contract import MappedTable, SkippedFile, TableMapping
from fairlead.lake.readers.first_rows import first_rows
from fairlead.lake.readers.kept import as_record, from_record
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.erased import NOBODY
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.memory import engine_memory
from fairlead.lake.store.sweep import is_running
from fairlead.lake.store.workspace import Workspace, attach, connect, open_workspace
from fairlead.refresh.beside import PutAsideRow, put_aside_rows
from fairlead.refresh.company import in_zone, said_company
from fairlead.refresh.importing import MOST_PUT_ASIDE, Progress
from fairlead.refresh.mappings import learned_mappings

__all__ = ["Chosen", "Seen", "TableSeen", "as_record", "from_record", "mended", "preview"]

IGNORE = "ignore"
ASIDE = ".look-"
"""Begin of the folder a look works in, with the number of its process behind."""


@dataclass(frozen=True, slots=True)
class TableSeen:
    """One table of an export, as it would be taken.

    `headers` are all columns of the file, `rows` the first rows with their line; `account` says
    how many rows would be stored and put aside, None for a table that is left out.
    """

    mapping: TableMapping
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    account: FileAccount | None

    @property
    def stops(self) -> bool:
        """Say whether so many rows would be put aside that the import would stop."""
        told = self.account
        return told is not None and told.put_aside > MOST_PUT_ASIDE * told.rows


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole export, as it would be taken."""

    tables: tuple[TableSeen, ...]
    skipped: tuple[SkippedFile, ...]
    put_aside: tuple[PutAsideRow, ...]
    findings: tuple[Finding, ...]


def preview(
    workspace: Workspace,
    path: Path,
    *,
    now: dt.datetime,
    mapping: Path | None = None,
    progress: Progress | None = None,
) -> Seen:
    """Read an export and say what would be stored and put aside; nothing of it is kept.

    Parameters
    ----------
    workspace
        Whose company and kept mappings count. Rows are read by themselves: that some of them are
        in already shows only when they are imported.
    path
        File, folder or zip.
    now
        The clock of the caller.
    mapping
        A mapping file that overrides what would be proposed.
    progress
        Told what is being read.

    Raises
    ------
    ImportFileError, DefinitionError
        It cannot be read; the same as an import would say.
    """
    company = said_company(workspace)
    with _aside(workspace) as scratch:
        reading = read(
            path,
            scratch.staging,
            mapping=mapping,
            learned=learned_mappings(workspace, workspace.manifest()),
            progress=progress,
        )
        reading = in_zone(reading, company.time_zone)
        memory = engine_memory(sum(t.raw.row_count for t in reading.tables))
        with closing(connect(memory=memory, scratch=scratch.staging)) as connection:
            attach(connection, scratch, Manifest())
            done = conform(
                connection, reading, now=now, most_put_aside=1.0, company=company, watched=None
            )
            aside = put_aside_rows(connection, NOBODY)
        accounts = {each.file: each for each in done.accounts}
        return Seen(
            tables=tuple(_seen(table, accounts) for table in reading.tables),
            skipped=reading.skipped,
            put_aside=aside,
            findings=(*reading.findings, *done.findings),
        )


@contextmanager
def _aside(workspace: Workspace) -> Iterator[Workspace]:
    """Yield an empty workspace that goes afterwards; what killed looks left goes too."""
    for left in workspace.root.glob(f"{ASIDE}*"):
        number = left.name.removeprefix(ASIDE)
        if not (number.isdigit() and is_running(int(number))):
            shutil.rmtree(left, ignore_errors=True)
    folder = workspace.root / f"{ASIDE}{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield open_workspace(folder, create=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seen(table: MappedTable, accounts: Mapping[str, FileAccount]) -> TableSeen:
    file = table.mapping.file
    return TableSeen(table.mapping, table.raw.columns, first_rows(table.raw), accounts.get(file))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody says about one table: its target, and field -> header ("" = none)."""

    target: str
    columns: Mapping[str, str]


def mended(before: Mapping[str, TableMapping], chosen: Mapping[str, Chosen]) -> str:
    """Return a mapping file that says what somebody chose, over what was proposed.

    A field that stays with its column keeps its options (date order, words for won and lost), and
    a field that has the same value in every row stays; the rest is filled in when it is read.

    Raises
    ------
    DefinitionError
        A target is not known.
    """
    files = {}
    for file, mapping in before.items():
        said = chosen.get(file)
        files[file] = _as_it_was(mapping) if said is None else _as_chosen(mapping, said)
    return yaml.safe_dump({"files": files}, allow_unicode=True, sort_keys=False)


def _as_it_was(mapping: TableMapping) -> dict[str, object]:
    columns = {c.field: _column(c.column, c.constant, c.options) for c in mapping.columns}
    return {"target": mapping.target} | ({"columns": columns} if columns else {})


def _as_chosen(mapping: TableMapping, said: Chosen) -> dict[str, object]:
    if said.target == IGNORE:
        return {"target": IGNORE}
    if said.target not in TARGETS:
        raise DefinitionError(
            f"{mapping.file}: nothing is called {said.target!r}", hint="Choose one from the list."
        )
    known = {field.name for field in TARGETS[said.target].fields}
    same = said.target == mapping.target
    columns: dict[str, object] = {}
    for field in sorted(known):
        was = mapping.of(field)
        header = said.columns.get(field, "")
        if header:
            kept = was.options if same and was is not None and was.column == header else {}
            columns[field] = _column(header, None, kept)
        elif was is not None and was.column is None and same:
            columns[field] = _column(None, was.constant, was.options)
    return {"target": said.target} | ({"columns": columns} if columns else {})


def _column(
    column: str | None, constant: str | None, options: Mapping[str, object]
) -> dict[str, object]:
    told: dict[str, object] = {"column": column} if column is not None else {"constant": constant}
    return told | ({"options": dict(options)} if options else {})
