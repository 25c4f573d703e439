"""The truth beside the export, as Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.lake.readers.sources import NO_IMPORT
from fairlead.simulate import Simulation, Words


def write(sim: Simulation, folder: Path) -> Iterator[tuple[str, int]]:
    """Write one file a table of truth; yields file name and rows as they are done."""
    folder.mkdir()
    (folder / NO_IMPORT).touch()
    for name, columns in sim.truth.items():
        table = pa.table({header: _column(values) for header, values in columns.items()})
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        yield f"{folder.name}/{name}.parquet", int(table.num_rows)


def _column(values: object) -> pa.Array:
    if isinstance(values, Words):
        codes = pa.array(values.codes, mask=values.codes < 0)
        return pa.DictionaryArray.from_arrays(codes.cast(pa.int32()), pa.array(values.words))
    return pa.array(values)
