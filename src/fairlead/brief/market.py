"""Change in the market in words: what moved against the rest, since when, and how sure that is."""

from __future__ import annotations

import datetime as dt

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.diagnose.market import Looked, MarketReport, Measure, Shift, Side

TITLE = "Change in the market"
ALIKE = 1.1
"""From here on it is said that deals of one customer end alike."""
MEASURE_WORDS: dict[Measure, str] = {
    "win_rate": "win rate",
    "size": "amount of a win",
    "cycle": "time to a win",
}
COLUMN_WORDS = {
    "segment": "deals of the segment",
    "product": "deals with the product",
    "source": "deals from",
    "competitor": "deals with the competitor",
}
DEFINITION = (
    "Closed deals of the group, by the month they were booked, before and from the month the "
    "change most likely began."
)


def compose_market(found: MarketReport, setting: Setting) -> Brief:
    """Return the report as it is read, on a terminal or a page."""
    book = EvidenceBook()
    sections = (_changes(found, book), _looked(found))
    span = ""
    if found.months:
        span = f" | closed deals since {words.month(found.months[0])}"
    return Brief(
        title=TITLE,
        subtitle=f"{words.day(found.as_of)}{span}",
        freshness=freshness(found.as_of, setting),
        audience="all",
        as_of=found.as_of,
        data_until=setting.data_until,
        sections=tuple(s for s in sections if s is not None),
        evidence=book.entries,
        findings=setting.findings,
        plumbing=(
            *_alike(found),
            Line(
                "A group is set beside all others of its column, type by type and month by month: "
                "what moves all of them alike is no change. Where nothing changed, at most one "
                "company in twenty gets any line here. Two lines may be one change seen twice."
            ),
        ),
    )


def _alike(found: MarketReport) -> tuple[Line, ...]:
    """Say how much less deals tell of win rates where those of one customer end alike."""
    most = max((each.alike for each in found.looked if each.measure == "win_rate"), default=1.0)
    if most < ALIKE:
        return ()
    return (
        Line(
            "Deals of one customer end alike: of win rates 100 deals say as much as "
            f"{round(100 / most)} by themselves would."
        ),
    )


def _changes(found: MarketReport, book: EvidenceBook) -> Section:
    looked = [each for each in found.looked if not isinstance(each.p_value, NotEstimable)]
    if not found.shifts:
        text = "Nothing moved against the rest beyond chance."
        if not looked:
            text = "Too little data to tell whether anything moved."
        return Section("changes", "What moved", (Line(text, weight="lead"),))
    lines = []
    for shift in found.shifts:
        number = book.add(
            f"{shift.group} ({shift.column}): {MEASURE_WORDS[shift.measure]}",
            DEFINITION,
            "market_group",
            column=shift.column,
            group=shift.group,
            won=int(shift.measure != "win_rate"),
            start=found.months[0].isoformat(),
            end=found.as_of.isoformat(),
            since=shift.since.isoformat(),
        )
        lines.append(Line(told(shift, found.currency), number, "item"))
        lines.append(Line(compared(shift, found.currency), weight="quiet"))
    return Section("changes", "What moved", tuple(lines))


def told(shift: Shift, currency: str | None) -> str:
    """Write one change: since when, what, how many before and after."""
    when = f"Since about {words.month(shift.since)}"
    if shift.first != shift.last:
        when += f" ({_months(shift.first, shift.last)})"
    what = f"{COLUMN_WORDS[shift.column]} {shift.group}"
    after, before = (_side(side, shift.measure, currency) for side in (shift.after, shift.before))
    return f"{when} {what} {_moved(shift)}: {after} after, {before} before."


def _months(first: dt.date, last: dt.date) -> str:
    if first.year == last.year:
        return f"{words.MONTHS[first.month - 1]} to {words.month(last)}"
    return f"{words.month(first)} to {words.month(last)}"


def _moved(shift: Shift) -> str:
    up = shift.size > 1
    return {
        "win_rate": "are won more often" if up else "are won less often",
        "size": "bring larger wins" if up else "bring smaller wins",
        "cycle": "take longer to win" if up else "are won faster",
    }[shift.measure]


def _side(side: Side, measure: Measure, currency: str | None) -> str:
    if side.good is not None:
        return words.rate(side.good, side.n)
    if side.mean is None:
        return "none"
    shown = words.days(side.mean - 1)
    if measure == "size":
        shown = words.money(round(side.mean), currency)
    return f"{shown} in {words.counted(side.n, 'win')}"


def compared(shift: Shift, currency: str | None) -> str:
    """Write what the others did meanwhile, and the size of the change against them."""
    after, before = (
        _side(side, shift.measure, currency) for side in (shift.others_after, shift.others_before)
    )
    what = {"win_rate": "odds to win", "size": "amount", "cycle": "days"}[shift.measure]
    return (
        f"The others: {after} after, {before} before. Against them the {what} went to "
        f"{_times(shift.size)} ({_times(shift.size_lower)} to {_times(shift.size_upper)}) times "
        "what it was."
        if shift.measure != "win_rate"
        else f"The others: {after} after, {before} before. Against them the {what} are "
        f"{_times(shift.size)} ({_times(shift.size_lower)} to {_times(shift.size_upper)}) times "
        "what they were."
    )


def _times(factor: float) -> str:
    return f"{factor:.2f}" if factor < 1 else f"{factor:.1f}"


def _looked(found: MarketReport) -> Section | None:
    rows = [
        (each.column, MEASURE_WORDS[each.measure], words.count(each.groups), _result(each, found))
        for each in found.looked
    ]
    lines = [
        Line(
            f"Not told by {column}: {words.silence(why)} {_unit(why)}".rstrip() + ".",
            weight="quiet",
        )
        for column, why in found.silences
    ]
    if not rows and not lines:
        return None
    grid = Grid(("by", "what", "groups", "result"), tuple(rows), "llrl") if rows else None
    return Section("looked", "What was looked at", tuple(lines), grid=grid)


def _unit(why: NotEstimable) -> str:
    """Return what is too few, where a count would end the silence."""
    return "" if why.needed is None or why.have is None else why.reason


def _result(each: Looked, found: MarketReport) -> str:
    if isinstance(each.p_value, NotEstimable):
        return f"{words.silence(each.p_value)} {_unit(each.p_value)}".rstrip()
    moved = [s for s in found.shifts if (s.column, s.measure) == (each.column, each.measure)]
    if moved:
        return f"moved: {words.joined(s.group for s in moved)}"
    return "nothing beyond chance"
