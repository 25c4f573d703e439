"""How well a reading agrees with the truth written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.lake.readers.unknown.made import Export, Truth

from fairlead.lake.readers.contract import Reading, TableMapping

WARNINGS = frozenset({"mapping_doubtful", "mapping_ambiguous", "mapping_renamed"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one export came to."""

    export: str
    columns: int
    right: int
    missed: tuple[str, ...]
    warned: tuple[str, ...]
    silent: tuple[str, ...]
    """Columns mapped wrongly without a word: there must be none."""


def judge(export: Export, reading: Reading | None, refused: str = "") -> Verdict:
    """Compare every mapped field with the truth; a refused export maps nothing."""
    found = {} if reading is None else {t.mapping.file: t.mapping for t in reading.tables}
    said = "" if reading is None else _said(reading)
    right, columns = 0, 0
    missed: list[str] = []
    wrong: list[str] = []
    for file, truth in export.truth.items():
        mapping = found.pop(file, None)
        columns += len(truth.matters)
        for name, column in truth.matters.items():
            options = column if isinstance(column, tuple) else (column,)
            if mapping is not None and mapping.target == truth.target and (
                _column(mapping, name) in options
            ):  # fmt: skip
                right += 1
            else:
                missed.append(f"{name} of {file}{refused}")
        if mapping is not None:
            wrong += _wrong(mapping, truth)
    for mapping in found.values():
        wrong += _wrong(mapping, Truth("ignore", {}))
    warned = tuple(w for w in wrong if w.rsplit("=", 1)[-1] in said)
    silent = tuple(w for w in wrong if w not in warned)
    return Verdict(export.name, columns, right, tuple(missed), warned, silent)


def _column(mapping: TableMapping, name: str) -> str | None:
    column = mapping.of(name)
    if column is None:
        return None
    return column.column if column.column is not None else f"={column.constant}"


def _wrong(mapping: TableMapping, truth: Truth) -> list[str]:
    if mapping.target == "ignore":
        return []
    wrong = []
    for column in mapping.columns:
        name = _column(mapping, column.field)
        options = truth.matters.get(column.field, ())
        options = options if isinstance(options, tuple) else (options,)
        right = name in options or (column.field, name) in truth.fine
        if mapping.target != truth.target or not right:
            wrong.append(f"{mapping.file}: {mapping.target}.{column.field}={name}")
    return wrong


def _said(reading: Reading) -> str:
    texts: Iterable[str] = (
        f"{f.title} {f.detail} {f.evidence}" for f in reading.findings if f.code in WARNINGS
    )
    return "\n".join(texts)


def table_of(verdicts: list[Verdict]) -> str:
    """Return the verdicts as a table people can read."""
    lines = [f"{'export':24}{'columns':>8}{'right':>7}{'warned':>8}{'silent':>8}  missed"]
    lines += [
        f"{v.export:24}{v.columns:8}{v.right:7}{len(v.warned):8}{len(v.silent):8}  "
        + ", ".join((*v.missed, *(f"WRONG {s}" for s in v.silent)))
        for v in verdicts
    ]
    columns, right = sum(v.columns for v in verdicts), sum(v.right for v in verdicts)
    silent = sum(len(v.silent) for v in verdicts)
    lines.append(f"{'all':24}{columns:8}{right:7}{'':8}{silent:8}  {right / columns:.1%} right")
    return "\n".join(lines)
