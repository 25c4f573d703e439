"""Simple methods with the range of their own past errors, and the forecast beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import Said, backtest, evenings_of
from fairlead.forecast.beside import beside
from fairlead.forecast.dressing import dressed, dressed_crps, known_errors
from fairlead.forecast.frame import frame_of
from fairlead.forecast.journal import Journal

DAY = dt.date(2026, 4, 1)


def test_a_number_is_worn_with_its_errors_and_never_below_what_is_won() -> None:
    draws = dressed(100.0, [0.5, 1.0, 1.2, 2.0], 80.0)
    assert draws is not None
    assert draws.tolist() == [80.0, 100.0, 120.0, 200.0]
    assert dressed(100.0, [0.5, 1.0, 1.2], 0.0) is None


def test_the_score_is_that_of_the_four_values() -> None:
    """50, 100, 100, 150 beside 100: mean distance 25, half of the mean spread 18.75."""
    assert dressed_crps(100.0, [0.5, 1.0, 1.0, 1.5], 0.0, 100.0) == pytest.approx(6.25)


def test_only_errors_of_periods_that_were_over_are_known() -> None:
    later = DAY + dt.timedelta(days=1)
    told = [(DAY, 100.0, 90.0), (later, 100.0, 50.0), (DAY, 0.0, 10.0)]
    assert known_errors(told, DAY) == [0.9]


@pytest.fixture(scope="module")
def said(journal: Journal) -> list[Said]:
    last, days = evenings_of(journal.until, Calendar(), "quarter", weeks=92)
    apart = [day for day in days if (last - day).days % 91 < 8]
    return list(backtest(frame_of(journal, last), Calendar(), apart).said)


def test_a_back_test_dresses_from_the_fifth_period_on(said: list[Said]) -> None:
    told = [bool(s.dressed) for s in said]
    assert not any(told[:4])
    assert any(told)
    for s in said:
        assert set(s.dressed) <= set(s.others)


def _beside(ours: list[float], theirs: list[float], said: list[Said]) -> list[Said]:
    periods = sorted({s.period for s in said}, key=lambda p: p.start)[: len(ours)]
    return [
        replace(said[0], period=p, crps=a, dressed={"last_year": b})
        for p, a, b in zip(periods, ours, theirs, strict=True)
        for _ in range(2)
    ]


def test_each_period_is_one_trial(said: list[Said]) -> None:
    """Half the score in every period: no doubt is left, however many evenings a period has."""
    found = beside(_beside([1, 2, 3, 4], [2, 4, 6, 8], said), "last_year")
    assert found is not None
    assert (found.n, found.periods, found.ours, found.theirs) == (8, 4, 2.5, 5.0)
    assert isinstance(found.more, Estimate)
    assert found.more.value == pytest.approx(-0.5)
    assert found.more.upper == pytest.approx(-0.5)
    assert found.more.n == 4


def test_three_periods_prove_nothing_and_say_so(said: list[Said]) -> None:
    found = beside(_beside([1, 2, 3], [2, 4, 6], said), "last_year")
    assert found is not None
    assert isinstance(found.more, NotEstimable)
    assert (found.more.needed, found.more.have) == (4, 3)
    assert beside(_beside([1, 2, 3], [2, 4, 6], said), "submission") is None
