"""The files an import writes beside the data: the mapping to mend, the rows put aside."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairlead.answers import Finding
from fairlead.errors import InputError
from fairlead.lake.readers import mapping_to_yaml
from fairlead.lake.readers.contract import Reading
from fairlead.lake.store.erased import Erased
from fairlead.lake.store.mended import is_ours, replace_file, signed
from fairlead.lake.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PutAsideRow:
    """One row that was put aside, and why."""

    file: str
    line: int
    column: str | None
    value: str | None
    code: str
    reason: str


def write_beside(
    workspace: Workspace, reading: Reading, aside: tuple[PutAsideRow, ...]
) -> tuple[Path, tuple[Finding, ...]]:
    """Write both files and return the mapping's path; a Finding where there was no room for them.

    The import is done by then, whatever becomes of them.
    """
    try:
        mapping_file = _write_mapping(workspace, mapping_to_yaml(reading))
        write_put_aside(workspace, aside)
    except OSError as error:
        return workspace.mapping_file, (
            Finding(
                "side_files_missing",
                "warning",
                f"mapping.yaml or put-aside.csv could not be written: {error.strerror}",
                "The data are in; these files still tell of the import before.",
                {},
                ("Free some disk space and import again.",),
            ),
        )
    return mapping_file, ()


@contextlib.contextmanager
def offering_mapping(workspace: Workspace, reading: Reading) -> Iterator[None]:
    """Write the mapping that was tried where an export is refused, so that there is one to mend."""
    try:
        yield
    except InputError as error:
        with contextlib.suppress(OSError):
            name = _write_mapping(workspace, mapping_to_yaml(reading)).name
            left = f"`fairlead import` leaves the mapping it tried as {name} in the workspace."
            error.hint = f"{error.hint} {left}".lstrip()
        raise


def put_aside_rows(connection: Any, erased: Erased) -> tuple[PutAsideRow, ...]:
    """Return what the import in hand puts aside, without the names of people who were erased."""
    found = connection.execute(
        'SELECT "file", line, "column", "value", code, reason FROM aside '
        'ORDER BY "file", line, code'
    ).fetchall()
    rows = tuple(PutAsideRow(*row) for row in found)
    if not erased:
        return rows
    return tuple(
        replace(
            row, value=row.value and erased.without(row.value), reason=erased.without(row.reason)
        )
        for row in rows
    )


def write_put_aside(workspace: Workspace, rows: tuple[PutAsideRow, ...]) -> None:
    """Write the rows the last import put aside as a CSV people can open."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["file", "line", "column", "value", "code", "reason"])
    for row in rows:
        cells = (row.file, row.line, row.column, row.value or "", row.code, row.reason)
        writer.writerow([harmless(cell) for cell in cells])
    replace_file(workspace.root / "put-aside.csv", text.getvalue())


def harmless(cell: object) -> object:
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
