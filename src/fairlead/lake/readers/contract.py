"""What a reader hands over: raw tables as text, and what each column means.

A reader never interprets a value; `lake.conform` does, row by row, with the rules named here, so
that every value that cannot be taken is put aside with its file, line and reason in one place.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from fairlead.answers import Finding

LINE = "__line"
"""Column of the staged file that holds the line number in the user's file."""


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A record that cannot even be split into fields; it is put aside by the reader."""

    line: int
    column: str | None
    value: str | None
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of one file, every value still text.

    Parameters
    ----------
    file
        What the user would call it: the path relative to what was imported, with the sheet after
        ``#`` for workbooks (``deals.xlsx#Deals``) and the member after ``!`` for zips
        (``export.zip!Opportunity.csv``).
    staged
        Parquet file with one nullable string column per header and `LINE` (int64, never null).
        Empty cells are null. Typed cells are written as: dates ISO 8601, whole numbers without a
        decimal point, truth values ``true``/``false``.
    columns
        Headers as written, made unique (``Amount``, ``Amount (2)``).
    row_count
        Rows staged. Records in the file = `row_count` + ``len(unreadable)``; blank lines are no
        records.
    fingerprint
        SHA-256 of the file's (or member's) bytes, plus the sheet.
    """

    file: str
    staged: Path
    columns: tuple[str, ...]
    row_count: int
    fingerprint: str
    unreadable: tuple[UnreadableRow, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One field of the import vocabulary, and where it comes from.

    Exactly one of `column` and `constant` is set. `options` hold what the conform step needs to
    read the values (see `lake.readers.vocabulary.OPTIONS`).
    """

    field: str
    column: str | None
    constant: str | None = None
    options: dict[str, object] = dataclasses.field(default_factory=dict)
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What one raw table is, in the words of the import vocabulary.

    Parameters
    ----------
    file
        `RawTable.file` it applies to.
    format
        ``salesforce``, ``hubspot``, ``pipedrive``, ``dynamics``, ``zoho``, ``odoo``, ``twenty``,
        ``event_log``, ``fairlead`` (team.csv and the like) or ``table`` (proposed from names and
        values).
    target
        Key of `lake.readers.vocabulary.TARGETS`, or ``ignore``.
    confidence
        0..1; 1 for known formats.
    reason
        Why this target, in a sentence.
    columns
        One entry per mapped field; a field occurs once.
    unmapped
        Headers that no field uses.
    """

    file: str
    format: str
    target: str
    confidence: float
    reason: str
    columns: tuple[ColumnMapping, ...]
    unmapped: tuple[str, ...] = ()

    def of(self, name: str) -> ColumnMapping | None:
        """Return the mapping of field `name`, or None."""
        return next((c for c in self.columns if c.field == name), None)


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A raw table with its mapping."""

    raw: RawTable
    mapping: TableMapping


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that holds no table, and why it was left alone (a PDF, a licence, a picture)."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found under the path that was given."""

    tables: tuple[MappedTable, ...]
    skipped: tuple[SkippedFile, ...] = ()
    findings: tuple[Finding, ...] = ()
