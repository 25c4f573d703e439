"""The fit of abilities against dense matrices, quadrature and itself in another order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.stats.dense import fit_dense, prior_precision
from tests.stats.panels import KINDS, panel_of

from fairlead.errors import NumericalError
from fairlead.stats.ability import Level, Panel, build, draw, fit, single
from fairlead.stats.ability.correction import posterior_sd
from fairlead.stats.ability.newton import (
    State,
    begin,
    evidence,
    factorise,
    gradient,
    pose,
    predictor,
    row_variance,
    step,
)
from fairlead.stats.ability.nodes import Nodes, Plane, fixed
from fairlead.stats.likelihood import Counts, Measured, Trials

ONE = single(0.4, 0.6, 0.1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("people", "months"), [(3, 4), (6, 9)])
def test_mode_precision_and_evidence_equal_dense_matrices(
    kind: str, people: int, months: int
) -> None:
    design = build(panel_of(kind, people, months))
    dense = fit_dense(design, ONE)
    problem = pose(design, ONE)
    state = begin(problem)
    for _ in range(40):
        state, _, _, _ = step(problem, state)
    border, chain = dense.split(design)
    np.testing.assert_allclose(state.border[0], border, atol=1e-8)
    np.testing.assert_allclose(state.chain[:, 0], chain, atol=1e-8)
    _, weight = problem.likelihood.slope(predictor(design, state))
    solved = factorise(problem, weight)
    found = evidence(problem, state, solved.log_determinant)[0]
    assert found == pytest.approx(dense.log_evidence, abs=1e-8)
    spread = np.einsum("ri,ij,rj->r", dense.rows, np.linalg.inv(dense.precision), dense.rows)
    np.testing.assert_allclose(row_variance(design, solved)[0], spread, rtol=1e-8)


def many_teams() -> Panel:
    """24 people in 12 teams, three of whom move, one of whom knows no team for a while."""
    panel = panel_of("open", 24, 6)
    team = panel.person // 2
    team = np.where((panel.person % 9 == 1) & (panel.month >= 3), (team + 5) % 12, team)
    team = np.where((panel.person == 4) & (panel.month < 2), -1, team)
    return replace(panel, team=team)


def test_short_columns_of_many_teams_equal_dense_matrices() -> None:
    design = build(many_teams())
    assert design.layout.place.shape == (24, 2)
    assert design.layout.width == design.border - 10
    dense = fit_dense(design, ONE)
    found = fit(many_teams(), nodes=ONE, tolerance=1e-12)
    problem = pose(design, ONE)
    state = begin(problem)
    for _ in range(40):
        state, _, _, _ = step(problem, state)
    border, chain = dense.split(design)
    np.testing.assert_allclose(state.border[0], border, atol=1e-8)
    np.testing.assert_allclose(state.chain[:, 0], chain, atol=1e-8)
    spread = np.einsum("ri,ij,rj->r", dense.rows, np.linalg.inv(dense.precision), dense.rows)
    np.testing.assert_allclose(row_variance(design, found.solved)[0], spread, rtol=1e-6)
    sds = posterior_sd(found.solved)
    wanted = np.sqrt(np.diag(np.linalg.inv(dense.precision)))
    np.testing.assert_allclose(sds[0][0], wanted[: design.border], rtol=1e-6)
    np.testing.assert_allclose(sds[1][:, 0].T.ravel(), wanted[design.border :], rtol=1e-6)


def test_draws_with_many_teams_have_the_right_covariance() -> None:
    found = fit(many_teams(), nodes=ONE, tolerance=1e-10)
    design = found.design
    draws = draw(found, 3, months=np.array([1, 5]), count=40_000)
    covariance = np.linalg.inv(fit_dense(design, ONE).precision)
    places = [design.border + i * design.month_count + t for t in (1, 5) for i in range(24)]
    every = [*range(design.border), *places]
    wanted = covariance[np.ix_(every, every)]
    values = np.concatenate(
        [draws.border.T, draws.theta.reshape(-1, draws.theta.shape[2]).astype(float)]
    )
    scale = np.sqrt(np.outer(np.diag(wanted), np.diag(wanted)))
    np.testing.assert_allclose(np.cov(values) / scale, wanted / scale, atol=0.03)


@pytest.mark.parametrize("kind", KINDS)
def test_gradient_of_the_log_posterior_against_differences(kind: str) -> None:
    design = build(panel_of(kind, 6, 5))
    problem = pose(design, ONE)
    rng = np.random.default_rng(1)
    start = begin(problem)
    state = State(
        start.border + rng.normal(0, 0.3, start.border.shape),
        start.chain + rng.normal(0, 0.3, start.chain.shape),
    )
    pull, _ = problem.likelihood.slope(predictor(design, state))
    chain, border = gradient(problem, state, pull)
    zero = np.zeros(1)

    def height(moved: State) -> float:
        return float(evidence(problem, moved, zero)[0])

    for place in range(design.border):
        h = np.zeros_like(state.border)
        h[0, place] = 1e-5
        up, down = replace(state, border=state.border + h), replace(state, border=state.border - h)
        assert border[0, place] == pytest.approx((height(up) - height(down)) / 2e-5, abs=1e-6)
    for month, person in [(0, 0), (2, 3), (4, 5)]:
        h = np.zeros_like(state.chain)
        h[month, 0, person] = 1e-5
        up, down = replace(state, chain=state.chain + h), replace(state, chain=state.chain - h)
        slope = (height(up) - height(down)) / 2e-5
        assert chain[month, 0, person] == pytest.approx(slope, abs=1e-6)


def two_months(likelihood: Trials | Measured | Counts) -> Panel:
    """One person, two months: the predictor is two jointly normal values before any data."""
    return Panel(
        person=np.zeros(2, dtype=np.int64),
        month=np.arange(2),
        person_count=1,
        month_count=2,
        likelihood=likelihood,
        general=Level(-0.4, 0.6),
    )


def by_quadrature(panel: Panel, nodes: Nodes) -> tuple[np.ndarray, float]:
    """Posterior mean of the two predictors and log evidence, by Gauss-Hermite in two dimensions."""
    design = build(panel)
    rows = np.zeros((2, design.border + 2))
    rows[:, : design.border] = design.columns
    rows[0, -2] = rows[1, -1] = 1
    covariance = rows @ np.linalg.inv(prior_precision(design, nodes)) @ rows.T
    x, w = np.polynomial.hermite_e.hermegauss(80)
    grid = np.array([(a, b) for a in x for b in x])
    weight = np.outer(w, w).ravel() / w.sum() ** 2
    eta = design.columns @ design.prior_mean + grid @ np.linalg.cholesky(covariance).T
    value = design.likelihood.value(eta)
    share = weight * np.exp(value - value.max())
    return share @ eta / share.sum(), float(np.log(share.sum()) + value.max())


def eta_mean(panel: Panel, nodes: Nodes) -> tuple[np.ndarray, float, np.ndarray]:
    found = fit(panel, nodes=nodes, tolerance=1e-9)
    state = State(found.border, found.chain)
    sd = np.sqrt(row_variance(found.design, found.solved)[0])
    return predictor(found.design, state)[0], float(found.log_evidence[0]), sd


def test_normal_values_equal_quadrature() -> None:
    total, count = np.array([1.1, -4.0]), np.array([2.0, 5.0])
    square = total**2 / count + 0.7
    panel = two_months(Measured(count, total, square, np.full((1, 1), 0.5)))
    design = build(panel)
    dense = fit_dense(design, ONE)
    mean, value = by_quadrature(panel, ONE)
    np.testing.assert_allclose((dense.rows @ dense.mode), mean, atol=1e-8)
    assert dense.log_evidence == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize(
    "likelihood",
    [
        Trials.resolved([1.0, 2.0], [1.0, 0.0]),
        Trials.resolved([0.0, 1.0], [2.0, 2.0]),
        Counts(np.array([1.0, 0.0]), np.array([1.5, 1.5])),
    ],
)
def test_few_trials_come_close_to_quadrature(likelihood: Trials | Counts) -> None:
    panel = two_months(likelihood)
    mean, value = by_quadrature(panel, ONE)
    found, height, sd = eta_mean(panel, ONE)
    np.testing.assert_array_less(np.abs(found - mean) / sd, 0.05)
    assert height == pytest.approx(value, abs=0.03)
    dense = fit_dense(build(panel), ONE)
    mode_error = np.abs(dense.rows @ dense.mode - mean) / sd
    assert np.abs(found - mean).max() < 0.5 * (mode_error * sd).max()


def same_fit(one: Panel, other: Panel, order: np.ndarray | None = None) -> None:
    a, b = fit(one), fit(other)
    people = np.arange(one.person_count) if order is None else order
    np.testing.assert_allclose(b.weight, a.weight, atol=1e-8)
    np.testing.assert_allclose(b.chain[:, :, people], a.chain, atol=1e-8)
    np.testing.assert_allclose(b.border, a.border, atol=1e-8)
    one_draw, other_draw = draw(a, 5, count=200), draw(b, 5, count=200)
    np.testing.assert_allclose(other_draw.theta[:, people], one_draw.theta, atol=2e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_order_of_rows_and_people_changes_nothing(kind: str) -> None:
    panel = panel_of(kind, 6, 8)
    panel = replace(panel, person_key=np.arange(6, dtype=np.uint64) + 100)
    rng = np.random.default_rng(2)
    rows = rng.permutation(len(panel.person)).astype(np.int64)
    place = rng.permutation(6).astype(np.int64)  # person i becomes person place[i]
    key = np.empty(6, dtype=np.uint64)
    assert panel.person_key is not None
    key[place] = panel.person_key
    assert panel.team is not None
    assert panel.tenure is not None
    assert panel.offset is not None
    other = replace(
        panel,
        person=place[panel.person][rows],
        month=panel.month[rows],
        likelihood=panel.likelihood.take(rows),
        levels=[codes[rows] for codes in panel.levels],
        team=panel.team[rows],
        tenure=panel.tenure[rows],
        offset=panel.offset[rows],
        person_key=key,
    )
    same_fit(panel, other, place)


def test_splitting_a_cell_changes_nothing() -> None:
    panel = panel_of("trials", 6, 8)
    data = panel.likelihood
    assert isinstance(data, Trials)
    twice = np.repeat(np.arange(len(panel.person)), 2)
    part = np.tile([0.25, 0.75], len(panel.person))
    other = replace(
        panel,
        person=panel.person[twice],
        month=panel.month[twice],
        likelihood=Trials.resolved(data.successes[twice] * part, data.failures[twice] * part),
        levels=[codes[twice] for codes in panel.levels],
        team=None if panel.team is None else panel.team[twice],
        tenure=None if panel.tenure is None else panel.tenure[twice],
        offset=None if panel.offset is None else panel.offset[twice],
    )
    same_fit(panel, other)


@pytest.mark.parametrize("kind", KINDS)
def test_batched_nodes_equal_single_fits(kind: str) -> None:
    panel = panel_of(kind, 5, 6)
    nodes = fixed(teams=True)
    together = fit(panel, nodes=nodes, tolerance=1e-8)
    assert 1 < len(together.nodes) <= len(nodes)
    for place in range(0, len(together.nodes), 7):
        kept = slice(place, place + 1)
        alone = fit(panel, nodes=together.nodes.take(kept), tolerance=1e-8)
        np.testing.assert_allclose(alone.border, together.border[kept], atol=1e-5)
        np.testing.assert_allclose(alone.chain, together.chain[:, kept], atol=1e-5)
        assert alone.log_evidence[0] == pytest.approx(together.log_evidence[place], abs=1e-5)


def test_draws_have_the_covariance_of_the_inverse_precision() -> None:
    panel = panel_of("trials", 4, 6)
    design = build(panel)
    found = fit(panel, nodes=ONE, tolerance=1e-10)
    months = np.array([0, 3, 5])
    draws = draw(found, 3, months=months, count=60_000)
    covariance = np.linalg.inv(fit_dense(design, ONE).precision)
    places = [design.border + i * design.month_count + t for t in months for i in range(4)]
    wanted = covariance[
        np.ix_(list(range(design.border)) + places, list(range(design.border)) + places)
    ]
    values = np.concatenate(
        [draws.border.T, draws.theta.reshape(-1, draws.theta.shape[2]).astype(float)]
    )
    scale = np.sqrt(np.diag(wanted))
    np.testing.assert_allclose(
        np.cov(values) / np.outer(scale, scale), wanted / np.outer(scale, scale), atol=0.025
    )
    mean = np.concatenate([found.border[0], found.chain[months, 0].ravel()])
    np.testing.assert_allclose((values.mean(axis=1) - mean) / scale, 0, atol=0.025)


def test_draws_repeat_and_depend_on_the_seed() -> None:
    found = fit(panel_of("counts", 4, 6))
    one, again, other = draw(found, 3), draw(found, 3), draw(found, 4)
    assert np.array_equal(one.theta, again.theta)
    assert not np.array_equal(one.theta, other.theta)
    assert one.person(5).shape == (4, 1000)
    with pytest.raises(ValueError, match="not kept"):
        one.person(17)


def test_many_people_agree_with_a_fine_grid() -> None:
    """The search on the plane against brute force over 15 x 12 settings."""
    rng = np.random.default_rng(6)
    people, months = 220, 12
    month, person = (x.ravel() for x in np.meshgrid(np.arange(months), np.arange(people)))
    theta = np.repeat(rng.normal(0, 0.35, people)[:, None], months, axis=1)
    n = rng.poisson(4.0, len(month))
    s = rng.binomial(n, 1 / (1 + np.exp(-theta[person, month])))
    panel = Panel(
        person=person,
        month=month,
        person_count=people,
        month_count=months,
        likelihood=Trials.resolved(s, n - s),
    )
    found = fit(panel, plug_in=False)
    points = np.array(
        [(a, b) for a in np.log(np.linspace(0.2, 0.55, 15)) for b in np.linspace(-7.4, -1.7, 12)]
    )
    brute = fit(panel, nodes=Plane().nodes(points, 0.0))
    spread = np.sqrt(brute.weight @ brute.nodes.sigma**2 - brute.sigma**2)
    # the brute grid is even in log sigma: no weights of its own are needed
    assert abs(found.sigma - brute.sigma) < 0.25 * spread
    assert abs(found.likeness - brute.likeness) < 0.05
    mine = np.einsum("k,kn->n", found.weight, found.chain[-1])
    theirs = np.einsum("k,kn->n", brute.weight, brute.chain[-1])
    assert np.abs(mine - theirs).max() < 0.02


@pytest.mark.parametrize(("sigma", "phi"), [(0.05, 0.97), (1.0, 0.97), (1.0, 0.87), (0.3, 0.998)])
def test_the_search_arrives_from_afar(sigma: float, phi: float) -> None:
    """It starts at 0.25; the nine settings must end up around the likeliest."""
    rng = np.random.default_rng(6)
    people, months = 250, 18
    theta = rng.normal(0, sigma, (months, people))
    for t in range(1, months):
        theta[t] = phi * theta[t - 1] + np.sqrt(1 - phi**2) * theta[t]
    month, person = (x.ravel() for x in np.indices((months, people)))
    x = 2.0 + theta.ravel() + rng.normal(0, 0.3, people * months)
    panel = Panel(
        person=person,
        month=month,
        person_count=people,
        month_count=months,
        likelihood=Measured(np.ones(len(x)), x, x * x, np.full((1, 1), x.var())),
        general=Level(2.0, 1.0),
    )
    found = fit(panel)
    assert found.weight[4] > 0.15
    assert found.weight[[0, 2, 6, 8]].max() < 0.3
    assert found.sigma == pytest.approx(theta.std(), rel=0.08, abs=0.01)
    assert found.residual is not None
    assert found.residual[4] == pytest.approx(0.09, rel=0.1)


def test_impossible_data_are_a_numerical_error() -> None:
    panel = two_months(Counts(np.array([1.0, np.nan]), np.array([1.0, 1.0])))
    with pytest.raises(NumericalError, match="no mode"):
        fit(panel)
