"""Won by month: a bar a month, a tick for its target."""

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
    Figure,
    Spec,
    Width,
    marks,
    specification,
)
from fairlead.measure.results import MonthTotal

_TOP, _PLOT, _FOOT = 40, 150, 40
_LABEL_PIXELS = 46
"""Room a label needs; with less a bar, only the highest and the last month are labelled."""


def figures(totals: tuple[MonthTotal, ...]) -> tuple[Figure, ...]:
    """Return one figure for each currency; amounts of two currencies are never added."""
    currencies = sorted({total.currency for total in totals}, key=lambda code: code or "")
    return tuple(
        _figure(tuple(t for t in sorted(totals, key=lambda t: t.month) if t.currency == currency))
        for currency in currencies
    )


def _figure(totals: tuple[MonthTotal, ...]) -> Figure:
    currency = totals[0].currency
    what = "Won by month" if in_money(totals) else "Deals won by month"
    return Figure(
        kind="won_by_month",
        title=f"{what} ({currency})" if currency and in_money(totals) else what,
        caption=_caption(totals),
        table=_table(totals),
        wide=_draw(totals, "wide"),
        narrow=_draw(totals, "narrow"),
    )


def in_money(totals: tuple[MonthTotal, ...]) -> bool:
    """Say whether any amount is known; otherwise the chart counts deals."""
    return any(total.won_amount or total.target for total in totals)


def _caption(totals: tuple[MonthTotal, ...]) -> str:
    currency = totals[0].currency
    won = sum(total.won_count for total in totals)
    months = f"{words.month(totals[0].month)} to {words.month(totals[-1].month)}"
    if len(totals) == 1:
        months = words.month(totals[0].month)
    if not in_money(totals):
        return f"{words.counted(won, 'deal')} won, {months}; no amounts are known."
    amount = sum(total.won_amount for total in totals)
    sentence = f"{words.money(amount, currency)} won in {words.counted(won, 'deal')}, {months}"
    known = [(t, t.target) for t in totals if t.target is not None and t.is_whole]
    if known:
        met = sum(total.won_amount >= target for total, target in known)
        sentence += f"; the target was met in {words.ratio(met, len(known))} whole months"
    return f"{sentence}."


def _table(totals: tuple[MonthTotal, ...]) -> Grid:
    currency = totals[0].currency
    if not in_money(totals):
        rows = tuple((words.month(t.month), words.count(t.won_count)) for t in totals)
        return Grid(header=("month", "deals won"), rows=rows, align="lr")
    most = max(max(abs(t.won_amount), t.target or 0) for t in totals)

    def amount(minor: int | None) -> str:
        return "not known" if minor is None else words.money(minor, currency, like=most)

    return Grid(
        header=("month", f"won ({currency})" if currency else "won", "deals", "target"),
        rows=tuple(
            (words.month(t.month), amount(t.won_amount), words.count(t.won_count), amount(t.target))
            for t in totals
        ),
        align="lrrr",
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand, in pixels: a slot a month, values upwards."""

    room: int
    slot: float
    first: int
    low: int
    high: int

    def across(self, total: MonthTotal) -> float:
        return round((_serial(total) - self.first + 0.5) * self.slot, 2)

    def up(self, value: int) -> float:
        return round(_TOP + _PLOT * (self.high - value) / (self.high - self.low), 2)


def _frame(totals: tuple[MonthTotal, ...], room: int) -> _Frame:
    values = [_value(t, totals) for t in totals]
    targets = [t.target for t in totals if t.target is not None]
    first = _serial(totals[0])
    return _Frame(
        room=room,
        slot=min(room / (_serial(totals[-1]) - first + 1), 96),
        first=first,
        low=min(0, *values),
        high=max(*values, *targets, 1),
    )


def _serial(total: MonthTotal) -> int:
    return total.month.year * 12 + total.month.month - 1


def _value(total: MonthTotal, totals: tuple[MonthTotal, ...]) -> int:
    return total.won_amount if in_money(totals) else total.won_count


def _draw(totals: tuple[MonthTotal, ...], width: Width) -> Spec:
    room, height = PIXELS[width], _TOP + _PLOT + _FOOT
    frame = _frame(totals, room)
    half = frame.slot * 0.32
    bars, aims = [], []
    for total in totals:
        x, value = frame.across(total), _value(total, totals)
        top, foot = frame.up(max(value, 0)), frame.up(min(value, 0))
        bars.append({"x": x - half, "y": top, "x2": x + half, "y2": foot})
        if total.target is not None:
            y, reach = frame.up(total.target), frame.slot * 0.44
            aims.append({"x": x - reach, "y": y, "x2": x + reach, "y2": y})
    key: list[Spec] = [{"x": 0, "y": 11, "x2": 16, "y2": 11}] if aims else []
    named = [{"x": 22, "y": 11, "text": "target"} for _ in key]
    ground = [{"x": 0, "y": frame.up(0), "x2": room, "y2": frame.up(0)}]
    size = (room, height)
    small: dict[str, object] = {"fill": QUIET, "fontSize": 11}
    return specification(
        room,
        height,
        [
            marks("rect", bars, size, fill=MAIN),
            marks("rule", ground, size, stroke=GRID, strokeWidth=1),
            marks("rule", [*key, *aims], size, stroke=INK, strokeWidth=2),
            marks("text", named, size, **small, align="left"),
            marks("text", _labels(totals, frame), size, fill=INK, fontSize=12),
            marks("text", _months(totals, frame), size, **small),
            marks("text", _years(totals, frame), size, **small),
        ],
    )


def _labels(totals: tuple[MonthTotal, ...], frame: _Frame) -> list[Spec]:
    """Return the amounts over the bars: all if there is room, else the highest and the last."""
    values = [_value(t, totals) for t in totals]
    most, last = max(abs(value) for value in values), len(totals) - 1
    chosen = set(range(last + 1))
    if frame.slot < _LABEL_PIXELS:
        highest = values.index(max(values))
        apart = frame.across(totals[last]) - frame.across(totals[highest])
        chosen = {highest, last} if apart >= _LABEL_PIXELS else {highest}
    labels = []
    for index in sorted(chosen):
        total, value = totals[index], values[index]
        y = frame.up(max(value, 0)) - 10
        if total.target is not None and abs(frame.up(total.target) - y) < 10:
            y = min(frame.up(total.target), frame.up(max(value, 0))) - 10
        text = words.count(value)
        if in_money(totals):
            text = words.money(value, total.currency, like=most)
        x = min(max(frame.across(total), 22), frame.room - 22)
        labels.append({"x": x, "y": y, "text": text})
    return labels


def _months(totals: tuple[MonthTotal, ...], frame: _Frame) -> list[Spec]:
    every = next((step for step in (1, 3, 6) if frame.slot * step >= 28), 12)
    return [
        {"x": frame.across(t), "y": _TOP + _PLOT + 14, "text": words.MONTHS[t.month.month - 1]}
        for t in totals
        if (t.month.month - 1) % every == 0
    ]


def _years(totals: tuple[MonthTotal, ...], frame: _Frame) -> list[Spec]:
    """Return the year under its January, and under the first month if there is room."""
    januaries = [t for t in totals if t.month.month == 1]
    first = totals[0]
    if not januaries or frame.across(januaries[0]) - frame.across(first) > 34:
        januaries.insert(0, first)
    return [
        {"x": max(frame.across(t), 14), "y": _TOP + _PLOT + 30, "text": str(t.month.year)}
        for t in januaries
    ]
