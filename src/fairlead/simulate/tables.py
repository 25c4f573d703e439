"""What a simulation hands over: tables as columns of arrays, and the truth behind them."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from fairlead.simulate.organisation import Organisation

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Array: TypeAlias = npt.NDArray[Any]
Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words from a short list: ``words[codes]``; code -1 is empty."""

    codes: Ints
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def text(self) -> Array:
        """Return the words themselves; empty where the code is -1."""
        return np.array([*self.words, ""])[self.codes]

    def take(self, rows: Array) -> Words:
        """Return the rows asked for (indices or flags)."""
        return Words(self.codes[rows], self.words)


Column: TypeAlias = Array | Words
Columns: TypeAlias = dict[str, Column]


def take(columns: Columns, rows: Array) -> Columns:
    """Return the rows asked for of every column."""
    return {name: c.take(rows) if isinstance(c, Words) else c[rows] for name, c in columns.items()}


def array(columns: Columns, name: str) -> Array:
    """Return a column that holds numbers, times or texts; TypeError for a column of words."""
    found = columns[name]
    if isinstance(found, Words):
        raise TypeError(f"{name} is a column of words")
    return found


def words(columns: Columns, name: str) -> Words:
    """Return a column of words; TypeError for any other."""
    found = columns[name]
    if not isinstance(found, Words):
        raise TypeError(f"{name} is no column of words")
    return found


def run_starts(keys: Array) -> Flags:
    """Return which rows of a sorted column are the first of their value."""
    return np.append(True, keys[1:] != keys[:-1])[: len(keys)]


def run_ends(keys: Array) -> Flags:
    """Return which rows of a sorted column are the last of their value."""
    return np.append(keys[1:] != keys[:-1], True)[: len(keys)] if len(keys) else run_starts(keys)


def previous(values: Ints) -> Ints:
    """Return the value of the row before; -1 for the first row."""
    return np.append(-1, values[:-1])[: len(values)]


def row_count(columns: Columns) -> int:
    """Return the number of rows of a table."""
    return len(next(iter(columns.values())))


@dataclass(frozen=True, slots=True)
class Simulation:
    """A simulated organisation: what its CRM would hold on the evening of `end`, and the truth.

    Ids are row numbers from 0, -1 is none. Instants are ``datetime64[s]`` in UTC, days
    ``datetime64[D]``, NaT is none, money is whole minor units. Nothing in `tables` is spoilt:
    the dirt is planned in ``truth["dirt"]`` and put in by the writers.
    """

    organisation: Organisation
    seed: int
    start: dt.date
    tables: Mapping[str, Columns]
    truth: Mapping[str, Columns]

    @property
    def end(self) -> dt.date:
        """Last day of the window."""
        return self.organisation.end

    def numbers(self, table: str, column: str) -> Array:
        """Return a column of arrays, or the codes of a column of words."""
        found = self.tables[table][column]
        return found.codes if isinstance(found, Words) else found

    def words(self, table: str, column: str) -> Words:
        """Return a column of words; TypeError if it is none."""
        return words(self.tables[table], column)


@dataclass(frozen=True, slots=True)
class Streams:
    """Independent random numbers for each part of the model, so that one part can change alone."""

    seed: int

    def of(self, part: str) -> np.random.Generator:
        """Return the generator of a part; the same part always starts the same."""
        return np.random.default_rng([self.seed, zlib.crc32(part.encode())])
