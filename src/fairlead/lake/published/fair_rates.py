"""Published fair rates: one row a person and competency, every figure a page shows beside it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fairlead.lake.published.files import put

GROUP = 2_000
"""Rows of a row group; people lie one after the other, so one of them is in one or two."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number with its interval, or why there is none (`value` None): what is needed, and there.

    Parameters
    ----------
    value, lower, upper, level, n, unit, kind
        As in `answers.Estimate`.
    reason, needed, have
        As in `answers.NotEstimable`.
    """

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    n: int | None = None
    unit: str | None = None
    kind: str | None = None
    reason: str | None = None
    needed: int | None = None
    have: int | None = None


@dataclass(frozen=True, slots=True)
class Quarter:
    """The plain rate of one quarter of entry."""

    start: dt.date
    successes: int
    n: int
    open: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class FairRate:
    """One person and competency, as `measure.fair.FairRow` has it.

    `part` is the place of competency and job in the report, `team` the team of now by the name of
    whoever leads it, `rows_behind` the number of rows ``fairlead why`` would show.
    """

    part: int
    person_id: int
    person: str
    team: str | None
    competency: str
    name: str
    kind: str
    unit: str
    role: str
    start: dt.date
    end: dt.date
    successes: int
    n: int
    open: int
    top: float
    bottom: float
    observed: float | None
    expected: float | None
    expected_successes: float | None
    fair_rate: Told
    trend: Told
    quarters: tuple[Quarter, ...]
    usual: float | None
    tail: float | None
    above: bool | None
    effect: float | None
    differs: bool
    rows_behind: int


def write_fair_rates(target: Path, rows: Sequence[FairRate]) -> None:
    """Write fair rates to `target`, person by person; a reader sees the whole file or none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    ordered = sorted(rows, key=lambda row: (row.person_id, row.part))
    columns = {
        field.name: pa.array(
            [_cell(getattr(row, field.name)) for row in ordered], _kind(field.name)
        )
        for field in fields(FairRate)
    }
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    pq.write_table(pa.table(columns), draft, row_group_size=GROUP, compression="zstd")
    put(draft, target)


def read_fair_rates(
    path: Path, *, person_id: int | None = None, team: str | None = None
) -> tuple[FairRate, ...]:
    """Return the fair rates of one person, of one team, or of everybody, in their order."""
    import pyarrow.parquet as pq

    wanted: Any = None
    if person_id is not None:
        wanted = [("person_id", "=", person_id)]
    elif team is not None:
        wanted = [("team", "=", team)]
    table = pq.read_table(path, filters=wanted)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    for name in ("fair_rate", "trend"):
        columns[name] = [Told(**cell) for cell in columns[name]]
    columns["quarters"] = [tuple(Quarter(**q) for q in cell) for cell in columns["quarters"]]
    names = [field.name for field in fields(FairRate)]
    return tuple(FairRate(*row) for row in zip(*(columns[name] for name in names), strict=True))


_PARTS: dict[type, tuple[str, ...]] = {
    Told: tuple(field.name for field in fields(Told)),
    Quarter: tuple(field.name for field in fields(Quarter)),
}


def _cell(value: Any) -> Any:
    names = _PARTS.get(type(value))
    if names is not None:
        return {name: getattr(value, name) for name in names}
    return [_cell(one) for one in value] if isinstance(value, tuple) else value


def _kind(name: str) -> Any:
    """Return the Arrow type of a column."""
    import pyarrow as pa

    whole, number, text, day = pa.int64(), pa.float64(), pa.string(), pa.date32()
    of_told = dict.fromkeys(("value", "lower", "upper", "level"), number)
    of_told |= {"n": whole, "unit": text, "kind": text, "reason": text}
    told = pa.struct([*of_told.items(), ("needed", whole), ("have", whole)])
    quarter = pa.struct(
        [("start", day), ("successes", whole), ("n", whole), ("open", whole), ("rate", number)]
    )
    special = {"fair_rate": told, "trend": told, "quarters": pa.list_(quarter)}
    special |= dict.fromkeys(("start", "end"), day) | dict.fromkeys(
        ("above", "differs"), pa.bool_()
    )
    texts = ("person", "team", "competency", "name", "kind", "unit", "role")
    wholes = ("part", "person_id", "successes", "n", "open", "rows_behind")
    special |= dict.fromkeys(texts, text) | dict.fromkeys(wholes, whole)
    return special.get(name, number)
