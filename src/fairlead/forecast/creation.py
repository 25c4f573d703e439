"""Deals not yet created: how many will come in each week, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.forecast.journal import Floats, Ints, day_of
from fairlead.forecast.panel import Errors
from fairlead.forecast.shock import drawn_spread, mean_spread, shared_spread
from fairlead.forecast.traffic import Traffic

LEVEL_WEEKS = 26
TREND_WEEKS = 13
TREND_SPREAD, DAMPED = 0.1, 0.5
"""A quarter's trend before any data (log), and how much of one is carried into the next."""
SEASON_WEEKS, SEASON_SPREAD = 104, 0.15
LOOK_BACK = 156
WARM_UP = 8
"""Weeks after data begin that tell no level: exports often begin with a heap."""


@dataclass(frozen=True, slots=True)
class Creation:
    """New deals of one group of deals in the weeks ahead.

    Parameters
    ----------
    weekly
        Expected new deals of each week ahead (weeks,).
    level_count
        Deals the level rests on.
    dispersion
        Variance of a week's count over its mean, at least 1.
    spread
        Chance of each shared spread, see `shock`.
    seasonal
        Whether a season is in it.
    """

    weekly: Floats
    level_count: int
    dispersion: float
    spread: Floats
    seasonal: bool

    @property
    def shared(self) -> float:
        """Mean relative spread of whole periods."""
        return mean_spread(self.spread)

    def drawn(self, draws: int, rng: np.random.Generator) -> Floats:
        """Return expected new deals by draw and week (draws, weeks): level, period, weeks vary."""
        sure = self.level_count / self.dispersion + 0.5
        level = rng.standard_gamma(sure, draws) / sure
        z = rng.standard_normal(draws) * drawn_spread(self.spread, draws, rng)
        level = level * np.exp(z - 0.5 * z.std() ** 2)
        mean = level[:, None] * self.weekly
        extra = self.dispersion - 1.0
        if extra < 1e-3:
            return np.asarray(mean, dtype=np.float64)
        shape = np.maximum(self.weekly, 1e-9) / extra
        gamma = rng.standard_gamma(np.broadcast_to(shape, mean.shape)) / shape
        varied: Floats = mean * gamma
        return varied


def creation(traffic: Traffic, group: int, week: int, ahead: int) -> Creation:
    """Return the new deals of a group in the `ahead` weeks after `week`, as known then.

    The level is that of the last `LEVEL_WEEKS` weeks, without season; a trend between the last two
    quarters is drawn towards none and damped; the season needs two years and is drawn towards none
    too.
    """
    stop = traffic.row(week)
    start = max(stop - LOOK_BACK, min(WARM_UP, max(stop - LEVEL_WEEKS, 0)))
    counts = np.diff(traffic.born[start : stop + 1, group]).astype(np.float64)
    months = _months(traffic, week - len(counts) + 1, len(counts) + ahead)
    season = _season(counts, months[: len(counts)])
    factor = season[months]
    then, to_come = factor[: len(counts)], factor[len(counts) :]
    dispersion = _dispersion(counts)
    level, rest = _level(counts, then)
    trend = _trend(counts, then, dispersion)
    weekly = (
        level * to_come * np.exp(trend * np.minimum(np.arange(1, ahead + 1) / TREND_WEEKS, 1.0))
    )
    spread = shared_spread(_errors(counts, then, dispersion, ahead))
    return Creation(weekly, rest, dispersion, spread, seasonal=bool((season != 1.0).any()))


def _months(traffic: Traffic, first: int, count: int) -> Ints:
    """Return the month, 0 to 11, of the middle of each week."""
    days = traffic.reference + 7 * np.arange(first, first + count) - 3
    return np.array([day_of(d).month - 1 for d in days.tolist()], dtype=np.int64)


def _season(counts: Floats, months: Ints) -> Floats:
    """Return the factor of each month; all 1 with less than two years."""
    if len(counts) < SEASON_WEEKS or not counts.sum():
        return np.ones(12)
    year = np.ones(53) / 52.0
    year[[0, -1]] /= 2.0
    middle = np.convolve(np.pad(counts, 26, mode="reflect"), year, mode="valid")
    seen = np.bincount(months, counts, minlength=12)
    usual = np.bincount(months, middle, minlength=12)
    spread = _dispersion(counts)
    ratio = np.log((seen + 0.5) / np.maximum(usual + 0.5, 0.5))
    held = SEASON_SPREAD**2 / (SEASON_SPREAD**2 + spread / np.maximum(seen, 1.0))
    return np.asarray(np.exp(np.where(usual > 0, held * ratio, 0.0)))


def _dispersion(counts: Floats) -> float:
    """Return variance over mean from successive weeks, so that level and season drop out."""
    both = counts[1:] + counts[:-1]
    if len(counts) < 2 or not both.sum():
        return 1.0
    return max(1.0, float((np.diff(counts) ** 2).sum() / both.sum()))


def _level(counts: Floats, factor: Floats) -> tuple[float, int]:
    recent, weight = counts[-LEVEL_WEEKS:], factor[-LEVEL_WEEKS:]
    return float((recent.sum() + 0.5) / max(weight.sum(), 1.0)), int(recent.sum())


def _trend(counts: Floats, factor: Floats, dispersion: float) -> float:
    if len(counts) < 2 * TREND_WEEKS:
        return 0.0
    seen, due = counts[-2 * TREND_WEEKS :], factor[-2 * TREND_WEEKS :]
    late, early = seen[TREND_WEEKS:].sum(), seen[:TREND_WEEKS].sum()
    due_late, due_early = due[TREND_WEEKS:].sum(), due[:TREND_WEEKS].sum()
    if min(late, early) < 1:
        return 0.0
    change = np.log(late / due_late) - np.log(early / due_early)
    noise = dispersion * (1.0 / late + 1.0 / early)
    return float(DAMPED * change * TREND_SPREAD**2 / (TREND_SPREAD**2 + noise))


def _errors(counts: Floats, factor: Floats, dispersion: float, ahead: int) -> Errors:
    """Return how far earlier stretches as long as what lies ahead were from the level before."""
    expected: list[float] = []
    observed: list[float] = []
    variance: list[float] = []
    stop = len(counts)
    length = max(min(ahead, TREND_WEEKS), 1)
    while stop - length >= TREND_WEEKS and len(expected) < 8:
        before, _ = _level(counts[: stop - length], factor[: stop - length])
        due = before * factor[stop - length : stop].sum()
        base = factor[: stop - length][-LEVEL_WEEKS:].sum()
        expected.append(due)
        observed.append(counts[stop - length : stop].sum())
        variance.append(dispersion * (due + due**2 / max(before * base, 1.0)))
        stop -= length
    return Errors(*(np.array(x, dtype=np.float64) for x in (expected, observed, variance)))
