"""Step rates: one row a step, the rate as a dot, its interval as a line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from fairlead.answers import Estimate
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
from fairlead.measure.results import StepResult

_ROW: dict[Width, int] = {"wide": 36, "narrow": 58}
_HEAD = 30
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def figures(results: tuple[StepResult, ...]) -> tuple[Figure, ...]:
    """Return one figure for each pipeline and type of deal; their rates are never mixed."""
    groups = groupby(sorted(results, key=_kind), key=_kind)
    parts = [(kind, tuple(rows)) for kind, rows in groups]
    return tuple(_figure(kind if len(parts) > 1 else None, rows) for kind, rows in parts)


def _kind(result: StepResult) -> tuple[str, str]:
    return (result.pipeline, result.deal_type)


def _figure(kind: tuple[str, str] | None, results: tuple[StepResult, ...]) -> Figure:
    title = "How many deals go on, step by step"
    if kind is not None:
        title += f": {', '.join(isolated(part) for part in kind if part)}"
    return Figure(
        kind="steps",
        title=title,
        caption=_caption(results),
        table=_table(results),
        wide=_draw(results, "wide"),
        narrow=_draw(results, "narrow"),
    )


def step_name(result: StepResult) -> str:
    """Name a step by the two stages it joins."""
    return f"{isolated(result.stage)} → {isolated(result.next_stage)}"


def _caption(results: tuple[StepResult, ...]) -> str:
    found = [(r, r.rate) for r in results if isinstance(r.rate, Estimate)]
    if not found:
        return "No step has enough finished deals yet for a rate."
    found.sort(key=lambda pair: pair[1].value)
    lowest, low = found[0]
    sentence = (
        f"{step_name(lowest)}: {words.ratio(lowest.advanced, lowest.advanced + lowest.lost)} "
        f"deals went on, {words.estimate(low)}"
    )
    if len(found) > 1:
        overlapping = [step_name(r) for r, rate in found[1:] if rate.lower <= low.upper]
        sentence += f"; the lowest of {words.counted(len(found), 'step')}"
        if overlapping:
            sentence += f", not told apart from {words.joined(overlapping, most=2)}"
    return f"{sentence}. The lines hold the true rate {words.how_often(low.level)}."


def _table(results: tuple[StepResult, ...]) -> Grid:
    return Grid(
        header=("step", "went on", "lost", "open", "rate", "time in stage"),
        rows=tuple(
            (
                step_name(r),
                words.ratio(r.advanced, r.advanced + r.lost),
                words.count(r.lost),
                words.count(r.open),
                words.answer(r.rate),
                words.answer(r.days),
            )
            for r in results
        ),
        align="lrrrll",
        caption="Of the deals that left a stage, those that went on; open deals are not counted.",
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One step and where it stands: its words at `at`, its dot on `level` (pixels)."""

    result: StepResult
    at: float
    level: float

    @property
    def name(self) -> str:
        return f"{self.result.stage} → {self.result.next_stage}"

    @property
    def tried(self) -> str:
        return words.ratio(self.result.advanced, self.result.advanced + self.result.lost)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in a drawing, in pixels."""

    left: float
    right: float
    name_room: float
    said_at: float

    def along(self, fraction: float) -> float:
        return round(self.left + (self.right - self.left) * fraction, 2)


_FRAMES: dict[Width, _Frame] = {
    "wide": _Frame(left=212, right=424, name_room=200, said_at=442),
    "narrow": _Frame(left=8, right=216, name_room=215, said_at=PIXELS["narrow"]),
}


def _rows(results: tuple[StepResult, ...], width: Width) -> list[_Row]:
    """Place the steps: on one line if it is wide, else the words above their dot."""
    rows = []
    for index, result in enumerate(results):
        top = _HEAD + _ROW[width] * index
        if width == "wide":
            rows.append(_Row(result, top + 18, top + 18))
        else:
            rows.append(_Row(result, top + 16, top + 38))
    return rows


def _draw(results: tuple[StepResult, ...], width: Width) -> Spec:
    wide, room, frame = width == "wide", PIXELS[width], _FRAMES[width]
    rows = _rows(results, width)
    places = [frame.along(tick) for tick in _TICKS]
    axis = [
        {"x": x, "y": _HEAD - 18, "text": words.percent(tick)}
        for x, tick in zip(places, _TICKS, strict=True)
    ]
    names = [{"x": 0, "y": r.at, "text": _name(r, frame.name_room)} for r in rows]
    tried = [{"x": room, "y": r.level, "text": r.tried} for r in rows]
    size = (room, _HEAD + _ROW[width] * len(results) + 6)
    small: dict[str, object] = {"fill": QUIET, "fontSize": 11}
    layers = [
        marks("rule", _ticks(rows, places, through=wide), size, stroke=GRID, strokeWidth=1),
        marks("text", axis[1:-1], size, **small),
        marks("text", axis[:1], size, **small, align="left", dx=-8),
        marks("text", axis[-1:], size, **small, align="right", dx=8),
        marks("text", names, size, fill=INK, align="left"),
        marks("text", tried, size, fill=QUIET, align="right", fontSize=12),
        *_rates(rows, frame, size),
    ]
    return specification(*size, layers)


def _rates(rows: list[_Row], frame: _Frame, size: tuple[int, int]) -> list[Spec]:
    """Return interval, dot and words of each rate; where there is none, only words."""
    lines, dots, said, silent = [], [], [], []
    for row in rows:
        rate, y = row.result.rate, row.level
        if isinstance(rate, Estimate):
            low, high = frame.along(rate.lower), frame.along(rate.upper)
            lines.append({"x": low, "y": y, "x2": high, "y2": y})
            dots.append({"x": frame.along(rate.value), "y": y})
            said.append({"x": frame.said_at, "y": row.at, "text": words.estimate(rate)})
        else:
            text = shortened(words.silence(rate), frame.right - frame.left)
            silent.append({"x": frame.left + 6, "y": y, "text": text})
    side = "right" if frame.said_at == size[0] else "left"
    return [
        marks("rule", lines, size, stroke=RULE, strokeWidth=4, strokeCap="round"),
        marks("point", dots, size, fill=MAIN, stroke=None, size=72, filled=True, opacity=1),
        marks("text", said, size, fill=INK, align=side),
        marks("text", silent, size, fill=QUIET, align="left", fontStyle="italic"),
    ]


def _ticks(rows: list[_Row], places: list[float], *, through: bool) -> list[Spec]:
    """Return grid lines through all rows, or a track a row where names stand between the rows."""
    if through:
        top, foot = _HEAD - 8, rows[-1].level + 18
        return [{"x": x, "y": top, "x2": x, "y2": foot} for x in places]
    ticks = [{"x": x, "y": r.level - 5, "x2": x, "y2": r.level + 5} for r in rows for x in places]
    tracks = [{"x": places[0], "y": r.level, "x2": places[-1], "y2": r.level} for r in rows]
    return [*ticks, *tracks]


def _name(row: _Row, room: float) -> str:
    parts = shortened(row.name, room).split(" → ")
    return " → ".join(isolated(part) for part in parts)
