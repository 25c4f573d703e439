"""Published answers as rows: whose answer to which question, as JSON, in one Parquet file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

from fairlead.lake.published.files import put

Kind: TypeAlias = Literal[
    "measure", "diagnosis", "priorities", "numbers", "brief", "forecast", "pipeline", "people"
]
Unit: TypeAlias = Literal["company", "team", "person", "all", "leader", "board", "manager", "rep"]

EVERYBODY = -1
"""Key of answers about the company."""

GROUP = 32
"""Answers of a row group: asking for one person reads no more than that many."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer.

    Parameters
    ----------
    kind
        The question: a command's, or ``people`` for what is read of everybody.
    unit
        Of what: of briefs the reader, else company, team or person.
    key
        Surrogate key of a person; of a team its place among the teams by name; else `EVERYBODY`.
    name
        Of the person, team or manager; ``""`` for the company.
    brief
        The answer as it is read (`lake.published.typed`).
    body
        The answer for machines, as the command's ``--json`` has it.
    """

    kind: str
    unit: str
    key: int
    name: str
    brief: str
    body: str


def write_answers(target: Path, answers: Iterable[Answered]) -> None:
    """Write answers to `target`; a reader sees the whole file or none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = sorted(answers, key=lambda one: (one.kind, one.unit, one.key))
    columns = list(zip(*map(astuple, rows), strict=True)) or [()] * len(fields(Answered))
    kinds = (
        pa.string(),
        pa.string(),
        pa.int64(),
        pa.string(),
        pa.large_string(),
        pa.large_string(),
    )
    table = pa.table(
        {
            field.name: pa.array(list(column), kind)
            for field, column, kind in zip(fields(Answered), columns, kinds, strict=True)
        }
    )
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    pq.write_table(table, draft, row_group_size=GROUP, compression="zstd")
    put(draft, target)


def read_answer(files: Sequence[Path], kind: Kind, unit: Unit, key: int) -> Answered | None:
    """Return one answer from published files; None where none of them holds it."""
    wanted = [("kind", "=", kind), ("unit", "=", unit), ("key", "=", key)]
    for path in files:
        found = _rows(path, wanted)
        if found:
            return found[0]
    return None


def read_answers(files: Sequence[Path], kind: Kind | None = None) -> list[Answered]:
    """Return every answer of published files, or those to one question."""
    wanted = None if kind is None else [("kind", "=", kind)]
    return [one for path in files for one in _rows(path, wanted)]


def answered(files: Sequence[Path]) -> set[tuple[str, str, int]]:
    """Return kind, unit and key of every answer, without reading the answers."""
    import pyarrow.parquet as pq

    found: set[tuple[str, str, int]] = set()
    for path in files:
        table = pq.read_table(path, columns=["kind", "unit", "key"])
        found |= set(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))
    return found


def _rows(path: Path, wanted: Any) -> list[Answered]:
    import pyarrow.parquet as pq

    table = pq.read_table(path, filters=wanted)
    return [Answered(**row) for row in table.to_pylist()]
