"""The board's brief: results against target, trend by quarter, risk. It names no person."""

from __future__ import annotations

import datetime as dt

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.capabilities import emptiness
from fairlead.brief.material import Material
from fairlead.brief.model import Chart, Grid, Line, Section
from fairlead.brief.quarter import months, open_pipeline, results, to_clean_up
from fairlead.forecast.movement import Movement
from fairlead.measure.rates import ratio
from fairlead.measure.summary import QuarterCount

FEWEST_LARGE = 2
"""One deal with an amount among others without says nothing about concentration."""


def board(material: Material, book: EvidenceBook) -> tuple[Section | None, ...]:
    """Return the board's sections in reading order; a selection without deals has no trend."""
    if emptiness(material) is not None:
        return ()
    return (
        Section("results", "Results against target", tuple(results(material, book))),
        _trend(material, book),
        _risk(material, book),
    )


def _trend(material: Material, book: EvidenceBook) -> Section | None:
    quarters = material.summary.quarters
    if not quarters:
        return None
    number = book.add(
        "Won by quarter",
        "Deals won or lost, by the quarter of their booking date (the close date as the CRM has "
        "it). Quarters that began before the first deal of the data are left out.",
        "closed_of_all_types",
        row_count=sum(q.won + q.lost for q in quarters),
        start=quarters[0].start.isoformat(),
        end=(material.question.period_end - dt.timedelta(days=1)).isoformat(),
    )
    text = _year_on_year(quarters, material)
    lines = [Line(text or "No quarter can be set beside that of last year.", number, "lead")]
    by_month = months(material, book)
    return Section(
        "trend",
        "Trend by quarter",
        (*lines, *(by_month.lines if by_month is not None else ())),
        grid=_grid(quarters, material),
        chart=by_month.chart if by_month is not None else None,
    )


def _year_on_year(quarters: tuple[QuarterCount, ...], material: Material) -> str:
    """Set the last whole quarter beside the same one a year before; empty where one is missing."""
    whole = [q for q in quarters if q.is_whole]
    if not whole:
        return ""
    last = whole[-1]
    calendar = material.question.company.calendar
    year_before = calendar.year_ago(calendar.quarter(last.start)).start
    before = next((q for q in whole if q.start == year_before), None)
    if before is None:
        return ""
    currency = material.summary.totals.currency
    text = f"{last.label}: {_won(last, currency)}; "
    text += f"{before.label}: {_won(before, currency)}"
    if before.amount and last.valued == last.won and before.valued == before.won:
        change = last.amount / before.amount - 1
        direction = "more" if change >= 0 else "less"
        text += f", so {words.percent(abs(change))} {direction} in a year"
    return f"{text}."


def _won(quarter: QuarterCount, currency: str | None) -> str:
    deals = words.counted(quarter.won, "deal")
    if not quarter.valued:
        return deals
    bare = quarter.won - quarter.valued
    without = f" ({words.count(bare)} without an amount)" if bare else ""
    return f"{words.money(quarter.amount, currency, named=True)} in {deals}{without}"


def _grid(quarters: tuple[QuarterCount, ...], material: Material) -> Grid:
    currency = material.summary.totals.currency
    like = max((q.amount for q in quarters), default=0)
    aimed = any(q.target is not None for q in quarters)
    rates = material.summary.known.lost_deals
    header = ["quarter", "amount"]
    header += ["target", "reached"] if aimed else []
    header += ["won of closed", "win rate"] if rates else ["deals won"]
    rows = []
    for q in quarters:
        row = [q.label + ("" if q.is_whole else " so far")]
        row.append(words.money(q.amount, currency, like=like) if q.valued or not q.won else "-")
        row += _aim(q, currency, like) if aimed else []
        if rates:
            row.append(words.ratio(q.won, q.won + q.lost))
            row.append(words.narrow(ratio(q.won, q.won + q.lost, kind="win_rate")))
        else:
            row.append(words.count(q.won))
        rows.append(tuple(row))
    caption = "Win rate: won of closed deals, all deal types together." if rates else ""
    return Grid(tuple(header), tuple(rows), "l" + "r" * (len(header) - 1), caption)


def _aim(quarter: QuarterCount, currency: str | None, like: int) -> list[str]:
    if not quarter.target:
        return ["-", "-"]
    reached = words.percent(quarter.amount / quarter.target)
    return [words.money(quarter.target, currency, like=max(like, quarter.target)), reached]


def _risk(material: Material, book: EvidenceBook) -> Section:
    lines = open_pipeline(material, book)
    lines += _concentration(material, book)
    lines += to_clean_up(material, book)
    moved = material.movement
    chart = Chart("movement", moved) if isinstance(moved, Movement) else None
    return Section("risk", "Risk", tuple(lines), chart=chart)


def _concentration(material: Material, book: EvidenceBook) -> list[Line]:
    """Say how much of what is open for the quarter hangs on its largest deals."""
    moved, largest = material.movement, material.summary.largest_due
    known = material.summary.known
    if not (isinstance(moved, Movement) and known.close_dates and known.open_amounts and largest):
        return []
    due = moved.closing
    if due.amount <= 0 or len(largest) < FEWEST_LARGE or due.deal_count <= len(largest):
        return []
    question = material.question
    number = book.add(
        "Open deals due in the quarter",
        "Open deals whose close date lies in the quarter of the brief.",
        "open_due_between",
        row_count=due.deal_count,
        start=question.period_start.isoformat(),
        end=question.period_end.isoformat(),
        currency=moved.currency,
    )
    share = words.percent(sum(largest) / due.amount)
    amounts = words.joined(words.money(a, moved.currency) for a in largest)
    text = f"The {len(largest)} largest of {words.counted(due.deal_count, 'deal')} due in "
    text += f"{question.period.label} make {share} of their sum: {amounts}."
    return [Line(text, number)]
