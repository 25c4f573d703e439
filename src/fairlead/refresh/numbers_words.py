"""Run your numbers, in words: the rows of the table, and what they come to."""

from __future__ import annotations

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief import words
from fairlead.plan.road import NeedLine
from fairlead.refresh.numbers import NumbersTold

HEADER = ("what it takes", "needed", "95 times in 100", "now", "because")


def row_words(line: NeedLine, told: NumbersTold, number: int | None) -> tuple[str, ...]:
    """Return one row of the table under `HEADER`; `number` is its evidence, None for none."""
    now = "" if line.now is None else figure(line.now)
    if isinstance(line.needed, NotEstimable):
        told_why = f"{line.needed.reason}: {words.lacking(line.needed)}"
        return (_name(line), "", "", now, told_why)
    between = f"{figure(line.needed.lower)} to {figure(line.needed.upper)}"
    because = f"{_because(line, told)} [{number}]" if number else _because(line, told)
    return (_name(line), figure(line.needed.value), between, now, because)


def _name(line: NeedLine) -> str:
    plural = {"meeting": "meetings", "call": "calls", "email": "emails"}
    return f"into {line.what}" if line.kind == "stage" else plural.get(line.what, line.what)


def _because(line: NeedLine, told: NumbersTold) -> str:

    whose = f", {line.holder}" if line.holder else ""
    if line.ratio is None or line.ratio_of is None:
        return ""
    of, total = line.ratio_of
    if line.kind == "wins":
        each = words.money(round(line.ratio), told.counted.currency)
        return f"{each} a win, {words.counted(total, 'win')}{whose}"
    if line.kind == "events":
        return f"{figure(line.ratio)} a new deal, {of:,} for {total:,}{whose}"
    return f"{words.percent(line.ratio)} won, {of:,} of {total:,}{whose}"


def figure(value: float) -> str:
    """Write a number a month: whole from ten on, one decimal below.

    Examples
    --------
    >>> figure(13.6), figure(3.24), figure(1234.5), figure(0.04)
    ('14', '3.2', '1,234', '0.04')
    """
    if value >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.095 or value == 0 else f"{value:.2g}"


def sentences(told: NumbersTold) -> list[str]:
    """Return what the table comes to: the deals it takes, and what else would do."""
    found = told.numbers
    deals = next((line for line in found.lines if line.kind == "new deals"), None)
    if deals is None or not isinstance(deals.needed, Estimate) or deals.now is None:
        return ["More cannot be said until more deals have closed."]
    goal = words.money(found.target, told.counted.currency)
    need = deals.needed
    said = [
        (
            f"With these rates {goal} a {told.per} takes {figure(need.value)} new deals a month "
            f"({figure(need.lower)} to {figure(need.upper)}); now it is {figure(deals.now)}."
        )
    ]
    if need.upper < deals.now:
        said.append("That is more than it takes: the target is within reach at today's rates.")
    elif need.lower <= deals.now:
        said.append("The two cannot be told apart: it may be enough already.")
    else:
        said.append(_instead(told))
    if any(line.holder for line in found.lines):
        said.append(
            "A rate with a name behind it is that one's, because their own deals are too few."
        )
    said.append("Season, ramp and a changing market are not in these numbers.")
    return [s for s in said if s]


def _instead(told: NumbersTold) -> str:
    """Say which win rate, or which amount a win, would do with as many new deals as now."""
    found = told.numbers
    deals = next(line for line in found.lines if line.kind == "new deals")
    ways = []
    if found.win_share_needed is not None and deals.ratio is not None:
        wanted, has = words.percent(found.win_share_needed), words.percent(deals.ratio)
        ways.append(f"a win rate of {wanted} instead of {has}")
    first = found.lines[0]
    if found.size_needed is not None and first.ratio is not None:
        wanted = words.money(found.size_needed, told.counted.currency)
        ways.append(
            f"{wanted} a win instead of {words.money(round(first.ratio), told.counted.currency)}"
        )
    if not ways:
        return ""
    return f"With as many new deals as now it would take {', or '.join(ways)}."
