"""What each kind of data says: derivatives against differences, open trials at their ends."""

from __future__ import annotations

import numpy as np
import pytest
from tests.stats.panels import KINDS, likelihood_of

from fairlead.stats.likelihood import Counts, Trials, dispersion, expit

ETA = np.linspace(-2.5, 2.5, 12)[None]


@pytest.mark.parametrize("kind", KINDS)
def test_gradient_is_the_slope_of_the_value(kind: str) -> None:
    likelihood = likelihood_of(kind, np.random.default_rng(1), 12)
    gradient, _ = likelihood.slope(ETA)
    for row in range(12):
        step = np.zeros_like(ETA)
        step[0, row] = 1e-5
        slope = (likelihood.value(ETA + step) - likelihood.value(ETA - step)) / 2e-5
        assert gradient[0, row] == pytest.approx(slope[0], abs=1e-6)


@pytest.mark.parametrize("kind", ["trials", "counts", "measured"])
def test_weight_and_its_bends_are_further_slopes(kind: str) -> None:
    """Without open trials expected and observed information agree."""
    likelihood = likelihood_of(kind, np.random.default_rng(2), 12)
    h = 1e-4
    (up, _), (down, _) = likelihood.slope(ETA + h), likelihood.slope(ETA - h)
    _, weight = likelihood.slope(ETA)
    np.testing.assert_allclose(weight, -(up - down) / (2 * h), rtol=1e-6, atol=1e-7)
    above, below = likelihood.slope(ETA + h)[1], likelihood.slope(ETA - h)[1]
    third, fourth = likelihood.bend(ETA, weight)
    np.testing.assert_allclose(third, (above - below) / (2 * h), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(fourth, (above - 2 * weight + below) / h**2, rtol=1e-4, atol=1e-5)


def one_row(open_count: float, sw: float, sf: float, fw: float, ff: float) -> Trials:
    return Trials.with_open(
        [2.0],
        [3.0],
        [[open_count]],
        waiting_success=[[sw]],
        waiting_failure=[[sf]],
        followed_success=[fw],
        followed_failure=[ff],
    )


def test_open_at_age_zero_says_nothing() -> None:
    known, waiting = Trials.resolved([2.0], [3.0]), one_row(7, 1, 1, 1, 1)
    eta = ETA.T
    np.testing.assert_allclose(waiting.value(eta), known.value(eta), atol=1e-12)
    np.testing.assert_allclose(waiting.slope(eta)[0], known.slope(eta)[0], atol=1e-12)
    fresh = Trials.with_open(
        [0.0],
        [0.0],
        [[7.0]],
        waiting_success=[[1.0]],
        waiting_failure=[[1.0]],
        followed_success=[0.0],
        followed_failure=[0.0],
    )
    gradient, weight = fresh.slope(eta)
    assert np.all(gradient == 0)
    assert np.all(weight == 0)


def test_open_when_no_success_comes_any_more_equals_a_failure() -> None:
    eta = ETA.T
    failed, waiting = Trials.resolved([2.0], [10.0]), one_row(7, 0.0, 0.4, 1, 1)
    np.testing.assert_allclose(waiting.slope(eta)[0], failed.slope(eta)[0], atol=1e-12)
    np.testing.assert_allclose(waiting.slope(eta)[1], failed.slope(eta)[1], atol=1e-12)
    difference = waiting.value(eta) - failed.value(eta)
    np.testing.assert_allclose(difference, 7 * np.log(0.4), atol=1e-12)


def test_weight_is_the_mean_of_the_score_squared() -> None:
    """Every fate of one trial, weighed by its chance: the definition of expected information."""
    fw, ff = 0.35, 0.6
    trial = Trials.with_open(
        [0.0],
        [0.0],
        [[1.0]],
        waiting_success=[[1 - fw]],
        waiting_failure=[[1 - ff]],
        followed_success=[fw],
        followed_failure=[ff],
    )
    for x in ETA[0]:
        p = expit(np.array([x]))[0]
        still = p * (1 - fw) + (1 - p) * (1 - ff)
        pi = p * (1 - fw) / still
        by_hand = p * fw * (1 - p) ** 2 + (1 - p) * ff * p**2 + still * (pi - p) ** 2
        assert trial.slope(np.array([[x]]))[1][0, 0] == pytest.approx(by_hand, rel=1e-12)


def test_chances_keep_their_digits_however_far_out() -> None:
    eta = np.array([-1e4, -600.0, -40.0, -1e-9, 0.0, 1e-9, 40.0, 1e4, -np.inf, np.inf])
    found = expit(eta)
    assert found[1:3] == pytest.approx(np.exp(eta[1:3]), rel=1e-12, abs=0)
    assert found[3:8] == pytest.approx([0.5, 0.5, 0.5, 1.0, 1.0], rel=1e-8)
    assert 0 <= found[0] < 1e-300
    assert 0 <= found[8] < 1e-300
    assert found[9] == 1.0
    assert eta[0] == -1e4  # what is given stays as it was
    assert float(expit(np.float64(0.0))) == 0.5


def test_weights_are_never_negative() -> None:
    rng = np.random.default_rng(5)
    for _ in range(300):
        sw, sf, fw, ff = rng.random(4)
        trials = one_row(rng.poisson(4.0), sw, sf, fw, ff)
        assert np.all(trials.slope(rng.normal(0, 4, (6, 1)))[1] >= 0)


def test_order_of_rows_does_not_matter() -> None:
    rng = np.random.default_rng(8)
    likelihood = likelihood_of("open", rng, 12)
    order = rng.permutation(12).astype(np.int64)
    shuffled = likelihood.take(order)
    assert shuffled.value(ETA[:, order])[0] == pytest.approx(likelihood.value(ETA)[0], rel=1e-12)
    for one, other in zip(shuffled.slope(ETA[:, order]), likelihood.slope(ETA), strict=True):
        np.testing.assert_allclose(one, other[:, order], rtol=1e-12)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        one_row(-1, 0.5, 0.5, 1, 1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        one_row(1, 1.5, 0.5, 1, 1)
    with pytest.raises(ValueError, match="count it as one"):
        one_row(1, 0.0, 0.0, 1, 1)


def test_dispersion_by_hand() -> None:
    """Two people, two months: (4 - 6)^2 + (6 - 1)^2 over all events."""
    events = np.array([[4.0, 6.0], [6.0, 1.0]])
    assert dispersion(events, np.ones((2, 2))) == pytest.approx((4 + 25) / (10 + 7))
    uneven = np.array([[1.0, 1.0], [3.0, 1.0]])
    squares = (6 - 0.75 * 10) ** 2 + (1 - 0.5 * 7) ** 2
    assert dispersion(events, uneven) == pytest.approx(squares / (10 * 3 / 16 + 7 / 4))
    alone = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert dispersion(events, alone) == 1.0  # 4 / 10 is less than Poisson; the second has no pair
    assert dispersion(np.zeros((3, 2)), np.ones((3, 2))) == 1.0


def test_dispersion_is_that_of_the_counts_not_of_changing_rates() -> None:
    rng = np.random.default_rng(4)
    exposure = rng.uniform(1, 3, (24, 1_000))
    theta = rng.normal(0, 0.5, (24, 1_000))
    for t in range(1, 24):
        theta[t] = 0.9 * theta[t - 1] + np.sqrt(1 - 0.81) * theta[t]
    rate = 4 * exposure * np.exp(theta)
    poisson = rng.poisson(rate).astype(float)
    assert dispersion(poisson, exposure) < 1.12
    pairs = dispersion(poisson[:2], exposure[:2])
    assert pairs > 1.15  # two months alone cannot tell change from scatter
    wide = rng.poisson(rng.gamma(rate, 1.0)).astype(float)
    assert dispersion(wide, exposure) == pytest.approx(2.0, abs=0.15)


def test_dividing_scales_information() -> None:
    counts = Counts(np.array([4.0]), np.array([2.0]))
    whole, part = counts.slope(ETA.T)[1], counts.divided(2.5).slope(ETA.T)[1]
    np.testing.assert_allclose(part * 2.5, whole, rtol=1e-12)
    trials = one_row(3, 0.5, 0.8, 0.7, 0.6)
    np.testing.assert_allclose(
        trials.divided(2.5).slope(ETA.T)[1] * 2.5, trials.slope(ETA.T)[1], rtol=1e-12
    )
