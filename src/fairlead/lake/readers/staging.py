"""The staged Parquet file every reader writes: text columns and the line of each row."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from fairlead.errors import ImportFileError, Place, UnavailableError
from fairlead.lake.readers.contract import LINE

if TYPE_CHECKING:
    import pyarrow as pa


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""What the system says where it cannot write; it says nothing about the file that is read."""


def blame_the_disk(error: BaseException) -> None:
    """Say that writing failed, before anybody blames the file that was being read.

    Raises
    ------
    UnavailableError
        `error` is the system's refusal to write.
    """
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        raise UnavailableError(
            f"writing the staged tables failed: {error.strerror}; nothing was stored",
            hint="Free some disk space, then run the same command again.",
        ) from error


MOST_COLUMNS = 5_000
"""Columns of one table; the widest exports seen have about 1,000. More would fill the memory."""


def refuse_wide(file: str, columns: int) -> None:
    """Refuse a table no export has, before memory and time are spent on it.

    Raises
    ------
    ImportFileError
        It has more than `MOST_COLUMNS` columns.
    """
    if columns > MOST_COLUMNS:
        raise ImportFileError(
            f"{file} has {columns:,} columns, more than {MOST_COLUMNS:,}.",
            place=Place(file=file, row=1),
            expected="one row a record, one column a field",
            hint="Check the separator, or export only the fields you need.",
        )


def unique_headers(written: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return headers made unique, and those that occurred more than once.

    Blanks around a header and byte order marks go; an empty header becomes ``Column 3``. Names
    that differ only by case count as equal, since databases take them as equal.

    Examples
    --------
    >>> unique_headers(["Id", " Amount", "amount", ""])
    (('Id', 'Amount', 'amount (2)', 'Column 4'), ['amount'])
    """
    seen = {LINE.casefold()}
    names: list[str] = []
    repeated: list[str] = []
    for position, cell in enumerate(written, start=1):
        plain = " ".join(cell.replace("\ufeff", "").replace("\x00", "").split())
        name = plain or f"Column {position}"
        copy = 2
        if name.casefold() in seen and plain:
            repeated.append(name)
        while name.casefold() in seen:
            name = f"{plain or f'Column {position}'} ({copy})"
            copy += 1
        seen.add(name.casefold())
        names.append(name)
    return tuple(names), repeated


class StagedWriter:
    """Writes rows of text with their line numbers, batch by batch.

    Use as a context manager; `rows` counts what was written.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.path = path
        self.rows = 0
        self._schema = pa.schema(
            [pa.field(name, pa.string()) for name in columns]
            + [pa.field(LINE, pa.int64(), nullable=False)]
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer: Any = pq.ParquetWriter(str(path), self._schema, compression="lz4")

    def write(self, arrays: Sequence[pa.Array], lines: pa.Array) -> None:
        """Write one batch: a string array per column and the int64 lines."""
        import pyarrow as pa

        if len(lines):
            batch = pa.RecordBatch.from_arrays([*arrays, lines], schema=self._schema)
            self._writer.write_batch(batch)
            self.rows += len(lines)

    def write_rows(self, rows: Sequence[Sequence[str | None]], lines: Sequence[int]) -> None:
        """Write rows of Python strings; empty ones become null."""
        import pyarrow as pa

        if rows:
            columns = zip(*rows, strict=True)
            arrays = [pa.array([cell or None for cell in cells], pa.string()) for cells in columns]
            self.write(arrays, pa.array(lines, pa.int64()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()


def sha256(path: Path, extra: str = "") -> str:
    """Return the SHA-256 of a file's bytes, followed by `extra` (the sheet) if any."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    if extra:
        digest.update(b"#" + extra.encode())
    return digest.hexdigest()
