"""A company small enough to count by hand, as its CRM exports it; and what a workspace holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fairlead.facts import TABLES
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace, attach, connect, open_workspace
from fairlead.refresh.importing import ImportResult, import_path

NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
ADA, BEN, CLEO, DAN = (f"00500000000000{n}AAA" for n in "1234")
STAGES = ("Qualified", "Proposal", "Closed Won")


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """Write a table as CSV and return its path."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def deal(number: int, stage: str = "Qualified", amount: object = 1000, **more: object) -> list[Any]:
    """Return one row of Opportunity.csv; `more` are its columns in lower case."""
    closed = stage.startswith("Closed")
    given = {
        "ownerid": CLEO if number % 2 else DAN,
        "createddate": f"2026-09-{1 + number % 28:02d}T08:00:00.000Z",
        "closedate": f"2026-10-{1 + number % 28:02d}",
        "lastmodifieddate": "2026-10-30T10:00:00.000Z",
        **more,
    }
    return [
        f"006{number:012d}AAA",
        f"Deal {number}",
        stage,
        amount,
        given["closedate"],
        str(closed).lower(),
        str(stage == "Closed Won").lower(),
        given["ownerid"],
        given["createddate"],
        given["lastmodifieddate"],
    ]


DEAL_HEADER = (
    "Id",
    "Name",
    "StageName",
    "Amount",
    "CloseDate",
    "IsClosed",
    "IsWon",
    "OwnerId",
    "CreatedDate",
    "LastModifiedDate",
)


def write_deals(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write Opportunity.csv."""
    return write_csv(folder / "Opportunity.csv", DEAL_HEADER, rows)


def write_users(folder: Path, rows: Sequence[Sequence[object]] | None = None) -> Path:
    """Write User.csv: Ada leads Ben, Ben leads Cleo and Dan."""
    usual = [
        (ADA, "Ada North", "ada@example.org", "true", ""),
        (BEN, "Ben Ito", "ben@example.org", "true", ADA),
        (CLEO, "Cleo Reyes", "cleo@example.org", "true", BEN),
        (DAN, "Dan Śliwa", "dan@example.org", "true", BEN),
    ]
    header = ("Id", "Name", "Email", "IsActive", "ManagerId")
    return write_csv(folder / "User.csv", header, rows if rows is not None else usual)


def write_history(folder: Path, deals: int) -> Path:
    """Write OpportunityHistory.csv: each deal is qualified, then gets a proposal."""
    rows = []
    for number in range(1, deals + 1):
        for step, stage in enumerate(STAGES[:2]):
            rows.append(
                [
                    f"008{number:010d}{step:02d}AAA",
                    f"006{number:012d}AAA",
                    stage,
                    1000 + step,
                    f"2026-10-{1 + number % 28:02d}",
                    f"2026-09-{1 + number % 28:02d}T{8 + step:02d}:00:00.000Z",
                ]
            )
    header = ("Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedDate")
    return write_csv(folder / "OpportunityHistory.csv", header, rows)


def write_company(folder: Path, deals: int = 12) -> Path:
    """Write a whole small export: users, deals (a third won, a third lost), history."""
    endings = ("Closed Won", "Closed Lost", "Qualified")
    write_deals(folder, [deal(n, endings[n % 3]) for n in range(1, deals + 1)])
    write_users(folder)
    write_history(folder, deals)
    return folder


def take(home: Workspace | Path, path: Path, **options: Any) -> ImportResult:
    """Import `path`; a path of a workspace is made one first."""
    workspace = open_workspace(home, create=True) if isinstance(home, Path) else home
    return import_path(workspace, path, **{"now": NOW, "counting": False, **options})


def contents(
    workspace: Workspace, manifest: Manifest | None = None
) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table a manifest (the newest) names, in a fixed order."""
    connection = connect()
    attach(connection, workspace, manifest or workspace.manifest())
    try:
        return {
            t.name: connection.execute(
                f'SELECT * REPLACE ({_plain(t)}) FROM "{t.name}" ORDER BY ALL'
            ).fetchall()
            for t in TABLES
        }
    finally:
        connection.close()


def _plain(table: Any) -> str:
    """Return instants as microseconds: fetching them needs another library."""
    names = [c.name for c in table.columns if c.kind.value == "instant"]
    first = table.columns[0].name
    return ", ".join([f'"{first}" AS "{first}"', *(f'epoch_us("{n}") AS "{n}"' for n in names)])


def rows_of(workspace: Workspace, sql: str) -> list[tuple[Any, ...]]:
    """Return what a query finds in the newest state."""
    connection = connect()
    attach(connection, workspace, workspace.manifest())
    try:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
        return found
    finally:
        connection.close()
