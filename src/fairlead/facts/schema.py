"""How a canonical table is declared: one frozen dataclass, read once for names, types and meaning.

The dataclass is the single place where a column is named; the lake derives its Delta schema from
it, the reference page its documentation.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a column holds; the lake maps each kind to one storage type."""

    KEY = "key"  # int64 surrogate, hash of the source's own key
    TEXT = "text"
    INSTANT = "instant"  # timestamp in microseconds, UTC
    DAY = "day"  # calendar date
    MONEY = "money"  # int64 minor units
    INTEGER = "integer"
    FRACTION = "fraction"  # 0..1
    NUMBER = "number"  # any size, such as an exchange rate
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table."""

    name: str
    kind: Kind
    nullable: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table.

    Parameters
    ----------
    name
        Plural noun, as in the workspace.
    row
        The dataclass that declares its columns.
    grain
        What one row is.
    key
        Columns that identify a row; never null.
    month_of
        For event tables the instant whose month partitions the table, else None.
    """

    name: str
    row: type
    grain: str
    key: tuple[str, ...]
    month_of: str | None = None
    columns: tuple[Column, ...] = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(_columns_of(self.row)))
        names = {column.name for column in self.columns}
        missing = set(self.key) - names
        if missing:
            raise ValueError(f"{self.name}: key columns {missing} are not declared")

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in declaration order."""
        return tuple(column.name for column in self.columns)


def _columns_of(row: type) -> typing.Iterator[Column]:
    hints = typing.get_type_hints(row, include_extras=True)
    for field in dataclasses.fields(row):
        hint = hints[field.name]
        base, kind, meaning = typing.get_args(hint)
        nullable = isinstance(base, types.UnionType) and type(None) in typing.get_args(base)
        yield Column(field.name, kind, nullable, meaning)
