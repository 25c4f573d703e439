"""Tails of the usual distributions, beside those of a large library."""

from __future__ import annotations

import pytest
from scipy.stats import chi2, f, norm

from fairlead.stats.chances import chi_square_tail, f_tail, normal_quantile, normal_tail


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 12, 51, 400])
@pytest.mark.parametrize("statistic", [1e-9, 0.3, 1.0, 3.84, 25.0, 390.0, 2_000.0])
def test_chi_square(statistic: float, freedom: int) -> None:
    told = chi_square_tail(statistic, freedom)
    assert told == pytest.approx(chi2.sf(statistic, freedom), rel=1e-10, abs=1e-300)


def test_nothing_is_beyond_all_and_less_than_nothing_is_nothing() -> None:
    assert chi_square_tail(0.0, 3) == chi_square_tail(-0.1, 3) == 1.0


@pytest.mark.parametrize(("upper", "lower"), [(1, 5), (3, 12), (40, 9)])
def test_f(upper: int, lower: int) -> None:
    for statistic in (0.01, 1.0, 4.2):
        assert f_tail(statistic, upper, lower) == pytest.approx(f.sf(statistic, upper, lower))


def test_normal() -> None:
    assert normal_tail(1.6449) == pytest.approx(norm.sf(1.6449))
    assert normal_quantile(0.975) == pytest.approx(norm.ppf(0.975))
