"""A quick slice of the ability study; the tables in the docs come from the whole of it.

Sizes are small, so the limits are wide: three Monte Carlo errors around what the whole study shows.
"""

from __future__ import annotations

import math

import pytest
from tests.calibration.ability_study import Row, run
from tests.calibration.worlds import Setting


@pytest.mark.parametrize("kind", ["conversion", "creation", "size", "duration"])
def test_intervals_hold_the_truth_as_often_as_they_say(kind: str) -> None:
    found = run(Row("coverage", Setting(kind, people=6, months=18, trials=3.0), 30))
    for name in ("person", "level"):
        assert found.error(name) < 0.05
        assert abs(found.mean(name) - 0.90) < 3 * max(found.error(name), 0.02)


def test_nobody_is_flagged_where_nobody_differs() -> None:
    plain = Setting("conversion", people=6, trials=6.0, sigma=0.0, own_effect=False)
    found = run(Row("people", plain, 30))
    assert found.mean("any") <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 30)


@pytest.mark.slow
def test_people_who_differ_are_found() -> None:
    setting = Setting(
        "conversion", 40, trials=6.0, sigma=0.4, likeness=0.75, level=-0.5, own_effect=False
    )
    found = run(Row("people", setting, 30))
    assert found.share("found", "beyond") > 0.3
    assert found.share("wrong", "flagged") < 0.12


@pytest.mark.slow
def test_hard_deals_given_to_good_people_do_not_spoil_the_comparison() -> None:
    setting = Setting("conversion", 40, trials=6.0, sigma=0.4, own_effect=False, hard_for_good=True)
    found = run(Row("hard", setting, 30))
    assert abs(found.mean("slope")) < 0.1 + 3 * found.error("slope")
    assert found.mean("naive") > 0.3


@pytest.mark.slow
def test_recent_months_are_not_biased_though_slow_outcomes_are_missing() -> None:
    found = run(Row("recent", Setting("conversion", 40, trials=8.0), 20))
    assert abs(found.mean("mean")) < 0.1 + 3 * found.error("mean")
    assert found.mean("naive") < -0.5
