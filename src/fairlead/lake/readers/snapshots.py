"""One file with the same deals again every week: what each deal was on the last of these days.

Such a sheet is no history of changes, though a deal, a day and a stage stand in every row: most
rows repeat the stage of the row before. Its last row of each deal is the list of deals.
"""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

from fairlead.answers import Finding
from fairlead.lake.readers.contract import LINE, RawTable
from fairlead.lake.readers.dates import as_iso
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.staging import StagedWriter

LAST_OF_EACH = "last of each deal"
READ_AS = "the same deals again on {days} days: it was read as {file}"
_HOW = (
    "To have the changes too, put the rows of each day into a file of its own, with the day in its "
    "name (deals 2026-11-02.csv), and import the folder into a new workspace."
)
_REPEATS = 0.5
_LEAST_DAYS = 3
_ROWS_A_DAY = 5


def last_of_each(
    view: TableView, columns: tuple[str, str, str], staged: Path
) -> tuple[RawTable, int] | None:
    """Return the last row of each deal and on how many days deals are listed; None if no such list.

    Parameters
    ----------
    view
        A table that could be a history of stages.
    columns
        Its columns of deal, day and stage.
    staged
        Parquet file to write; lines are those of the table.
    """
    import pyarrow.parquet as pq

    deal, day, stage = columns
    turn = as_iso(view.profiles[day].date_style.formats)
    rows = sorted(
        (row[deal], turn(row[day]) or "", row[LINE], row[stage])
        for row in pq.read_table(str(view.raw.staged), columns=[*columns, LINE]).to_pylist()
        if row[deal] and row[day]
    )
    days = {row[1] for row in rows}
    pairs = [(a, b) for a, b in itertools.pairwise(rows) if a[0] == b[0]]
    same = sum(a[3] == b[3] for a, b in pairs)
    if len(days) < _LEAST_DAYS or len(rows) < _ROWS_A_DAY * len(days):
        return None
    if not pairs or same <= _REPEATS * len(pairs):
        return None
    last = {row[0]: row[2] for row in rows}
    return _written(view.raw, set(last.values()), staged), len(days)


def _written(raw: RawTable, lines: set[int], staged: Path) -> RawTable:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wanted = pa.array(sorted(lines), pa.int64())
    with pq.ParquetFile(str(raw.staged)) as file, StagedWriter(staged, raw.columns) as writer:
        for batch in file.iter_batches(100_000):
            kept = batch.filter(pc.is_in(batch.column(LINE), value_set=wanted))
            writer.write([kept.column(name) for name in raw.columns], kept.column(LINE))
    fingerprint = hashlib.sha256(f"{raw.fingerprint}#{LAST_OF_EACH}".encode()).hexdigest()
    return RawTable(f"{raw.file}#{LAST_OF_EACH}", staged, raw.columns, writer.rows, fingerprint)


def read_so(file: str, column: str, days: int) -> Finding:
    """Say that only the last row of each deal was read, and how the others become history."""
    return Finding(
        "snapshots_in_one_file",
        "warning",
        f"{file} lists the same deals again on {days} days ({column})",
        "The last row of each deal was read; what changed from day to day was not.",
        {"column": column, "days": days},
        (_HOW,),
    )
