"""Won totals as the CRM books them, to the minor unit, in every currency."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.refresh.company import deal, take, write_deals, write_users

from fairlead.lake.store.workspace import open_workspace
from fairlead.refresh.reconciling import won_totals


def test_amounts_are_exact_and_currencies_apart(odd_path: Path) -> None:
    amounts = ["0.01", "19.99", "1234567.89", "100", "7.005", "7.004", ""]
    coins = ["EUR", "EUR", "EUR", "JPY", "KWD", "kwd", "EUR"]
    rows = [
        deal(2 * n + 1, "Closed Won", a, closedate=f"2026-{9 + n % 2:02d}-05")
        for n, a in enumerate(amounts)
    ]
    write_deals(odd_path / "x", [*rows, deal(90, "Closed Lost", 5), deal(91, amount=5)])
    write_users(odd_path / "x")
    path = odd_path / "x" / "Opportunity.csv"
    lines = path.read_text().splitlines()
    column = ["CurrencyIsoCode", *coins, "EUR", "EUR"]
    path.write_text("\n".join(f"{a},{b}" for a, b in zip(lines, column, strict=True)) + "\n")
    take(odd_path / "ws", odd_path / "x")
    home = open_workspace(odd_path / "ws")
    assert won_totals(home, by=("month",)) == (
        ("2026-09", "EUR", 3, Decimal("1234567.90")),
        ("2026-09", "KWD", 1, Decimal("7.005")),
        ("2026-10", "EUR", 1, Decimal("19.99")),
        ("2026-10", "JPY", 1, Decimal(100)),
        ("2026-10", "KWD", 1, Decimal("7.004")),
    )
    assert [row[:3] for row in won_totals(home, by=("owner",))] == [
        ("Cleo Reyes", "EUR", 4), ("Cleo Reyes", "JPY", 1), ("Cleo Reyes", "KWD", 2),
    ]  # fmt: skip
    both = won_totals(home, by=("pipeline", "month"))
    assert sum(row[-2] for row in both) == 7
    assert won_totals(home, by=("month",), leave_out_types=("unknown",)) == ()
