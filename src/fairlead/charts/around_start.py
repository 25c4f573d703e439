"""Around the start: what moved by months since people started, with its ranges."""

from __future__ import annotations

from dataclasses import dataclass

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
    marks,
    specification,
)
from fairlead.verify.path import Path, PathPoint

_TOP, _PLOT, _FOOT, _SIDE = 28, 170, 44, 46
TITLE = "Around the start"


def figures(path: Path, unit: str) -> tuple[Figure, ...]:
    """Return the figure of a path; none where there is no point after the start.

    Parameters
    ----------
    path
        Effects by months since the start.
    unit
        ``points`` or ``relative``.
    """
    if not any(point.first >= 0 for point in path.points):
        return ()
    return (
        Figure(
            kind="around_start",
            title=f"{TITLE} ({_unit(unit)})",
            caption=_caption(path, unit),
            table=_table(path, unit),
            wide=_draw(path, "wide"),
            narrow=_draw(path, "narrow"),
        ),
    )


def _unit(unit: str) -> str:
    return "points" if unit == "points" else "per cent"


def _caption(path: Path, unit: str) -> str:
    last = [point for point in path.points if point.first >= 0][-1]
    shown = _range(last)
    text = f"{last.first} to {last.last} months after the start: {shown} {_unit(unit)}"
    if path.p is None:
        return f"{text}."
    moved = "something moved" if path.p < 0.05 else "nothing moved beyond luck"
    return f"{text}; before it {moved} (as much comes by luck {words.percent(path.p)} of the time)."


def _table(path: Path, unit: str) -> Grid:
    rows = tuple(
        (f"{p.first} to {p.last}", "compared with" if p.first == -2 else _range(p), str(p.n))
        for p in path.points
    )
    return Grid(("months since start", _unit(unit), "n"), rows, "lrr")


def _range(point: PathPoint) -> str:
    shown = [f"{100 * x:.0f}" for x in (point.value, point.lower, point.upper)]
    shown = ["0" if text == "-0" else text for text in shown]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand, in pixels."""

    room: int
    slot: float
    first: int
    low: float
    high: float

    def across(self, point: PathPoint) -> float:
        place = (point.first - self.first) / 2 + 0.5
        return round(_SIDE + place * self.slot, 2)

    def up(self, value: float) -> float:
        return round(_TOP + _PLOT * (self.high - value) / (self.high - self.low), 2)


def _frame(path: Path, room: int) -> _Frame:
    low = min(0.0, *(point.lower for point in path.points))
    high = max(0.0, *(point.upper for point in path.points), low + 0.01)
    first, last = path.points[0].first, path.points[-1].first
    return _Frame(room, (room - _SIDE) / ((last - first) / 2 + 1), first, low, high)


def _draw(path: Path, width: Width) -> Spec:
    room, height = PIXELS[width], _TOP + _PLOT + _FOOT
    frame, size = _frame(path, room), (room, height)
    ranges: list[Spec] = []
    dots: list[Spec] = []
    months: list[Spec] = []
    for point in path.points:
        x = frame.across(point)
        ranges.append({"x": x, "y": frame.up(point.lower), "x2": x, "y2": frame.up(point.upper)})
        dots.append({"x": x, "y": frame.up(point.value)})
        months.append({"x": x, "y": _TOP + _PLOT + 14, "text": f"{point.first}"})
    even: list[Spec] = [{"x": _SIDE, "y": frame.up(0), "x2": room, "y2": frame.up(0)}]
    starts = [p for p in path.points if p.first == 0]
    began = frame.across(starts[0]) - frame.slot / 2 if starts else float(_SIDE)
    start: list[Spec] = [{"x": began, "y": _TOP - 6, "x2": began, "y2": _TOP + _PLOT}]
    small: dict[str, object] = {"fill": QUIET, "fontSize": 11}
    sides: list[Spec] = [
        {"x": _SIDE - 8, "y": frame.up(value), "text": f"{100 * value:.0f}"}
        for value in dict.fromkeys((frame.low, 0.0, frame.high))
    ]
    foot: list[Spec] = [{"x": room, "y": _TOP + _PLOT + 32, "text": "months since the start"}]
    named: list[Spec] = [{"x": began, "y": 11, "text": "start"}]
    return specification(
        room,
        height,
        [
            marks("rule", even, size, stroke=GRID, strokeWidth=1),
            marks("rule", start, size, stroke=RULE, strokeWidth=1, strokeDash=[4, 3]),
            marks("rule", ranges, size, stroke=MAIN, strokeWidth=2),
            marks("point", dots, size, fill=MAIN, stroke=None, size=70, filled=True, opacity=1),
            marks("text", sides, size, **small, align="right"),
            marks("text", months, size, **small),
            marks("text", foot, size, **small, align="right"),
            marks("text", named, size, fill=INK, fontSize=12),
        ],
    )
