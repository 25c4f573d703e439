"""Small panels of every kind for the tests of the ability model."""

from __future__ import annotations

import numpy as np

from fairlead.stats.ability import Level, Panel
from fairlead.stats.likelihood import Counts, Likelihood, Measured, Trials

KINDS = ("trials", "open", "counts", "measured")


def likelihood_of(kind: str, rng: np.random.Generator, rows: int) -> Likelihood:
    if kind == "counts":
        exposure = rng.uniform(2, 5, rows)
        return Counts(rng.poisson(1.3 * exposure).astype(float), exposure)
    n = rng.integers(1, 6, rows)
    if kind == "measured":
        values = [rng.normal(0.4, 0.7, k) for k in n]
        total = np.array([v.sum() for v in values])
        square = np.array([(v * v).sum() for v in values])
        return Measured(n.astype(float), total, square, np.full((1, 1), 0.49))
    s = rng.binomial(n, 0.4)
    if kind == "trials":
        return Trials.resolved(s, n - s)
    waiting = rng.integers(0, 3, (rows, 3)) * (rng.random((rows, 1)) < 0.5)
    return Trials.with_open(
        s,
        n - s,
        waiting,
        waiting_success=np.array([0.9, 0.5, 0.1]),
        waiting_failure=np.array([0.95, 0.7, 0.3]),
        followed_success=np.where(waiting.any(axis=1), 0.6, 1.0),
        followed_failure=np.where(waiting.any(axis=1), 0.4, 1.0),
    )


def panel_of(
    kind: str,
    people: int = 3,
    months: int = 4,
    *,
    cells: int = 2,
    seed: int = 7,
    share: float = 0.8,
) -> Panel:
    """Some person-month-cells, not all, in no order."""
    rng = np.random.default_rng(seed)
    grid = np.array([(i, t, x) for i in range(people) for t in range(months) for x in range(cells)])
    grid = grid[rng.permutation(len(grid))[: int(share * len(grid))]]
    rows = len(grid)
    return Panel(
        person=grid[:, 0],
        month=grid[:, 1],
        person_count=people,
        month_count=months,
        likelihood=likelihood_of(kind, rng, rows),
        levels=[grid[:, 2]],
        month_of_year=np.arange(months) % 12,
        team=grid[:, 0] % 4 if people >= 4 else None,
        tenure=(grid[:, 1] + 1.0 * (grid[:, 0] > people // 2) * 50),
        offset=rng.normal(0, 0.1, rows),
        general=Level(0.2, 1.0),
    )
