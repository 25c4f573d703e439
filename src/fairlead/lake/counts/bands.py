"""Which band of mix each trial is in: what was dealt, from small tables of combinations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from fairlead.lake.counts.dealt import Columns
from fairlead.lake.counts.ground import Ground
from fairlead.measure.cells import Floats, Ints, Mix
from fairlead.measure.dealt import Dealt, Family
from fairlead.measure.mix import band, is_territory, one_band, tells_outcome

HALF = 0.5

Table: TypeAlias = Mapping[str, Ints]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Banded:
    """The bands of one competency, and the band of each row they were made of."""

    mix: Mix
    band: Ints


def choose_bands(ground: Ground, columns: Columns, groups: Mapping[int, int]) -> dict[int, Mix]:
    """Return the bands of each competency with trials (comp -> group); fill ``book_bands``."""
    found = {comp: one_band() for comp in groups}
    parts: dict[str, list[Ints]] = {"comp": [], "combo": [], "mix": []}
    if columns.every:
        rows = _outcomes(ground)
        for comp, group in groups.items():
            here = part_of(rows, comp)
            made = banded(dealt_of(here, columns, group), "trials")
            found[comp] = made.mix
            if len(made.mix.labels) > 1:
                combos, first = np.unique(here["combo"], return_index=True)
                parts["comp"].append(np.full(len(combos), comp, dtype=np.int64))
                parts["combo"].append(combos)
                parts["mix"].append(made.band[first])
    none = [np.empty(0, dtype=np.int64)]
    ground.fill(
        "book_bands",
        {name: np.concatenate(p or none).astype(np.int32) for name, p in parts.items()},
    )
    return found


def _outcomes(ground: Ground) -> Table:
    """Return outcomes within the horizon by competency, person and combination."""
    return whole(
        ground.columns(
            """
            SELECT comp, person, combo, count(*) AS met,
              count(*) FILTER (outcome = 1 AND age <= horizon) AS good,
              count(*) FILTER (outcome <> 0 OR age >= horizon) AS size
            FROM book_trials JOIN book_horizons USING (comp)
            WHERE age IS NOT NULL GROUP BY ALL ORDER BY ALL
            """
        )
    )


def dealt_of(rows: Table, columns: Columns, group: int) -> Dealt:
    """Return outcomes by person and combination as `measure.mix` takes them."""
    return Dealt(
        columns.every,
        columns.of_group(group),
        columns.codes(rows["combo"]),
        rows["person"],
        rows["good"].astype(np.float64),
        rows["size"].astype(np.float64),
        rows["met"].astype(np.float64),
        None if "square" not in rows else rows["square"].astype(np.float64),
    )


def banded(dealt: Dealt, family: Family) -> Banded:
    """Return bands by the columns that are filled often enough, and say what was dealt.

    Neither what became of it, nor to whom.
    """
    kept = []
    for place in range(len(dealt.columns)):
        codes = dealt.codes[:, place]
        filled = codes > 0
        often = dealt.met[filled].sum() >= HALF * dealt.met.sum()
        if (
            often
            and not _tells(dealt, filled, family)
            and not is_territory(codes, dealt.person, dealt.met)
        ):
            kept.append(place)
    return Banded(*band(dealt.only(kept), family))


def _tells(dealt: Dealt, filled: Flags, family: Family) -> bool:
    def among(number: Floats) -> tuple[int, int]:
        return int(number[filled].sum()), int(number.sum())

    if family == "values":
        return False
    ended = dealt.size if family == "trials" else dealt.good
    lost = ended - dealt.good
    return tells_outcome(among(dealt.good), among(lost), among(dealt.met - ended))


def part_of(rows: Table, comp: int) -> dict[str, Ints]:
    """Return the rows of one competency, from rows in the order of competencies."""
    start, end = np.searchsorted(rows["comp"], [comp, comp + 1])
    return {name: values[start:end] for name, values in rows.items()}


def whole(columns: Mapping[str, Ints]) -> dict[str, Ints]:
    """Return columns of whole numbers that are never null, as int64."""
    return {name: np.asarray(values).astype(np.int64) for name, values in columns.items()}


def different(keys: list[Ints]) -> tuple[Ints, Ints]:
    """Return the different rows of whole numbers, ascending, and the place of each row in them."""
    packed = np.zeros(len(keys[0]), dtype=np.int64)
    for column in keys:
        low = int(column.min(initial=0))
        packed = packed * (int(column.max(initial=0)) - low + 1) + column - low
    _, first, place = np.unique(packed, return_index=True, return_inverse=True)
    cells: Ints = np.column_stack([column[first] for column in keys])
    return cells, place.reshape(-1)
