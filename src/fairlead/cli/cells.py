"""Text in the cells of a terminal: wrapped, cut and set in columns, wide characters included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells, set_cell_size

from fairlead.brief.words import printable

GAP = 2
LEAST = 10
"""Where a column has no room for a day (2026-11-23), the last ones are left out and named."""

_READABLE = 16
_REFERENCE = re.compile(r"\[[0-9]+\][.,;:]?")


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells; words longer than a line are cut up.

    A reference such as ``[3]`` stays with the word before it.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        pieces = chop_cells(word, width) if cell_len(word) > width else [word]
        lines.extend(pieces[:-1])
        line = pieces[-1]
    return [*lines, line] if line or not lines else lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in printable(text).split(" "):
        if words and _REFERENCE.fullmatch(word):
            words[-1] = f"{words[-1]} {word}"
        else:
            words.append(word)
    return words


def cut(text: str, width: int) -> str:
    """Return the text in at most `width` cells; an ellipsis marks what is missing."""
    line = printable(text)
    if cell_len(line) <= width:
        return line
    return set_cell_size(line, width - 1).rstrip() + "…"


def padded(text: str, width: int, side: str) -> str:
    """Return the text filled up to `width` cells, to the left or (``r``) to the right."""
    blanks = " " * (width - cell_len(text))
    return blanks + text if side == "r" else text + blanks


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each shown column is, and which columns had no room."""

    widths: tuple[int, ...]
    align: str
    left_out: tuple[str, ...]

    def line(self, cells: Sequence[str]) -> str:
        """Set one line of cells, each already short enough."""
        pairs = zip(cells, self.widths, self.align, strict=False)
        return (" " * GAP).join(padded(cell, width, side) for cell, width, side in pairs).rstrip()

    def wrapped(self, cells: Sequence[str]) -> list[str]:
        """Set one row; cells that are too long go on in the next line."""
        parts = [wrap(cell, width) for cell, width in zip(cells, self.widths, strict=False)]
        height = max((len(part) for part in parts), default=0)
        filled = [part + [""] * (height - len(part)) for part in parts]
        return [self.line([part[index] for part in filled]) for index in range(height)]

    def short(self, cells: Sequence[str]) -> str:
        """Set one row in one line; cells that are too long are cut."""
        return self.line(
            [cut(cell, width) for cell, width in zip(cells, self.widths, strict=False)]
        )


def columns(header: Sequence[str], rows: Sequence[Sequence[str]], align: str, room: int) -> Columns:
    """Fit columns into `room` cells: long texts give way first, then everything else.

    `align` has one of ``l`` or ``r`` a column.
    """
    table = [header, *rows]
    wanted = [
        min(max(1, *(cell_len(printable(row[index])) for row in table)), room)
        for index in range(len(header))
    ]
    shown = len(wanted)
    while shown > 1 and sum(min(w, LEAST) for w in wanted[:shown]) + GAP * (shown - 1) > room:
        shown -= 1
    widths, sides = wanted[:shown], align[:shown]
    while sum(widths) + GAP * (shown - 1) > room:
        texts = [i for i in range(shown) if sides[i] == "l" and widths[i] > _READABLE]
        index = max(texts or range(shown), key=lambda i: widths[i])
        widths[index] -= 1
    return Columns(tuple(widths), sides, tuple(header[shown:]))


def sides(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the alignment of columns by what they hold: numbers to the right."""
    return "".join(
        "r" if any(row[i] for row in rows) and all(_is_number(row[i]) for row in rows) else "l"
        for i in range(len(header))
    )


def _is_number(cell: str) -> bool:
    """Say whether a cell is a number (or empty); days and identifiers with letters are not."""
    return all(sign.isdigit() or sign in "+-−.,%k M" for sign in cell)
