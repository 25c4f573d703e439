"""Where the period lands: won so far, ranges that hold 5, 8 and 9 times in 10, and the target."""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.model import Grid
from fairlead.charts.figure import (
    GRID,
    INK,
    LESS,
    MAIN,
    PIXELS,
    QUIET,
    WON,
    Figure,
    Spec,
    Width,
    marks,
    specification,
)
from fairlead.forecast.landed import Landed

_TOP, _ROW, _FOOT, _SIDE, _BAR = 28, 62, 30, 10, 16
_OPACITY = ("nine", 0.22), ("eight", 0.38), ("half", 0.75)


def figures(found: tuple[Landed, ...]) -> tuple[Figure, ...]:
    """Return one figure; none without a period, or where nothing is expected in any."""
    if not found or max(_most(one) for one in found) <= 0:
        return ()
    return (
        Figure(
            kind="landing",
            title="Where it lands",
            caption=_caption(found[0]),
            table=_table(found),
            wide=_draw(found, "wide"),
            narrow=_draw(found, "narrow"),
        ),
    )


def _most(one: Landed) -> float:
    return max(one.nine[1], one.so_far, one.target or 0)


def _write(one: Landed, value: float, *, named: bool = False) -> str:
    if not one.in_money:
        return words.wins(value)
    return words.money(round(value), one.currency, named=named)


def _caption(one: Landed) -> str:
    low, high = one.eight
    text = (
        f"{one.label} lands near {_write(one, one.middle, named=True)}; "
        f"{words.how_often(0.8)} between {_write(one, low)} and {_write(one, high)}"
    )
    return f"{text}; the target is {_write(one, one.target)}." if one.target else f"{text}."


def _table(found: tuple[Landed, ...]) -> Grid:
    rows = tuple(
        (
            one.label,
            _write(one, one.so_far),
            _write(one, one.middle),
            *(
                f"{_write(one, low)} to {_write(one, high)}"
                for low, high in (one.half, one.eight, one.nine)
            ),
            "none" if one.target is None else _write(one, one.target),
        )
        for one in found
    )
    header = (
        "period",
        "won so far",
        "middle",
        "5 times in 10",
        "8 times in 10",
        "9 times in 10",
        "target",
    )
    return Grid(header, rows, "lrrrrrr")


def _draw(found: tuple[Landed, ...], width: Width) -> Spec:
    room, height = PIXELS[width], _TOP + _ROW * len(found) + _FOOT
    most = max(_most(one) for one in found)
    ends = (_SIDE, room - _SIDE)

    def across(value: float) -> float:
        share = min(max(value / most, 0.0), 1.0)
        return round(ends[0] + share * (ends[1] - ends[0]), 2)

    size = (room, height)
    tops = [_TOP + _ROW * place for place in range(len(found))]
    layers = [
        marks("rule", [_bar(ends[0], ends[1], t + 34, t + 34) for t in tops], size, stroke=GRID)
    ]
    for name, opacity in _OPACITY:
        spans = [
            _bar(across(getattr(one, name)[0]), across(getattr(one, name)[1]), t + 26, t + 42)
            for one, t in zip(found, tops, strict=True)
        ]
        layers.append(marks("rect", spans, size, fill=MAIN, opacity=opacity))
    pairs = list(zip(found, tops, strict=True))
    won = [_bar(ends[0], across(one.so_far), t + 30, t + 38) for one, t in pairs if one.so_far > 0]
    middle = [_bar(across(one.middle), across(one.middle), t + 22, t + 46) for one, t in pairs]
    goals = [(across(one.target), t, one) for one, t in pairs if one.target]
    target = [_bar(x, x, t + 16, t + 52) for x, t, _one in goals]
    names: list[Spec] = [{"x": ends[0], "y": t + 8, "text": one.label} for one, t in pairs]
    small: dict[str, object] = {"fill": QUIET, "fontSize": 11}
    left = [
        _at(x, t + 60, f"target {_write(one, one.target or 0)}", x, room) for x, t, one in goals
    ]
    foot = _TOP + _ROW * len(found) + 18
    key = [
        {"x": ends[0], "y": foot, "text": "bar: won; boxes: 5, 8, 9 times in 10; dashed: target"}
    ]
    layers += [
        marks("rect", won, size, fill=WON),
        marks("rule", middle, size, stroke=INK, strokeWidth=2),
        marks("rule", target, size, stroke=LESS, strokeWidth=2, strokeDash=[4, 3]),
        marks("text", names, size, fill=INK, fontSize=13, align="left"),
        marks("text", [r for r, right in left if not right], size, **small, align="left"),
        marks("text", [r for r, right in left if right], size, **small, align="right"),
        marks("text", key, size, **small, align="left"),
    ]
    return specification(room, height, layers)


def _bar(x: float, x2: float, y: float, y2: float) -> Spec:
    return {"x": x, "y": y, "x2": x2, "y2": y2}


def _at(x: float, y: float, text: str, place: float, room: int) -> tuple[Spec, bool]:
    """Return a text and whether it ends at its place, so that it stays within the drawing."""
    return {"x": x, "y": y, "text": text}, place > room / 2
