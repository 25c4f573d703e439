"""Bias apart from spread, and what a layer adds: known answers on forecasts made up for it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.forecast.submission_report import submission_report, usual_layers
from fairlead.forecast.submissions import (
    FEWEST_PERIODS,
    Given,
    PeriodKey,
    Reach,
    added,
    corrected,
    rows_at,
    standing_at,
    together,
    track,
    week_day,
    weeks_left,
)

BEN, CLEO, DAN = 1, 2, 3


def quarter(number: int) -> PeriodKey:
    first = dt.date(2022 + number // 4, 1 + 3 * (number % 4), 1)
    after = dt.date(2022 + (number + 1) // 4, 1 + 3 * ((number + 1) % 4), 1)
    return first, after


QUARTERS = tuple(quarter(n) for n in range(10))


def given(person: int, period: PeriodKey, day: dt.date, amount: int, order: int = 0) -> Given:
    layer = "manager" if person == BEN else "rep"
    return Given(person, layer, period, day, order, amount)  # type: ignore[arg-type]


def world(said: dict[int, float], came: int = 1000) -> tuple[list[Given], Reach]:
    """Cleo and Dan work for Ben; each says a fixed multiple of what comes, in every quarter."""
    forecasts, booked, boss = [], {}, {}
    rng = np.random.default_rng(1)
    for period in QUARTERS:
        own = {p: round(came * rng.uniform(0.8, 1.2)) for p in (CLEO, DAN)}
        booked |= {(p, period): amount for p, amount in own.items()}
        booked[BEN, period] = sum(own.values())
        boss |= {(CLEO, period): BEN, (DAN, period): BEN, (BEN, period): None}
        for person, factor in said.items():
            amount = round(booked[person, period] * factor)
            forecasts.append(given(person, period, week_day(period, 6), amount))
    return forecasts, Reach(boss, booked)


def test_a_planted_bias_is_found() -> None:
    forecasts, reach = world({BEN: 1.0, CLEO: 1.3, DAN: 0.9})
    rows = rows_at(forecasts, reach, 6, QUARTERS)
    for person, bias in ((CLEO, 0.3), (DAN, -0.1), (BEN, 0.0)):
        found = together(rows, [person], 6)
        assert isinstance(found.bias, Estimate)
        assert found.bias.value == pytest.approx(bias, abs=0.001)
        assert isinstance(found.spread, Estimate)
        assert found.spread.value < 0.01


def test_bias_and_spread_are_apart() -> None:
    rng = np.random.default_rng(3)
    held = []
    for _ in range(300):
        rows = [(p[0], round(1200 + 300 * rng.standard_normal()), 1000) for p in QUARTERS]
        wide = track(6, rows)
        assert isinstance(wide.bias, Estimate)
        assert isinstance(wide.spread, Estimate)
        bias = wide.bias.lower < 0.2 < wide.bias.upper
        held.append((bias, wide.spread.lower < 0.3 < wide.spread.upper))
    assert all(0.92 <= share <= 0.98 for share in np.mean(held, axis=0))


def test_few_periods_say_how_many_are_needed() -> None:
    found = track(6, [(p[0], 1100, 1000) for p in QUARTERS[:5]])
    silence = NotEstimable("finished periods with a forecast", FEWEST_PERIODS, 5)
    assert found.bias == found.spread == silence
    assert corrected(found, 1000, 0, "EUR minor") == silence


def test_a_correction_takes_the_bias_out_and_never_goes_below_what_is_won() -> None:
    rows = [(p[0], 1250 + n, 1000 + 7 * (n % 3)) for n, p in enumerate(QUARTERS)]
    found = corrected(track(6, rows), 2500, 100, "EUR minor")
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(2000, rel=0.02)
    assert found.lower < 2000 < found.upper
    floored = corrected(track(6, rows), 2500, 2000, "EUR minor")
    assert isinstance(floored, Estimate)
    assert floored.lower == 2000
    assert isinstance(corrected(track(6, rows), 2500, 9000, "EUR minor"), NotEstimable)


def test_who_mends_the_sum_adds_value_and_who_spoils_it_takes_it() -> None:
    for own, sign in ((1.02, 1), (1.6, -1)):
        forecasts, reach = world({BEN: own, CLEO: 1.3, DAN: 1.3})
        rows = rows_at(forecasts, reach, 6, QUARTERS)
        found = added(rows, reach, [BEN], 6, "manager").value
        assert isinstance(found, Estimate)
        assert found.value == pytest.approx(0.3 - abs(own - 1), abs=0.005)
        assert np.sign(found.lower) == np.sign(found.upper) == sign


def test_the_forecast_that_stood_is_the_newest_of_two_weeks() -> None:
    period = QUARTERS[0]
    day = week_day(period, 3)
    early = given(CLEO, period, day - dt.timedelta(days=3), 1)
    same = [given(CLEO, period, day, 5, order=1), given(CLEO, period, day, 7, order=2)]
    late = given(CLEO, period, day + dt.timedelta(days=1), 9)
    assert standing_at([early, *same, late], day) == same[1]
    assert standing_at([early, late], day) == early
    assert standing_at([given(CLEO, period, day - dt.timedelta(days=14), 1)], day) is None


def test_weeks_are_counted_to_the_evening_of_the_last_day() -> None:
    period = (dt.date(2026, 10, 1), dt.date(2027, 1, 1))
    assert week_day(period, 1) == dt.date(2026, 12, 24)
    assert weeks_left(period, dt.date(2026, 12, 24)) == 1
    assert weeks_left(period, dt.date(2026, 12, 31)) == 0


def test_a_forecast_given_later_changes_nothing_of_an_earlier_week() -> None:
    forecasts, reach = world({BEN: 1.0, CLEO: 1.3, DAN: 0.9})
    before = rows_at(forecasts, reach, 6, QUARTERS)
    more = [given(CLEO, p, week_day(p, 5), 999_999) for p in QUARTERS]
    assert rows_at([*forecasts, *more], reach, 6, QUARTERS) == before


def test_one_forecast_on_another_layer_rewrites_no_past() -> None:
    forecasts, _reach = world({BEN: 1.0, CLEO: 1.3})
    slip = Given(CLEO, "leader", QUARTERS[-1], week_day(QUARTERS[-1], 1), 0, 60)
    assert usual_layers([*forecasts, slip]) == {BEN: "manager", CLEO: "rep"}
    again = [Given(CLEO, "manager", p, week_day(p, 6), 0, 60) for p in QUARTERS]
    assert usual_layers([*forecasts, *again])[CLEO] == "manager", "as often, and later"


@pytest.mark.parametrize(
    ("read_on", "left"),
    [
        (week_day(QUARTERS[-1], 5), 5),
        (QUARTERS[-1][1] + dt.timedelta(days=10), 5),
        (QUARTERS[-1][1] + dt.timedelta(days=200), 5),
    ],
)
def test_a_period_the_data_end_in_is_told_also_where_it_is_over(
    read_on: dt.date, left: int
) -> None:
    """Read ten days into the next quarter, nobody seemed to have said anything of this one."""
    forecasts, reach = world({BEN: 1.0, CLEO: 1.3})
    found = submission_report(
        forecasts,
        reach,
        as_of=week_day(QUARTERS[-1], 5),
        told_on=read_on,
        category="commit",
        currency="EUR",
        people=(),
    )
    assert found.running == QUARTERS[-1]
    assert found.weeks_left == left
    assert [(layer, count) for layer, _total, count, _comes in found.layers_now] == [
        ("rep", 1),
        ("manager", 1),
    ]
