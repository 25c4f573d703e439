"""Confidence sequences against published values, and their promise under continuous looking."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fairlead.stats.sequences import log_mixture, mixture_bound, mixture_rho, width_in_errors


# Source: tests of the package confseq (Howard and others): normal mixture, V_opt 100, alpha .05.
def test_normal_mixture_gives_the_published_values() -> None:
    rho = mixture_rho(100, 0.05)
    assert rho == pytest.approx(12.60056, abs=5e-6)
    assert log_mixture(10, 100, rho) == pytest.approx(-0.6510052, abs=5e-8)
    assert mixture_bound(100, rho, 0.05) == pytest.approx(30.35209, abs=5e-6)


# Source: tests of GrowthBook's gbstats, sequential two-sided test of a relative uplift, tuning
# 1000: .50336, -.55844 to 1.56516. Sums and sums of squares of both sides as given there.
def test_asymptotic_sequence_gives_the_published_interval() -> None:
    sides = ((1396.87, 52377.9767, 3000), (2422.7, 134698.29, 3461))
    mean = [total / n for total, _, n in sides]
    variance = [(square - total**2 / n) / (n - 1) for total, square, n in sides]
    uplift = mean[1] / mean[0] - 1
    error = math.sqrt(
        variance[1] / 3461 / mean[0] ** 2 + variance[0] * mean[1] ** 2 / 3000 / mean[0] ** 4
    )
    number = 3000 + 3461
    # information in units of one trial: n trials are n units, so 1000 trials tune it
    half = error * width_in_errors(number, mixture_rho(1000, 0.05), 0.05)
    assert uplift == pytest.approx(0.50336, abs=5e-6)
    assert (uplift - half, uplift + half) == pytest.approx((-0.55844, 1.56516), abs=5e-6)


def test_the_martingale_begins_at_one_and_the_bound_is_where_it_reaches_its_limit() -> None:
    rho = mixture_rho(40, 0.1)
    assert log_mixture(0, 0, rho) == 0
    for time in (1.0, 40.0, 900.0):
        bound = mixture_bound(time, rho, 0.1)
        assert log_mixture(bound, time, rho) == pytest.approx(math.log(1 / 0.1))


def test_few_people_widen_and_many_agree_with_the_normal() -> None:
    rho = mixture_rho(3600, 0.05)
    known = width_in_errors(2000, rho, 0.05)
    few, more, many = (width_in_errors(2000, rho, 0.05, df) for df in (6, 30, 10_000))
    assert few > more > many > known
    assert many == pytest.approx(known, rel=2e-3)


def test_looking_after_every_trial_is_seldom_fooled() -> None:
    """2,000 streams of 2,000 trials: a naive test is fooled in a third, the sequence in 5 %."""
    rng = np.random.default_rng(4)
    score = np.cumsum(rng.standard_normal((2000, 2000)), axis=1)
    n = np.arange(1, 2001)
    rho = mixture_rho(500, 0.05)
    bound = np.array([mixture_bound(time, rho, 0.05) for time in n.tolist()])
    fooled = (np.abs(score) > bound).any(axis=1).mean()
    naive = (np.abs(score[:, 99:]) > 1.96 * np.sqrt(n[99:])).any(axis=1).mean()
    assert fooled <= 0.05
    assert fooled > 0.005  # a bound that is never reached would prove nothing
    assert naive == pytest.approx(0.362, abs=0.04)  # methods, case V40
