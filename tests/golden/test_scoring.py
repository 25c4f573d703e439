"""Scores as another program and closed forms give them.

Each table says how it was made, the tolerance and why.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from fairlead.stats.scoring import crps, pinball

# Recipe: Python, scoringrules 0.10.0, crps_ensemble of DRAWS with the estimator "nrg", and with
# WEIGHTS as ens_w
# (its estimator "pwm" divides by n (n - 1) and is another number). Tolerance: double precision.
DRAWS = [3.1, -0.4, 2.2, 7.5, 0.0, 2.2, 5.9]
WEIGHTS = [1, 2, 0.5, 1, 3, 1, 0.25]
ENSEMBLE = {
    -1.0: (2.442857142857142, 1.3796734693877548),
    2.2: (0.6142857142857141, 0.8768163265306124),
    4.0: (1.1285714285714288, 1.956816326530612),
    9.0: (4.585714285714285, 6.048244897959184),
}
# scoringrules.quantile_score(y, q, level), the same version.
QUANTILE = {
    (1.5, 0.1, -1.0): 2.25,
    (3.0, 0.9, 2.2): 0.08,
    (1.5, 0.5, 4.0): 1.25,
    (3.0, 0.9, 9.0): 5.4,
}


@pytest.mark.parametrize("outcome", ENSEMBLE)
def test_scores_of_a_sample_as_another_program_gives_them(outcome: float) -> None:
    plain, weighted = ENSEMBLE[outcome]
    assert crps(DRAWS, outcome) == pytest.approx(plain, abs=1e-12)
    assert crps(DRAWS, outcome, WEIGHTS) == pytest.approx(weighted, abs=1e-12)


@pytest.mark.parametrize("asked", QUANTILE, ids=str)
def test_pinball_as_another_program_gives_it(asked: tuple[float, float, float]) -> None:
    assert pinball(*asked) == pytest.approx(QUANTILE[asked], abs=1e-12)


# Gneiting and Raftery 2007, equation 21 and the example below it: for N(m, s^2) the score is
# s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)) with z = (y - m) / s. The sample is the exact
# quantiles at (i - 1/2) / n, whose score converges as 1 / n: the tolerance is 1e-4 of s.
def test_many_draws_of_a_normal_give_its_closed_form() -> None:
    from statistics import NormalDist

    normal = NormalDist(0.2, 1.3)
    draws = [normal.inv_cdf((i + 0.5) / 20_000) for i in range(20_000)]
    z = (0.7 - 0.2) / 1.3
    unit = NormalDist()
    closed = 1.3 * (z * (2 * unit.cdf(z) - 1) + 2 * unit.pdf(z) - 1 / math.sqrt(math.pi))
    assert closed == pytest.approx(0.3795911922297876, abs=1e-12)
    assert crps(np.array(draws), 0.7) == pytest.approx(closed, abs=1.3e-4)
