"""A change is found with its month, everything that moves alike is none, and alarms are rare."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.calibration.market_study import DAY, PLANTED, told
from tests.diagnose.markets import MONTHS, market

from fairlead.answers import NotEstimable
from fairlead.diagnose import market as room
from fairlead.diagnose.market import MarketCells, market_report
from fairlead.stats.changepoint import largest_change, scan, when


@pytest.fixture(autouse=True)
def fewer_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    """999 worlds are enough for a p-value of one in a thousand."""
    monkeypatch.setattr(room, "WORLDS", 999)


def test_a_planted_change_is_found_with_its_month_and_its_size() -> None:
    (shift,) = told(50_003, logit=-1.3).shifts
    assert (shift.column, shift.group, shift.measure) == ("competitor", "competitor 1", "win_rate")
    assert shift.first <= PLANTED <= shift.last
    assert shift.size_lower < np.exp(-1.3) < shift.size_upper
    assert shift.after.good is not None
    assert shift.before.good is not None
    assert shift.after.good / shift.after.n < shift.before.good / shift.before.n


@pytest.mark.parametrize(
    ("measure", "planted"), [("size", {"size": -0.6}), ("cycle", {"days": 0.7})]
)
def test_amounts_and_times_are_looked_at_too(measure: str, planted: dict[str, float]) -> None:
    shifts = [s for s in told(50_001, **planted).shifts if s.measure == measure]
    assert [s.group for s in shifts] == ["competitor 1"]
    change = planted.get("size", planted.get("days", 0.0))
    found = np.log([shifts[0].size_lower, shifts[0].size, shifts[0].size_upper])
    assert abs(found[1] - change) < 3 * (found[2] - found[0]) / (2 * 1.96)


@pytest.mark.slow
def test_nothing_changed_gives_an_alarm_in_one_company_of_twenty() -> None:
    """A slice of the study: with a rate of 5 % more than 3 of 24 come once in 36 such tests."""
    assert sum(bool(told(seed).shifts) for seed in range(24)) <= 3


def test_what_moves_all_groups_alike_is_no_change() -> None:
    cells = market(np.random.default_rng(4))
    halved = [fewer_wins(each) for each in cells]
    found = market_report(halved, as_of=DAY, currency=None, rng=np.random.default_rng(1))
    assert not found.shifts
    assert len(found.looked) == 12


def fewer_wins(cells: MarketCells) -> MarketCells:
    """From month 12 on every group wins half of what it won."""
    won = cells.won.copy()
    won[:, :, 12:] //= 2
    return replace(cells, won=won)


def test_renaming_groups_changes_nothing_else() -> None:
    cells = market(np.random.default_rng(50_003), logit=-1.3)
    order = [2, 0, 3, 1]
    turned = [shuffled(c, order) if c.column == "competitor" else c for c in cells]
    one, other = (
        market_report(c, as_of=DAY, currency=None, rng=np.random.default_rng(1))
        for c in (cells, turned)
    )
    assert [(s.group, s.since, s.size) for s in one.shifts] == [
        (s.group, s.since, pytest.approx(s.size, rel=1e-6)) for s in other.shifts
    ]


def shuffled(cells: MarketCells, order: list[int]) -> MarketCells:
    names = ("closed", "won", "sized", "sum_size", "sum_size2", "timed", "sum_days", "sum_days2")
    arrays = {name: getattr(cells, name)[order] for name in names}
    return replace(cells, groups=tuple(cells.groups[i] for i in order), **arrays)


def test_too_little_says_how_many_are_needed() -> None:
    cells = market(np.random.default_rng(2), a_month=2)
    found = market_report(cells, as_of=DAY, currency=None, rng=np.random.default_rng(1))
    assert not found.shifts
    silent = [each.p_value for each in found.looked if isinstance(each.p_value, NotEstimable)]
    assert silent
    assert all(s.needed == 30 and s.have is not None and s.have < 30 for s in silent)


def test_the_score_is_that_of_a_step_by_hand() -> None:
    """One group: V = 4 + 4 + 2, S(1) = 3; S^2 / (V(1) (V - V(1)) / V) = 9 / (6 x 4 / 10)."""
    off = np.array([[-3.0, 1.0, 2.0]])
    found = scan(off, np.zeros((1, 3)), np.array([[4.0, 4.0, 2.0]]), 0.15)
    assert found.statistic[0, 0] == pytest.approx(9 / 2.4)
    assert found.statistic[0, 1] == pytest.approx(4 / (2 * 8 / 10))
    change = largest_change(found, [0.0, 5.0, 1.0])
    assert change is not None
    assert (change.group, change.at) == (0, 1)
    assert change.p_value == pytest.approx((1 + 1) / 4)
    assert change.size == pytest.approx(3 / 2.4)


def test_sides_with_too_little_are_no_place_for_a_change() -> None:
    off = np.array([[0.0, 0.0, 0.0, 9.0]])
    found = scan(off, np.zeros((1, 4)), np.array([[10.0, 10.0, 10.0, 1.0]]), 0.15)
    assert found.statistic[0, 2] == -np.inf
    assert largest_change(scan(off, off, np.zeros((1, 4)), 0.1), [1.0]) is None


def test_the_range_of_the_date_holds_it_as_often_as_it_says() -> None:
    """Changes drawn from the prior it assumes: whole months, so more than 80 % hold."""
    rng = np.random.default_rng(5)
    held = total = 0
    weights = np.full(24, 40.0)
    for _ in range(1500):
        at = int(rng.integers(4, 21))
        step = rng.normal(0, 0.5)
        off = rng.normal(0, np.sqrt(weights))
        off += weights * step * ((np.arange(24) >= at) - (24 - at) / 24)
        off -= off.mean()
        found = scan(off[None], np.zeros((1, 24)), weights[None], 0.15)
        first, last = when(found.score[0], found.weight[0])
        held += first <= at <= last
        total += 1
    assert 0.8 <= held / total <= 0.97


def test_months_are_those_of_the_cells() -> None:
    found = told(50_003, logit=-1.3)
    assert found.months == MONTHS
    assert all(isinstance(s.since, dt.date) and s.since in MONTHS for s in found.shifts)


def test_deals_of_one_customer_that_end_alike_make_no_alarms() -> None:
    """Each customer buys in one quarter: taken one by one, their deals look like change."""
    alarms = [0, 0]
    for seed in range(8):
        cells = market(np.random.default_rng(seed), customers=240)
        assert cells[0].alike["win_rate"] > 2
        for place, given in enumerate((cells, [replace(each, alike={}) for each in cells])):
            rng = np.random.default_rng(seed + 10**6)
            alarms[place] += bool(market_report(given, as_of=DAY, currency=None, rng=rng).shifts)
    assert alarms[0] <= 2
    assert alarms[1] >= 5
