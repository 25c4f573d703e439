"""Made-up markets: deals by column, group, type and month, with or without a change."""

from __future__ import annotations

import datetime as dt

import numpy as np

from fairlead.diagnose.market import MarketCells
from fairlead.stats.clusters import mean_design_effect

MONTHS = tuple(dt.date(2024 + m // 12, m % 12 + 1, 1) for m in range(24))
SHARES = {
    "segment": (0.5, 0.35, 0.15),
    "product": (0.55, 0.28, 0.17),
    "source": (0.38, 0.3, 0.16, 0.08, 0.08),
    "competitor": (0.45, 0.22, 0.18, 0.15),
}


def market(
    rng: np.random.Generator,
    *,
    a_month: int = 150,
    column: str = "competitor",
    group: int = 1,
    since: int = 14,
    logit: float = 0.0,
    size: float = 0.0,
    days: float = 0.0,
    customers: int = 0,
) -> list[MarketCells]:
    """Return cells of four columns; from month `since` one group of one column has changed.

    Types and groups differ in level, and the whole company has good and bad months. With customers
    each buys in one quarter, belongs to one segment, and its deals end alike.
    """
    closed = rng.poisson(a_month * rng.uniform(0.7, 1.3, len(MONTHS)))
    month = np.repeat(np.arange(len(MONTHS)), closed)
    kind = rng.choice(2, len(month), p=(0.8, 0.2))
    codes = {name: rng.choice(len(p), len(month), p=p) for name, p in SHARES.items()}
    level = {name: rng.normal(0, 0.25, len(p)) for name, p in SHARES.items()}
    hit = (codes[column] == group) & (month >= since)
    eta = -1.2 + 0.7 * kind + rng.normal(0, 0.25, len(MONTHS))[month] + logit * hit
    amount = 9.4 + 0.4 * kind + rng.normal(0, 0.6, len(month)) + size * hit
    cycle = 4.0 - 0.2 * kind + rng.normal(0, 0.5, len(month)) + days * hit
    for name, code in codes.items():
        eta += level[name][code]
        amount += level[name][code]
        cycle += 0.3 * level[name][code]
    customer = np.arange(len(month))
    if customers:
        customer, codes["segment"] = _bought(rng, customers, month)
        eta += rng.normal(0, 1.5, customers)[customer]
    won = rng.random(len(month)) < 1 / (1 + np.exp(-eta))
    return [
        cells_of(name, np.stack([code, kind, month]), (won, amount, cycle), customer)
        for name, code in codes.items()
    ]


def _bought(
    rng: np.random.Generator, customers: int, month: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return customer and segment of each deal: a customer buys in one quarter only."""
    quarter = np.arange(customers) % 8
    own = [np.flatnonzero(quarter == q) for q in range(8)]
    customer = np.array([rng.choice(own[q]) for q in (month // 3).tolist()])
    segment = rng.choice(3, customers, p=SHARES["segment"])
    return customer, segment[customer]


def cells_of(
    name: str,
    place: np.ndarray,
    what: tuple[np.ndarray, np.ndarray, np.ndarray],
    customer: np.ndarray,
) -> MarketCells:
    won, amount, days = what
    shape = (len(SHARES[name]), 2, len(MONTHS))

    def summed(values: np.ndarray) -> np.ndarray:
        total = np.zeros(shape)
        np.add.at(total, tuple(place), values)
        return total

    wins = summed(won).astype(np.int64)
    return MarketCells(
        name, tuple(f"{name} {i}" for i in range(shape[0])), (True,) * shape[0], MONTHS,
        summed(np.ones(len(won))).astype(np.int64), wins,
        wins, summed(won * amount), summed(won * amount**2),
        wins, summed(won * days), summed(won * days**2),
        {"win_rate": alike(place, won, customer)},
    )  # fmt: skip


def alike(place: np.ndarray, won: np.ndarray, customer: np.ndarray) -> float:
    """Return how alike the deals of one customer end, of group and type, counted one by one."""
    sums: dict[tuple[int, int], list[tuple[int, int]]] = {}
    group = place[0] * 2 + place[1]
    for code in np.unique(group).tolist():
        mine = group == code
        for one in np.unique(customer[mine]).tolist():
            rows = mine & (customer == one)
            sums.setdefault((code, 0), []).append((int(rows.sum()), int(won[rows].sum())))
    told = [np.array(pairs) for pairs in sums.values()]
    n, x = [t[:, 0] for t in told], [t[:, 1] for t in told]
    total = [v.sum() for v in x]
    return mean_design_effect(
        [v.sum() for v in n],
        total,
        total,
        [(v * v).sum() for v in x],
        [(a * b).sum() for a, b in zip(n, x, strict=True)],
        [(v * v).sum() for v in n],
    )
