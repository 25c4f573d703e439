"""What we would have said: every past evening forecast anew from what was known then, and scored.

Misses are in it. The outcome is read after everything is said, and by nothing but the score.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.company.calendar import Calendar, Period, PeriodKind
from fairlead.forecast.calibration import Calibration, Point
from fairlead.forecast.draws import summed
from fairlead.forecast.dressing import dressed_crps, known_errors
from fairlead.forecast.evening import Wins
from fairlead.forecast.frame import Frame, Span, span_of
from fairlead.forecast.journal import Floats, Ints, number_of
from fairlead.forecast.money import FEWEST
from fairlead.forecast.naive import Method, naive, so_far, worth
from fairlead.forecast.predict import QUICK, Prediction, Size, predict
from fairlead.forecast.recalibrate import FEWEST_PERIODS, weights_of
from fairlead.stats import scoring
from fairlead.stats.proportions import wilson_interval

LEVELS = (0.5, 0.8, 0.9)
TAILS = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
SEED = 20_260_902
MOST_WEEKS = 104

Progress = Callable[[str, int, int], None]

TOO_FEW_AMOUNTS = NotEstimable(f"fewer than {FEWEST} wins with an amount: no money is forecast")


@dataclass(frozen=True, slots=True)
class Said:
    """One forecast of a period's bookings and what came of it; money in minor units, or wins.

    Parameters
    ----------
    as_of, period
        The evening, and the period it lies in.
    week, weeks_left
        Week of the period, from 1; whole weeks after it.
    quantiles
        At `TAILS`.
    mean, actual, won_so_far
        Expected, what came, and what was already won.
    crps, pinball, pit
        Score, mean pinball loss over `TAILS`, and where the outcome fell (0 to 1).
    others
        What simple methods said.
    dressed
        Score of each simple method dressed with its own earlier errors; missing with too few.
    recalibrated
        Whether draws were reweighted by earlier periods.
    in_money
        Whether amounts are minor units, not wins.
    """

    as_of: dt.date
    period: Period
    week: int
    weeks_left: int
    quantiles: tuple[float, ...]
    mean: float
    actual: int
    won_so_far: int
    crps: float
    pinball: float
    pit: float
    others: dict[Method, int]
    dressed: dict[Method, float] = field(default_factory=dict)
    recalibrated: bool = False
    in_money: bool = True

    def held(self, level: float) -> bool:
        """Say whether the central interval of a level held what came."""
        lower = TAILS.tolist().index(round((1 - level) / 2, 3))
        upper = TAILS.tolist().index(round((1 + level) / 2, 3))
        return scoring.holds(self.quantiles[lower], self.quantiles[upper], self.actual)


@dataclass(frozen=True, slots=True)
class Backtest:
    """All forecasts of past evenings, oldest first; `silent` says why others could not be made."""

    kind: PeriodKind
    currency: str | None
    in_money: bool
    said: tuple[Said, ...]
    silent: tuple[tuple[dt.date, NotEstimable], ...]


def evenings_of(
    journal_until: dt.date, calendar: Calendar, kind: PeriodKind, *, weeks: int = MOST_WEEKS
) -> tuple[dt.date, list[dt.date]]:
    """Return the last evening of a whole period, and weekly evenings up to it, oldest first.

    Evenings are those on which a week of the last whole period ends. The last day of a period is
    never asked about: nothing is left to forecast.
    """
    period = calendar.period(kind, journal_until)
    if period.end > journal_until + dt.timedelta(days=1):
        period = calendar.before(period)
    last = period.end - dt.timedelta(days=8)
    return last, [last - dt.timedelta(days=7 * i) for i in range(weeks)][::-1]


def backtest(
    frame: Frame,
    calendar: Calendar,
    days: list[dt.date],
    *,
    kind: PeriodKind = "quarter",
    size: Size = QUICK,
    shared: bool = True,
    progress: Progress | None = None,
) -> Backtest:
    """Return what would have been said on past evenings, with what came.

    Evenings on which too few wins carried an amount count wins: beside others in money they are
    left out and among the silent ones.

    Parameters
    ----------
    frame
        The journal; weeks must end on the weekday of `days`.
    calendar, kind
        Periods.
    days
        Evenings, oldest first; those whose period is not over by the end of the data are left out.
    size, shared
        As in `predict`.
    progress
        Told how far it is.
    """
    done = frame.journal.until
    final = frame.evenings.wins_at(number_of(done))
    said: list[Said] = []
    silent: list[tuple[dt.date, NotEstimable]] = []
    for number, day in enumerate(days):
        if progress is not None:
            progress("Looking back", number, len(days))
        span = span_of(calendar, day, kind)
        if span.period.end > done + dt.timedelta(days=1) or span.days[0] <= 0:
            continue
        found = predict(frame, span, size=size, shared=shared)
        if isinstance(found, NotEstimable):
            silent.append((day, found))
            continue
        said.append(score(frame, found, final, said))
    in_money = any(s.in_money for s in said)
    silent += [(s.as_of, TOO_FEW_AMOUNTS) for s in said if s.in_money != in_money]
    alike = tuple(s for s in said if s.in_money == in_money)
    return Backtest(kind, frame.journal.currency, in_money, alike, tuple(sorted(silent, key=_day)))


def _day(one: tuple[dt.date, NotEstimable]) -> dt.date:
    return one[0]


def totals(found: Prediction, period: int = 0) -> Ints:
    """Return what the company wins in a period, one a draw, with what is won already (draws,)."""
    draws = found.size.draws
    total = np.full(draws, so_far(found, period))
    for wins in (found.open_wins, found.new_wins):
        total += summed(wins, np.zeros(len(wins.draw), dtype=np.int64), 1, draws, period)[0]
    return total


def actual(final: Wins, span: Span, *, in_money: bool) -> int:
    """Return what the period brought, as the data know it in the end."""
    start, end = number_of(span.period.start), number_of(span.period.end)
    return worth(final, (final.booked >= start) & (final.booked < end), in_money=in_money)


def score(frame: Frame, found: Prediction, final: Wins, before: list[Said]) -> Said:
    """Return a forecast with what came of it.

    Parameters
    ----------
    frame, found
        The journal and the forecast.
    final
        Wins as the data know them in the end; nothing but the outcome is read of them.
    before
        Forecasts made before it; those whose period was over by then may recalibrate it.
    """
    span = found.span
    draws, came = totals(found), actual(final, span, in_money=found.purse.in_money)
    weights = _weights(before, span, draws)
    tails = scoring.quantiles(draws, TAILS, weights)
    rng = np.random.default_rng([SEED, span.day])
    others, floor = naive(frame, found), so_far(found)
    loss = [scoring.pinball(q, t, came) for q, t in zip(tails, TAILS.tolist(), strict=True)]
    return Said(
        as_of=span.as_of,
        period=span.period,
        week=span.period.week_of(span.as_of),
        weeks_left=span.days[0] // 7,
        quantiles=tuple(float(q) for q in tails),
        mean=float(np.average(draws, weights=weights)),
        actual=came,
        won_so_far=floor,
        crps=scoring.crps(draws, came, weights),
        pinball=float(np.mean(loss)),
        pit=scoring.randomised_pit(draws, came, rng, weights),
        others=others,
        dressed=_dressed(others, floor, came, (before, span)),
        recalibrated=weights is not None,
        in_money=found.purse.in_money,
    )


def _dressed(
    others: dict[Method, int], floor: int, came: int, earlier: tuple[list[Said], Span]
) -> dict[Method, float]:
    """Return the score of each method with the range its own errors with as much left give it."""
    before, span = earlier
    alike = [s for s in before if s.weeks_left == span.days[0] // 7]
    found = {}
    for method, point in others.items():
        told = ((s.period.end, s.others[method], s.actual) for s in alike if method in s.others)
        score = dressed_crps(point, known_errors(told, span.as_of), floor, came)
        if score is not None:
            found[method] = score
    return found


def earlier(before: list[Said], span: Span) -> list[float]:
    """Return where outcomes fell in earlier periods, one a period, with as much time left.

    Only periods that were over by the evening count.
    """
    left = span.days[0] // 7
    return [s.pit for s in before if s.weeks_left == left and s.period.end <= span.as_of]


def _weights(before: list[Said], span: Span, draws: Ints) -> Floats | None:
    pits = earlier(before, span)
    if len(pits) < FEWEST_PERIODS:
        return None
    return weights_of(np.array(pits), draws.astype(np.float64))


@dataclass(frozen=True, slots=True)
class Score:
    """How a method did over some forecasts; money in minor units.

    `crps` of a point is its absolute error; `bias` is the sum of what was said over the sum of
    what came, less 1; `n` forecasts of `periods` periods.
    """

    method: str
    n: int
    periods: int
    crps: float
    error: float
    bias: float


def scores(said: list[Said]) -> list[Score]:
    """Return the score of the forecast; simple methods are set beside it by `paired`."""
    if not said:
        return []
    came = np.array([s.actual for s in said], dtype=np.float64)
    median = np.array([s.quantiles[3] for s in said])
    mean = np.array([s.mean for s in said])
    periods = len({s.period.start for s in said})
    crps = float(np.mean([s.crps for s in said]))
    error = float(np.abs(median - came).mean())
    bias = float(mean.sum() / came.sum() - 1.0) if came.sum() else float("nan")
    return [Score("forecast", len(said), periods, crps, error, bias)]


def paired(said: list[Said], method: Method) -> tuple[Score, Score] | None:
    """Return the scores of the forecast and of a method on the evenings the method spoke."""
    both = [s for s in said if method in s.others]
    if not both:
        return None
    came = np.array([s.actual for s in both], dtype=np.float64)
    point = np.array([s.others[method] for s in both], dtype=np.float64)
    error = float(np.abs(point - came).mean())
    bias = float(point.sum() / came.sum() - 1.0) if came.sum() else float("nan")
    periods = len({s.period.start for s in both})
    return scores(both)[0], Score(method, len(both), periods, error, error, bias)


def by_time_left(said: tuple[Said, ...]) -> Iterator[tuple[int, list[Said]]]:
    """Yield forecasts by whole weeks left, most first."""
    for left in sorted({s.weeks_left for s in said}, reverse=True):
        yield left, [s for s in said if s.weeks_left == left]


def calibration(said: list[Said]) -> Calibration:
    """Return how often outcomes lay below each quantile; intervals take a period as one trial."""
    periods = len({s.period.start for s in said})
    points = []
    for place, level in enumerate(TAILS.tolist()):
        share = float(np.mean([s.actual <= s.quantiles[place] for s in said]))
        lower, upper = wilson_interval(round(share * periods), periods)
        points.append(Point(level, share, min(lower, share), max(upper, share)))
    return Calibration(tuple(points), len(said), periods)
