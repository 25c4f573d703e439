"""Fair rates: what each person reached, what their deals give, and what they would reach alike."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.cells import (
    Cells,
    Competency,
    Floats,
    Ints,
    Roster,
    Window,
)
from fairlead.measure.expected import (
    MONTHS,
    Tally,
    expected_rate,
    expected_top,
    recent_rows,
    tally,
)
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.level import answers_of, levels, own_part, usual_level, usual_mix, year_before
from fairlead.stats.ability import differs, effective_trials, silence

QUARTERS = 8

NOTHING = NotEstimable("nothing is known yet")

LEFT = NotEstimable("not with the company any more")
"""What somebody would reach now is no question once they have left."""

SURE = 0.1
"""Nobody is named who lies on the other side of their like more often than this: among many who
differ clearly, the rate of mistakes alone would let a few in who hardly do."""

SMALLEST = 0.05
"""Smallest difference that names anybody: one in twenty of a rate, an amount or the odds."""

FEW = 5
"""Deals from which on a quarter of somebody's own says anything against their year."""


@dataclass(frozen=True, slots=True)
class QuarterRate:
    """What entered in one quarter and what became of it; `open` is still undecided.

    `rate` is the plain rate in the competency's unit, None where there is nothing to divide by.
    """

    start: dt.date
    successes: int
    n: int
    open: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class FairRow:
    """One person and one competency.

    Parameters
    ----------
    person_id, person
        Who.
    competency, role
        What, and whose people they are compared with.
    start, end
        First and last day of the counts.
    successes, n, open
        Successes of decided deals, and open ones; for counts, times and sizes both are the number
        of events, ends or wins.
    top, bottom
        Numerator and denominator of `observed`; of times ends and days.
    observed
        The plain rate in the competency's unit; None without any denominator. Of times the days
        until half of the deals have ended.
    expected
        The rate people of the job would have reached on average with these deals; None where
        nothing was fitted.
    expected_successes
        The same as a number of successes (events, ends) to set beside `successes`; for sizes the
        amount.
    fair_rate
        What the person would reach now with the job's usual deals, or why nothing is said.
    usual
        What people of the job would reach now on average with the same deals as `fair_rate`; None
        where nothing was fitted.
    trend
        `fair_rate` minus that of a year before, with the same deals.
    quarters
        The plain rate by quarter of entry, oldest first.
    tail
        Chance that the person really lies on the other side of their like; None where nothing is
        said.
    above
        Whether the person more likely lies above their like: more successes, more events, faster,
        larger. None where nothing is said.
    effect
        Mean of the person's own part, on the logit or log scale; None where nothing is said.
    by_results
        What of it comes from the person's own results; the rest is what people who get as much of
        a kind of deals do on average.
    differs
        Whether the person differs from their like, judged over all rows of the report.
    """

    person_id: int
    person: str
    competency: Competency
    role: str
    start: dt.date
    end: dt.date
    successes: int
    n: int
    open: int
    top: float
    bottom: float
    observed: float | None
    expected: float | None
    expected_successes: float | None
    fair_rate: Answer
    trend: Answer
    quarters: tuple[QuarterRate, ...]
    usual: float | None = None
    tail: float | None = None
    above: bool | None = None
    effect: float | None = None
    by_results: float | None = None
    differs: bool = False


def month_start(window: Window, month: int) -> dt.date:
    """Return the first day of a month of the window."""
    number = window.first.year * 12 + window.first.month - 1 + month
    return dt.date(number // 12, number % 12 + 1, 1)


def since(window: Window, months: int = MONTHS) -> dt.date:
    """Return the first day of the last months of a window."""
    return month_start(window, max(0, window.month_count - months))


def fair_rows(fitted: Fitted) -> tuple[FairRow, ...]:
    """Return one row for each person of a fit, in the order of the roster; nobody differs yet.

    Who differs is judged over all competencies of a report at once: `judged`.
    """
    people, window = len(fitted.people), fitted.window
    rows = recent_rows(fitted.cells, window.month_count)
    counted = tally(fitted.cells, people, rows)
    wanted, rate = expected_top(fitted, rows), expected_rate(fitted, rows)
    trials = effective_trials(fitted.fit)
    everything = tally(fitted.cells, people, np.ones(len(fitted.cells.person), dtype=bool))
    own = own_part(fitted)
    above, effect = (own > 0).mean(axis=1), own.mean(axis=1)
    by_results = effect - fitted.draws.own.mean(axis=1, dtype=np.float64)
    higher, tails = above > 0.5, np.minimum(above, 1 - above)
    now = levels(fitted)
    change, usual = _changes(fitted, now, trials), usual_level(fitted)
    quarters = quarter_rates(fitted.cells, people, window)
    gone = has_left(fitted.roster, window)
    unit, resolved = fitted.competency.unit, everything.resolved.tolist()
    fair = answers_of(now, resolved, unit=unit, kind="fair_rate")
    made = []
    for i, place in enumerate(fitted.people.tolist()):
        reason = LEFT if gone[place] else silence(float(trials[i]))
        made.append(
            replace(
                _counted_row(fitted, fitted.roster, window, counted, i),
                expected=None if np.isnan(rate[i]) else float(rate[i]),
                expected_successes=float(wanted[i]),
                fair_rate=reason or fair[i],
                trend=reason or change[i],
                quarters=quarters[i],
                usual=None if np.isnan(usual) else usual,
                tail=None if reason else float(tails[i]),
                above=None if reason else bool(higher[i]),
                effect=None if reason else float(effect[i]),
                by_results=None if reason else float(by_results[i]),
            )
        )
    return tuple(made)


def has_left(roster: Roster, window: Window) -> npt.NDArray[np.bool_]:
    """Return who was not with the company in the last two months any more (people,)."""
    result: npt.NDArray[np.bool_] = roster.workdays[-min(2, window.month_count) :].sum(axis=0) <= 0
    return result


def silent_rows(silent: Silence, roster: Roster, window: Window) -> tuple[FairRow, ...]:
    """Return one row for each person of a competency that stays silent: counts and the reason."""
    if silent.cells is None:
        return ()
    people = len(silent.people)
    counted = tally(silent.cells, people, recent_rows(silent.cells, window.month_count))
    quarters = quarter_rates(silent.cells, people, window)
    made = []
    for i in range(people):
        row = _counted_row(silent, roster, window, counted, i)
        made.append(
            replace(row, fair_rate=silent.reason, trend=silent.reason, quarters=quarters[i])
        )
    return tuple(made)


def judged(rows: tuple[FairRow, ...]) -> tuple[FairRow, ...]:
    """Return the rows with who differs: one judgement over everybody and everything.

    On average at most one in twenty of those named points the wrong way, whatever the report
    holds, and none of them does with a chance above `SURE`. A difference smaller than `SMALLEST`
    is not worth a name, however certain it is; nor is one that only the mix of deals tells of: it
    is the same guess about everybody with that mix, and if it is wrong, all of them are named. Nor
    is anybody named against their own counts, of the months told and of the last quarter.
    """
    worth = [row.tail is not None and _is_large(row) and not _is_contrary(row) for row in rows]
    tails = np.array(
        [row.tail if told else np.nan for row, told in zip(rows, worth, strict=True)],
        dtype=np.float64,
    )
    found = differs(tails) & (np.nan_to_num(tails, nan=1.0) <= SURE)
    return tuple(
        row if row.differs == flag else replace(row, differs=flag)
        for row, flag in zip(rows, found.tolist(), strict=True)
    )


def _is_large(row: FairRow) -> bool:
    """Return whether a difference is worth a name: by own results, and in the days people read."""
    effect = row.effect or 0.0
    own = effect if row.by_results is None else row.by_results
    if min(abs(effect), abs(own)) < SMALLEST or effect * own < 0:
        return False
    usual, fair = row.usual or row.expected, row.fair_rate
    if row.competency.kind != "duration" or usual is None or not isinstance(fair, Estimate):
        return True
    # one person who hardly ever ends a deal moves the middle, and all others away from it
    faster = 1 - fair.value / usual
    return faster >= SMALLEST if row.above else faster <= -SMALLEST


def _is_contrary(row: FairRow) -> bool:
    """Say whether neither the months told nor the last quarter point where the model does."""
    if row.above is None or row.observed is None or row.expected is None:
        return False
    last = [q.rate for q in row.quarters[-1:] if q.rate is not None and q.n >= FEW]
    faster = row.competency.kind == "duration"  # above is fewer days
    above = [
        (rate < row.expected) if faster else (rate > row.expected) for rate in (row.observed, *last)
    ]
    return row.above not in above


def quarter_rates(cells: Cells, people: int, window: Window) -> tuple[tuple[QuarterRate, ...], ...]:
    """Return each person's plain rate by quarter of entry, the last eight quarters."""
    codes = np.unique(window.quarter)[-QUARTERS:]
    found: list[list[QuarterRate]] = [[] for _ in range(people)]
    for code in codes.tolist():
        start = month_start(window, int(np.flatnonzero(window.quarter == code)[0]))
        counted = tally(cells, people, window.quarter[cells.month] == code)
        there = np.flatnonzero(counted.bottom + counted.open > 0)
        columns = (counted.successes, counted.resolved, counted.open, counted.rate)
        told = zip(there.tolist(), *(column[there].tolist() for column in columns), strict=True)
        for i, won, of, waiting, rate in told:
            known = None if math.isnan(rate) else rate
            found[i].append(QuarterRate(start, won, of, waiting, known))
    return tuple(tuple(quarters) for quarters in found)


def _counted_row(
    of: Fitted | Silence, roster: Roster, window: Window, counted: Tally, i: int
) -> FairRow:
    """Return the row of person i with what was counted, and nothing said yet."""
    place, rate = int(of.people[i]), float(counted.rate[i])
    return FairRow(
        person_id=int(roster.person_id[place]),
        person=roster.name[place],
        competency=of.competency,
        role=of.role,
        start=since(window),
        end=window.as_of,
        successes=int(counted.successes[i]),
        n=int(counted.resolved[i]),
        open=int(counted.open[i]),
        top=float(counted.top[i]),
        bottom=float(counted.bottom[i]),
        observed=None if np.isnan(rate) else rate,
        expected=None,
        expected_successes=None,
        fair_rate=NOTHING,
        trend=NOTHING,
        quarters=(),
    )


def _changes(fitted: Fitted, now: Floats, trials: Floats) -> list[Answer]:
    """Return each person's fair rate minus that of a year before, at the mix of today."""
    then = year_before(fitted)
    if then is None:
        reason = NotEstimable("months to look back", needed=13, have=fitted.window.month_count)
        return [reason] * len(fitted.people)
    before = levels(fitted, then, usual_mix(fitted))
    early = _early_data(fitted, then)
    number = [max(1, int(count)) for count in trials]
    found = answers_of(now - before, number, unit=fitted.competency.unit, kind="trend")
    missing = NotEstimable("no data a year before")
    return [told if early[i] else missing for i, told in enumerate(found)]


def _early_data(fitted: Fitted, then: int) -> Ints:
    """Return how many rows each person has up to a month (people,)."""
    rows = fitted.cells.month <= then
    return np.bincount(fitted.cells.person[rows], minlength=len(fitted.people)).astype(np.int64)
