"""Delimited text into a staged table: the quick way where it is proven, else the careful way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead.answers import Finding
from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import RawTable, UnreadableRow
from fairlead.lake.readers.dialect import Dialect, sniff
from fairlead.lake.readers.encoding import as_utf8, unpack_gzip
from fairlead.lake.readers.records import RecordIndex, index_records
from fairlead.lake.readers.repair import careful_records
from fairlead.lake.readers.sources import Source
from fairlead.lake.readers.staging import StagedWriter, refuse_wide, sha256, unique_headers

Progress = Callable[[str, int, int], None]

_BLOCK = 8 << 20
_BATCH = 20_000
_BATCH_CHARACTERS = 32 << 20


@dataclass(frozen=True, slots=True)
class _Staged:
    rows: int
    unreadable: tuple[UnreadableRow, ...]


def read_delimited(
    source: Source, staged: Path, progress: Progress | None = None
) -> RawTable | None:
    """Stage one delimited text; None if it is text but no table.

    Parameters
    ----------
    source
        Text or gzip.
    staged
        Parquet file to write.
    progress
        Called with the file, bytes done and bytes in all.
    """
    path = source.path
    if source.kind == "gzip":
        path = unpack_gzip(path, staged.with_suffix(".unpacked"), source.file)
    text = as_utf8(path, staged.with_suffix(".utf8"), source.file)
    dialect = sniff(text.path)
    if dialect is None:
        return None
    refuse_wide(source.file, len(dialect.header))
    columns, repeated = unique_headers(dialect.header)
    findings = list(text.findings)
    if repeated:
        findings.append(repeated_headers(source.file, repeated))
    if dialect.above:
        findings.append(_above(source.file, dialect))

    def step(done: int, total: int) -> None:
        if progress is not None:
            progress(source.file, done, total)

    with ThreadPoolExecutor(max_workers=1) as beside:  # hashing gives other threads way
        fingerprint = beside.submit(sha256, source.path)
        result = _stage(text.path, staged, dialect, columns, step)
    for temporary in (staged.with_suffix(".unpacked"), staged.with_suffix(".utf8")):
        temporary.unlink(missing_ok=True)
    return RawTable(
        source.file,
        staged,
        columns,
        result.rows,
        fingerprint.result(),
        result.unreadable,
        tuple(findings),
    )


def repeated_headers(file: str, repeated: Iterable[str]) -> Finding:
    """Return the finding for headers that occur twice."""
    names = sorted(set(repeated))
    return Finding(
        "header_repeated",
        "warning",
        f"{file} has several columns called {' and '.join(names)}",
        "The later ones are called (2), (3) and so on here. Check that the right one is used.",
        {"columns": ", ".join(names)},
        ("Name the column to use in the mapping file.",),
    )


def _above(file: str, dialect: Dialect) -> Finding:
    return Finding(
        "lines_above_header",
        "info",
        f"{file} has {len(dialect.above)} lines above the header; they were not read",
        "; ".join(line.strip() for line in dialect.above)[:300],
        {"lines": len(dialect.above)},
    )


def _stage(
    path: Path,
    staged: Path,
    dialect: Dialect,
    columns: tuple[str, ...],
    step: Callable[[int, int], None],
) -> _Staged:
    index = index_records(path, dialect.separator, lambda done, total: step(done // 2, total))
    if index.well_formed:
        quick = _stage_quickly(path, staged, dialect, columns, index=index, step=step)
        if quick is not None:
            return quick
    return _stage_carefully(path, staged, dialect, columns, step)


def _stage_quickly(
    path: Path,
    staged: Path,
    dialect: Dialect,
    columns: tuple[str, ...],
    *,
    index: RecordIndex,
    step: Callable[[int, int], None],
) -> _Staged | None:
    """Return None where Arrow rejects a row or counts otherwise than `index`."""
    import pyarrow as pa

    expected = index.count - dialect.skip
    if expected <= 0:
        return None
    size = path.stat().st_size
    try:
        with StagedWriter(staged, columns) as writer:
            for batch in _arrow_batches(path, dialect, columns, index):
                start = dialect.skip + writer.rows
                lines = pa.array(index.lines(start, start + batch.num_rows))
                writer.write(batch.columns, lines)
                share = min(1.0, writer.rows / expected)
                step(size // 2 + int(size * share / 2), size)
    except (pa.ArrowInvalid, IndexError):
        return None
    return _Staged(writer.rows, ()) if writer.rows == expected else None


def _arrow_batches(
    path: Path, dialect: Dialect, columns: tuple[str, ...], index: RecordIndex
) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    first_line = int(index.lines(dialect.skip, dialect.skip + 1)[0])
    return csv.open_csv(
        str(path),
        read_options=csv.ReadOptions(
            block_size=_BLOCK, column_names=list(columns), skip_rows=first_line - 1
        ),
        parse_options=csv.ParseOptions(delimiter=dialect.separator, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={name: pa.string() for name in columns},
            null_values=[""],
            strings_can_be_null=True,
        ),
    )


def _stage_carefully(
    path: Path,
    staged: Path,
    dialect: Dialect,
    columns: tuple[str, ...],
    step: Callable[[int, int], None],
) -> _Staged:
    unreadable: list[UnreadableRow] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    size, characters = path.stat().st_size, 0
    done = 0
    with StagedWriter(staged, columns) as writer:
        for record in careful_records(path, dialect, columns):
            if isinstance(record, UnreadableRow):
                unreadable.append(record)
                continue
            line, cells = record
            rows.append(cells)
            lines.append(line)
            characters += sum(map(len, cells)) + len(cells)
            if len(rows) >= _BATCH or characters >= _BATCH_CHARACTERS:
                writer.write_rows(rows, lines)
                done += characters
                step(min(size, size // 2 + done // 2), size)
                rows, lines, characters = [], [], 0
        writer.write_rows(rows, lines)
        step(size, size)
    return _Staged(writer.rows, tuple(unreadable))


def refuse_empty(raw: RawTable) -> ImportFileError:
    """Return the error for a file with a header and nothing under it."""
    return ImportFileError(
        f"{raw.file} has a header and no rows.",
        place=Place(file=raw.file, row=1),
        expected="at least one row under the header",
        hint="Export it again and check the filter of the export.",
    )
