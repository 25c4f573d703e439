"""Reports that name somebody only in the first row of a block: the name is carried down."""

from __future__ import annotations

import dataclasses

from fairlead.answers import Finding
from fairlead.lake.readers.contract import LINE, RawTable
from fairlead.lake.readers.profile import profiles
from fairlead.lake.readers.staging import StagedWriter

_MOST_FILLED = 0.5
_LEAST_OTHERS = 0.6
_WITHIN = 3
_MOST_ROWS = 200_000


def filled_down(raw: RawTable) -> RawTable:
    """Return a table whose blocks are filled, with a finding; the same table if it has none.

    A column is the head of blocks if it is among the first three, is filled in the first row and
    in at most half of the rows, and never holds the same value twice (a block begins where the
    value changes), while most other cells are filled. The lines of totals must be gone before.
    """
    if not 4 <= raw.row_count <= _MOST_ROWS or len(raw.columns) < _WITHIN:
        return raw
    heads = []
    for column, profile in profiles(raw, raw.columns[:_WITHIN]).items():
        sparse = 0 < profile.fill <= _MOST_FILLED and profile.distinct >= 2
        if sparse and profile.unique and profile.date_share < 0.5 and profile.number_share < 0.5:
            heads.append(column)
    heads = [c for c in heads if _begins_filled(raw, c)]
    if not heads or not _others_filled(raw, heads):
        return raw
    return _written(raw, heads)


def _begins_filled(raw: RawTable, column: str) -> bool:
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(raw.staged)) as file:
        first = next(file.iter_batches(1, columns=[column]))
        return first.column(0)[0].as_py() is not None


def _others_filled(raw: RawTable, heads: list[str]) -> bool:
    others = [c for c in raw.columns if c not in heads]
    shares = sorted(p.fill for p in profiles(raw, others).values())
    return bool(shares) and shares[len(shares) // 2] >= _LEAST_OTHERS


def _written(raw: RawTable, heads: list[str]) -> RawTable:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(str(raw.staged))
    draft = raw.staged.with_suffix(".blocks")
    count = 0
    columns = []
    for name in raw.columns:
        column = table.column(name).combine_chunks()
        if name in heads:
            count += column.null_count
            column = pc.fill_null_forward(column)
        columns.append(column)
    with StagedWriter(draft, raw.columns) as writer:
        writer.write(columns, table.column(LINE).combine_chunks())
    draft.replace(raw.staged)
    said = Finding(
        "cells_filled_down",
        "warning",
        f"{raw.file}: {' and '.join(heads)} stands only in the first row of each block; it was "
        "carried down",
        f"{count:,} empty cells were filled with the value above them.",
        {"columns": ", ".join(heads), "cells": count},
        ("Check a block or two; repeat the value in every row of the export if this is wrong.",),
    )
    return dataclasses.replace(raw, findings=(*raw.findings, said))
