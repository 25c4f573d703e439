"""Sums of columns within person-months: the same as with all their zeros."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.stats.ability.inside import inside_of

ROWS, SLOTS, NODES = 200, 30, 3


def one_hot(rng: np.random.Generator) -> np.ndarray:
    """Two groups of bands, the last of each without a column."""
    first, second = rng.integers(0, 5, ROWS), rng.integers(0, 3, ROWS)
    return np.column_stack(
        [first[:, None] == np.arange(4), second[:, None] == np.arange(2)]
    ).astype(float)


def centred(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(0, 1, (ROWS, 3))


def nothing(rng: np.random.Generator) -> np.ndarray:
    own = np.zeros((ROWS, 2))
    own[:3, 1] = rng.normal(0, 1, 3)
    return own


@pytest.mark.parametrize("made", [one_hot, centred, nothing])
def test_sums_and_products_are_those_of_the_whole_columns(made: object) -> None:
    rng = np.random.default_rng(4)
    own = made(rng)  # type: ignore[operator]
    slot = np.sort(rng.integers(0, SLOTS, ROWS))
    weight = rng.random((NODES, ROWS))
    inside = inside_of(own, slot, SLOTS)
    by_slot = np.zeros((NODES, own.shape[1], SLOTS))
    for row in range(ROWS):
        by_slot[:, :, slot[row]] += weight[:, row, None] * own[row]
    np.testing.assert_allclose(inside.by_slot(weight, SLOTS), by_slot, atol=1e-12)
    products = np.einsum("nr,rk,rl->nkl", weight, own, own)
    np.testing.assert_allclose(inside.products(weight), products, atol=1e-12)


def test_equal_rows_are_one_kind() -> None:
    inside = inside_of(one_hot(np.random.default_rng(5)), np.arange(ROWS), ROWS)
    assert len(inside.kinds) == 5 * 3
    assert len(np.unique(inside.kinds, axis=0)) == 5 * 3
