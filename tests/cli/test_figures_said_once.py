"""What a demanding reader stumbles over: ranges without width, "1 deals", three counts of wins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.running import fairlead
from tests.refresh.company import BEN, CLEO, DAN, deal, write_csv, write_deals, write_users

pytestmark = pytest.mark.usefixtures("here")

LONE_PLURAL = re.compile(
    r"(?<![\d.,-])\b1 (?:(?:open|won|lost|smaller|new|other|won or lost) )*"
    r"(?:people|(?!(?:as|is|was|has|counts)\b)[a-z]+s)\b"
)
TARGETS = ("person", "team", "measure", "period", "amount")


def test_the_search_for_lone_plurals_finds_them() -> None:
    assert LONE_PLURAL.search("of 1 deals")
    assert LONE_PLURAL.search("1 open deals")
    assert LONE_PLURAL.search("1 people whose role")
    assert not LONE_PLURAL.search("11 deals, 1 deal, 1 Jan to 31 Dec, 2.1 times, 1 of 2 deals")


@pytest.mark.slow
def test_one_of_everything_is_said_as_one(tmp_path: Path) -> None:
    """One deal of each odd kind, in every form of the brief."""
    folder = tmp_path / "one"
    rows = [
        deal(1, "Closed Won", closedate="2026-10-05"),
        deal(2, "Closed Lost", createddate="2026-10-29T00:00:00Z"),
        deal(3, closedate="2026-09-30"),
        deal(5, "Closed Won", ownerid="", closedate=""),
    ]
    write_deals(folder, rows)
    write_users(folder)
    write_csv(folder / "targets.csv", TARGETS, [("Cleo Reyes", "", "bookings", "2026-Q4", 5000)])
    assert fairlead("import", folder).code == 0
    asks = [(), ("--for", "leader"), ("--for", "board"), ("--for", "rep", "--name", "Cleo Reyes")]
    for options in [*asks, ("--for", "manager", "--name", "Ben Ito")]:
        ran = fairlead("brief", *options)
        assert ran.code == 0, ran.plain
        assert not LONE_PLURAL.search(ran.plain), LONE_PLURAL.search(ran.plain)
        for finding in fairlead("brief", *options, "--json").json["findings"]:
            assert not LONE_PLURAL.search(f"{finding['title']} {finding['detail']}")
    assert "1 deal has no owner" in str(fairlead("brief", "--json").json["findings"])
    assert "1 open deal (1,000) has a close date in the past" in " ".join(
        fairlead("brief").out.split()
    )


def test_wins_that_are_all_alike_have_no_range(tmp_path: Path) -> None:
    rows = [deal(n, "Closed Won", 2800) for n in range(1, 41)]
    rows += [deal(n, "Closed Won", 9000 + n) for n in range(41, 46)]
    ran = fairlead("brief", write_deals(tmp_path / "same", rows).parent)
    assert "The middle win with an amount is 2,800: 40 of 45 are exactly that" in ran.plain
    assert "(2,800 to 2,800)" not in ran.plain


def test_twelve_months_mean_one_window(tmp_path: Path) -> None:
    """Wins of one window are counted once; by calendar month there is no second total."""
    rows = [deal(n, "Closed Won", closedate="2025-11-02") for n in range(1, 8)]
    rows += [deal(n, "Closed Won", closedate="2026-03-02") for n in range(8, 20)]
    rows += [deal(n, "Closed Lost", closedate="2026-03-02") for n in range(20, 30)]
    ran = fairlead("brief", write_deals(tmp_path / "year", rows).parent)
    assert "Win rate (closed deals): 19 of 29" in ran.plain
    assert "By calendar month since Nov 2025: most in Mar 2026" in ran.plain
    assert len(re.findall(r"\d wins in 12 months", ran.plain)) == 0


def test_wins_without_a_day_are_said_under_the_rate(tmp_path: Path) -> None:
    rows = [deal(n, "Closed Won", 1000) for n in range(1, 8)]
    rows += [deal(n, "Closed Lost") for n in range(8, 20)]
    rows += [deal(n, "Closed Won", 50_000, closedate="") for n in range(20, 23)]
    fairlead("brief", write_deals(tmp_path / "undated", rows).parent)
    ran = fairlead("brief", tmp_path / "undated")
    said = "Not in this rate: 3 deals closed without a closing date, 3 of them won (150k). ["
    assert said in ran.plain
    number = re.search(re.escape(said) + r"(\d+)", ran.plain)
    assert number is not None
    rows_behind = fairlead("why", number[1], "--json").json
    assert rows_behind["total"] == 3
    assert {row["close"] for row in rows_behind["rows"]} == {None}


def test_targets_of_some_are_compared_with_their_wins(tmp_path: Path) -> None:
    folder = tmp_path / "some"
    rows = [deal(n, "Closed Won", 1000, ownerid=CLEO) for n in range(1, 4)]
    rows += [deal(n, "Closed Won", 9000, ownerid=DAN) for n in range(4, 6)]
    rows += [deal(n, amount=500, ownerid=BEN, closedate="2026-12-01") for n in range(6, 9)]
    write_deals(folder, rows)
    write_users(folder)
    write_csv(folder / "targets.csv", TARGETS, [("Cleo Reyes", "", "bookings", "2026-Q4", 5000)])
    fairlead("import", folder)
    ran = fairlead("brief")
    assert "Target 5,000: 60% reached, 2,000 to go" in ran.plain
    assert "that of 1 person; 18k in 2 deals of people without one are not in" in ran.plain
    assert "Open and due in Q4 2026: 1,500, 0.8 times the 2,000 that is missing." in ran.plain
    assert "No forecast: too little data" in ran.plain
    body = fairlead("brief", "--json").json["coverage"]
    assert (body["booked"], body["missing"], body["open_due"]) == (300_000, 200_000, 150_000)
    assert body["times"] == 0.75


@pytest.mark.slow
def test_coverage_without_close_dates_is_not_told(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    write_deals(folder, [deal(n, closedate="") for n in range(1, 9)])
    write_csv(folder / "targets.csv", TARGETS, [("", "", "bookings", "2026-Q4", 5000)])
    fairlead("import", folder)
    assert "most open deals carry no close date" in fairlead("brief").plain
    body = fairlead("brief", "--json").json["coverage"]
    assert (body["open_due"], body["times"]) == (None, None)
    assert "close date" in body["reason"]
