"""Columns of numbers into columns of text, whole columns at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from fairlead.simulate import Words

Array = npt.NDArray[Any]
_DIGITS = np.frombuffer(b"0123456789", dtype=np.uint8)


def fixed(letters: Array) -> pa.StringArray:
    """Turn rows of ASCII letters (n x width, uint8) into strings without copying."""
    count, width = letters.shape
    offsets = np.arange(count + 1, dtype=np.int64) * width
    flat = np.ascontiguousarray(letters, dtype=np.uint8)
    return pa.LargeStringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(flat))


def digits(values: Array, width: int) -> Array:
    """Return the decimal digits of whole numbers, padded with zeros (n x width, uint8)."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    letters: Array = _DIGITS[(np.asarray(values, dtype=np.int64)[:, None] // powers) % 10]
    return letters


def _blank_where(missing: Array, text: pa.Array) -> pa.Array:
    if not missing.any():
        return text
    return pc.if_else(pa.array(~missing), text, pa.scalar("", pa.large_string()))


def _day_letters(days: Array) -> Array:
    """``YYYY-MM-DD`` of days since 1970 (n x 10); each day is written once and looked up."""
    low, high = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    names = np.arange(low, high + 1).astype("datetime64[D]").astype("S10")
    table = names.view(np.uint8).reshape(-1, 10)
    letters: Array = table[days - low]
    return letters


def days(values: Array) -> pa.Array:
    """Write days as ``YYYY-MM-DD``; NaT as empty text."""
    missing = np.isnat(values)
    numbers = np.where(missing, 0, values.astype("datetime64[D]").astype(np.int64))
    if len(numbers) and missing.any() and not missing.all():
        numbers[missing] = numbers[~missing].min()
    return _blank_where(missing, fixed(_day_letters(numbers)))


def instants(values: Array, *, middle: str = "T", tail: str = ".000Z") -> pa.Array:
    """Write instants as ISO 8601 in UTC, to the second; NaT as empty text."""
    missing = np.isnat(values)
    seconds = values.astype("datetime64[s]").astype(np.int64)
    if len(seconds) and missing.any():
        seconds = np.where(missing, seconds[~missing].min() if not missing.all() else 0, seconds)
    letters = np.empty((len(seconds), 19 + len(tail)), dtype=np.uint8)
    letters[:, :10] = _day_letters(seconds // 86_400)
    letters[:, 10] = ord(middle)
    clock = seconds % 86_400
    for place, part in ((11, clock // 3600), (14, clock // 60 % 60), (17, clock % 60)):
        letters[:, place : place + 2] = digits(part, 2)
    letters[:, [13, 16]] = ord(":")
    letters[:, 19:] = np.frombuffer(tail.encode("ascii"), dtype=np.uint8)
    return _blank_where(missing, fixed(letters))


def words(column: Words, translate: Mapping[str, str] | None = None) -> pa.Array:
    """Write a column of words, through `translate` where a word is listed there."""
    said = [translate.get(w, w) if translate else w for w in column.words]
    return looked_up(pa.array([*said, ""], pa.large_string()), column.codes)


def looked_up(texts: pa.Array, rows: Array) -> pa.Array:
    """Take texts by row number; -1 takes the last one, which callers leave empty."""
    where = np.where(rows < 0, len(texts) - 1, rows)
    return texts.take(pa.array(where))


def with_blank(texts: pa.Array | Array) -> pa.Array:
    """Append an empty text, for `looked_up`."""
    given = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts.tolist())
    whole = given.cast(pa.large_string())
    return pa.concat_arrays([whole, pa.array([""], pa.large_string())])


def whole(values: Array, *, none: int | None = None) -> pa.Array:
    """Write whole numbers; `none` is written as empty text."""
    text = pa.array(values).cast(pa.large_string())
    return text if none is None else _blank_where(values == none, text)


def money(minor: Array, decimals: int, *, tail: str = "", missing: Array | None = None) -> pa.Array:
    """Write amounts in minor units as decimal numbers without thousands."""
    factor = 10**decimals
    units, rest = minor // factor, minor % factor
    text = pa.array(units).cast(pa.large_string())
    if decimals and rest.any():
        text = join(text, ".", fixed(digits(rest, decimals)))
    elif tail:
        text = join(text, tail)
    return text if missing is None else _blank_where(missing, text)


def flags(values: Array) -> pa.Array:
    """Write truth values as ``true`` and ``false``."""
    return pa.array(["false", "true"], pa.large_string()).take(pa.array(values.astype(np.int64)))


def constant(text: str, count: int) -> pa.Array:
    """Return the same text `count` times."""
    return pa.repeat(pa.scalar(text, pa.large_string()), count)


def join(*parts: pa.Array | str) -> pa.Array:
    """Join columns and constants of text, row by row."""
    given = [pa.scalar(p, pa.large_string()) if isinstance(p, str) else p for p in parts]
    return pc.binary_join_element_wise(*given, pa.scalar("", pa.large_string()))


def write_csv(path: Path, columns: Mapping[str, pa.Array], *, quoted: bool) -> int:
    """Write one file, UTF-8, header first; returns the number of rows.

    `quoted` puts every value in quotes, empty ones too, as a Salesforce data export does;
    otherwise only values that need them are.
    """
    table = pa.table({name: _plain(column) for name, column in columns.items()})
    if quoted:
        style = pacsv.WriteOptions(quoting_style="all_valid")
    else:
        table = _empty_as_null(table)
        style = pacsv.WriteOptions(quoting_style="needed")
    pacsv.write_csv(table, path, style)
    return int(table.num_rows)


def _plain(column: pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _empty_as_null(table: pa.Table) -> pa.Table:
    """Empty text becomes null, so that no quotes stand for nothing."""
    columns = [pc.if_else(pc.equal(c, ""), None, c) for c in table.columns]
    return pa.table(columns, names=table.column_names)
