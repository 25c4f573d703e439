"""Incidence by hand and against another estimator that must fail; horizon; open trials."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.answers import NotEstimable
from fairlead.stats.likelihood import Trials, expit
from fairlead.stats.timing import (
    FAILURE,
    OPEN,
    SUCCESS,
    Horizon,
    Incidence,
    TimingCurves,
    aalen_johansen,
    count_trials,
    curves_by_group,
    horizon,
    resolve,
)


def test_ends_at_age_zero_count() -> None:
    """Both ends at ages 0 to 3, half of each: by hand .25 .25 .5 .5 (not 0 0 .25 .25)."""
    found = aalen_johansen([0, 1, 2, 3], [1, 2, 1, 2])
    np.testing.assert_allclose(found.success, [0.25, 0.25, 0.5, 0.5])
    np.testing.assert_allclose(found.failure, [0.0, 0.25, 0.25, 0.5])
    np.testing.assert_allclose(found.still, [0.75, 0.5, 0.25, 0.0], atol=1e-15)


def test_delayed_entry_by_hand() -> None:
    """Five trials, one seen from age 2 on: at age 2 it is not yet at risk, at age 3 it is.

    ages  1 success (5 at risk less the late one = 4), 2 failure (3), 3 success (2 + late = 3),
    4 open, 5 failure.
    """
    found = aalen_johansen([1, 2, 3, 4, 5], [1, 2, 1, 0, 2], seen_from=[0, 0, 0, 0, 2])
    np.testing.assert_allclose(found.age, [1, 2, 3, 5])
    np.testing.assert_allclose(found.success, [1 / 4, 1 / 4, 1 / 4 + 0.5 / 3, 1 / 4 + 0.5 / 3])
    still = 0.75 * (2 / 3)
    np.testing.assert_allclose(found.failure, [0, 0.25, 0.25, 0.25 + still * 2 / 3])
    with pytest.raises(ValueError, match="before it is seen"):
        aalen_johansen([3.0], [1], seen_from=[3.0])


def test_leukaemia_remission_with_one_kind_of_end() -> None:
    """Without failures the estimator is Kaplan and Meier's: 6-MP arm of Freireich 1963."""
    age = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    end = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    found = aalen_johansen(age, end)
    wanted = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    np.testing.assert_allclose(found.still, wanted, atol=5e-5)


def kaplan_meier_incidence(age: np.ndarray, outcome: np.ndarray, at: float) -> float:
    """The wrong way: failures taken as trials that would go on."""
    return 1 - float(
        np.prod(
            [
                1 - np.sum((age == t) & (outcome == SUCCESS)) / np.sum(age >= t)
                for t in np.unique(age[(outcome == SUCCESS) & (age <= at)])
            ]
        )
    )


def staggered(count: int, seed: int, p: float = 0.4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Age, outcome and follow-up of trials that begin evenly over two years."""
    rng = np.random.default_rng(seed)
    follow_up = np.ceil(rng.uniform(1, 730, count))
    success = rng.random(count) < p
    days = np.where(success, rng.lognormal(3.2, 0.6, count), 60 * rng.weibull(1.2, count))
    days = np.floor(days)
    ended = days < follow_up
    outcome = np.where(ended, np.where(success, SUCCESS, FAILURE), OPEN)
    return np.where(ended, days, follow_up), outcome, follow_up


def test_incidence_finds_the_truth_and_kaplan_meier_does_not() -> None:
    age, outcome, _ = staggered(20_000, 3)
    found = aalen_johansen(age, outcome)
    assert found.at(500)[0] == pytest.approx(0.4, abs=0.01)
    assert kaplan_meier_incidence(age, outcome, 500) > 0.5


def test_delayed_entry_leaves_the_truth_where_it_is() -> None:
    age, outcome, _ = staggered(40_000, 4)
    late = np.where(np.random.default_rng(1).random(len(age)) < 0.5, 20.0, 0.0)
    seen = (late == 0) | (age > late)
    right = aalen_johansen(age[seen], outcome[seen], late[seen]).at(500)[0]
    wrong = aalen_johansen(age[seen], outcome[seen]).at(500)[0]
    assert right == pytest.approx(0.4, abs=0.015)
    assert abs(wrong - 0.4) > 0.015


def test_order_of_trials_changes_nothing() -> None:
    age, outcome, _ = staggered(500, 5)
    order = np.random.default_rng(0).permutation(500)
    one, other = aalen_johansen(age, outcome), aalen_johansen(age[order], outcome[order])
    np.testing.assert_array_equal(one.success, other.success)


def test_horizon_is_whole_weeks_and_holds_95_per_cent() -> None:
    age, outcome, follow_up = staggered(5_000, 6)
    incidence = aalen_johansen(age, outcome)
    found = horizon(age, outcome, float(follow_up.max()), incidence)
    assert isinstance(found, Horizon)
    assert found.days % 7 == 0
    total = incidence.success[-1]
    assert incidence.at(found.days)[0] >= 0.95 * total
    assert incidence.at(found.days - 7)[0] < 0.95 * total
    assert found.late_share == pytest.approx(total / incidence.at(found.days)[0])


def test_horizon_is_at_most_two_thirds_of_the_time_watched() -> None:
    age = np.array([5.0, 10, 20, 30, 40, 50, 60, 95])
    outcome = np.array([1, 2, 1, 2, 1, 2, 1, 1])
    found = horizon(age, outcome, 100.0, aalen_johansen(age, outcome))
    assert isinstance(found, Horizon)
    assert found.days == 63
    assert found.late_share > 1


def test_no_horizon_without_successes_or_with_most_ends_late() -> None:
    age = np.array([5.0, 10, 80, 85, 90])
    none = horizon(age, [2, 2, 2, 2, 0], 100.0, aalen_johansen(age, [2, 2, 2, 2, 0]))
    assert isinstance(none, NotEstimable)
    late = horizon(age, [1, 2, 1, 2, 1], 100.0, aalen_johansen(age, [1, 2, 1, 2, 1]))
    assert isinstance(late, NotEstimable)
    assert (late.needed, late.have) == (3, 2)


def curves() -> TimingCurves:
    return TimingCurves(
        Incidence(
            np.array([10.0, 20, 30]),
            np.array([0.2, 0.3, 0.4]),
            np.array([0.1, 0.3, 0.5]),
            np.array([0.7, 0.4, 0.1]),
        ),
        horizon=28.0,
    )


def test_waiting_shares_by_hand() -> None:
    sw, sf = curves().waiting([0, 9, 10, 20, 27, 28, 60])
    np.testing.assert_allclose(sw, [1, 1, 1 / 3, 0, 0, 0, 0], atol=1e-12)
    np.testing.assert_allclose(sf, [1, 1, 1 - 0.1 / 0.7, 1 - 0.3 / 0.7, 4 / 7, 0, 0], atol=1e-12)


def test_late_and_still_open_are_failures_of_success_within() -> None:
    result = resolve([5, 28, 29, 27, 28, 40], [1, 1, 1, 0, 0, 2], 28.0)
    assert result.tolist() == [SUCCESS, SUCCESS, FAILURE, OPEN, FAILURE, FAILURE]


def test_delayed_entry_equals_dividing_by_the_chance_of_being_open() -> None:
    made = curves()
    sw, sf, offset = made.seen_from([10.0], [20.0 - 1])
    sw0, sf0 = made.waiting([10.0])
    swa, sfa = made.waiting([19.0])
    for eta in (-1.0, 0.3, 2.0):
        p = expit(np.array([eta]))
        by_hand = np.log(p * swa + (1 - p) * sfa) - np.log(p * sw0 + (1 - p) * sf0)
        q = expit(np.array([eta]) + offset)
        np.testing.assert_allclose(np.log(q * sw + (1 - q) * sf), by_hand, rtol=1e-12)
    with pytest.raises(ValueError, match="leave it out"):
        made.seen_from([27.0], [27.5])


def test_groups_have_curves_of_their_own_from_fifty_successes() -> None:
    age, outcome, _ = staggered(2_000, 8)
    group = (np.arange(2_000) >= 1_950).astype(np.int64)
    slow = np.where(group == 0, age * 2, age)
    big, small = curves_by_group(slow, outcome, group, 200.0)
    everybody = aalen_johansen(slow, outcome)
    np.testing.assert_array_equal(small.incidence.success, everybody.success)
    assert not np.array_equal(big.incidence.success, everybody.success)


def test_counted_trials_say_what_single_trials_say() -> None:
    """Cells with bands of age against one row for each trial and its exact age."""
    age, outcome, follow_up = staggered(3_000, 9)
    made = TimingCurves(aalen_johansen(age, outcome), 140.0)
    row = (follow_up // 120).astype(np.int64)
    rows = int(row.max()) + 1
    counted = count_trials(row, rows, age, outcome, follow_up=follow_up, curves=made)
    assert counted.trials.sum() == 3_000
    ends = resolve(age, outcome, 140.0)
    sw, sf = made.waiting(age)
    fw, ff = (1 - x for x in made.waiting(follow_up))
    single = Trials.with_open(
        (ends == SUCCESS) * 1.0,
        (ends == FAILURE) * 1.0,
        (ends == OPEN)[:, None] * 1.0,
        waiting_success=np.where(ends == OPEN, sw, 1.0)[:, None],
        waiting_failure=np.where(ends == OPEN, sf, 1.0)[:, None],
        followed_success=fw,
        followed_failure=ff,
    )
    eta = np.full((1, rows), -0.2)
    pull, weight = counted.slope(eta)
    each, information = single.slope(np.full((1, 3_000), -0.2))
    by_row = np.bincount(row, weights=each[0], minlength=rows)
    np.testing.assert_allclose(pull[0], by_row, atol=0.5)
    expected = np.bincount(row, weights=information[0], minlength=rows)
    np.testing.assert_allclose(weight[0], expected, rtol=0.05)
