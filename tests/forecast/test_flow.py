"""Chances through the stages: known answers, and a walk step by step beside them."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.forecast.flow import BINS, Hazards, flow
from fairlead.forecast.frame import Frame
from fairlead.forecast.journal import NOT_YET, number_of
from fairlead.forecast.traffic import MOVE, WIN, week_of


def even(*chances: tuple[float, float, float]) -> np.ndarray:
    """Hazards of places that do not depend on the time there: (win, loss, move) each."""
    weekly = np.zeros((1, 3, len(chances), len(BINS)))
    for place, causes in enumerate(chances):
        weekly[0, :, place] = np.array(causes)[:, None]
    return weekly


def test_one_stage_is_a_geometric_race() -> None:
    found = flow(Hazards(even((0.1, 0.1, 0.0)), np.zeros((1, 1, 1))), 30)
    weeks = np.arange(31)
    assert found.by_week[0, 0, 5] == pytest.approx(0.5 * (1 - 0.8**weeks))
    # a deal that comes in this week may be won in it
    assert found.fresh[0, 0] == pytest.approx(0.5 * (1 - 0.8 ** (weeks + 1)))
    half = found.within(np.array([0]), np.array([0]), 2.5)
    assert half == pytest.approx(0.5 * (found.by_week[0, 0, 0, 2] + found.by_week[0, 0, 0, 3]))


def test_stages_passed_within_a_week_count() -> None:
    path = np.array([[[0.0, 1.0], [0.0, 0.0]]])
    found = flow(Hazards(even((0.0, 0.0, 1.0), (1.0, 0.0, 0.0)), path), 3)
    assert found.fresh[0, :, 0] == pytest.approx([1.0, 1.0])
    assert found.by_week[0, 0, 0].tolist() == pytest.approx([0.0, 1.0, 1.0, 1.0])


def test_the_same_as_walking_week_by_week() -> None:
    """Three stages with a way back and times that matter, against 200,000 walks."""
    rng = np.random.default_rng(5)
    weekly = rng.uniform(0.02, 0.25, (1, 3, 3, len(BINS)))
    path = np.array([[[0.0, 0.8, 0.2], [0.3, 0.0, 0.7], [0.5, 0.5, 0.0]]])
    weeks, walks = 12, 200_000
    found = flow(Hazards(weekly, path), weeks).by_week[0, 1, 3]
    place, dwell = np.full(walks, 1), np.full(walks, 3)
    state = np.zeros(walks, dtype=int)
    won = np.zeros(weeks + 1)
    for week in range(1, weeks + 1):
        dwell = dwell + 1
        moving = np.flatnonzero(state == 0)
        while len(moving):
            band = np.searchsorted(BINS, dwell[moving], side="right") - 1
            chance = weekly[0][:, place[moving], band].cumsum(axis=0)
            cause = (rng.random(len(moving)) > chance).sum(axis=0)
            state[moving[cause == WIN]] = 1
            state[moving[cause == 1]] = 2
            moving = moving[cause == MOVE]
            to = (rng.random(len(moving))[:, None] > path[0, place[moving]].cumsum(axis=1)).sum(1)
            place[moving], dwell[moving] = to, 0
        won[week] = (state == 1).mean()
    assert np.abs(found - won).max() < 4 * 0.5 / np.sqrt(walks)


def test_running_sums_are_what_counting_one_by_one_gives(frame: Frame) -> None:
    """Who might have left a stage in a week, and who did, deal by deal."""
    journal, sums = frame.journal, frame.traffic
    week = frame.week(number_of(frame.journal.until) - (number_of(journal.until) - frame.reference))
    row = sums.row(week)
    exposed = np.diff(sums.exposed, axis=0)[row - 1]
    exits = np.diff(sums.exits, axis=0)[row - 1]
    counted, left = np.zeros_like(exposed), np.zeros_like(exits)
    visits, states = journal.visits, frame.states
    for deal, state, entered, end, then in zip(
        visits.deal.tolist(), visits.state.tolist(), visits.entered.tolist(),
        visits.left.tolist(), visits.then.tolist(), strict=True,
    ):  # fmt: skip
        if state < 0:
            continue
        begin = int(week_of(np.array([entered]), frame.reference)[0])
        stop = 10**6 if end == NOT_YET else int(week_of(np.array([end]), frame.reference)[0])
        place = states.first[journal.deals.group[deal]] + state
        if begin <= week <= stop:
            counted[place, min(week - begin, 59)] += 1
        if stop == week:
            cause = {-1: 0, -2: 1}.get(then, 2)
            left[cause, place, min(stop - begin, 59)] += 1
    stages = ~np.isin(np.arange(states.count), states.life)
    assert counted.sum() > 50
    assert (exposed[stages] == counted[stages]).all()
    assert (exits[:, stages] == left[:, stages]).all()
