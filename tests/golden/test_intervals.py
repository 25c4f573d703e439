"""Published and independently computed values of intervals.

Each table says the value, how it was made, the tolerance and why.
"""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from fairlead.stats.proportions import median_interval, normal_quantile, wilson_interval

# Source: Newcombe, Two-sided confidence intervals for the single proportion: comparison of seven
# methods, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (score method without
# continuity correction), 95 %. Printed with four decimals: the tolerance is half of the last one.
NEWCOMBE = {
    (81, 263): (0.2553, 0.3662),
    (15, 148): (0.0624, 0.1605),
    (0, 20): (0.0000, 0.1611),
    (1, 29): (0.0061, 0.1718),
}


@pytest.mark.parametrize(("counts", "ends"), NEWCOMBE.items(), ids=str)
def test_score_intervals_as_published(counts: tuple[int, int], ends: tuple[float, float]) -> None:
    assert wilson_interval(*counts) == pytest.approx(ends, abs=0.00005)


# Recipe: R 4, stats::prop.test(s, n, correct = FALSE, conf.level = level)$conf.int solves the same
# quadratic; by hand the ends are (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
# For 1 of 2 at 95 %: z^2 = 3.841458820694124, ends 1/2 -+ sqrt(z^2 / (4 (2 + z^2))).
# Tolerance: the formula in double precision, so 1e-12.
def test_one_of_two_by_hand() -> None:
    half = math.sqrt(3.841458820694124 / (4 * (2 + 3.841458820694124)))
    assert wilson_interval(1, 2) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-12)


# Source: Abramowitz and Stegun 1964, table 26.5 (percentage points of the normal), ten decimals;
# the tolerance is half of the last decimal.
NORMAL = {0.975: 1.9599639845, 0.95: 1.6448536270, 0.9: 1.2815515655, 0.995: 2.5758293035}


@pytest.mark.parametrize(("probability", "quantile"), NORMAL.items())
def test_normal_quantiles(probability: float, quantile: float) -> None:
    assert normal_quantile(probability) == pytest.approx(quantile, abs=5.1e-11)


# Source: tables of the sign test, two-sided 5 % (Dixon and Mood 1946; Conover 1999, section 3.2):
# the largest d with P(Binomial(n, 1/2) < d) <= 0.025 is the place of the lower end, counted from
# the smallest value. Whole numbers, so no tolerance.
SIGN_TEST = {
    5: 0, 6: 1, 7: 1, 8: 1, 9: 2, 10: 2, 11: 2, 12: 3, 15: 4, 17: 5, 20: 6, 25: 8, 30: 10,
    40: 14, 50: 18,
}  # fmt: skip


@pytest.mark.parametrize(("count", "place"), SIGN_TEST.items())
def test_places_of_the_median_interval(count: int, place: int) -> None:
    found = median_interval(range(1, count + 1))
    if place == 0:
        assert found is None
    else:
        assert found == ((count + 1) / 2, place, count + 1 - place)


def exact_place(count: int, tail: Fraction) -> int:
    """The same place from whole binomial coefficients, without any rounding."""
    below, place = 0, 0
    while Fraction(below + math.comb(count, place), 2**count) <= tail:
        below += math.comb(count, place)
        place += 1
    return place


# Recipe: exact rational arithmetic above. Whole numbers, so no tolerance.
@pytest.mark.parametrize("per_cent", [50, 80, 90, 95, 99])
def test_places_against_exact_arithmetic(per_cent: int) -> None:
    level = Fraction(per_cent, 100)
    for count in [*range(1, 120), 333, 1_000, 2_001]:
        found = median_interval(range(1, count + 1), float(level))
        place = exact_place(count, (1 - level) / 2)
        expected = None if place == 0 else (place, count + 1 - place)
        assert (found and found[1:]) == expected, count
