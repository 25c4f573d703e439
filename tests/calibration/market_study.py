"""How often change in the market is called where there is none, and found where there is.

``python -m tests.calibration.market_study [COMPANIES]`` prints the table of
docs/explanation/change-in-the-market.md; 200 companies take some minutes.
"""

from __future__ import annotations

import datetime as dt
import sys

import numpy as np
from tests.diagnose.markets import market

from fairlead.diagnose.market import MarketReport, market_report

DAY = dt.date(2025, 12, 31)
PLANTED = dt.date(2025, 3, 1)
CHANGES: tuple[dict[str, float], ...] = (
    {"logit": -0.9},
    {"logit": -0.6},
    {"size": -0.4},
    {"days": 0.35},
)


def told(seed: int, **planted: float) -> MarketReport:
    cells = market(np.random.default_rng(seed), **planted)  # type: ignore[arg-type]
    return market_report(cells, as_of=DAY, currency=None, rng=np.random.default_rng(seed + 10**6))


def false_alarms(companies: int) -> int:
    """Return the companies with any alarm, of those in which nothing changed."""
    return sum(bool(told(seed).shifts) for seed in range(companies))


def found(companies: int, **planted: float) -> tuple[int, int, int]:
    """Return companies where it is found, with its month inside the range, with another named."""
    hit = inside = other = 0
    for seed in range(companies):
        shifts = told(50_000 + seed, **planted).shifts
        right = [s for s in shifts if s.group == "competitor 1"]
        hit += bool(right)
        inside += any(s.first <= PLANTED <= s.last for s in right)
        other += len(right) < len(shifts)
    return hit, inside, other


def main(companies: int) -> None:
    sys.stdout.write(f"nothing changed: {false_alarms(companies)} of {companies}\n")
    for planted in CHANGES:
        hit, inside, other = found(companies // 4, **planted)
        sys.stdout.write(
            f"{planted}: found {hit} of {companies // 4}, inside {inside}, another {other}\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
