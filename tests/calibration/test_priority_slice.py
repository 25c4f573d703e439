"""A quick slice of the studies of priorities and shares; the tables come from the whole of them.

Sizes are small, so the limits are wide: three Monte Carlo errors around what must hold.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.calibration.priority_study import TEAM, Case, deciles, error_of, of, run, table
from tests.calibration.share_study import run as run_shares

TEAMS = 12


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return run(TEAMS)


def test_a_stated_chance_comes_true_as_often(cases: list[Case]) -> None:
    team = of(cases, "person", "team")
    assert len(team) == TEAMS * TEAM
    for said, hit in (("probability", "hit"), ("step probability", "step hit")):
        stated, seen = of(cases, "person", said), of(cases, "person", hit)
        assert abs((seen - stated).mean()) < 0.04 + 3 * error_of(seen - stated, team)
        thirds = list(deciles(stated, seen, team, parts=3))
        assert thirds[0][1] < thirds[2][1]


def test_it_is_right_more_often_than_the_lowest_raw_rate(cases: list[Case]) -> None:
    better = of(cases, "person", "step hit") - of(cases, "person", "raw hit")
    assert better.mean() > 0.05
    assert (of(cases, "person", "step hit") - of(cases, "person", "below hit")).mean() > 0.05


def test_the_gain_of_the_one_picked_is_not_promised_too_high(cases: list[Case]) -> None:
    for unit in ("person", "team"):
        away = of(cases, unit, "gain") - of(cases, unit, "true")
        assert abs(away.mean()) < 0.02 + 3 * error_of(away, of(cases, unit, "team"))


def test_own_foci_are_few_and_right(cases: list[Case]) -> None:
    assert of(cases, "person", "own").mean() < 0.15
    better = of(cases, "person", "own better")
    assert not len(better) or better.mean() >= 0.6


def test_the_tables_can_be_written(cases: list[Case]) -> None:
    lines = "\n".join(table(cases))
    assert lines.count("\n| 10 |") == 2
    assert "nan" not in lines


@pytest.mark.slow
def test_shares_hold_the_truth() -> None:
    for part, entries in run_shares(12, 4.0, 25).items():
        held, away, _ = np.array(entries).T
        assert held.mean() > 0.9 - 3 * np.sqrt(0.09 / len(held)), part
        assert abs(away.mean()) < 0.02 + 3 * away.std() / np.sqrt(len(away)), part
