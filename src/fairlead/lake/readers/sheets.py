"""Workbooks into staged tables, one a sheet: values, never formulas."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairlead.answers import Finding
from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import RawTable, SkippedFile
from fairlead.lake.readers.delimited import repeated_headers
from fairlead.lake.readers.sources import Source
from fairlead.lake.readers.staging import StagedWriter, refuse_wide, sha256, unique_headers

Progress = Callable[[str, int, int], None]

MAX_UNPACKED = 2 << 30
MAX_RATIO = 100
RATIO_COUNTS_FROM = 30 << 20
MAX_CELLS = 40_000_000

_HEADER_WITHIN = 30
_BATCH = 5_000
_LONGEST_TAG = 1 << 16
_ERRORS = frozenset(
    "#REF! #N/A #NAME? #VALUE! #DIV/0! #NULL! #NUM! #GETTING_DATA #SPILL! #CALC!".split()
)
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_COMMA_DECIMAL = re.compile(r"\d,\d{1,2}\D*$")


def read_workbook(
    source: Source, staged: Callable[[int], Path], progress: Progress | None = None
) -> tuple[list[RawTable], list[SkippedFile]]:
    """Stage every sheet that holds cells.

    Parameters
    ----------
    source
        XLSX file.
    staged
        Parquet file for the sheet with that number.
    progress
        Called with the sheet, rows done and rows in all.
    """
    errors = check_workbook(source)
    tables: list[RawTable] = []
    skipped: list[SkippedFile] = []
    with _open(source) as book:
        for number, about in enumerate(book.sheets_metadata):
            name = f"{source.file}#{about.name}"
            if "WorkSheet" not in str(about.typ):
                skipped.append(SkippedFile(name, "a chart or macro sheet"))
                continue
            sheet = _guarded(source, book.get_sheet_by_index, number)
            if sheet.end is None:
                skipped.append(SkippedFile(name, "an empty sheet"))
                continue
            tables.append(_stage_sheet(sheet, name, staged(number), source, progress))
    if errors and tables:
        said = (*tables[0].findings, _error_cells(source.file, errors, ""))
        tables[0] = dataclasses.replace(tables[0], findings=said)
    return tables, skipped


def check_workbook(source: Source) -> int:
    """Refuse a workbook that would fill the memory; return how many error cells it has.

    The workbook reader hands over an error cell as an empty one, so they are counted here.
    """
    errors = 0
    try:
        with zipfile.ZipFile(source.path) as archive:
            infos = archive.infolist()
            total = sum(info.file_size for info in infos)
            packed = max(1, source.path.stat().st_size)
            bloated = total > RATIO_COUNTS_FROM and total > MAX_RATIO * packed
            if total > MAX_UNPACKED or bloated:
                raise _too_big(source, f"it unpacks to {total >> 20} MB")
            for info in infos:
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    cells, wrong = _cells(archive, info)
                    errors += wrong
                    if cells > MAX_CELLS:
                        raise _too_big(source, f"a sheet spans {cells:,} cells")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise _damaged(source) from error
    return errors


def _cells(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Return rows times columns of the area a sheet's cells span, and its error cells."""
    columns: set[bytes] = set()
    last_row, errors, rest = 1, 0, b""
    with archive.open(info) as stream:
        while chunk := stream.read(1 << 20):
            text = rest + chunk
            cut = text.rfind(b"<") if len(rest) < _LONGEST_TAG else len(text)
            for letters, digits in _CELL.findall(text, 0, cut):
                columns.add(letters)
                last_row = max(last_row, int(digits))
            errors += text.count(b't="e"', 0, cut)
            rest = text[cut:]
    return last_row * max((_column_number(letters) for letters in columns), default=1), errors


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_big(source: Source, why: str) -> ImportFileError:
    return ImportFileError(
        f"{source.file} is refused: {why}.",
        place=Place(file=source.file),
        expected="a workbook of ordinary size",
        hint="Save the sheet as CSV and import that.",
    )


def _damaged(source: Source) -> ImportFileError:
    return ImportFileError(
        f"{source.file} is a damaged or truncated workbook.",
        place=Place(file=source.file),
        expected="a complete XLSX file",
        hint="Open it in a spreadsheet program and save it again, or save the sheet as CSV.",
    )


def _open(source: Source) -> Any:
    import python_calamine

    return _guarded(source, python_calamine.CalamineWorkbook.from_path, str(source.path))


def _guarded(source: Source, call: Callable[..., Any], *arguments: object) -> Any:
    """Call the workbook reader; its panics are no Exception and would end the program."""
    try:
        return call(*arguments)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise _damaged(source) from error


@dataclass
class _Notes:
    """What was seen in the cells and must be said."""

    errors: Counter[str] = field(default_factory=Counter)
    long_numbers: Counter[str] = field(default_factory=Counter)


def _stage_sheet(
    sheet: Any, name: str, staged: Path, source: Source, progress: Progress | None
) -> RawTable:
    header_row, cells = _header(sheet)
    refuse_wide(name, len(cells))
    columns, repeated = unique_headers([_text(cell, comma=False) or "" for cell in cells])
    commas = _comma_columns(sheet, header_row)
    notes = _Notes()
    total = sheet.end[0] + 1
    rows: list[list[str | None]] = []
    lines: list[int] = []
    with StagedWriter(staged, columns) as writer:
        for number, row in _numbered(sheet):
            if number <= header_row:
                continue
            rows.append([_cell(cell, i in commas, columns[i], notes) for i, cell in enumerate(row)])
            lines.append(number)
            if len(rows) >= _BATCH:
                writer.write_rows(rows, lines)
                rows, lines = [], []
                if progress is not None:
                    progress(name, number, total)
        writer.write_rows(rows, lines)
    findings = _findings(name, notes, header_row - sheet.start[0] - 1, repeated)
    fingerprint = sha256(source.path, name.rsplit("#", 1)[-1])
    return RawTable(name, staged, columns, writer.rows, fingerprint, (), tuple(findings))


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield the row number on the sheet and the cells, from the first used row on."""
    start = sheet.start[0] + 1
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number >= start:
            yield number, row


def _header(sheet: Any) -> tuple[int, list[Any]]:
    """Return number and cells of the first row with mostly filled, distinct text."""
    fallback: tuple[int, list[Any]] | None = None
    for seen, (number, row) in enumerate(_numbered(sheet)):
        filled = [cell for cell in row if cell not in {"", None}]
        if filled and fallback is None:
            fallback = number, row
        texts = {str(cell).strip().casefold() for cell in filled if isinstance(cell, str)}
        mostly = len(filled) * 2 > len(row) and len(texts) * 10 >= len(filled) * 8
        if mostly or seen >= _HEADER_WITHIN:
            break
    else:
        mostly = False
    if mostly:
        return number, row
    return fallback if fallback is not None else (sheet.start[0] + 1, [])


def _comma_columns(sheet: Any, header_row: int) -> set[int]:
    """Return columns whose text cells write a decimal comma.

    A sheet can hold the number 3500.5 and the text ``€ 3.500,00`` in one column; the number is
    then written with a comma too, so that one reading fits the whole column.
    """
    commas: set[int] = set()
    for number, row in _numbered(sheet):
        if number > header_row:
            for i, cell in enumerate(row):
                if i not in commas and isinstance(cell, str) and _COMMA_DECIMAL.search(cell):
                    commas.add(i)
    return commas


def _cell(cell: Any, comma: bool, column: str, notes: _Notes) -> str | None:  # noqa: FBT001
    if isinstance(cell, str):
        if cell in _ERRORS:
            notes.errors[column] += 1
            return None
        return cell or None
    if isinstance(cell, float) and abs(cell) >= 1e15:
        notes.long_numbers[column] += 1
    return _text(cell, comma=comma)


def _text(cell: Any, *, comma: bool) -> str | None:  # noqa: PLR0911  one case a line
    """Return a cell as text: ISO dates, whole numbers without a point, true or false."""
    if cell is None or isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell))
        return repr(cell).replace(".", ",") if comma else repr(cell)
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _findings(name: str, notes: _Notes, above: int, repeated: list[str]) -> list[Finding]:
    found: list[Finding] = []
    if repeated:
        found.append(repeated_headers(name, repeated))
    if above > 0:
        found.append(
            Finding(
                "lines_above_header",
                "info",
                f"{name} has {above} rows above the header; they were not read",
                evidence={"lines": above},
            )
        )
    if notes.errors:
        columns = ", ".join(f"{column} ({n})" for column, n in notes.errors.items())
        found.append(_error_cells(name, notes.errors.total(), columns))
    if notes.long_numbers:
        columns = ", ".join(f"{column} ({n})" for column, n in notes.long_numbers.items())
        found.append(
            Finding(
                "digits_lost",
                "warning",
                f"{name} holds {notes.long_numbers.total()} numbers of more than 15 digits",
                f"A spreadsheet keeps 15 digits, so the last ones may be wrong: {columns}.",
                {"cells": notes.long_numbers.total()},
                ("Format the column as text in the export if these are ids.",),
            )
        )
    return found


def _error_cells(name: str, count: int, columns: str) -> Finding:
    where = f": {columns}" if columns else ""
    return Finding(
        "error_cells",
        "warning",
        f"{name} holds {count} error {'cell' if count == 1 else 'cells'} such as #REF!",
        f"They were taken as empty{where}.",
        {"cells": count},
        ("Mend the formula in the sheet and import it again.",),
    )
