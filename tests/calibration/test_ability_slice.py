"""A quick slice of the ability study; the tables in the docs come from the whole of it.

Sizes are small, so the limits are wide: three Monte Carlo errors around what the whole study shows.
"""

from __future__ import annotations

import math

import pytest
from tests.calibration.ability_study import (
    coverage,
    found_people,
    hard_deals,
    recent_months,
)
from tests.calibration.delays import Delays
from tests.calibration.worlds import Setting


@pytest.mark.parametrize("kind", ["conversion", "creation", "size", "duration"])
def test_intervals_hold_the_truth_as_often_as_they_say(kind: str) -> None:
    found = coverage(Setting(kind, people=6, months=18, trials=3.0), sets=30, seed=5)
    assert abs(found["person"] - 0.90) < 3 * max(found["person_error"], 0.02)
    assert abs(found["ability"] - 0.90) < 3 * max(found["ability_error"], 0.02)
    assert found["person_error"] < 0.05


def test_nobody_is_flagged_where_nobody_differs() -> None:
    plain = Setting("conversion", people=6, trials=6.0, sigma=0.0, own_effect=False)
    found = found_people(plain, sets=30, seed=6)
    assert found["any"] <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 30)


@pytest.mark.slow
def test_people_who_differ_are_found() -> None:
    setting = Setting(
        "conversion", 40, trials=6.0, sigma=0.4, likeness=0.75, level=-0.5, own_effect=False
    )
    found = found_people(setting, sets=30, seed=7)
    assert found["found"] > 0.3
    assert found["wrong"] < 0.12


@pytest.mark.slow
def test_hard_deals_given_to_good_people_do_not_spoil_the_comparison() -> None:
    setting = Setting("conversion", 40, trials=6.0, sigma=0.4, own_effect=False, hard_for_good=True)
    found = hard_deals(setting, sets=30, seed=8)
    assert abs(found["slope"]) < 0.1 + 3 * found["slope_error"]
    assert found["naive"] > 0.3


@pytest.mark.slow
def test_recent_months_are_not_biased_though_slow_outcomes_are_missing() -> None:
    found = recent_months(Setting("conversion", 40, trials=8.0), Delays(), sets=20, seed=9)
    assert abs(found["mean"]) < 0.1 + 3 * found["mean_error"]
    assert found["naive"] < -0.5
