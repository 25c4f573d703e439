"""Chains and border against dense matrices, and against integrals done by quadrature."""

from __future__ import annotations

import numpy as np
import pytest
from tests.stats.dense import covariance_of_chain

from fairlead.stats.chain import (
    autoregressive,
    bordered,
    eliminate,
    inverse_diagonal,
    quadratic_sums,
    solve_chain,
)

MONTHS, PEOPLE, BORDER = 6, 3, 4
SIGMA, PHI = np.array([0.3, 0.7]), np.array([0.9, 0.5])


def some_weight(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 3, (MONTHS, 2, PEOPLE))


def dense_chains(weight: np.ndarray, node: int, extra: np.ndarray | None = None) -> np.ndarray:
    """Precision of all chains of a node, person by person."""
    blocks = np.zeros((PEOPLE * MONTHS, PEOPLE * MONTHS))
    for i in range(PEOPLE):
        covariance = covariance_of_chain(SIGMA[node], PHI[node], MONTHS)
        if extra is not None:
            covariance = stepped(SIGMA[node], PHI[node], extra[:, i])
        place = slice(i * MONTHS, (i + 1) * MONTHS)
        blocks[place, place] = np.linalg.inv(covariance) + np.diag(weight[:, node, i])
    return blocks


def stepped(sigma: float, phi: float, extra: np.ndarray) -> np.ndarray:
    """Covariance of a chain by its recursion, with more variance in some steps."""
    covariance = np.zeros((MONTHS, MONTHS))
    covariance[0, 0] = sigma**2 + extra[0]
    for t in range(1, MONTHS):
        covariance[t, :t] = covariance[:t, t] = phi * covariance[t - 1, :t]
        step = sigma**2 * (1 - phi**2) + extra[t]
        covariance[t, t] = phi**2 * covariance[t - 1, t - 1] + step
    return covariance


def by_person(values: np.ndarray) -> np.ndarray:
    return values.T.ravel()


@pytest.mark.parametrize("jump", [False, True])
def test_chains_alone_equal_dense_matrices(jump: bool) -> None:
    extra = None
    if jump:
        extra = np.zeros((MONTHS, PEOPLE))
        extra[3, 1], extra[1, 2] = 0.1**2, 0.5
    prior = autoregressive(SIGMA, PHI, MONTHS, PEOPLE, extra)
    weight = some_weight()
    factor = eliminate(prior, weight)
    right = np.random.default_rng(1).normal(size=weight.shape)
    solution, variance = solve_chain(factor, right), inverse_diagonal(factor)
    pulled = prior.pull(right)
    total = factor.log_determinant
    for node in range(2):
        dense = dense_chains(weight, node, extra)
        assert total[node] == pytest.approx(np.linalg.slogdet(dense)[1], rel=1e-12)
        np.testing.assert_allclose(
            by_person(solution[:, node]), np.linalg.solve(dense, by_person(right[:, node]))
        )
        np.testing.assert_allclose(by_person(variance[:, node]), np.diag(np.linalg.inv(dense)))
        empty = dense_chains(0 * weight, node, extra)
        np.testing.assert_allclose(
            by_person(pulled[:, node]), empty @ by_person(right[:, node]), atol=1e-10
        )
        assert prior.log_determinant[node] == pytest.approx(np.linalg.slogdet(empty)[1])


def test_one_month_is_a_chain_too() -> None:
    prior = autoregressive(SIGMA, PHI, 1, PEOPLE)
    factor = eliminate(prior, np.ones((1, 2, PEOPLE)))
    np.testing.assert_allclose(factor.pivot[0, :, 0], 1 / SIGMA**2 + 1)
    assert prior.log_determinant[0] == pytest.approx(-PEOPLE * np.log(SIGMA[0] ** 2))


def test_bordered_chains_equal_dense_matrices() -> None:
    rng = np.random.default_rng(3)
    weight = some_weight(2)
    border = rng.normal(0, 0.5, (MONTHS, 2, PEOPLE, BORDER))
    corner = np.repeat(20 * np.eye(BORDER)[None], 2, axis=0)
    right, shared = rng.normal(size=weight.shape), rng.normal(size=(2, BORDER))
    prior = autoregressive(SIGMA, PHI, MONTHS, PEOPLE)
    solved = bordered(eliminate(prior, weight), border.copy(), corner)
    chain, common = solved.solve(right, shared)
    for node in range(2):
        side = border[:, node].transpose(1, 0, 2).reshape(-1, BORDER)
        dense = np.block([[dense_chains(weight, node), side], [side.T, corner[node]]])
        whole = np.linalg.solve(dense, np.append(by_person(right[:, node]), shared[node]))
        np.testing.assert_allclose(by_person(chain[:, node]), whole[:-BORDER], atol=1e-12)
        np.testing.assert_allclose(common[node], whole[-BORDER:], atol=1e-12)
        assert solved.log_determinant[node] == pytest.approx(np.linalg.slogdet(dense)[1])


@pytest.mark.parametrize("power", [1, 3])
def test_running_sums_equal_the_square_table(power: int) -> None:
    weight = some_weight(4)
    factor = eliminate(autoregressive(SIGMA, PHI, MONTHS, PEOPLE), weight)
    values = np.random.default_rng(5).normal(size=weight.shape)
    found = quadratic_sums(factor, inverse_diagonal(factor), values, power)
    for node in range(2):
        covariance = np.linalg.inv(dense_chains(weight, node))
        b = by_person(values[:, node])
        assert found[node] == pytest.approx(b @ covariance**power @ b, rel=1e-10)
