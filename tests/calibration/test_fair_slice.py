"""A fast slice of the study of whole reports: differences are found, and their direction."""

from __future__ import annotations

from tests.calibration.fair_study import study


def test_whole_reports_find_differences_and_hold_the_truth() -> None:
    found = study(0.4, 3, seed=7)
    assert found.naming == 3
    assert found.named >= 15
    assert found.wrong <= 0.15 * found.named
    assert found.held >= 0.75 * found.intervals
