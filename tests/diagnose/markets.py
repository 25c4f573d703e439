"""Made-up markets: deals by column, group, type and month, with or without a change."""

from __future__ import annotations

import datetime as dt

import numpy as np

from fairlead.diagnose.market import MarketCells

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
) -> list[MarketCells]:
    """Return cells of four columns; from month `since` one group of one column has changed.

    Types and groups differ in level, and the whole company has good and bad months.
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
    won = rng.random(len(month)) < 1 / (1 + np.exp(-eta))
    return [
        cells_of(name, np.stack([code, kind, month]), won, amount, cycle)
        for name, code in codes.items()
    ]


def cells_of(
    name: str, place: np.ndarray, won: np.ndarray, amount: np.ndarray, days: np.ndarray
) -> MarketCells:
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
    )  # fmt: skip
