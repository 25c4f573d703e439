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


def weekly(stages: dict[str, list[str]]) -> list[tuple[object, ...]]:
    """Return the rows of one sheet: each deal on each Monday it was listed."""
    return [
        (f"2026-01-{5 + 7 * week:02}" if week < 4 else f"2026-02-{7 * week - 26:02}", deal,
         "Ada North", stage, 1000 * (1 + week), "2026-03-31", "2026-01-02")
        for week in range(6)
        for deal, path in stages.items()
        if week < len(path)
        for stage in (path[week],)
    ]  # fmt: skip


SHEET = ["Snapshot Date", "Deal ID", "Owner", "Stage", "Amount", "Close Date", "Created Date"]


def test_one_file_with_the_deals_of_every_week_is_read_by_their_last_rows(tmp_path: Path) -> None:
    paths = {
        "D1": ["Demo", "Demo", "Demo", "Proposal", "Closed Won", "Closed Won"],
        "D2": ["Demo", "Demo", "Closed Lost", "Closed Lost"],
        "D3": ["Demo", "Demo", "Demo", "Demo", "Demo", "Proposal"],
        **{f"D{n}": ["Demo"] * 6 for n in range(4, 8)},
    }
    workspace, result = bring(tmp_path, {"snapshots.csv": [SHEET, *weekly(paths)]})
    found = table(workspace, "opportunities", "source_key", "stage", "outcome", "amount")
    assert found[:3] == [
        ("D1", "Closed Won", "won", 600_000),
        ("D2", "Closed Lost", "lost", 400_000),
        ("D3", "Proposal", "open", 600_000),
    ]
    assert len(found) == 7
    assert table(workspace, "stage_changes", "to_stage") == []
    (said,) = [f for f in result.findings if f.code == "snapshots_in_one_file"]
    assert said.evidence == {"column": "Snapshot Date", "days": 6}


def test_a_history_of_changes_is_no_list_of_every_week(tmp_path: Path) -> None:
    stages = ["Lead", "Demo", "Proposal", "Closed Won"]
    rows = [
        (f"D{n}", stage, f"2026-01-{4 * step + 1:02} 09:{n:02}:00")
        for n in range(1, 21)
        for step, stage in enumerate(stages)
    ]
    files = {
        "stage_history.csv": [["Deal ID", "Stage", "Changed At"], *rows],
        "deals.csv": [
            SHEET[1:], *((f"D{n}", "Ada North", "Closed Won", 1000, "2026-01-13", "2026-01-01")
                         for n in range(1, 21)),
        ],
    }  # fmt: skip
    workspace, _ = bring(tmp_path, files)
    assert len(table(workspace, "stage_changes", "to_stage")) == 80
