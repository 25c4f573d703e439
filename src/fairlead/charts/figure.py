"""What a chart is before it is drawn: specification, one sentence, and the same data as a table."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from fairlead.brief.model import Grid
from fairlead.brief.words import printable

Spec: TypeAlias = dict[str, Any]
Width: TypeAlias = Literal["wide", "narrow"]

PIXELS: dict[Width, int] = {"wide": 640, "narrow": 320}
"""Widths a chart is drawn in; a page shows the narrow one on phones, so text keeps its size."""

INK = "currentColor"
QUIET = "var(--chart-quiet, #63605a)"
RULE = "var(--chart-rule, #8f8a81)"
GRID = "var(--chart-grid, #e4dfd6)"
MAIN = "var(--chart-main, #0a6394)"
MORE = "var(--chart-more, #0a6394)"
LESS = "var(--chart-less, #b04a10)"
WON = "var(--chart-won, #0b7a5c)"
"""Colours are CSS variables of the page, so one drawing serves light, dark and print."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its words.

    Parameters
    ----------
    kind
        Which chart it is (``steps``, ``movement``, ``won_by_month``).
    title
        What is shown, in a few words.
    caption
        One sentence with the number that matters and its interval or count.
    table
        The same data, complete, as words.
    wide, narrow
        Vega-Lite specifications as plain data, for the two widths of `PIXELS`.
    """

    kind: str
    title: str
    caption: str
    table: Grid
    wide: Spec
    narrow: Spec


def specification(width: int, height: int, layers: list[Spec]) -> Spec:
    """Return a Vega-Lite specification with our frame around `layers`.

    Every mark states its place in pixels, so that nothing depends on the fonts of the machine
    that draws: the same data give the same bytes everywhere. Text takes the font of the page.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": {"type": "none"},
        "background": None,
        "config": {
            "font": "inherit",
            "view": {"stroke": None},
            "aria": False,
            "text": {"baseline": "middle", "fontSize": 13},
        },
        "layer": [layer for layer in layers if layer["data"]["values"]],
    }


def marks(mark: str, rows: list[Spec], room: tuple[int, int], **style: object) -> Spec:
    """Return one layer: `rows` hold pixel places ``x, y, x2, y2`` and texts ``text``.

    `room` is width and height of the drawing, `style` goes to the mark. The pixel scales are
    identity scales, downwards, as on paper.
    """
    encoding: Spec = {
        "x": _place("x", room[0]),
        "y": _place("y", room[1]),
    }
    for second in ("x2", "y2"):
        if mark != "text" and rows and second in rows[0]:
            encoding[second] = {"field": second}
    if mark == "text":
        encoding["text"] = {"field": "text", "type": "nominal"}
    return {"data": {"values": rows}, "mark": {"type": mark, **style}, "encoding": encoding}


def _place(field: str, room: int) -> Spec:
    scale = {"domain": [0, room], "range": [0, room], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def isolated(name: str) -> str:
    """Return a name that keeps to itself when it is written from right to left."""
    text = printable(name)
    if any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text):
        return f"\u2068{text}\u2069"
    return text


def shortened(name: str, room: float, size: int = 13) -> str:
    """Cut a name so that it fits `room` pixels, by rule of thumb and without any font.

    An ellipsis marks the cut; the table of the figure has the whole name.
    """
    text = printable(name)
    if _pixels(text, size) <= room:
        return text
    while text and _pixels(text, size) + size > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _pixels(text: str, size: int) -> float:
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in text)
    broad = sum(sign.isupper() or sign in "mwMW@%" for sign in text)
    narrow = sum(sign in "iljtfr .,:;'|!()[]" for sign in text)
    usual = len(text) - wide - broad - narrow
    return size * (wide + 0.8 * broad + 0.36 * narrow + 0.61 * usual)
