"""Rows behind a number, one line each: what tells them apart stays, what says least goes first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from fairlead.brief.words import printable
from fairlead.cli.cells import GAP, Columns, cut, sides

SAID_ONCE = frozenset("outcome currency provenance file column owner stage part".split())
"""Columns that are said once below the rows where every row says the same."""

LEAST_USEFUL = ("row", "file", "provenance", "currency", "link", "deal", "stage", "outcome")
"""Where there is no room, these go, the first one first; then the last column that is no day."""

_LEAST = 8
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Listing:
    """Header and rows as lines that fit; what all rows share, and which columns had no room."""

    lines: tuple[str, ...]
    same: tuple[str, ...]
    left_out: tuple[str, ...]


def listing(header: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> Listing:
    """Set rows into `room` cells.

    Days and numbers are never cut. Long texts are cut at their end, long identifiers in their
    middle, where they differ least.
    """
    shown, same = _apart(header, rows)
    left_out: list[int] = []
    side = sides(header, rows)
    wanted = [_width(header, rows, i) for i in range(len(header))]
    least = [w if _is_firm(rows, i, side[i]) else min(w, _LEAST) for i, w in enumerate(wanted)]
    while len(shown) > 1 and sum(least[i] for i in shown) + GAP * (len(shown) - 1) > room:
        goes = _least_useful(header, rows, shown)
        shown.remove(goes)
        left_out.append(goes)
    widths = {i: wanted[i] for i in shown}
    while sum(widths.values()) + GAP * (len(shown) - 1) > room:
        loose = [i for i in shown if widths[i] > least[i]] or shown
        widths[max(loose, key=lambda i: widths[i])] -= 1
    fitted = Columns(tuple(widths[i] for i in shown), "".join(side[i] for i in shown), ())
    cells = {i: _cells([row[i] for row in rows], widths[i]) for i in shown}
    lines = [fitted.line([cut(header[i], widths[i]) for i in shown])]
    lines += [fitted.line([cells[i][n] for i in shown]) for n in range(len(rows))]
    return Listing(tuple(lines), same, tuple(header[i] for i in sorted(left_out)))


def _apart(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[list[int], tuple[str, ...]]:
    """Return the columns to show, and in words those that say the same in every row."""
    shown, same = [], []
    for index, name in enumerate(header):
        said = {row[index] for row in rows}
        value = printable(next(iter(said)))
        if len(rows) > 1 and len(said) == 1 and (not value or name in SAID_ONCE):
            same.append(f"{name} {value}" if value else f"no {name}")
        else:
            shown.append(index)
    return (shown, tuple(same)) if shown else ([0], tuple(same[1:]))


def _width(header: Sequence[str], rows: Sequence[Sequence[str]], index: int) -> int:
    return max(1, *(cell_len(printable(row[index])) for row in (header, *rows)))


def _is_firm(rows: Sequence[Sequence[str]], index: int, side: str) -> bool:
    """Say whether a column holds days or numbers: half of one says something else."""
    return side == "r" or _holds_days(rows, index)


def _holds_days(rows: Sequence[Sequence[str]], index: int) -> bool:
    cells = [row[index] for row in rows if row[index]]
    return bool(cells) and all(_DAY.fullmatch(cell) for cell in cells)


def _least_useful(header: Sequence[str], rows: Sequence[Sequence[str]], shown: list[int]) -> int:
    for name in LEAST_USEFUL:
        for index in shown:
            if header[index] == name:
                return index
    others = [i for i in shown if not _holds_days(rows, i)]
    return (others or shown)[-1]


def _cells(texts: Sequence[str], width: int) -> list[str]:
    """Cut what is too long: words at their end, identifiers so that they stay apart."""
    lines = [printable(text) for text in texts]
    if any(" " in line for line in lines) or not any(cell_len(line) > width for line in lines):
        return [cut(line, width) for line in lines]
    for head in ((width - 1) // 3, 0, (width - 1) // 2):
        found = [_cut_within(line, width, head) for line in lines]
        if len(set(found)) == len(set(lines)):
            return found
    return [_cut_within(line, width, (width - 1) // 3) for line in lines]


def _cut_within(line: str, width: int, head: int) -> str:
    """Return the line with what stands in its middle left out."""
    if cell_len(line) <= width:
        return line
    tail = width - 1 - head
    if cell_len(line) != len(line):  # wide characters cannot be counted off
        return cut(line, width)
    return f"{line[:head]}…{line[len(line) - tail :]}"
