"""Parquet files into staged tables: typed columns as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import RawTable
from fairlead.lake.readers.delimited import repeated_headers
from fairlead.lake.readers.sources import Source
from fairlead.lake.readers.staging import (
    StagedWriter,
    blame_the_disk,
    refuse_wide,
    sha256,
    unique_headers,
)

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, int, int], None]

_BATCH = 100_000


def read_parquet(source: Source, staged: Path, progress: Progress | None = None) -> RawTable:
    """Stage a Parquet file; the line of a row is its number, from 1.

    Parameters
    ----------
    source
        Parquet file.
    staged
        Parquet file to write.
    progress
        Called with the file, rows done and rows in all.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(str(source.path)) as file:
            refuse_wide(source.file, len(file.schema_arrow.names))
            columns, repeated = unique_headers(file.schema_arrow.names)
            total = file.metadata.num_rows
            with StagedWriter(staged, columns) as writer:
                for batch in file.iter_batches(batch_size=_BATCH):
                    batch.validate(full=True)  # a flipped byte may leave text that is no text
                    lines = pa.array(
                        range(writer.rows + 1, writer.rows + batch.num_rows + 1), pa.int64()
                    )
                    writer.write([as_text(column) for column in batch.columns], lines)
                    if progress is not None:
                        progress(source.file, writer.rows, total)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        blame_the_disk(error)
        raise ImportFileError(
            f"{source.file} is a damaged or truncated Parquet file.",
            place=Place(file=source.file),
            expected="a complete Parquet file",
            hint="Download or copy it again.",
        ) from error
    findings = (repeated_headers(source.file, repeated),) if repeated else ()
    return RawTable(
        source.file, staged, columns, writer.rows, sha256(source.path), (), tuple(findings)
    )


def as_text(values: pa.Array) -> pa.Array:  # noqa: PLR0911  one case a line
    """Return an Arrow array of any type as strings: ISO dates, whole numbers without a point."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    kind = values.type
    if types.is_dictionary(kind):
        return as_text(values.dictionary_decode())
    if types.is_string(kind) or types.is_large_string(kind):
        text = values.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if types.is_floating(kind):
        return _floats(values.cast(pa.float64()))
    if types.is_decimal(kind):
        return pc.replace_substring_regex(values.cast(pa.string()), r"\.0+$", "")
    if types.is_timestamp(kind):
        return _instants(values)
    if types.is_date(kind) or types.is_boolean(kind) or types.is_integer(kind):
        return values.cast(pa.string())
    if types.is_time(kind):
        return pc.replace_substring_regex(values.cast(pa.string()), r"\.0+$", "")
    return pa.array([_other(value) for value in values.to_pylist()], pa.string())


def _floats(values: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    null = pa.scalar(None, pa.float64())
    values = pc.if_else(pc.is_finite(values), values, null)
    whole = pc.and_(pc.equal(values, pc.floor(values)), pc.less(pc.abs(values), 9e15))
    integers = pc.if_else(whole, values, null).cast(pa.int64()).cast(pa.string())
    return pc.if_else(pc.fill_null(whole, fill_value=False), integers, values.cast(pa.string()))


def _instants(values: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    zoned = values.type.tz is not None
    kind = pa.timestamp("us", "UTC" if zoned else None)
    text = values.cast(kind, safe=False).cast(pa.string())
    text = pc.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")
    return pc.replace_substring(text, " ", "T", max_replacements=1)


def _other(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
