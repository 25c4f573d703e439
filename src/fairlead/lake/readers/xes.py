"""Event logs in XES into a staged table with the columns their CSV form has.

Attributes of a trace become ``case:KEY``, those of an event ``KEY``, as process mining tools name
them, so that a log means the same in both forms. The file is read twice: once for the columns,
once for the rows; what is held at a time does not grow with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import RawTable, UnreadableRow
from fairlead.lake.readers.encoding import unpack_gzip
from fairlead.lake.readers.sources import MAX_RATIO, RATIO_COUNTS_FROM, Source
from fairlead.lake.readers.staging import StagedWriter, sha256, unique_headers
from fairlead.lake.readers.xes_events import EXPECTED, Attributes, Event, XesEvents

Progress = Callable[[str, int, int], None]

MOST_COLUMNS = 500
LABEL = "concept:name"
CASE = "case:concept:name"

_BATCH = 20_000
_BATCH_CHARACTERS = 32 << 20


@dataclass
class _Layout:
    """What the first look finds: keys in the order they are met, and whether lines count events."""

    trace_keys: dict[str, None] = field(default_factory=dict)
    event_keys: dict[str, None] = field(default_factory=dict)
    last_line: int = 0
    line_each: bool = True

    def look(self, trace: Attributes | None, events: list[Event]) -> None:
        """Note the keys of one trace and its events."""
        self.trace_keys.update(dict.fromkeys(trace or ()))
        for line, event in events:
            self.event_keys.update(dict.fromkeys(event))
            self.line_each = self.line_each and line > self.last_line
            self.last_line = line


def read_xes(source: Source, staged: Path, progress: Progress | None = None) -> RawTable:
    """Stage one event log, plain or packed with gzip.

    The line of an event is where it begins in the (unpacked) file; where events share lines, its
    number. An event that belongs to no trace is put aside. Where events carry no `LABEL`, the
    first classifier of the log names them, its values joined by ``+``.

    Parameters
    ----------
    source
        XES file.
    staged
        Parquet file to write.
    progress
        Called with the file, bytes done and bytes in all.

    Raises
    ------
    ImportFileError
        It is no well-formed event log, or not safe to read (see `xes_events`).
    """
    path = source.path
    if source.packed:
        path = unpack_gzip(path, staged.with_suffix(".unpacked"), source.file)

    def half(offset: int) -> Callable[[int, int], None]:
        def step(done: int, total: int) -> None:
            if progress is not None:
                progress(source.file, (offset + done) // 2, total)

        return step

    size = path.stat().st_size
    layout = _Layout()
    first = XesEvents(source.file, layout.look)
    first.read(path, half(0))
    keys = _keys(source.file, first, layout)
    headers = [f"case:{key}" for key in keys[0]] + list(keys[1])
    named_by = _named_by(first, layout)
    columns, _repeated = unique_headers([*headers, LABEL] if named_by else headers)
    with StagedWriter(staged, columns) as writer:
        rows = _Rows(source.file, writer, keys, named_by, line_each=layout.line_each, size=size)
        XesEvents(source.file, rows.take).read(path, half(size))
        rows.flush()
    staged.with_suffix(".unpacked").unlink(missing_ok=True)
    return RawTable(
        source.file, staged, columns, writer.rows, sha256(source.path), tuple(rows.outside)
    )


def _keys(file: str, log: XesEvents, layout: _Layout) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of traces and of events; what the log declares global comes first."""
    traces = tuple(dict.fromkeys([*log.globals["trace"], *layout.trace_keys]))
    events = tuple(dict.fromkeys([*log.globals["event"], *layout.event_keys]))
    if len(traces) + len(events) > MOST_COLUMNS:
        raise ImportFileError(
            f"{file} uses {len(traces) + len(events):,} different attributes; "
            f"at most {MOST_COLUMNS} can be read.",
            place=Place(file),
            expected=EXPECTED,
            hint="Export the log with the attributes you need.",
        )
    if not layout.event_keys:
        raise ImportFileError(
            f"{file} holds no events.",
            place=Place(file),
            expected=EXPECTED,
            hint="Export it again and check the filter of the export.",
        )
    return traces, events


def _named_by(log: XesEvents, layout: _Layout) -> tuple[str, ...]:
    """Return the keys that name events where they carry no name of their own."""
    if LABEL in layout.event_keys or LABEL in log.globals["event"]:
        return ()
    known = (keys for keys in log.classifiers if keys and set(keys) <= set(layout.event_keys))
    return next(known, ())


class _Rows:
    """Events on their way into the staged table, a batch at a time."""

    def __init__(
        self,
        file: str,
        writer: StagedWriter,
        keys: tuple[Sequence[str], Sequence[str]],
        named_by: tuple[str, ...],
        *,
        line_each: bool,
        size: int,
    ) -> None:
        self.outside: list[UnreadableRow] = []
        self._file = file
        self._writer = writer
        self._trace_keys, self._event_keys = keys
        self._named_by = named_by
        self._line_each = line_each
        self._number = 0
        self._rows: list[list[str | None]] = []
        self._lines: list[int] = []
        self._characters = 0
        self._room = max(RATIO_COUNTS_FROM, MAX_RATIO * size)

    def take(self, trace: Attributes | None, events: list[Event]) -> None:
        """Add the events of one trace; its own attributes are repeated in each row."""
        of_case = [trace.get(key) for key in self._trace_keys] if trace is not None else []
        width = sum(len(cell) for cell in of_case if cell)
        for line, event in events:
            self._number += 1
            at = line if self._line_each else self._number
            if trace is None:
                self.outside.append(
                    UnreadableRow(
                        at, CASE, None, "missing_value", "the event belongs to no trace (case)"
                    )
                )
                continue
            row = of_case + [event.get(key) for key in self._event_keys]
            if self._named_by:
                row.append("+".join(event.get(key, "") for key in self._named_by))
            self._rows.append(row)
            self._lines.append(at)
            self._characters += width + sum(map(len, event.values()))
            if len(self._rows) >= _BATCH or self._characters >= _BATCH_CHARACTERS:
                self.flush()

    def flush(self) -> None:
        """Write what is held.

        Raises
        ------
        ImportFileError
            Long attributes of traces, repeated in each event, would fill the disk.
        """
        self._room -= self._characters
        if self._room < 0:
            raise ImportFileError(
                f"{self._file} is refused: as a table it would be {MAX_RATIO} times as large.",
                place=Place(self._file),
                expected=EXPECTED,
                hint="Export the log without long texts in the attributes of its traces.",
            )
        self._writer.write_rows(self._rows, self._lines)
        self._rows, self._lines, self._characters = [], [], 0
