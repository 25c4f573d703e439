"""Lists as vendors and teachers publish them: how deals ended arrives as the file says it."""

from __future__ import annotations

from pathlib import Path

from tests.lake.formats.stored import bring, table


def test_a_hubspot_list_that_says_won_but_not_closed(tmp_path: Path) -> None:
    header = ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount",
              "Pipeline", "Create Date", "Is Closed Won", "Is closed lost"]  # fmt: skip
    rows = [
        (1, "One", "Closed won", "2026-03-01 14:22", "Ada North", 100, "Sales", "2026-01-05 09:00",
         "true", "false"),
        (2, "Two", "Closed lost", "2026-03-02 14:22", "Ada North", 200, "Sales", "2026-01-06 09:00",
         "false", "true"),
        (3, "Three", "Contract sent", "2026-05-02 14:22", "Ben Ito", 300, "Sales",
         "2026-02-06 09:00", "false", "false"),
    ]  # fmt: skip
    workspace, _ = bring(tmp_path, {"hubspot-crm-exports-all-deals.csv": [header, *rows]})
    found = table(workspace, "opportunities", "source_key", "outcome")
    assert found == [("1", "won"), ("2", "lost"), ("3", "open")]


def test_dates_called_closed_won_and_closed_lost_say_how_a_deal_ended(tmp_path: Path) -> None:
    header = ["Opp ID", "Account", "Sales Rep", "ACV", "Created", "Closed Won", "Closed Lost"]
    rows = [
        ("O-1", "Nova", "Ada North", "$1,000.00", "1/3/2026", "2/13/2026", ""),
        ("O-2", "Orion", "Ada North", "$2,000.00", "1/4/2026", "", "2/14/2026"),
        ("O-3", "Kappa", "Ben Ito", "$3,000.00", "1/15/2026", "", ""),
        ("O-4", "Alpha", "Ben Ito", "$4,000.00", "1/16/2026", "3/20/2026", "2/20/2026"),
        ("O-5", "Delta", "Ben Ito", "$5,000.00", "1/17/2026", "1/30/2026", "2/25/2026"),
    ]
    workspace, _ = bring(tmp_path, {"pipeline.csv": [header, *rows]})
    found = table(workspace, "opportunities", "source_key", "outcome", "close_on")
    assert [row[:2] for row in found] == [
        ("O-1", "won"), ("O-2", "lost"), ("O-3", "open"), ("O-4", "won"), ("O-5", "lost"),
    ]  # fmt: skip
    days = [str(row[2]) for row in found]
    assert days == ["2026-02-13", "2026-02-14", "None", "2026-03-20", "2026-02-25"]
