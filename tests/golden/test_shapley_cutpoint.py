"""Published and closed-form values of Shapley parts and of the best cut.

Each says the value, how it was made, the tolerance and why.
"""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from fairlead.stats.cutpoint import benjamini_hochberg, best_cut, midranks, monotone
from fairlead.stats.shapley import shapley, shapley_of_product


def worth_of_sets(players: int, worth: object) -> list[float]:
    sets = ([i for i in range(players) if s >> i & 1] for s in range(1 << players))
    return [worth(s) for s in sets]  # type: ignore[operator]


# Source: the airport game of Littlechild and Owen 1973 as in textbooks, costs 8, 11, 13, 18: each
# piece of runway is shared by those who need it: 8/4; + 3/3; + 2/2; + 5. Exact in doubles: 1e-12.
def test_the_airport_is_shared_as_in_textbooks() -> None:
    need = [8, 11, 13, 18]
    cost = worth_of_sets(4, lambda s: max((need[i] for i in s), default=0))
    assert shapley(cost) == pytest.approx([2, 3, 4, 9], abs=1e-12)


# Source: textbooks, the glove game: two left gloves, one right one; a pair is worth 1.
def test_the_right_glove_is_worth_two_thirds() -> None:
    pair = worth_of_sets(3, lambda s: float(2 in s and len(s) >= 2))
    assert shapley(pair) == pytest.approx([1 / 6, 1 / 6, 2 / 3], abs=1e-12)


# Closed form: 100 x .20 x .50 x 10 = 100 becomes 100 x .30 x .60 x 9 = 162. Printed with six
# decimals: half of the last one.
def test_revenue_is_divided_over_its_factors() -> None:
    before, after = np.array([100, 0.2, 0.5, 10.0]), np.array([100, 0.3, 0.6, 9.0])
    printed = [0, 52.166667, 23.666667, -13.833333]
    worth = worth_of_sets(4, lambda s: np.prod([*after[s], *np.delete(before, s)]))
    assert shapley(worth) == pytest.approx(printed, abs=5e-7)
    assert shapley_of_product(before, after) == pytest.approx(printed, abs=5e-7)
    assert shapley(worth).sum() == pytest.approx(62, abs=1e-10)


def test_product_and_all_orders_agree_also_on_draws() -> None:
    rng = np.random.default_rng(5)
    before, after = rng.uniform(0.1, 2, (5, 7)), rng.uniform(0.1, 2, (5, 7))
    by_order = np.zeros((5, 7))
    orders = list(permutations(range(5)))
    for order in orders:
        now = before.copy()
        for factor in order:
            was = now.prod(axis=0)
            now[factor] = after[factor]
            by_order[factor] += now.prod(axis=0) - was
    found = shapley_of_product(before, after)
    assert found == pytest.approx(by_order / len(orders), abs=1e-12)
    assert found.sum(axis=0) == pytest.approx(after.prod(axis=0) - before.prod(axis=0), abs=1e-12)


def test_sets_that_are_not_all_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="3 sets"):
        shapley([0, 1, 2])
    with pytest.raises(ValueError, match="9 players"):
        shapley(np.zeros(512))
    with pytest.raises(ValueError, match="same factors"):
        shapley_of_product([1, 2], [1, 2, 3])


# Source: tests of the R package maxstat (Hothorn), after Lausen and Schumacher: x = 1..11,
# Wilcoxon scores of y, M = 2.7767 at 5; printed with four decimals: half of the last one.
Y = [0.9, 1, 0.8, 0.8, 0.85, 0.3, 0.2, 0.2, 0.1, 0.2, 0.3]


def test_best_cut_as_published() -> None:
    found = best_cut(np.arange(1, 12), midranks(Y))
    assert found.at == 5
    assert found.statistic == pytest.approx(2.7767, abs=5e-5)


def test_best_cut_does_not_depend_on_order_or_scale() -> None:
    shuffled = np.random.default_rng(0).permutation(11)
    x = np.arange(1, 12)
    again = best_cut(np.exp(x[shuffled] / 3), 5 - 2 * midranks(Y)[shuffled])
    assert again.statistic == pytest.approx(best_cut(x, midranks(Y)).statistic, abs=1e-12)
    assert again.at == pytest.approx(np.exp(5 / 3))


def test_no_cut_where_nothing_varies() -> None:
    assert best_cut([1, 1, 1, 1], [1, 2, 3, 4]).statistic == 0
    assert best_cut([1, 2, 3, 4], [1, 1, 1, 1]).statistic == 0


def test_midranks_share_their_places() -> None:
    assert midranks([3, 1, 3, 2]).tolist() == [3.5, 1.0, 3.5, 2.0]


# By hand: y = 1 0 1 1 0 1 over x = 1..6: (1, 0) pool to 1/2; 1 1 0 pool to 2/3; then 1.
def test_monotone_regression_by_hand() -> None:
    found = monotone([6, 1, 2, 3, 4, 5], [1, 1, 0, 1, 1, 0])
    assert found.height == pytest.approx([1 / 2, 1 / 2, 2 / 3, 2 / 3, 2 / 3, 1])
    assert found.first_reaching(0.6) == 3
    assert found.first_reaching(1.1) is None
    tied = monotone([1, 1, 2, 2, 2], [1, 0, 0, 0, 1])
    assert tied.height == pytest.approx([0.4, 0.4])


# Source: Benjamini and Hochberg 1995, section 4.2, fifteen p-values: four stand at 5 %
# (Bonferroni keeps three).
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
]  # fmt: skip


def test_false_discoveries_as_published() -> None:
    shuffled = np.random.default_rng(1).permutation(15)
    stands = benjamini_hochberg(np.array(PUBLISHED)[shuffled])
    assert sorted(np.array(PUBLISHED)[shuffled][stands]) == PUBLISHED[:4]
