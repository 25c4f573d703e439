"""Counts, rates and changes of each kind of competency, as a sentence each."""

from __future__ import annotations

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief import words
from fairlead.measure.catalogue import metric_of
from fairlead.measure.cells import Competency
from fairlead.measure.fair import FairRow, QuarterRate
from fairlead.measure.report import Part

_MANY = {
    "creation": "new deals",
    "activity": "done",
    "duration": "deals ended",
    "size": "wins",
    "price": "wins",
}


def together(part: Part) -> str:
    """Say what all people of a job did together."""
    good, resolved, waiting = part.together
    kind = part.competency.kind
    if kind == "conversion":
        rate = f" = {words.estimate(part.rate)}" if isinstance(part.rate, Estimate) else ""
        beside = f", {words.count(waiting)} still open" if waiting else ""
        return f"{words.ratio(good, resolved)}{rate}{beside}."
    if not isinstance(part.rate, float):
        return f"{_counted(part, good)}."
    if kind == "duration":
        ended = words.counted(good, "deal ended", "deals ended")
        return f"{ended}, half of all within {words.days(part.rate)}."
    if kind in {"size", "price"}:
        return f"{words.counted(good, 'win')} of {written(part.rate, part.competency)} on average."
    return f"{_counted(part, good)}, {written(part.rate, part.competency)} each."


def _counted(part: Part, number: int) -> str:
    return _events(part.competency.kind, number)


def _events(kind: str, number: int) -> str:
    if kind == "creation":
        return words.counted(number, "new deal")
    if kind == "activity":
        return words.count(number)
    if kind == "duration":
        return words.counted(number, "deal ended", "deals ended")
    if kind in {"size", "price"}:
        return words.counted(number, "win")
    return words.counted(number, "deal")


def written(value: float, competency: Competency) -> str:
    """Write a rate of a competency, without an interval; prices differ by tenths of a per cent."""
    if competency.kind == "price":
        return f"{100 * value:.1f}%"
    return plain(value, competency.unit)


def plain(value: float, unit: str) -> str:
    """Write a rate in its unit, without an interval."""
    if unit == "fraction":
        return words.percent(value)
    if unit == "days":
        return words.days(value)
    if unit.endswith(words.MINOR):
        currency = unit.removesuffix(words.MINOR).strip() or None
        return words.money(round(value), currency)
    return f"{value:,.0f} {unit}" if value >= 10 else f"{value:.2g} {unit}"


def happened(row: FairRow) -> str:
    """Say what one person did in the months of the report."""
    kind = row.competency.kind
    if kind == "conversion":
        waiting = f" ({words.count(row.open)} open)" if row.open else ""
        return f"{words.ratio(row.successes, row.n)}{waiting}."
    events = _events(kind, row.successes)
    if row.observed is None:
        return f"{events}."
    if kind == "duration":
        return f"{events}, half of all within {words.days(row.observed)}."
    if kind in {"size", "price"}:
        return f"{events} of {written(row.observed, row.competency)} on average."
    return f"{events}, {written(row.observed, row.competency)}."


def standing(row: FairRow) -> str:
    """Say what a person did, what their deals give anybody, and their fair rate."""
    text = happened(row).removesuffix(".")
    if row.expected is not None and row.expected_successes is not None:
        if row.competency.kind == "conversion":
            text += f"; deals like these give {_few(row.expected_successes)}"
        elif row.competency.kind in {"creation", "activity"}:
            text += f"; the same weeks give {written(row.expected, row.competency)}"
        else:
            text += f"; deals like these give {written(row.expected, row.competency)}"
    if isinstance(row.fair_rate, Estimate):
        lately = _lately(row)
        text += f"{lately}. Fair rate{' now' if lately else ''} {words.estimate(row.fair_rate)}"
        if row.usual is not None:
            text += f", usual {written(row.usual, row.competency)}"
    return f"{text}."


def _lately(row: FairRow) -> str:
    """Return what the last quarter brought where the year points the other way than now."""
    if not row.differs or row.expected is None or row.observed is None or not row.quarters:
        return ""
    over = row.observed > row.expected
    if row.competency.kind == "duration":  # above is faster
        over = not over
    last = row.quarters[-1]
    if over == row.above or last.rate is None:
        return ""
    rate, kind = written(last.rate, row.competency), row.competency.kind
    if kind == "conversion":
        counts = f"{words.ratio(last.successes, last.n)} ="
    else:
        counts = f"{_events(kind, last.successes)},"
    return f". Since {words.month(last.start)} {counts} {rate}"


def _few(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"


def change(row: FairRow) -> str:
    """Say how the fair rate moved within a year, with the same deals."""
    if isinstance(row.trend, NotEstimable):
        if row.trend.needed is not None and row.trend.have is not None:
            return f"Change in a year: {words.silence(row.trend)} months."
        return f"Change in a year: {row.trend.reason}."
    unit = "tenths" if row.competency.kind == "price" else row.competency.unit
    low, value, high = (
        signed(x, unit) for x in (row.trend.lower, row.trend.value, row.trend.upper)
    )
    known = row.trend.lower > 0 or row.trend.upper < 0
    doubt = "" if known else " Chance alone may do that."
    return f"Change in a year, with the same deals: {value} ({low} to {high}).{doubt}"


def signed(value: float, unit: str) -> str:
    """Write a change in its unit with its sign; fractions in points, prices in tenths of them."""
    if unit == "tenths":
        return f"{100 * value:+.1f} points"
    if unit == "fraction":
        return f"{round(100 * value):+d} points"
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return f"{sign}{plain(abs(value), unit)}"


def quarter_header(row: FairRow) -> tuple[str, ...]:
    """Return the header of the table of quarters."""
    if row.competency.kind == "conversion":
        return ("quarter from", "of decided", "open", "plain rate")
    return ("quarter from", _MANY[row.competency.kind], "plain rate")


def quarter_cells(row: FairRow, quarter: QuarterRate) -> tuple[str, ...]:
    """Return one quarter in words."""
    rate = "-" if quarter.rate is None else written(quarter.rate, row.competency)
    start = words.month(quarter.start)
    if row.competency.kind == "conversion":
        counts = (words.ratio(quarter.successes, quarter.n), words.count(quarter.open))
        return (start, *counts, rate)
    return (start, words.count(quarter.successes), rate)


def definition(part: Part) -> str:
    """Say what is counted, over what, and what must hold, for ``fairlead why``."""
    metric = metric_of(part.competency)
    within = ""
    if part.horizon_days is not None:
        within = f" A success counts within {words.days(part.horizon_days)} of entry."
    return (
        f"{_capital(metric.numerator)}, of {metric.denominator}.{within} Fair rates take out what "
        "was dealt (kind of deal, taken over), season, market, team's and newcomers' effects and "
        f"chance. {metric.assumes}"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
