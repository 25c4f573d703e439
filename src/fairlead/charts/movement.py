"""The movement bridge: from the open pipeline of one evening to that of another."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.brief import words
from fairlead.brief.model import Grid
from fairlead.charts.figure import (
    INK,
    LESS,
    MORE,
    PIXELS,
    QUIET,
    RULE,
    WON,
    Figure,
    Spec,
    Width,
    isolated,
    marks,
    shortened,
    specification,
)
from fairlead.forecast.movement import LEAVES, PARTS, Movement, Part

NAMES = {
    "created": "new",
    "taken_over": "taken over",
    "pulled_in": "pulled in",
    "reopened": "reopened",
    "grown": "grown",
    "shrunk": "shrunk",
    "pushed": "pushed out",
    "lost": "lost",
    "won": "won",
    "handed_over": "handed over",
    "removed": "removed",
    "revalued": "exchange rates",
}
"""What each part of the bridge is called on screen."""

_COUNT_ONLY = frozenset({"grown", "shrunk", "revalued"})
_TAKES = frozenset(LEAVES)
_ROW = 28
_HEAD = 26
_THINNEST = 1.5


@dataclass(frozen=True, slots=True)
class _Bar:
    """One row of the bridge; `start` and `end` in the unit of the chart, None where unknown."""

    code: str
    name: str
    start: int | None
    end: int | None
    amount: str
    deals: str


def figures(movement: Movement) -> tuple[Figure, ...]:
    """Return the bridge as one figure, in money, or in deals where no deal has an amount."""
    return (
        Figure(
            kind="movement",
            title=f"What moved: {isolated(movement.scope)}, {_span(movement)}",
            caption=_caption(movement),
            table=_table(movement),
            wide=_draw(movement, "wide"),
            narrow=_draw(movement, "narrow"),
        ),
    )


def _span(movement: Movement) -> str:
    return words.span(movement.from_on, movement.to_on)


def in_money(movement: Movement) -> bool:
    """Say whether any amount is known; otherwise the bridge counts deals."""
    everything = (movement.opening, *movement.parts, movement.closing)
    return any(part.amount for part in everything)


def _caption(movement: Movement) -> str:
    opening, closing = movement.opening, movement.closing
    if in_money(movement):
        start = f"{_money(movement, opening.amount)} in {words.counted(opening.deal_count, 'deal')}"
        end = f"{_money(movement, closing.amount)} in {words.counted(closing.deal_count, 'deal')}"
    else:
        start = words.counted(opening.deal_count, "deal")
        end = words.count(closing.deal_count)
    sentence = f"From {start} on {words.day(movement.from_on)} to {end}"
    sentence += f" on {words.day(movement.to_on)}"
    largest = max(movement.parts, key=lambda part: abs(_step(movement, part)), default=None)
    if largest is not None and _step(movement, largest):
        size = _money(movement, abs(largest.amount)) if in_money(movement) else ""
        deals = words.counted(largest.deal_count, "deal")
        what = f"{size} in {deals}" if size else deals
        sentence += f"; the largest move: {what} {_name(largest.code)}"
    if movement.without_amount:
        lacking = words.counted(movement.without_amount, "open deal")
        sentence += f". {lacking} {'has' if movement.without_amount == 1 else 'have'} no amount"
    return f"{sentence}."


def _table(movement: Movement) -> Grid:
    rows = [_cells(movement, _edge(movement, opening=True), movement.opening, signed=False)]
    known = {part.code: part for part in movement.parts}
    for code in (*PARTS, *sorted((known.keys() | movement.unknown.keys()) - set(PARTS))):
        if code in known:
            rows.append(_cells(movement, _name(code), known[code], signed=True))
        elif code in movement.unknown:
            rows.append((_name(code), words.silence(movement.unknown[code]), "not known"))
    rows.append(_cells(movement, _edge(movement, opening=False), movement.closing, signed=False))
    if not in_money(movement):
        return Grid(
            header=("part", "deals", "note"),
            rows=tuple((name, deals, amount) for name, amount, deals in rows),
            align="lrl",
            caption="No deal has an amount, so deals are counted.",
        )
    code = f" ({movement.currency})" if movement.currency else ""
    return Grid(
        header=("part", f"amount{code}", "deals"),
        rows=tuple(rows),
        align="lrr",
        caption="The parts add up to the difference, to the last unit; this table is rounded.",
    )


def _name(code: str) -> str:
    return NAMES.get(code, code.replace("_", " "))


def _edge(movement: Movement, *, opening: bool) -> str:
    on = movement.from_on if opening else movement.to_on
    return f"open {words.day(on)}"


def _cells(movement: Movement, name: str, part: Part, *, signed: bool) -> tuple[str, str, str]:
    return (name, _amount(movement, part, signed=signed), _deals(part, signed=signed))


def _amount(movement: Movement, part: Part, *, signed: bool) -> str:
    write = words.signed_money if signed else words.money
    if not in_money(movement):
        return ""
    return write(part.amount, movement.currency, like=_largest(movement))


def _deals(part: Part, *, signed: bool) -> str:
    count = words.count(part.deal_count)
    if not signed or part.deal_count == 0 or part.code in _COUNT_ONLY:
        return count
    return f"-{count}" if part.code in _TAKES else f"+{count}"


def _money(movement: Movement, amount: int) -> str:
    return words.money(amount, movement.currency, like=_largest(movement))


def _largest(movement: Movement) -> int:
    return max(abs(movement.opening.amount), abs(movement.closing.amount), 1)


def _step(movement: Movement, part: Part) -> int:
    """Return what a part adds, in the unit of the chart."""
    if in_money(movement):
        return part.amount
    if part.code in _COUNT_ONLY:
        return 0
    return -part.deal_count if part.code in _TAKES else part.deal_count


def _bars(movement: Movement) -> list[_Bar]:
    """Return the rows of the bridge; parts in which nothing happened are left to the table."""
    money = in_money(movement)

    def edge(part: Part, *, opening: bool) -> _Bar:
        end = part.amount if money else part.deal_count
        on = movement.from_on if opening else movement.to_on
        return _Bar(
            "edge",
            f"open {on.day} {words.MONTHS[on.month - 1]}",
            0,
            end,
            _amount(movement, part, signed=False),
            words.count(part.deal_count),
        )

    bars = [edge(movement.opening, opening=True)]
    level = bars[0].end or 0
    for part in movement.parts:
        if part.amount or part.deal_count:
            after = level + _step(movement, part)
            amount = _amount(movement, part, signed=True)
            bars.append(
                _Bar(part.code, _name(part.code), level, after, amount, _deals(part, signed=True))
            )
            level = after
    bars.append(edge(movement.closing, opening=False))
    for code, why in movement.unknown.items():
        bars.append(_Bar(code, _name(code), None, None, words.silence(why), ""))
    return bars


def _draw(movement: Movement, width: Width) -> Spec:
    wide, room = width == "wide", PIXELS[width]
    left, right = (150, 470) if wide else (112, 212)
    amounts_at = 560 if wide else 280
    bars = _bars(movement)
    rows = [(bar, _HEAD + _ROW * index + _ROW / 2) for index, bar in enumerate(bars)]
    size = (room, _HEAD + _ROW * len(bars) + 4)
    names = [{"x": 0, "y": y, "text": shortened(bar.name, left)} for bar, y in rows]
    known = [(bar, y) for bar, y in rows if bar.end is not None]
    amounts = [{"x": amounts_at, "y": y, "text": bar.amount} for bar, y in known if bar.amount]
    deals = [{"x": room, "y": y, "text": bar.deals} for bar, y in known]
    silent = [
        {"x": left, "y": y, "text": shortened(bar.amount, room - left)}
        for bar, y in rows
        if bar.end is None
    ]
    heads = [{"x": room, "y": 10, "text": "deals"}]
    if in_money(movement):
        heads.append({"x": amounts_at, "y": 10, "text": movement.currency or "amount"})
    layers = [
        *_blocks(rows, left, right, size),
        marks("text", heads, size, fill=QUIET, align="right", fontSize=11),
        marks("text", names, size, fill=INK, align="left"),
        marks("text", amounts, size, fill=INK, align="right"),
        marks("text", deals, size, fill=QUIET, align="right"),
        marks("text", silent, size, fill=QUIET, align="left", fontStyle="italic"),
    ]
    return specification(*size, layers)


def _blocks(
    rows: list[tuple[_Bar, float]], left: float, right: float, size: tuple[int, int]
) -> list[Spec]:
    """Return the bars by colour, and thin lines that lead from the end of one to the next."""
    known = [(bar, bar.start or 0, bar.end, y) for bar, y in rows if bar.end is not None]
    ends = [end for _, start, after, _ in known for end in (start, after)]
    low, high = min(0, *ends), max(0, *ends)

    def along(amount: int) -> float:
        return round(left + (right - left) * (amount - low) / max(high - low, 1), 2)

    blocks: dict[str, list[Spec]] = {RULE: [], MORE: [], LESS: [], WON: []}
    joints: list[Spec] = []
    before: tuple[float, float] | None = None
    for bar, start, end, y in known:
        x, x2 = sorted((along(start), along(end)))
        block = {"x": x, "y": y - 8, "x2": max(x2, x + _THINNEST), "y2": y + 8}
        blocks[_colour(bar)].append(block)
        if before is not None:
            joints.append({"x": before[0], "y": before[1] + 8, "x2": before[0], "y2": y - 8})
        before = (along(end), y)
    colours = [marks("rect", found, size, fill=fill) for fill, found in blocks.items()]
    return [*colours, marks("rule", joints, size, stroke=RULE, strokeWidth=1)]


def _colour(bar: _Bar) -> str:
    if bar.code == "edge":
        return RULE
    if bar.code == "won":
        return WON
    return MORE if (bar.end or 0) >= (bar.start or 0) else LESS
