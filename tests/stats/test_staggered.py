"""Staggered starts: what must hold by algebra, and by simulation where there is no algebra."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fairlead.stats.staggered import (
    NEVER,
    Outcomes,
    aggregate,
    efficient,
    from_rows,
    group_time,
    impute,
    large_enough,
    permutation,
    pre_and_post,
    two_way,
)


def made(effect: float, seed: int, units: int = 60, periods: int = 8) -> Outcomes:
    rng = np.random.default_rng(seed)
    start = rng.permutation(np.repeat([3, 5, NEVER], units // 3))
    value = rng.normal(0, 1, (units, 1)) + rng.normal(0, 0.3, (1, periods))
    value = value + rng.normal(0, 0.5, (units, periods))
    value += effect * (np.arange(periods)[None, :] >= start[:, None])
    return Outcomes(value, start)


def test_two_groups_and_two_periods_are_one_difference_of_differences() -> None:
    value = np.array([[1.0, 4.0], [2.0, 3.0], [5.0, 6.0], [0.0, 3.0]])
    panel = Outcomes(value, np.array([1, 1, NEVER, NEVER]))
    by_hand = (3 + 1) / 2 - (1 + 3) / 2
    assert aggregate(group_time(panel), "simple").overall.value == pytest.approx(by_hand)
    assert impute(panel).overall.value == pytest.approx(by_hand)
    assert two_way(panel).value == pytest.approx(by_hand)
    after, before = pre_and_post(panel)
    assert after - before == pytest.approx(by_hand)


def test_a_plain_effect_comes_back_and_its_error_is_right() -> None:
    methods = {
        "group": lambda p: aggregate(group_time(p, against="not yet"), "simple").overall,
        "imputed": lambda p: impute(p).overall,
        "efficient": efficient,
    }
    for name, method in methods.items():
        found = [method(made(0.7, seed)) for seed in range(200)]
        values = np.array([f.value for f in found])
        errors = np.array([f.standard_error for f in found])
        assert values.mean() == pytest.approx(0.7, abs=4 * values.std() / np.sqrt(200)), name
        assert errors.mean() == pytest.approx(values.std(), rel=0.2), name


def test_effects_that_grow_mislead_two_way_effects_only() -> None:
    base = made(0.0, 4, units=300)
    since = np.arange(8)[None, :] - np.minimum(base.start, 99)[:, None]
    panel = replace(base, value=base.value + np.where(since >= 0, 1.0 + since, 0.0))
    true = np.where(since >= 0, 1.0 + since, 0.0)[since >= 0].mean()
    assert impute(panel).overall.value == pytest.approx(true, abs=0.15)
    assert abs(two_way(panel).value - true) > 0.3


def test_the_test_before_the_start_sees_a_trend_and_little_else() -> None:
    calm = [group_time(made(0.5, seed)).before()[1] for seed in range(200)]
    assert np.mean(np.array(calm) < 0.05) < 0.1
    panel = made(0.0, 3)
    drift = np.where(panel.start[:, None] == 5, 0.5 * np.arange(8)[None, :], 0.0)
    assert group_time(replace(panel, value=panel.value + drift)).before()[1] < 1e-6


def test_a_window_that_was_looked_at_is_left_out() -> None:
    panel = made(0.0, 8)
    dip = np.zeros_like(panel.value)
    dip[panel.start == 3, 2] = -2.0
    window = np.zeros(panel.value.shape, dtype=bool)
    window[:, 2] = True
    dipped = replace(panel, value=panel.value + dip)
    assert impute(dipped).overall.value > impute(panel).overall.value + 0.2
    without = impute(panel, left_out=window).overall.value
    assert impute(dipped, left_out=window).overall.value == pytest.approx(without, abs=1e-9)


def test_clusters_widen_the_error_of_what_hangs_together() -> None:
    rng = np.random.default_rng(2)
    cluster = np.repeat(np.arange(20), 6)
    start = np.where(np.arange(20) % 2, 2, NEVER)[cluster]
    shared = rng.normal(0, 1, (20, 4))[cluster]
    panel = Outcomes(shared + rng.normal(0, 0.1, (120, 4)), start)
    alone = impute(panel).overall.standard_error
    assert impute(replace(panel, cluster=cluster)).overall.standard_error > 2 * alone
    found = group_time(panel).standard_error
    assert (group_time(replace(panel, cluster=cluster)).standard_error > 1.5 * found).all()


def test_permutation_is_exact_on_a_small_draw() -> None:
    start = np.array([1, 1, NEVER, NEVER])
    value = np.array([3.0, 2.0, 1.0, 0.0])

    def apart(drawn: np.ndarray) -> float:
        return float(value[drawn == 1].mean() - value[drawn == NEVER].mean())

    p = permutation(apart, start, rng=np.random.default_rng(1), orders=3000)
    assert p == pytest.approx(2 / 6, abs=0.03)  # of six draws, the observed one and its mirror
    inside = permutation(
        apart, start, rng=np.random.default_rng(1), stratum=np.array([0, 1, 0, 1]), orders=3000
    )
    assert inside == pytest.approx(2 / 4, abs=0.03)


def test_rows_become_a_panel_and_gaps_are_refused() -> None:
    unit, year = np.repeat(["b", "a"], 2), np.tile([2001, 2003], 2)
    panel, names = from_rows(unit, year, [1.0, 2.0, 3.0, 4.0], [2003, 2003, 0, 0])
    assert names.tolist() == ["a", "b"]
    assert panel.value.tolist() == [[3.0, 4.0], [1.0, 2.0]]
    assert panel.start.tolist() == [NEVER, 1]
    with pytest.raises(ValueError, match="every unit needs every period"):
        from_rows(unit[:3], year[:3], [1.0, 2.0, 3.0], [0, 0, 0])
    with pytest.raises(ValueError, match="finite"):
        Outcomes(np.array([[np.nan]]), np.array([NEVER]))
    with pytest.raises(ValueError, match="row a unit"):
        Outcomes(np.ones((2, 2)), np.array([NEVER]))


def test_nobody_to_compare_with_is_said() -> None:
    panel = Outcomes(np.ones((3, 4)), np.array([1, 1, 1]))
    for method in (efficient, group_time, impute):
        with pytest.raises(ValueError, match=r"compare|imputed"):
            method(panel)


def test_size_from_which_the_efficient_estimator_is_trusted() -> None:
    assert large_enough(np.repeat([2, 4, NEVER], 20))
    assert not large_enough(np.repeat([2, 4, 6], [20, 20, 19]))
    assert not large_enough(np.repeat([2, 4], 29))
