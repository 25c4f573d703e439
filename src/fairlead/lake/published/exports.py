"""Rows as files for spreadsheets: no text in them is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text may not begin with in CSV: spreadsheets would run it."""


def plain(value: Any) -> Any:
    """Return a value no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with its mark, line by line."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    yield b"\xef\xbb\xbf"
    for row in (header, *rows) if isinstance(rows, Sequence) else _first(header, rows):
        writer.writerow([plain(value) for value in row])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def _first(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield header
    yield from rows


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return an XLSX file; every text is a text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, value="")
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        made.data_type = "s"
        return made

    for row in _first(header, rows):
        sheet.append([cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a Parquet file; a column that mixes kinds is text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    whole = list(rows)
    columns = {}
    for place, name in enumerate(header):
        values = [row[place] for row in whole]
        try:
            columns[name] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns[name] = pa.array([None if v is None else str(v) for v in values])
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd")
    return file.getvalue()
