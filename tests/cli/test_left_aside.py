"""What could not be used is said with its weight: money put aside, names that match nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import fairlead
from tests.refresh.company import deal, write_company, write_csv, write_deals

pytestmark = pytest.mark.usefixtures("here")

TEAM = ("person", "manager", "team")
TARGETS = ("person", "team", "measure", "period", "amount")


def test_money_put_aside_is_said(tmp_path: Path) -> None:
    rows = [deal(n) for n in range(1, 101)]
    for n, amount in ((3, 250_000), (4, ""), (5, "1,200,000.50")):
        rows[n] = deal(n + 1, amount=amount, createddate="some day")
    write_deals(tmp_path / "doubtful", rows)
    assert fairlead("import", tmp_path / "doubtful").code == 0
    ran = fairlead("brief")
    said = "3 of 100 rows of Opportunity.csv put aside; 2 of them carry an amount, 1,450k in all."
    assert said in ran.plain
    (source,) = fairlead("brief", "--json").json["sources"]
    assert (source["aside_valued"], source["aside_amount"]) == (2, 145_000_050)


def test_money_put_aside_names_its_currency(tmp_path: Path) -> None:
    path = write_deals(tmp_path / "coins", [deal(n) for n in range(1, 101)])
    lines = path.read_text().splitlines()
    coins = ["CurrencyIsoCode", *("JPY" for _ in lines[1:])]
    lines = [f"{line},{coin}" for line, coin in zip(lines, coins, strict=True)]
    lines[9] = lines[9].replace("2026-09", "2026-99")
    path.write_text("\n".join(lines) + "\n")
    assert "1 of them carries an amount, JPY 1,000 in all" in fairlead("brief", path.parent).plain


@pytest.mark.slow
def test_without_rows_put_aside_no_money_is_said(export: Path) -> None:
    assert "carry an amount" not in fairlead("brief", export).plain


def test_names_that_match_nobody_are_counted_and_listed(tmp_path: Path) -> None:
    """Where the CRM knows its people by id, a misspelt one is nobody of theirs."""
    folder = write_company(tmp_path / "ids")
    write_csv(
        folder / "team.csv", TEAM, [("Kleo Reyes", "Ben Ito", "N"), ("Dan Śliwa", "Ben Itto", "N")]
    )
    aims = [(name, "", "bookings", "2026-Q4", 5000) for name in ("Kleo Reyes", "Cleo Reyes")]
    write_csv(folder / "targets.csv", TARGETS, aims)
    fairlead("import", folder)
    ran = fairlead("brief")
    assert "2 names in team.csv or targets.csv match nobody in the export" in ran.plain
    assert "Reyes" not in ran.plain
    body = fairlead("brief", "--json").json
    assert body["unmatched_names"] == 2
    (number,) = [e["number"] for e in body["evidence"] if e["query"] == "unmatched_names"]
    rows = fairlead("why", number, "--json").json["rows"]
    assert {(r["name"], r["said_in"], r["closest"]) for r in rows} == {
        ("Ben Itto", "team.csv", "Ben Ito"),
        ("Kleo Reyes", "team.csv", "Cleo Reyes"),
        ("Kleo Reyes", "targets.csv", "Cleo Reyes"),
    }


def test_managers_known_by_name_only_may_own_no_deal(tmp_path: Path) -> None:
    header = ("Deal ID", "Owner", "Stage", "Amount", "Created Date", "Close Date")
    rows = [(f"D{n}", "Ann Lee", "Won", 100, "2026-01-05", "2026-02-05") for n in range(9)]
    write_csv(tmp_path / "names" / "deals.csv", header, rows)
    team = [("Ann Lee", "Bo Ek", "N"), ("Anne Leigh", "Bo Ek", "N")]
    write_csv(tmp_path / "names" / "team.csv", TEAM, team)
    fairlead("import", tmp_path / "names")
    ran = fairlead("brief")
    assert "1 name in team.csv or targets.csv matches nobody in the export" in ran.plain
