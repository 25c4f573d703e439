"""Folders with awkward names, and short ways to write and read files in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from fairlead.lake.readers import MappedTable, RawTable, Reading, read


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder whose name has a space, an umlaut and a hash."""
    folder = tmp_path / "Vertrieb Süd #1"
    folder.mkdir()
    return folder


@pytest.fixture
def write(place: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into the folder and return its path."""

    def _write(name: str, content: str | bytes) -> Path:
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Reading]:
    """Read a path into a staging folder beside it."""

    def _reading(path: Path, **options: Any) -> Reading:
        return read(path, tmp_path / "staging ü #2", **options)

    return _reading


def rows(raw: RawTable) -> list[dict[str, Any]]:
    """Return the staged rows."""
    return pq.read_table(str(raw.staged)).to_pylist()


def fields(table: MappedTable) -> dict[str, str]:
    """Return field -> column (or constant) of a mapping."""
    return {c.field: c.column or f"={c.constant}" for c in table.mapping.columns}
