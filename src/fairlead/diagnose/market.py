"""Where the market moved: groups of deals whose win rate, size or time left the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.stats.changepoint import Change, Scan, largest_change, scan
from fairlead.stats.likelihood import Floats

Measure: TypeAlias = Literal["win_rate", "size", "cycle"]
MEASURES: tuple[Measure, ...] = ("win_rate", "size", "cycle")
FEWEST_DEALS = 30
"""Deals of a group below which it is only a part of the others."""
LEAST_SHARE = 0.15
"""Share of what a group tells that must lie on each side of a change."""
WORLDS = 1999
ALARM = 0.05
"""Chance of any alarm at all where nothing has changed."""
MOST_CHANGES = 3
"""Changes told of one column and measure."""
MOST_LOGIT = 12.0


@dataclass(frozen=True, slots=True)
class MarketCells:
    """Deals of one column (segment, product, ...), by group, type and month.

    All arrays are (groups, types, months). Deals are closed ones in the month they were booked;
    `won` of them were won. `sized` wins carry an amount, `sum_size` and `sum_size2` are sums of
    its logarithm and of the square; `timed`, `sum_days` and `sum_days2` the same of days from
    creation to the win. `alike` says by how much sums vary more because deals of one customer end
    alike, one a measure; 1 where it is not given. `is_group` says which groups may be named: the
    others (no value, or rare values together) only stand among those they are compared with.
    """

    column: str
    groups: tuple[str, ...]
    is_group: tuple[bool, ...]
    months: tuple[dt.date, ...]
    closed: npt.NDArray[np.int64]
    won: npt.NDArray[np.int64]
    sized: npt.NDArray[np.int64]
    sum_size: Floats
    sum_size2: Floats
    timed: npt.NDArray[np.int64]
    sum_days: Floats
    sum_days2: Floats
    alike: dict[Measure, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: `good` of `n` (won of closed), or the geometric mean of `n` wins."""

    good: int | None
    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A group that left the others.

    Parameters
    ----------
    column, group, measure
        What moved.
    since, first, last
        Month it most likely began in, and the months that hold it 8 times in 10.
    before, after, others_before, others_after
        The group and all others on both sides.
    size, size_lower, size_upper
        Change against the others with its 95 % range, the date taken as known: a factor of the
        odds to win, of the amount, or of the days.
    p_value
        Over everything looked at in this column and measure.
    """

    column: str
    group: str
    measure: Measure
    since: dt.date
    first: dt.date
    last: dt.date
    before: Side
    after: Side
    others_before: Side
    others_after: Side
    size: float
    size_lower: float
    size_upper: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Looked:
    """One column and measure that was looked at: how many groups, and the smallest p-value.

    `alike` deals of one customer say as much as one deal by itself, on average.
    """

    column: str
    measure: Measure
    groups: int
    p_value: float | NotEstimable
    alike: float = 1.0


@dataclass(frozen=True, slots=True)
class MarketReport:
    """What moved, of all that was looked at; `silences` names columns that cannot be looked at."""

    as_of: dt.date
    months: tuple[dt.date, ...]
    shifts: tuple[Shift, ...]
    looked: tuple[Looked, ...]
    silences: tuple[tuple[str, NotEstimable], ...]
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Observed and expected without change, variance of a cell, on the scale of the score."""

    observed: Floats
    expected: Floats
    variance: Floats
    chance: Floats | None
    trials: npt.NDArray[np.int64]


def market_report(
    cells: Sequence[MarketCells],
    *,
    as_of: dt.date,
    currency: str | None,
    silences: Sequence[tuple[str, NotEstimable]] = (),
    rng: np.random.Generator,
) -> MarketReport:
    """Return where a group left the others, with the chance of any false alarm held at 5 %.

    Parameters
    ----------
    cells
        One a column.
    as_of, currency, silences
        For the report.
    rng
        Draws the worlds without any change.

    Notes
    -----
    Model: logit of winning, or the mean of the logarithm, is the course of each deal type, month
    by month, plus a level of each group; a change is a step in one group. So what moves all
    groups alike (season, a new price list for everybody) is no change of any of them, and the mix
    of deal types is taken out. Scores of all groups and months (`stats.changepoint.scan`), largest
    one judged against worlds drawn from the fitted model, one p-value a column and measure, and
    those by Holm's rule (Scandinavian Journal of Statistics 6, 1979): with nothing changed at most
    one company in twenty gets any alarm. A group that is named is taken out, and the rest is
    looked at again. Deals of one customer count for as much less as they end alike (`alike`).
    """
    families = [(each, measure) for each in cells for measure in MEASURES]
    first = [_strongest(each, measure, rng) for each, measure in families]
    looked: list[Looked] = []
    tested: list[tuple[float, int, MarketCells, Measure, tuple[Change, int]]] = []
    for (each, measure), found in zip(families, first, strict=True):
        groups, alike = len(_enough(each, measure)), each.alike.get(measure, 1.0)
        if isinstance(found, NotEstimable):
            looked.append(Looked(each.column, measure, groups, found, alike))
        else:
            looked.append(Looked(each.column, measure, groups, found[0].p_value, alike))
            tested.append((found[0].p_value, len(tested), each, measure, found))
    shifts: list[Shift] = []
    for rank, (p, _, each, measure, found) in enumerate(sorted(tested, key=lambda t: t[:2])):
        limit = ALARM / (len(tested) - rank)
        if p > limit:
            break
        shifts += _all_of(each, measure, found, limit, rng)
    order = sorted(shifts, key=lambda s: (s.p_value, s.since, s.column, s.group))
    return MarketReport(
        as_of, cells[0].months if cells else (), tuple(order), tuple(looked), tuple(silences),
        currency,
    )  # fmt: skip


def _all_of(
    cells: MarketCells,
    measure: Measure,
    found: tuple[Change, int],
    limit: float,
    rng: np.random.Generator,
) -> list[Shift]:
    """Return the change that was found and those that stand beside it once it is taken out."""
    shifts = [_shift(cells, measure, *found)]
    rest = cells
    while len(shifts) < MOST_CHANGES:
        rest = _without(rest, found[1])
        again = _strongest(rest, measure, rng)
        if isinstance(again, NotEstimable) or again[0].p_value > limit:
            break
        found = again
        shifts.append(_shift(rest, measure, *found))
    return shifts


def _counts(cells: MarketCells, measure: Measure) -> npt.NDArray[np.int64]:
    return {"win_rate": cells.closed, "size": cells.sized, "cycle": cells.timed}[measure]


def _enough(cells: MarketCells, measure: Measure) -> list[int]:
    """Return the places of groups that may be named and have 30 deals."""
    counts = _counts(cells, measure).sum(axis=(1, 2))
    return [i for i, ok in enumerate(cells.is_group) if ok and counts[i] >= FEWEST_DEALS]


def _strongest(
    cells: MarketCells, measure: Measure, rng: np.random.Generator
) -> tuple[Change, int] | NotEstimable:
    """Return the largest change of one column and measure, and the place of its group."""
    named = _enough(cells, measure)
    if not named or len(cells.groups) < 2:
        counts = _counts(cells, measure).sum(axis=(1, 2))
        most = max((int(counts[i]) for i, ok in enumerate(cells.is_group) if ok), default=0)
        return NotEstimable("deals of a group, beside others", FEWEST_DEALS, most)
    fitted = _fit_rates(cells) if measure == "win_rate" else _fit_means(cells, measure)
    if fitted is None:
        return NotEstimable("all deals of this column came out alike")
    alike = cells.alike.get(measure, 1.0)
    off = (fitted.observed - fitted.expected) / alike
    found = _scanned(off, fitted.variance / alike, named)
    worlds = _worlds(fitted, named, rng)
    change = largest_change(found, worlds)
    if change is None:
        return NotEstimable("no group has enough deals before and after any month")
    return change, named[change.group]


def _scanned(off: Floats, variance: Floats, named: list[int]) -> Scan:
    """Scan what is off the others' course: (..., groups, types, months) to (..., named, months)."""
    whole = variance.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(whole > 0, variance / whole, 0.0)
    course = off.sum(axis=-3, keepdims=True)
    own = (off - share * course).sum(axis=-2)[..., named, :]
    spread = (variance * (1 - share)).sum(axis=-2)[named]
    return scan(own, np.zeros_like(own), np.broadcast_to(spread, own.shape), LEAST_SHARE)


def _worlds(fitted: _Fitted, named: list[int], rng: np.random.Generator) -> Floats:
    """Return the largest statistic of each world without any change (worlds,)."""
    shape = (WORLDS, *fitted.variance.shape)
    if fitted.chance is not None:
        off = rng.binomial(fitted.trials, fitted.chance, size=shape) - fitted.expected
    else:
        off = rng.standard_normal(shape) * np.sqrt(fitted.variance)
    found = _scanned(off, fitted.variance, named)
    result: Floats = found.statistic.max(axis=(1, 2))
    return result


def _fit_rates(cells: MarketCells) -> _Fitted | None:
    """Fit logit = course of the type in the month + level of the group, by turns to the end."""
    n, won = cells.closed.astype(np.float64), cells.won.astype(np.float64)
    course = np.zeros(n.shape[1:])
    level = np.zeros(n.shape[0])
    for _ in range(60):
        chance = _expit(course + level[:, None, None])
        off, weight = won - n * chance, n * chance * (1 - chance)
        course = np.clip(course + _step(off.sum(0), weight.sum(0)), -MOST_LOGIT, MOST_LOGIT)
        chance = _expit(course + level[:, None, None])
        off, weight = won - n * chance, n * chance * (1 - chance)
        moved = _step(off.sum((1, 2)), weight.sum((1, 2)))
        level = np.clip(level + moved, -MOST_LOGIT, MOST_LOGIT)
        level -= np.average(level, weights=n.sum((1, 2)) + 1e-9)
        if np.abs(moved).max() < 1e-6:
            break
    chance = _expit(course + level[:, None, None])
    variance = n * chance * (1 - chance)
    if variance.sum() <= 0:
        return None
    return _Fitted(won, n * chance, variance, chance, cells.closed)


def _step(off: Floats, weight: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(weight > 1e-9, off / weight, 0.0)
    result: Floats = np.clip(moved, -1.5, 1.5)
    return result


def _expit(x: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-x))
    return result


def _fit_means(cells: MarketCells, measure: Measure) -> _Fitted | None:
    """Fit mean logarithm = course of the type in the month + level of the group, by turns."""
    n, total, squares = _logs(cells, measure)
    course, level = np.zeros(n.shape[1:]), np.zeros(n.shape[0])
    for _ in range(60):
        off = total - n * (course + level[:, None, None])
        course = course + _mean(off.sum(0), n.sum(0))
        off = total - n * (course + level[:, None, None])
        moved = _mean(off.sum((1, 2)), n.sum((1, 2)))
        level = level + moved
        if np.abs(moved).max() < 1e-9:
            break
    mean = course + level[:, None, None]
    around = float((squares - 2 * mean * total + n * mean**2).sum())
    free = n.sum() - np.count_nonzero(n.sum(0)) - np.count_nonzero(n.sum((1, 2))) + 1
    if free < FEWEST_DEALS or around <= 0:
        return None
    scale = around / free
    return _Fitted(total / scale, n * mean / scale, n / scale, None, n.astype(np.int64))


def _logs(cells: MarketCells, measure: Measure) -> tuple[Floats, Floats, Floats]:
    if measure == "size":
        return cells.sized.astype(np.float64), cells.sum_size, cells.sum_size2
    return cells.timed.astype(np.float64), cells.sum_days, cells.sum_days2


def _mean(total: Floats, n: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = np.where(n > 0, total / n, 0.0)
    return result


def _without(cells: MarketCells, group: int) -> MarketCells:
    keep = [i for i in range(len(cells.groups)) if i != group]
    return replace(
        cells,
        groups=tuple(cells.groups[i] for i in keep),
        is_group=tuple(cells.is_group[i] for i in keep),
        closed=cells.closed[keep],
        won=cells.won[keep],
        sized=cells.sized[keep],
        sum_size=cells.sum_size[keep],
        sum_size2=cells.sum_size2[keep],
        timed=cells.timed[keep],
        sum_days=cells.sum_days[keep],
        sum_days2=cells.sum_days2[keep],
    )


def _shift(cells: MarketCells, measure: Measure, change: Change, group: int) -> Shift:
    others = [i for i in range(len(cells.groups)) if i != group]
    sides = [
        _side(cells, measure, rows, months)
        for rows in ([group], others)
        for months in (slice(None, change.at), slice(change.at, None))
    ]
    reach = 1.959963984540054 * change.size_error
    return Shift(
        column=cells.column,
        group=cells.groups[group],
        measure=measure,
        since=cells.months[change.at],
        first=cells.months[change.first],
        last=cells.months[change.last],
        before=sides[0],
        after=sides[1],
        others_before=sides[2],
        others_after=sides[3],
        size=float(np.exp(change.size)),
        size_lower=float(np.exp(change.size - reach)),
        size_upper=float(np.exp(change.size + reach)),
        p_value=change.p_value,
    )


def _side(cells: MarketCells, measure: Measure, rows: list[int], months: slice) -> Side:
    if measure == "win_rate":
        good = int(cells.won[rows][:, :, months].sum())
        return Side(good, int(cells.closed[rows][:, :, months].sum()), None)
    n, total, _squares = _logs(cells, measure)
    count = float(n[rows][:, :, months].sum())
    mean = float(np.exp(total[rows][:, :, months].sum() / count)) if count else None
    return Side(None, int(count), mean)
