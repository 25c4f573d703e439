"""The first rows of a table as its file says them, for people who check a mapping."""

from __future__ import annotations

from itertools import islice

from fairlead.lake.readers.contract import LINE, RawTable


def first_rows(raw: RawTable, most: int = 5) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return line number and cells of the first rows, in the order of `raw.columns`.

    Parameters
    ----------
    raw
        A table whose staged file is still there.
    most
        How many rows at most. An empty cell is "".
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(raw.staged) as file:
        batches = file.iter_batches(batch_size=max(most, 1), columns=[LINE, *raw.columns])
        rows = [row for batch in islice(batches, 1) for row in batch.to_pylist()]
    return tuple(
        (int(row[LINE]), tuple(row[column] or "" for column in raw.columns)) for row in rows[:most]
    )
