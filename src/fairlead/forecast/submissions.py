"""How good people's own forecasts are: bias apart from spread, and what each layer adds.

Why plain means with Student's t, and no shrinkage across people: a person has some eight quarters
at a time, and the one who is unlike the others is the one who is asked about. An estimate drawn
towards the others is nearer on average over people, but its range fails for exactly that person
(docs/explanation/forecasts-of-people.md).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.stats.ratios import next_of_ratio, ratio_of_sums

Layer: TypeAlias = Literal["rep", "manager", "leader"]
LAYERS: tuple[Layer, ...] = ("rep", "manager", "leader")
WEEKS = (10, 6, 3, 1)
"""Whole weeks before the end of a period at which forecasts are judged."""
OLD_DAYS = 14
"""A forecast older than this is none for its week."""
FEWEST_PERIODS = 6
"""Finished periods below which nothing is said of somebody's bias."""
RANGE = 0.8
PeriodKey: TypeAlias = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Given:
    """One forecast as it was given: for a period ``[start, end)``, in minor units."""

    person: int
    layer: Layer
    period: PeriodKey
    given_on: dt.date
    order: int
    amount: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person answers for: themselves and everybody who works for them.

    `boss` is who leads them in a period (None for the top), `booked` what was won in it by those
    they answer for, in minor units, as known on the evening told of.
    """

    boss: Mapping[tuple[int, PeriodKey], int | None]
    booked: Mapping[tuple[int, PeriodKey], int]


@dataclass(frozen=True, slots=True)
class Track:
    """Forecasts of somebody (or of a layer together) at one week, beside what came.

    Parameters
    ----------
    weeks
        Weeks before the end.
    periods
        Start of each finished period with a forecast, oldest first.
    said, came
        In minor units, one each a period.
    bias
        Sum said over sum that came, less 1: 0.06 says 6 % too much on the whole.
    spread
        Standard deviation of one forecast around its own bias, as a share of what comes on average.
    """

    weeks: int
    periods: tuple[dt.date, ...]
    said: tuple[int, ...]
    came: tuple[int, ...]
    bias: Answer
    spread: Answer


@dataclass(frozen=True, slots=True)
class Added:
    """What a layer adds to the one below it, at one week.

    `value` is the error of the layer below less that of this one, as a share of what came: above 0
    the layer makes the forecast better. `n` of it counts periods.
    """

    layer: Layer
    weeks: int
    value: Answer


def standing_at(given: Iterable[Given], day: dt.date) -> Given | None:
    """Return the forecast that stood on the evening of a day; None where it is too old."""
    then = [g for g in given if day - dt.timedelta(days=OLD_DAYS) < g.given_on <= day]
    return max(then, key=lambda g: (g.given_on, g.order), default=None)


def week_day(period: PeriodKey, weeks: int) -> dt.date:
    """Return the evening that lies `weeks` whole weeks before the end of a period."""
    return period[1] - dt.timedelta(days=7 * weeks + 1)


def weeks_left(period: PeriodKey, day: dt.date) -> int:
    """Return the whole weeks from the evening of a day to the end of a period."""
    return max((period[1] - dt.timedelta(days=1) - day).days // 7, 0)


def track(weeks: int, rows: Sequence[tuple[dt.date, int, int]]) -> Track:
    """Return the track of forecasts at one week.

    Parameters
    ----------
    weeks
        Weeks before the end.
    rows
        Start of the period, said and came, of each finished period.

    Notes
    -----
    Bias is a ratio of sums, so a quarter of next to nothing says next to nothing; jackknife over
    periods with Student's t. Silent below 6 periods. Assumes that periods are independent.
    """
    ordered = sorted(rows)
    said, came = tuple(r[1] for r in ordered), tuple(r[2] for r in ordered)
    starts = tuple(r[0] for r in ordered)
    silence = NotEstimable("finished periods with a forecast", FEWEST_PERIODS, len(rows))
    if len(rows) < FEWEST_PERIODS:
        return Track(weeks, starts, said, came, silence, silence)
    found = ratio_of_sums(said, came)
    if found is None:
        nothing = NotEstimable("nothing was won in these periods")
        return Track(weeks, starts, said, came, nothing, nothing)
    bias = Estimate(
        found.ratio - 1, found.lower - 1, found.upper - 1, found.level, found.n, "fraction", "bias"
    )
    spread = Estimate(
        found.spread, found.spread_lower, found.spread_upper, found.level, found.n, "fraction",
        "spread",
    )  # fmt: skip
    return Track(weeks, starts, said, came, bias, spread)


def corrected(known: Track, amount: int, booked: int, unit: str) -> Answer:
    """Return what a forecast of `amount` comes to if it goes as the same person's went before.

    Parameters
    ----------
    known
        Their track at the same week.
    amount
        What they say now, minor units.
    booked
        What is won already: less cannot come.
    unit
        Unit of the answer.

    Notes
    -----
    Prediction from the ratio of what came to what was said, 8 times in 10. Silent below 6 periods.
    """
    if len(known.periods) < FEWEST_PERIODS:
        return NotEstimable("finished periods with a forecast", FEWEST_PERIODS, len(known.periods))
    found = next_of_ratio(known.came, known.said, amount, RANGE)
    if found is None:
        return NotEstimable("nothing was said or won in these periods")
    value, lower, upper = (max(float(x), float(booked)) for x in found)
    if upper <= booked:
        return NotEstimable("more is won already than such a forecast has come to")
    return Estimate(value, lower, upper, RANGE, len(known.periods), unit, "corrected_forecast")


def rows_at(
    given: Sequence[Given], reach: Reach, weeks: int, finished: Sequence[PeriodKey]
) -> dict[int, list[tuple[PeriodKey, int, int]]]:
    """Return for each person their finished periods with what they said at a week and what came."""
    by_place: dict[tuple[int, PeriodKey], list[Given]] = defaultdict(list)
    for each in given:
        by_place[each.person, each.period].append(each)
    wanted, rows = set(finished), defaultdict(list)
    for (person, period), forecasts in by_place.items():
        day = week_day(period, weeks)
        if period in wanted and day >= period[0]:
            stood = standing_at(forecasts, day)
            if stood is not None:
                came = reach.booked.get((person, period), 0)
                rows[person].append((period, stood.amount, came))
    return rows


def together(
    rows: Mapping[int, list[tuple[PeriodKey, int, int]]], people: Iterable[int], weeks: int
) -> Track:
    """Return the track of several people as one: their sums, period by period."""
    sums: dict[PeriodKey, list[int]] = {}
    for person in people:
        for period, said, came in rows.get(person, []):
            total = sums.setdefault(period, [0, 0])
            total[0] += said
            total[1] += came
    return track(weeks, [(period[0], said, came) for period, (said, came) in sums.items()])


def added(
    rows: Mapping[int, list[tuple[PeriodKey, int, int]]],
    reach: Reach,
    people: Iterable[int],
    weeks: int,
    layer: Layer,
) -> Added:
    """Return what the forecasts of `people` add to the sum of those who work for them.

    Parameters
    ----------
    rows
        Of `rows_at`, of everybody.
    reach
        Who works for whom.
    people
        The managers (or leaders) asked about.
    weeks, layer
        Of the answer.

    Notes
    -----
    Loss is the absolute error of the forecast for all that a manager answers for, of the sum of
    the people's own forecasts and of the manager's. Differences are summed over managers within a
    period, because they share its luck, and Student's t goes over periods. Silent below 6.
    """
    below: dict[tuple[int, PeriodKey], int] = defaultdict(int)
    for person, told in rows.items():
        for period, said, _came in told:
            boss = reach.boss.get((person, period))
            if boss is not None and boss != person:
                below[boss, period] += said
    gain: dict[PeriodKey, list[int]] = {}
    for person in people:
        for period, said, came in rows.get(person, []):
            if (person, period) in below:
                total = gain.setdefault(period, [0, 0])
                total[0] += abs(below[person, period] - came) - abs(said - came)
                total[1] += came
    if len(gain) < FEWEST_PERIODS:
        return Added(
            layer, weeks, NotEstimable("finished periods with both", FEWEST_PERIODS, len(gain))
        )
    found = ratio_of_sums([g[0] for g in gain.values()], [g[1] for g in gain.values()])
    if found is None:
        return Added(layer, weeks, NotEstimable("nothing was won in these periods"))
    value = Estimate(
        found.ratio, found.lower, found.upper, found.level, found.n, "fraction", "value_added"
    )
    return Added(layer, weeks, value)
