"""What we would have said, in words: how often ranges held, and what simpler methods do."""

from __future__ import annotations

import datetime as dt

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.forecast_words import silent
from fairlead.brief.model import Brief, Chart, Grid, Line, Section
from fairlead.brief.nearer import CHANCE, NAMES, is_told, nearer_lines, share
from fairlead.brief.setting import Setting, freshness
from fairlead.forecast.backtest import (
    LEVELS,
    TAILS,
    Backtest,
    Said,
    by_time_left,
    calibration,
    paired,
    scores,
)
from fairlead.forecast.beside import beside
from fairlead.forecast.calibration import Calibration
from fairlead.forecast.dressing import FEWEST_ERRORS
from fairlead.forecast.naive import METHODS, Method
from fairlead.measure.rates import ratio

SHORT: dict[Method, str] = {
    "weighted_pipeline": "pipeline",
    "last_year": "last year",
    "submission": "yours",
}
TITLE = "What we would have said"
TITLE_DRESSED = "Beside them with a range of their own"
WEEK = 3
"""Week of the period that the table shows."""
WEEKS_LEFT = (12, 10, 8, 6, 4, 3, 2, 1, 0)


def compose_backtest(found: Backtest | NotEstimable, setting: Setting, as_of: dt.date) -> Brief:
    """Return a back-test as it is read.

    Parameters
    ----------
    found
        What would have been said, or why nothing.
    setting, as_of
        What stands around it, and the evening.
    """
    if isinstance(found, NotEstimable):
        line = Line(f"No forecast of the past: {silent(found)}.", weight="lead")
        sections: tuple[Section, ...] = (Section("held", "How it held", (line,)),)
        subtitle = ""
    else:
        write = _Writer(found)
        sections = (
            _held(found),
            _table(found, write),
            _others(found, write),
            *_dressed(found, write),
            _by_time(found),
        )
        first, last = found.said[0].as_of, found.said[-1].as_of
        subtitle = f"evenings from {words.span(first, last)}"
    return Brief(
        title=TITLE,
        subtitle=subtitle,
        freshness=freshness(as_of, setting),
        audience="leader",
        as_of=as_of,
        data_until=setting.data_until,
        sections=sections,
        evidence=(),
        findings=setting.findings,
        plumbing=(
            Line(
                "Each evening was forecast anew from what was known then. Evenings of one period "
                "are alike: intervals take each period as one trial."
            ),
        ),
    )


class _Writer:
    """Writes amounts of one back-test in one unit."""

    def __init__(self, found: Backtest) -> None:
        self.found = found
        self.like = max([abs(s.actual) for s in found.said] + [1])

    def __call__(self, amount: float) -> str:
        if not self.found.in_money:
            return words.wins(amount)
        return words.money(round(amount), self.found.currency, like=self.like)


def _periods(said: list[Said]) -> int:
    return len({s.period.start for s in said})


def _held(found: Backtest) -> Section:
    said = list(found.said)
    periods = _periods(said)
    lines = []
    for level in (0.8, *(x for x in LEVELS if x != 0.8)):
        share = float(np.mean([s.held(level) for s in said]))
        sure = ratio(round(share * periods), periods, kind="forecast_coverage")
        text = (
            f"Ranges that are to hold {words.how_often(level)} held on "
            f"{words.rate(sum(s.held(level) for s in said), len(said))} of evenings, in "
            f"{words.counted(periods, found.kind)}"
        )
        if not isinstance(sure, NotEstimable):
            text += f" (with so few: {words.percent(sure.lower)} to {words.percent(sure.upper)})"
        lines.append(Line(f"{text}.", weight="lead" if level == 0.8 else "plain"))
    bias = scores(said)[0].bias
    above = "above" if bias > 0 else "below"
    lines.append(
        Line(f"In all, what was expected was {words.percent(abs(bias))} {above} what came.")
    )
    if any(s.recalibrated for s in said):
        lines.append(
            Line("Later evenings are recalibrated by earlier periods only.", weight="quiet")
        )
    data: Calibration = calibration(said)
    return Section("held", "How it held", tuple(lines), chart=Chart("calibration", data))


def _table(found: Backtest, write: _Writer) -> Section:
    week = 1 if found.kind == "month" else WEEK
    chosen = [s for s in found.said if s.week == week][-8:]
    rows = []
    used = [m for m in METHODS if any(m in s.others for s in chosen)]
    for one in chosen:
        low, high = one.quantiles[1], one.quantiles[5]
        cells = [one.period.label, f"{write(low)} to {write(high)}", write(one.quantiles[3])]
        cells += [write(one.others[m]) if m in one.others else "-" for m in used]
        rows.append((*cells, write(one.actual), "held" if one.held(0.8) else "missed"))
    header = (found.kind, "8 times in 10", "near", *(NAMES[m] for m in used), "came", "range")
    grid = Grid(header, tuple(rows), "l" + "r" * (len(header) - 2) + "l")
    held = sum(s.held(0.8) for s in chosen)
    last = words.counted(len(chosen), found.kind)
    times = words.counted(held, "time")
    text = f"In week {week} of the last {last}: the range held {times}."
    if not chosen:
        text = (
            f"No {found.kind} of the past can be told in its week {week}: the data begin too late."
        )
        return Section("week", f"In week {week}", (Line(text),))
    return Section("week", f"In week {week} of your last {found.kind}s", (Line(text),), grid)


def _others(found: Backtest, write: _Writer) -> Section:
    """Set the forecast beside each simple method, on the evenings both spoke."""
    said, rows, lines = list(found.said), [], []
    for method in METHODS:
        both = paired(said, method)
        if both is None:
            continue
        ours, theirs = both
        rows.append(
            (
                NAMES[method],
                words.count(theirs.n),
                write(ours.crps),
                write(ours.error),
                write(theirs.error),
                f"{ours.bias:+.0%}",
                f"{theirs.bias:+.0%}",
            )
        )
        lines += nearer_lines(said, method)
    ours = scores(said)[0]
    lines.insert(
        0,
        Line(
            f"On average the forecast was off by {write(ours.crps)} counting its range, its middle "
            f"by {write(ours.error)}."
        ),
    )
    header = ("beside", "evenings", "our range", "our middle", "it", "our bias", "its bias")
    caption = (
        "Off by on average: single numbers by their distance from what came, the range by a "
        "score that counts distance and width. A range against a single number nearly always "
        "gains a little: set our middle beside it."
    )
    grid = Grid(header, tuple(rows), "lrrrrrr", caption) if rows else None
    return Section("others", "Beside simpler methods", tuple(lines), grid)


def _dressed(found: Backtest, write: _Writer) -> tuple[Section, ...]:
    """Set the forecast beside each simple method with the range its own past errors give it."""
    rows, nearer, most = [], [], 0
    for method in METHODS:
        one = beside(list(found.said), method)
        if one is None:
            continue
        most = max(most, one.periods)
        more = one.more
        if one.theirs < one.ours:
            off = f"off by {write(one.theirs)}, the forecast by {write(one.ours)}"
            text = f"{NAMES[method].capitalize()} with its own range was nearer: {off}."
            if not is_told(more):
                text = f"{NAMES[method].capitalize()} with its own range was {off}{CHANCE}."
            nearer.append(Line(text, weight="item"))
        if isinstance(more, NotEstimable):
            told = "too little data"
            told += "" if more.needed is None else f": {more.have} of {more.needed} {found.kind}s"
        else:
            told = f"{more.value:+.0%} ({more.lower:+.0%} to {more.upper:+.0%})"
        counts = (words.count(one.n), words.count(one.periods))
        rows.append((NAMES[method], *counts, write(one.ours), write(one.theirs), told))
    if not rows:
        return ()
    whole = (
        f"A single number has no range. Here each simple method gets the range of its own errors "
        f"in at least {words.counted(FEWEST_ERRORS, f'earlier {found.kind}')} with as much time "
        f"left. That leaves {words.counted(most, found.kind)} at most: the fewer, the less it "
        "proves."
    )
    header = ("beside", "evenings", f"{found.kind}s", "forecast off by", "it off by", "difference")
    caption = (
        "Difference: below 0 the forecast was nearer; 95% range, each period one trial. A range "
        "that holds 0 tells nobody apart."
    )
    grid = Grid(header, tuple(rows), "lrrrrr", caption)
    return (Section("dressed", TITLE_DRESSED, (Line(whole), *nearer), grid),)


def _by_time(found: Backtest) -> Section:
    used = [m for m in METHODS if any(m in s.others for s in found.said)]
    rows = []
    for left, some in by_time_left(found.said):
        if left not in WEEKS_LEFT:
            continue
        came = sum(s.actual for s in some)
        error = sum(abs(s.quantiles[3] - s.actual) for s in some)
        cells = [str(left)]
        cells += [words.ratio(sum(s.held(x) for s in some), len(some)) for x in LEVELS]
        cells.append(share(error, came))
        for method in used:
            both = [s for s in some if method in s.others]
            total = sum(abs(s.others[method] - s.actual) for s in both)
            cells.append(share(total, sum(s.actual for s in both)))
        rows.append(tuple(cells))
    header = ("weeks left", "50%", "80%", "90%", "off by", *(SHORT[m] for m in used))
    caption = (
        "How often ranges held; then the mean distance of the middle, and of each simple method, "
        "from what came, as a share of it."
    )
    grid = Grid(header, tuple(rows), "r" * len(header), caption)
    return Section("time", "By time left", (), grid)


__all__ = ["TAILS", "compose_backtest"]
