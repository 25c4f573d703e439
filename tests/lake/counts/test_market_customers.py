"""How alike deals of one customer end, from SQL and counted one by one."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pytest

from fairlead.lake.counts import market
from fairlead.stats.clusters import mean_design_effect


def _filled(rows: list[tuple[Any, ...]]) -> Any:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE market_deals (opportunity_id BIGINT, type VARCHAR, account_id BIGINT, "
        "is_won BOOLEAN, segment VARCHAR, size DOUBLE, days DOUBLE)"
    )
    connection.executemany("INSERT INTO market_deals VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return connection


def test_customers_are_counted_within_group_and_type() -> None:
    rng = np.random.default_rng(5)
    rows: list[tuple[Any, ...]] = []
    for n in range(300):
        account = int(rng.integers(0, 60))
        won = bool(rng.random() < (0.8 if account % 2 else 0.2))
        size = float(rng.normal(8 + account % 3)) if won else None
        kind, segment = ("new", "renewal")[account % 2], ("A", "B")[account % 4 // 2]
        rows.append((n, kind, account, won, segment, size, None))
    found = market._alike(_filled(rows), "segment")
    groups: dict[tuple[str, str], dict[int, list[float]]] = {}
    for _, kind, account, won, segment, _, _ in rows:
        groups.setdefault((segment, kind), {}).setdefault(account, []).append(float(won))
    sums = [
        (
            sum(len(v) for v in g.values()), sum(map(sum, g.values())), sum(map(sum, g.values())),
            sum(sum(v) ** 2 for v in g.values()), sum(sum(v) * len(v) for v in g.values()),
            sum(len(v) ** 2 for v in g.values()),
        )
        for g in groups.values()
    ]  # fmt: skip
    assert found["win_rate"] == pytest.approx(mean_design_effect(*np.array(sums).T), abs=1e-6)
    assert found["size"] > 1
    assert "cycle" not in found  # no deal has days


def test_deals_without_a_customer_stand_alone() -> None:
    rows = [(n, "new", None, n % 3 == 0, "A", 8.0 + n % 5, 3.0 + n % 4) for n in range(60)]
    found = market._alike(_filled(rows), "segment")
    assert found == pytest.approx({"win_rate": 1.0, "size": 1.0, "cycle": 1.0})
