"""What the values of a column look like, seen in a sample spread over the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairlead.lake.readers.contract import LINE, RawTable
from fairlead.lake.readers.dates import (
    DateStyle,
    DateTally,
    epoch_unit,
    is_serial,
    period_share,
    tally,
)
from fairlead.lake.readers.figures import NumberStyle, is_clock, number_style
from fairlead.lake.readers.grammar import speaks_of

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 1_000
"""Signs of a value that are looked at to tell what a column is."""

DASHES = ("-", "–", "—")
"""What an empty cell is often filled with."""

SAMPLE_ROWS = 60_000
_DISTINCT = 3_000
_DATES = frozenset("date create close expect decide until sign".split())
_NO_DATES = frozenset(
    "amount net gross budget target cost margin listprice id postcode quantity".split()
)
_FLAGS = frozenset(
    "true false yes no y n 0 1 t f x ja nein nej "
    "oui non si sí sim não tak nie да нет wahr falsch".split()
)


@dataclass
class Profile:
    """What is known about one column.

    Parameters
    ----------
    column
        Header.
    rows, filled
        Rows of the sample, and those that are not empty.
    distinct
        Different values in the sample.
    values
        Up to 3,000 values with how often they occur, commonest first.
    """

    column: str
    rows: int
    filled: int
    distinct: int
    values: list[tuple[str, int]]

    @cached_property
    def fill(self) -> float:
        """Share of rows that have a value."""
        return self.filled / self.rows if self.rows else 0.0

    @cached_property
    def unique(self) -> bool:
        """Whether no value occurs twice."""
        return self.filled > 0 and self.distinct == self.filled

    @cached_property
    def dates(self) -> DateTally:
        """What the values look like as dates."""
        return tally(self.values)

    @cached_property
    def date_share(self) -> float:
        """Share of values that are dates."""
        return 1.0 if self.epoch else self.dates.share

    @cached_property
    def date_style(self) -> DateStyle:
        """How dates are written."""
        if self.epoch:
            return DateStyle((self.epoch,), "none", has_time=True)
        return self.dates.style()

    @cached_property
    def epoch(self) -> str | None:
        """How all values count time: ``unix_ms``, ``unix_s`` or ``serial``; None if they do not."""
        unit = epoch_unit(self.values)
        if unit is None and is_serial(self.values, named=True):  # seldom; else no word is needed
            named = speaks_of(self.column, _DATES)
            if not speaks_of(self.column, _NO_DATES) and is_serial(self.values, named=named):
                return "serial"
        return unit

    @cached_property
    def period_share(self) -> float:
        """Share of values that name a month or a quarter."""
        return period_share(self.values)

    @cached_property
    def numbers(self) -> NumberStyle | None:
        """How numbers are written."""
        return number_style(self.values)

    @cached_property
    def number_share(self) -> float:
        """Share of values that are numbers."""
        return self.numbers.share if self.numbers else 0.0

    @cached_property
    def is_clock(self) -> bool:
        """Values are written as hours, minutes, seconds."""
        return is_clock(self.values)

    @cached_property
    def is_flag(self) -> bool:
        """At most two values, and they mean yes and no."""
        words = {value.strip().casefold() for value, _ in self.values}
        return 0 < len(words) <= 2 and words <= _FLAGS

    @cached_property
    def email_share(self) -> float:
        """Share of values with the shape of a mail address."""
        hits = sum(w for v, w in self.values if "@" in v and "." in v.rsplit("@", 1)[1])
        return self._share(hits)

    @cached_property
    def name_share(self) -> float:
        """Share of values that could be names of people: two to four words of letters."""
        hits = 0
        for value, weight in self.values:
            words = value.replace(",", " ").split()
            letters = value.replace(" ", "").replace("-", "").replace(".", "").replace("'", "")
            if 2 <= len(words) <= 4 and letters.replace(",", "").isalpha() and len(value) <= 40:
                hits += weight if value[:1].isupper() or not value.isascii() else 0
        return self._share(hits)

    @cached_property
    def mean_length(self) -> float:
        """Mean number of characters."""
        return self._share(sum(len(value) * weight for value, weight in self.values))

    @cached_property
    def set_of_values(self) -> frozenset[str]:
        """The values seen, as a set."""
        return frozenset(value for value, _ in self.values)

    def _share(self, hits: int) -> float:
        total = sum(weight for _, weight in self.values)
        return hits / total if total else 0.0


def profiles(raw: RawTable, columns: Sequence[str] | None = None) -> dict[str, Profile]:
    """Return the profile of every column of a staged table, or of those named."""
    names = raw.columns if columns is None else tuple(columns)
    if not names:
        return {}
    table = sample(raw, names)
    return {name: _profile(name, table.column(name), table.num_rows) for name in names}


def sample(raw: RawTable, columns: Sequence[str]) -> pa.Table:
    """Return up to `SAMPLE_ROWS` rows spread evenly over a staged table, their values cut short."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = _rows(raw, columns)
    for place, column in enumerate(table.schema):
        values = table.column(place)
        text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        if text and (pc.max(pc.binary_length(values)).as_py() or 0) > LONGEST:
            table = table.set_column(
                place, column.name, pc.utf8_slice_codeunits(values, 0, LONGEST)
            )
    return table


def _rows(raw: RawTable, columns: Sequence[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(str(raw.staged)) as file:
        groups = file.num_row_groups
        if file.metadata.num_rows <= SAMPLE_ROWS or groups == 0:
            return file.read(columns=list(columns))
        chosen = range(0, groups, max(1, groups // 8))
        share = max(1, SAMPLE_ROWS // len(chosen))
        parts = []
        for group in chosen:
            batch = next(file.iter_batches(share, row_groups=[group], columns=list(columns)))
            parts.append(pa.Table.from_batches([batch]))
        return pa.concat_tables(parts)


def all_values(raw: RawTable, column: str, limit: int = 2_000_000) -> frozenset[str]:
    """Return the different values of a whole column; of the sample if it has more rows."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if raw.row_count > limit:
        values = sample(raw, [column]).column(0)
    else:
        values = pq.read_table(str(raw.staged), columns=[column]).column(0)
    return frozenset(pc.drop_null(pc.unique(values)).to_pylist())


def full_order(raw: RawTable, column: str) -> tuple[bool, bool]:
    """Return whether any value of a whole column shows day first, and any month first."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    big = r"(1[3-9]|2\d|3[01])"
    day = month = False
    with pq.ParquetFile(str(raw.staged)) as file:
        for batch in file.iter_batches(500_000, columns=[column]):
            values = batch.column(0)
            day = day or _any(pc.match_substring_regex(values, rf"^{big}[/.-]\d{{1,2}}[/.-]"))
            month = month or _any(pc.match_substring_regex(values, rf"^\d{{1,2}}[/.-]{big}[/.-]"))
    return day, month


def filled_shares(raw: RawTable) -> dict[str, float]:
    """Return the share of rows with a value for each column, from the file's own statistics."""
    import pyarrow.parquet as pq

    empty = dict.fromkeys(raw.columns, 0)
    with pq.ParquetFile(str(raw.staged)) as file:
        for group in range(file.num_row_groups):
            about = file.metadata.row_group(group)
            for position in range(about.num_columns):
                part = about.column(position)
                name = part.path_in_schema
                if name != LINE and part.statistics is not None and name in empty:
                    empty[name] += part.statistics.null_count or 0
    rows = max(1, raw.row_count)
    return {name: 1 - count / rows for name, count in empty.items()}


def _any(found: Any) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(found).as_py())


def _profile(name: str, column: Any, rows: int) -> Profile:
    import pyarrow.compute as pc

    counts = pc.value_counts(column.combine_chunks())
    pairs = sorted(
        (
            (str(value), int(count))
            for value, count in zip(
                counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True
            )
            if value is not None and str(value).strip() not in DASHES
        ),
        key=lambda pair: -pair[1],
    )
    filled = sum(count for _, count in pairs)
    if len(pairs) > _DISTINCT:
        step = len(pairs) / _DISTINCT
        kept = [pairs[int(i * step)] for i in range(_DISTINCT)]
    else:
        kept = pairs
    return Profile(name, rows, filled, len(pairs), kept)
