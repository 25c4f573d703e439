"""Calibration: how often outcomes lay below what was said, beside how often they were to."""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.model import Grid
from fairlead.charts.figure import (
    GRID,
    INK,
    MAIN,
    PIXELS,
    QUIET,
    Figure,
    Spec,
    Width,
    marks,
    specification,
)
from fairlead.forecast.calibration import Calibration

_TOP, _PLOT, _LEFT, _FOOT = 12, 220, 44, 44
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_RADIUS = 5


def figures(found: Calibration) -> tuple[Figure, ...]:
    """Return one figure; none without a forecast of the past."""
    if not found.n:
        return ()
    return (
        Figure(
            kind="calibration",
            title="Said and came",
            caption=_caption(found),
            table=_table(found),
            wide=_draw(found, "wide"),
            narrow=_draw(found, "narrow"),
        ),
    )


def _caption(found: Calibration) -> str:
    far = max(found.points, key=lambda p: abs(p.share - p.level))
    return (
        f"Over {words.counted(found.n, 'forecast')} of {words.counted(found.periods, 'period')}, "
        f"{words.percent(far.share)} of outcomes ({words.percent(far.lower)} to "
        f"{words.percent(far.upper)}) lay below what {words.percent(far.level)} were to lie below: "
        "the point farthest from the line."
    )


def _table(found: Calibration) -> Grid:
    rows = tuple(
        (
            words.percent(p.level),
            words.percent(p.share),
            f"{words.percent(p.lower)} to {words.percent(p.upper)}",
        )
        for p in found.points
    )
    return Grid(("were to lie below", "lay below", "with so few periods"), rows, "rrr")


def _draw(found: Calibration, width: Width) -> Spec:
    room, height = PIXELS[width], _TOP + _PLOT + _FOOT
    side = min(room - _LEFT - 12, 2 * _PLOT)

    def across(share: float) -> float:
        return round(_LEFT + side * share, 2)

    def up(share: float) -> float:
        return round(_TOP + _PLOT * (1 - share), 2)

    size = (room, height)
    rules = [{"x": across(0), "y": up(t), "x2": across(1), "y2": up(t)} for t in _TICKS]
    even = [{"x": across(0), "y": up(0), "x2": across(1), "y2": up(1)}]
    spans: list[Spec] = [
        {"x": across(p.level), "y": up(p.upper), "x2": across(p.level), "y2": up(p.lower)}
        for p in found.points
    ]
    dots: list[Spec] = [
        {
            "x": across(p.level) - _RADIUS,
            "y": up(p.share) - _RADIUS,
            "x2": across(p.level) + _RADIUS,
            "y2": up(p.share) + _RADIUS,
        }
        for p in found.points
    ]
    left = [{"x": _LEFT - 8, "y": up(t), "text": words.percent(t)} for t in _TICKS]
    foot = [{"x": across(t), "y": _TOP + _PLOT + 14, "text": words.percent(t)} for t in _TICKS]
    named = [{"x": across(0.5), "y": _TOP + _PLOT + 32, "text": "share that was to lie below"}]
    small: dict[str, object] = {"fill": QUIET, "fontSize": 11}
    return specification(
        room,
        height,
        [
            marks("rule", rules, size, stroke=GRID, strokeWidth=1),
            marks("rule", even, size, stroke=INK, strokeWidth=1, strokeDash=[4, 3]),
            marks("rule", spans, size, stroke=MAIN, strokeWidth=2),
            marks("rect", dots, size, fill=MAIN, cornerRadius=_RADIUS),
            marks("text", left, size, **small, align="right"),
            marks("text", foot, size, **small),
            marks("text", named, size, **small),
        ],
    )
