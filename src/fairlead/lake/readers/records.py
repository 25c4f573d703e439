"""Counting records without a CSV reader: bytes, quotes and line ends only.

An independent count is the proof that no reader swallowed or lost a row. It also knows on which
line of the file each record begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_QUOTE, _LF, _CR = 34, 10, 13
_CHUNK = 8 << 20


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """Where the records of a file are.

    Parameters
    ----------
    count
        Records including the header; blank lines are none.
    jump_records, jump_lines
        Record numbers (from 0) from which on the line is ``jump_lines + (record - jump_record)``.
    well_formed
        False where quotes are unbalanced or stand where a reader could take them in two ways, or
        where carriage returns stand alone: then only the careful reader may decide.
    """

    count: int
    jump_records: NDArray[np.int64]
    jump_lines: NDArray[np.int64]
    well_formed: bool

    def lines(self, start: int, stop: int) -> NDArray[np.int64]:
        """Return the line numbers (the first line is 1) of the records start to stop - 1."""
        records = np.arange(start, stop, dtype=np.int64)
        last = np.searchsorted(self.jump_records, records, side="right") - 1
        lines: NDArray[np.int64] = self.jump_lines[last] + (records - self.jump_records[last])
        return lines


def index_records(
    path: Path, separator: str, progress: Callable[[int, int], None] | None = None
) -> RecordIndex:
    """Count the records of a UTF-8 file and where they begin.

    Parameters
    ----------
    path
        UTF-8 text.
    separator
        One character.
    progress
        Called with bytes done and bytes in all.
    """
    total = path.stat().st_size
    counter = _Counter(ord(separator))
    done = 0
    with path.open("rb") as stream:
        chunk = stream.read(_CHUNK)
        if chunk.startswith(b"\xef\xbb\xbf"):
            chunk = chunk[3:]
        while chunk:
            following = stream.read(_CHUNK)
            counter.take(np.frombuffer(chunk, np.uint8), following[:1])
            done += len(chunk)
            if progress is not None:
                progress(done, total)
            chunk = following
    return counter.finish()


class _Counter:
    def __init__(self, separator: int) -> None:
        self.separator = separator
        self.inside = False  # inside quotes at the start of the chunk
        self.line = 1  # line the chunk starts on
        self.record_line = 1  # line the open record starts on
        self.record_size = 0  # bytes of the open record so far, carriage returns not counted
        self.count = 0
        self.previous = _LF
        self.well_formed = True
        self.jump_records: list[Any] = []
        self.jump_lines: list[Any] = []
        self.expected_line = -1

    def take(self, data: NDArray[np.uint8], following: bytes) -> None:
        after = following[0] if following else _LF
        quotes = np.flatnonzero(data == _QUOTE)
        feeds = np.flatnonzero(data == _LF)
        self._check_returns(data, after)
        if len(quotes):
            self._check_quotes(data, quotes, after)
            passed = np.searchsorted(quotes, feeds)
            ends = feeds[(passed + self.inside) % 2 == 0]
            self.inside = (len(quotes) + self.inside) % 2 == 1
        else:
            ends = feeds[:0] if self.inside else feeds
        self._close(data, feeds, ends)
        self.previous = int(data[-1])

    def _check_returns(self, data: NDArray[np.uint8], after: int) -> None:
        if not self.well_formed or not (data == _CR).any():
            return
        returns = np.flatnonzero(data == _CR)
        nexts = np.append(data[1:], np.uint8(after))[returns]
        if (nexts != _LF).any():
            self.well_formed = False

    def _check_quotes(self, data: NDArray[np.uint8], quotes: NDArray[Any], after: int) -> None:
        """Quotes open after a separator or line end and close before one; `""` is a quote."""
        if not self.well_formed:
            return
        opens = quotes[int(self.inside) :: 2]
        closes = quotes[1 - int(self.inside) :: 2]
        first = opens[:1] == 0
        before = data[opens - 1]
        if len(opens) and first[0]:
            before[0] = self.previous
        good = (before == self.separator) | (before == _LF) | (before == _QUOTE)
        ends = closes[-1:] == len(data) - 1
        behind = data[np.minimum(closes + 1, len(data) - 1)]
        if len(closes) and ends[0]:
            behind[-1] = after
        fine = (behind == self.separator) | (behind == _LF) | (behind == _CR) | (behind == _QUOTE)
        self.well_formed = bool(good.all() and fine.all())

    def _close(
        self, data: NDArray[np.uint8], feeds: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> None:
        if len(ends) == 0:
            self._leave_open(data, feeds, 0)
            return
        starts = np.empty_like(ends)
        starts[0] = 0
        starts[1:] = ends[:-1] + 1
        sizes = ends - starts
        before_end = data[np.maximum(ends - 1, 0)]
        sizes -= ((before_end == _CR) & (sizes > 0)).astype(np.int64)
        sizes[0] += self.record_size
        line_of = np.empty(len(ends), np.int64)
        line_of[0] = self.record_line
        line_of[1:] = self.line + np.searchsorted(feeds, ends[:-1], side="right")
        kept = line_of[sizes > 0]
        if len(kept):
            self._jumps(kept)
        self.record_line = self.line + int(np.searchsorted(feeds, ends[-1], side="right"))
        self.record_size = 0
        self._leave_open(data, feeds, int(ends[-1]) + 1)

    def _leave_open(self, data: NDArray[np.uint8], feeds: NDArray[np.int64], start: int) -> None:
        rest = data[start:]
        if self.record_size == 0 and len(rest) and int(rest[0]) == _CR and len(rest) == 1:
            pass
        else:
            self.record_size += len(rest)
        self.line += len(feeds)

    def _jumps(self, lines: NDArray[np.int64]) -> None:
        steps = np.empty(len(lines), np.int64)
        steps[0] = lines[0] - self.expected_line
        steps[1:] = np.diff(lines) - 1
        at = np.flatnonzero(steps)
        if self.count == 0 and (len(at) == 0 or at[0] != 0):
            at = np.insert(at, 0, 0)
        self.jump_records.append(at + self.count)
        self.jump_lines.append(lines[at])
        self.count += len(lines)
        self.expected_line = int(lines[-1]) + 1

    def finish(self) -> RecordIndex:
        if self.record_size > 0:  # the last record has no line end
            self._jumps(np.array([self.record_line], np.int64))
        empty: NDArray[np.int64] = np.zeros(0, np.int64)
        return RecordIndex(
            self.count,
            np.concatenate([empty, *self.jump_records]),
            np.concatenate([empty, *self.jump_lines]),
            self.well_formed and not self.inside,
        )
