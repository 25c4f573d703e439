"""Comparison chart: what happened over what was expected, within the limits of chance.

People come in the order of their names; only those who differ are labelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from fairlead.brief import words
from fairlead.brief.model import Grid
from fairlead.charts.figure import (
    GRID,
    INK,
    MAIN,
    PIXELS,
    QUIET,
    RULE,
    Figure,
    Spec,
    Width,
    isolated,
    marks,
    shortened,
    specification,
)
from fairlead.measure.cells import Floats
from fairlead.measure.chart import Comparison, Point

_TOP, _PLOT, _FOOT, _LEFT, _RIGHT = 26, 220, 44, 40, 14
_LABEL = 15
_HIGHEST = 4.0
_NAME_ROOM = 110

_ALONG = {
    "conversion": "successes expected of these deals",
    "creation": "new deals expected",
    "activity": "activities expected",
    "duration": "ends expected in the same days",
    "size": "wins",
    "price": "wins",
}
_WHAT = {
    "conversion": "successes",
    "creation": "new deals",
    "activity": "activities",
    "duration": "ends of deals (more is faster)",
    "size": "size of a win",
    "price": "odds of keeping the list price",
}


def figures(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the chart of one competency of one job."""
    name = isolated(comparison.competency.name)
    job = f", {isolated(comparison.role)}" if comparison.role else ""
    return (
        Figure(
            kind="comparison",
            title=f"{name}{job}: what happened beside what was expected",
            caption=_caption(comparison),
            table=_table(comparison),
            wide=_draw(comparison, "wide"),
            narrow=_draw(comparison, "narrow"),
        ),
    )


def _caption(comparison: Comparison) -> str:
    people = words.counted(len(comparison.points), "person", "people")
    differing = [p for p in comparison.points if p.differs]
    if not differing:
        found = f"None of {people} differs by more than chance"
    else:
        verb = "differs" if len(differing) == 1 else "differ"
        named = words.joined(f"{isolated(p.person)} ({words.times(p.ratio)})" for p in differing)
        found = f"{words.count(len(differing))} of {people} {verb} by more than chance: {named}"
    inner, outer = (words.how_often(band.level) for band in comparison.bands)
    text = f"{found}. Chance alone stays between the inner lines {inner}, the outer ones {outer}"
    if comparison.spread > 0:
        text += "; the dotted lines allow for people who really differ as well"
    return f"{text}."


def _table(comparison: Comparison) -> Grid:
    counted = comparison.axis != "wins"
    middle = ("happened", "expected") if counted else ("wins",)
    return Grid(
        header=("person", *middle, "times the expected", ""),
        rows=tuple(_row(point, counted=counted) for point in comparison.points),
        align="l" + "r" * (len(middle) + 1) + "l",
        caption="In the order of names. Expected: what deals like these give anybody, "
        f"{_WHAT[comparison.competency.kind]}.",
    )


def _row(point: Point, *, counted: bool) -> tuple[str, ...]:
    expected = (f"{point.expected:,.1f}",) if counted else ()
    verdict = "differs" if point.differs else ""
    happened = words.count(round(point.observed))
    return (isolated(point.person), happened, *expected, f"{point.ratio:.2f}", verdict)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand, in pixels: expected to the right, times the expected upwards."""

    room: int
    low: float
    high: float
    top: float

    def across(self, expected: float) -> float:
        share = (np.sqrt(expected) - np.sqrt(self.low)) / (np.sqrt(self.high) - np.sqrt(self.low))
        return round(_LEFT + (self.room - _LEFT - _RIGHT) * float(share), 2)

    def up(self, ratio: float) -> float:
        return round(_TOP + _PLOT * (1 - min(ratio, self.top) / self.top), 2)


def _frame(comparison: Comparison, room: int) -> _Frame:
    highest = max(p.ratio for p in comparison.points)
    usual = float(np.median(comparison.bands[-1].chance.upper))
    top = min(_HIGHEST, max(1.5, 1.15 * highest, 1.05 * usual))
    return _Frame(room, float(comparison.along[0]), float(comparison.along[-1]), top)


def _draw(comparison: Comparison, width: Width) -> Spec:
    room = PIXELS[width]
    frame = _frame(comparison, room)
    size = (room, _TOP + _PLOT + _FOOT)
    right, foot = room - _RIGHT, _TOP + _PLOT
    levels = [x for x in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0) if x <= frame.top]
    across = [{"x": _LEFT, "y": frame.up(x), "x2": right, "y2": frame.up(x)} for x in levels]
    said = [{"x": _LEFT - 6, "y": frame.up(x), "text": f"{x:g}"} for x in levels]
    along = [
        {"x": frame.across(x), "y": foot + 14, "text": words.count(round(x))}
        for x in _ticks(comparison, 7 if width == "wide" else 4)
    ]
    title = [{"x": _LEFT - 32, "y": 8, "text": _title(comparison)}]
    below = [{"x": right, "y": foot + 34, "text": _ALONG[comparison.competency.kind]}]
    small: dict[str, object] = {"fill": QUIET, "fontSize": 11}
    even = [{"x": _LEFT, "y": frame.up(1.0), "x2": right, "y2": frame.up(1.0)}]
    plain = [_dot(p, frame) for p in comparison.points if not p.differs]
    marked = [_dot(p, frame) for p in comparison.points if p.differs]
    layers = [
        marks("rule", across, size, stroke=GRID, strokeWidth=1),
        *_limits(comparison, frame, size),
        marks("rule", even, size, stroke=INK, strokeWidth=1),
        marks("point", plain, size, fill=QUIET, stroke=None, size=42, filled=True, opacity=0.8),
        marks("point", marked, size, fill=MAIN, stroke=None, size=80, filled=True, opacity=1),
        *_labels(comparison, frame, size),
        marks("text", said, size, **small, align="right"),
        marks("text", along, size, **small),
        marks("text", title, size, **small, align="left"),
        marks("text", below, size, **small, align="right"),
    ]
    return specification(*size, layers)


def _title(comparison: Comparison) -> str:
    return f"{_WHAT[comparison.competency.kind]}, times the expected"


def _ticks(comparison: Comparison, most: int) -> list[float]:
    """Return round numbers along the axis, at most so many."""
    low, high = float(comparison.along[0]), float(comparison.along[-1])
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 500_000):
        found = [x for x in range(0, int(high) + 1, step) if low <= x <= high]
        if len(found) <= most:
            return [float(x) for x in found]
    return []


def _dot(point: Point, frame: _Frame) -> Spec:
    return {"x": frame.across(point.expected), "y": frame.up(point.ratio)}


def _limits(comparison: Comparison, frame: _Frame, size: tuple[int, int]) -> list[Spec]:
    """Return the limits as lines; those that allow for real differences are dotted."""
    layers = []
    for band, strong in zip(comparison.bands, (1.0, 1.6), strict=True):
        solid = [
            piece
            for line in (band.chance.lower, band.chance.upper)
            for piece in _pieces(comparison.along, line, frame)
        ]
        layers.append(marks("rule", solid, size, stroke=RULE, strokeWidth=strong))
        if comparison.spread <= 0:
            continue
        dotted = [
            piece
            for line in (band.wider.lower, band.wider.upper)
            for piece in _pieces(comparison.along, line, frame)[::2]
        ]
        layers.append(marks("rule", dotted, size, stroke=RULE, strokeWidth=strong, opacity=0.7))
    return layers


def _pieces(along: Floats, line: Floats, frame: _Frame) -> list[Spec]:
    """Return a curve as short straight pieces, without those above the drawing."""
    places = list(zip(along.tolist(), line.tolist(), strict=True))
    return [
        {"x": frame.across(a), "y": frame.up(u), "x2": frame.across(b), "y2": frame.up(v)}
        for (a, u), (b, v) in pairwise(places)
        if u <= frame.top and v <= frame.top
    ]


def _labels(comparison: Comparison, frame: _Frame, size: tuple[int, int]) -> list[Spec]:
    """Return the names of those who differ, moved apart where they would cover each other."""
    named = sorted(
        (p for p in comparison.points if p.differs), key=lambda p: (frame.up(p.ratio), p.person)
    )
    sides: dict[str, list[Spec]] = {"left": [], "right": []}
    last = {"left": -_LABEL, "right": -_LABEL}
    for p in named:
        x, y = frame.across(p.expected), frame.up(p.ratio)
        side = "left" if x + 8 + _NAME_ROOM < frame.room else "right"
        at = max(y, last[side] + _LABEL)
        last[side] = int(at)
        name = isolated(shortened(p.person, _NAME_ROOM))
        sides[side].append({"x": x + (8 if side == "left" else -8), "y": at, "text": name})
    return [marks("text", rows, size, fill=INK, align=side) for side, rows in sides.items()]
