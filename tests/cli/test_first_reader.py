"""What a first reader found wrong: the exports that showed it, small."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from tests.cli.running import fairlead


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder of one's own, with a cache of one's own."""
    folder = tmp_path / "here ü #1"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def _write(path: Path, header: str, rows: list[list[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def _on(day: int) -> str:
    return (dt.date(2026, 1, 5) + dt.timedelta(days=day)).isoformat()


DEALS = "Deal ID,Owner,Stage,Amount,Created Date,Close Date"


def test_closings_long_after_the_last_creation_count(here: Path) -> None:
    rows: list[list[object]] = [
        [f"D{i}", "Ann Lee", "Won" if i % 3 == 0 else "Lost", 1000, _on(i), _on(120 + i)]
        for i in range(60)
    ]
    told = fairlead("brief", _write(here / "closed.csv", DEALS, rows), "--json").json
    assert told["data_until"] == _on(179)
    assert (told["win_rate"]["successes"], told["win_rate"]["n"]) == (20, 60)
    assert sum(m["won"] for m in told["won_by_month"]) == 20


def test_a_single_slip_far_ahead_is_no_news(here: Path) -> None:
    rows: list[list[object]] = [
        [f"D{i}", "Ann Lee", "Lost", 1000, _on(i), _on(i + 5)] for i in range(200)
    ]
    rows[7][5] = _on(280)
    told = fairlead("brief", _write(here / "closed.csv", DEALS, rows), "--json").json
    assert told["data_until"] == _on(204)


def test_wins_in_a_stage_of_their_own_leave_no_step_rates(here: Path) -> None:
    rows: list[list[object]] = [
        [f"W{i}", "Ann Lee", "Won", "won", 1000, _on(i), _on(i + 9)] for i in range(30)
    ]
    rows += [[f"L{i}", "Ann Lee", "Demo", "lost", 1000, _on(i), _on(i + 9)] for i in range(30)]
    header = "Deal ID,Owner,Stage,Status,Amount,Created Date,Close Date"
    told = fairlead("brief", _write(here / "deals.csv", header, rows), "--json").json
    assert (told["totals"]["won"], told["totals"]["lost"]) == (30, 30)
    assert told["funnel"] == []


def test_amounts_known_only_of_wins_are_no_past_pipeline(here: Path) -> None:
    rows: list[list[object]] = [
        [f"W{i}", "Ann Lee", "Won", 1000 + i, _on(i), _on(i + 40)] for i in range(40)
    ]
    rows += [[f"O{i}", "Ann Lee", "Demo", "", _on(i), ""] for i in range(40)]
    path = _write(here / "deals.csv", DEALS, rows)
    fairlead("import", path, "--workspace", "w")
    past = fairlead("brief", "--workspace", "w", "--as-of", _on(41))
    assert "worth" not in past.plain
    moved = fairlead("brief", "--workspace", "w", "--as-of", _on(41), "--json").json["movement"]
    assert moved["closing"]["amount"] is None
    assert moved["closing"]["deals"] > 40


def test_amounts_for_a_spreadsheet_are_not_in_cents(here: Path) -> None:
    rows: list[list[object]] = [
        [f"D{i}", "Ann Lee", "Won", 539.5, _on(i), _on(i + 3)] for i in range(10)
    ]
    fairlead("brief", _write(here / "deals.csv", DEALS, rows))
    fairlead("why", 1, "--csv", "rows.csv")
    with (here / "rows.csv").open(encoding="utf-8") as handle:
        assert {row["amount"] for row in csv.DictReader(handle)} == {"539.50"}


def test_what_is_left_out_is_said(here: Path) -> None:
    rows: list[list[object]] = [
        [f"D{i}", "Ann Lee", "Won", 100, _on(i), _on(i + 3), "Renewal" if i % 2 else "New Business"]
        for i in range(20)
    ]
    path = _write(here / "deals.csv", f"{DEALS},Type", rows)
    assert "Left out: renewal" in fairlead("brief", path, "--leave-out-type", "renewal").plain
