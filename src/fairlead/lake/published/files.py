"""Results as Parquet files: written beside their place, synced, then moved there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from fairlead.lake.store.manifest import sync_folder


def write_parquet(expression: Any, target: Path) -> None:
    """Write an Ibis expression to `target`; a reader sees the whole file or none."""
    import pyarrow.parquet as pq

    draft = target.with_name(f".{target.name}.{os.getpid()}")
    pq.write_table(expression.to_pyarrow(), draft)
    put(draft, target)


def copy_parquet(connection: Any, query: str, target: Path) -> None:
    """Write the rows of a query to `target` without taking them into memory; else the same."""
    from fairlead.lake.store.schema import literal

    draft = target.with_name(f".{target.name}.{os.getpid()}")
    connection.execute(f"COPY ({query}) TO {literal(str(draft))} (FORMAT parquet)")
    put(draft, target)


def put(draft: Path, target: Path) -> None:
    """Sync a written file and move it to its place, where readers see it as a whole."""
    with draft.open("rb") as handle:
        os.fsync(handle.fileno())
    draft.replace(target)
    sync_folder(target.parent)


def prune(folder: Path, kept: set[str]) -> None:
    """Remove counted results that no kept manifest names."""
    for pattern in ("[0-9]*-*.parquet", "[0-9]*-*.json"):
        for path in folder.glob(pattern):
            if path.name not in kept:
                path.unlink(missing_ok=True)
