"""Our middle is set beside single numbers, and nothing is called nearer that chance can do."""

from __future__ import annotations

import datetime as dt

import pytest

from fairlead.brief.backtest import compose_backtest
from fairlead.brief.nearer import nearer_lines
from fairlead.brief.setting import Setting
from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import Backtest, Said

DAY = dt.date(2026, 5, 13)


def said(errors: list[tuple[int, int]], left: int = 10) -> list[Said]:
    """Return forecasts of what came as 1000; of each the error of our middle and of the other."""
    found, period = [], Calendar().quarter(DAY)
    for ours, theirs in errors:
        middle = float(1000 + ours)
        quantiles = tuple(middle + 10 * step for step in range(-3, 4))
        found.append(
            Said(
                as_of=period.end - dt.timedelta(days=7 * left + 1),
                period=period,
                week=3,
                weeks_left=left,
                quantiles=quantiles,
                mean=middle,
                actual=1000,
                won_so_far=0,
                crps=0.5 * min(ours, theirs),
                pinball=1.0,
                pit=0.5,
                others={"weighted_pipeline": 1000 + theirs},
            )
        )
        period = Calendar().before(period)
    return found


def texts(given: list[Said]) -> list[str]:
    return [line.text for line in nearer_lines(given, "weighted_pipeline")]


def test_the_other_number_was_nearer_though_the_range_scores_better() -> None:
    given = said([(40, 30), (42, 30), (38, 31), (41, 29), (40, 30)])
    expected = "With 10 weeks left the weighted pipeline was nearer: 3% against our 4%."
    assert texts(given) == [expected]
    found = Backtest("quarter", "EUR", in_money=True, said=tuple(given), silent=())
    brief = compose_backtest(found, Setting(DAY, DAY, ()), DAY)
    told = " ".join(line.text for section in brief.sections for line in section.lines)
    assert expected in told
    assert "better with any time left" not in told


def test_times_left_are_told_apart() -> None:
    given = said([(40, 30), (42, 30), (38, 31), (41, 29)])
    given += said([(10, 50), (11, 52), (9, 49), (10, 51)], left=1)
    assert texts(given)[1] == (
        "With 1 week left our middle was nearer: 1% against 5% of the weighted pipeline."
    )


@pytest.mark.parametrize(
    "errors",
    [[(60, 10), (10, 40), (50, 20), (10, 30), (30, 40)], [(40, 30), (42, 30)]],
    ids=["chance", "too few"],
)
def test_what_chance_can_do_is_not_called_nearer(errors: list[tuple[int, int]]) -> None:
    (text,) = texts(said(errors))
    assert "nearer" not in text
    assert "was off by less" in text
    assert text.endswith("which chance alone can do.")
