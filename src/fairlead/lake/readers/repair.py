"""The careful way through a delimited text: one record at a time, nothing swallowed.

Python's csv module decides what a record is. Where it cannot, the physical line is put aside and
reading goes on with the next line, so that an open quote costs one record and no more.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from fairlead.lake.readers.contract import UnreadableRow
from fairlead.lake.readers.dialect import Dialect, allow_huge_fields

MAX_LINES_OF_A_RECORD = 100_000
_SHOWN = 200
_ENDS = re.compile(r"\r\n|\n|\r")


class _TooLongError(Exception):
    """A record that does not end: an open quote."""


class _Lines:
    """Physical lines with their numbers, and the power to take lines back."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self.number = 0  # of the line taken last
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_LINES_OF_A_RECORD:
            raise _TooLongError
        line = self._waiting.popleft() if self._waiting else next(self._stream)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Keep the first line taken, and have the others read again."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        self.taken = self.taken[:1]


def careful_records(
    path: Path, dialect: Dialect, columns: tuple[str, ...]
) -> Iterator[tuple[int, list[str]] | UnreadableRow]:
    """Yield line and fields of each record below the header, or why it cannot be read.

    Parameters
    ----------
    path
        UTF-8 text.
    dialect
        Separator and how many records stand above the first row.
    columns
        Every record must have as many fields as there are columns.
    """
    allow_huge_fields()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = _Lines(iter(stream))
        skipped = 0
        while True:
            lines.taken = []
            start = lines.number + 1
            try:
                cells = next(csv.reader(lines, delimiter=dialect.separator, strict=True))
            except StopIteration:
                return
            except (csv.Error, _TooLongError) as error:
                if skipped < dialect.skip:
                    skipped += 1
                    continue
                yield _broken(lines, start, error)
                continue
            if not cells:
                continue
            if skipped < dialect.skip:
                skipped += 1
                continue
            if len(cells) == len(columns):
                yield start, cells
            else:
                yield _wrong_width(lines, start, cells, columns, dialect.separator)


def _broken(lines: _Lines, start: int, error: Exception) -> UnreadableRow:
    spans = len(lines.taken) > 1
    first = lines.taken[0]
    lines.give_back()
    open_quote = spans or isinstance(error, _TooLongError) or "unexpected end" in str(error)
    if open_quote:
        reason = "A quote is opened and not closed, so the fields cannot be told apart."
        return UnreadableRow(start, None, _shown(first), "open_quote", reason)
    reason = "A quote stands in the middle of a field, so the fields cannot be told apart."
    return UnreadableRow(start, None, _shown(first), "bad_quote", reason)


def _wrong_width(
    lines: _Lines, start: int, cells: list[str], columns: tuple[str, ...], separator: str
) -> UnreadableRow:
    first = lines.taken[0]
    if len(lines.taken) > 1 and _swallowed(lines.taken[1:], len(columns), separator):
        lines.give_back()
        reason = "A quote is opened and not closed, so the fields cannot be told apart."
        return UnreadableRow(start, None, _shown(first), "open_quote", reason)
    column = columns[len(cells)] if len(cells) < len(columns) else None
    reason = f"The row has {len(cells)} fields, the header has {len(columns)}."
    return UnreadableRow(start, column, _shown(first), "field_count", reason)


def _swallowed(following: list[str], width: int, separator: str) -> bool:
    """Return whether one of the lines is a whole record by itself."""
    for line in following:
        if line.count('"') % 2:
            continue
        try:
            cells = next(csv.reader([line], delimiter=separator, strict=True), [])
        except csv.Error:
            continue
        if len(cells) == width:
            return True
    return False


def _shown(line: str) -> str:
    return _ENDS.sub("", line)[:_SHOWN]
