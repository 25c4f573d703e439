"""Small exports as a CRM writes them, each row a dict; and what is asked of a workspace after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.refresh.company import ADA, BEN, CLEO, DAN, rows_of, take, write_csv
from tests.refresh.numbers import prepared

from fairlead.brief.model import Brief, Line
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.refresh.importing import ImportResult

__all__ = ["ADA", "BEN", "CLEO", "DAN", "rows_of", "take"]

Row = dict[str, object]


def key(number: int) -> str:
    """Return a deal's id as Salesforce writes it, 18 characters."""
    return f"006{number:012d}AAA"


def deal(number: int, stage: str = "Discovery", **more: object) -> Row:
    """Return one row of Opportunity.csv; `more` replaces or adds columns."""
    return {
        "Id": key(number),
        "Name": f"Deal {number}",
        "StageName": stage,
        "Amount": 1000,
        "CloseDate": "2026-11-10" if stage.startswith("Closed") else "2026-12-10",
        "IsClosed": str(stage.startswith("Closed")).lower(),
        "IsWon": str(stage == "Closed Won").lower(),
        "OwnerId": CLEO,
        "CreatedDate": "2026-09-01T08:00:00.000Z",
        "LastModifiedDate": "2026-11-15T10:00:00.000Z",
        **more,
    }


def moves(number: int, *steps: tuple[str, str], **more: object) -> list[Row]:
    """Return rows of OpportunityHistory.csv: the deal entered each stage on that day or instant."""
    return [
        {
            "Id": f"008{number:08d}{n:04d}AAA",
            "OpportunityId": key(number),
            "StageName": stage,
            "Amount": 1000,
            "CloseDate": "2026-12-10",
            "CreatedDate": when if "T" in when else f"{when}T09:00:00.000Z",
            **more,
        }
        for n, (when, stage) in enumerate(steps)
    ]


def edits(number: int, field: str, *changes: tuple[str, object, object]) -> list[Row]:
    """Return rows of OpportunityFieldHistory.csv: on a day a field went from old to new."""
    return [
        {
            "Id": f"017{number:06d}{field[:2]}{n:04d}AAA",
            "OpportunityId": key(number),
            "Field": field,
            "OldValue": old,
            "NewValue": new,
            "CreatedDate": when if "T" in when else f"{when}T09:00:00.000Z",
        }
        for n, (when, old, new) in enumerate(changes)
    ]


def user(key: str, name: str, manager: str = "", **more: object) -> Row:
    """Return one row of User.csv."""
    mail = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return {
        "Id": key,
        "Name": name,
        "Email": mail,
        "IsActive": "true",
        "ManagerId": manager,
        **more,
    }


HUBSPOT: Row = {
    "dealstage": "demo",
    "amount": 100,
    "pipeline": "default",
    "createdate": "2026-10-01T08:00:00Z",
    "closedate": "2026-12-01T00:00:00Z",
    "hs_lastmodifieddate": "2026-11-10T08:00:00Z",
    "hubspot_owner_id": 77,
}
"""What every deal of a HubSpot export carries here."""

PEOPLE = [
    user(ADA, "Ada North"),
    user(BEN, "Ben Ito", ADA),
    user(CLEO, "Cleo Reyes", BEN),
    user(DAN, "Dan Sliwa", BEN),
]


def export(folder: Path, **tables: list[Row]) -> Path:
    """Write one CSV a table, named after it, the columns of all its rows."""
    for name, rows in tables.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        write_csv(folder / f"{name}.csv", header, [[r.get(c, "") for c in header] for r in rows])
    return folder


def imported(folder: Path, **tables: list[Row]) -> tuple[Workspace, ImportResult]:
    """Write an export below `folder`, import it into a new workspace, return what came of it."""
    home = open_workspace(folder / "workspace", create=True)
    return home, take(home, export(folder / "export", **tables))


@contextmanager
def brief_of(home: Workspace, day: str | None = None, **question: Any) -> Iterator[Any]:
    """Yield the material and the brief, as of a day or as far as the data go."""
    as_of = dt.date.fromisoformat(day) if day else None
    with prepared(home.root, as_of=as_of, **question) as (_connection, _scope, material, brief):
        yield material, brief


def summary_of(home: Workspace, day: str | None = None, **question: Any) -> Any:
    """Return the counts of a brief."""
    with brief_of(home, day, **question) as (material, _brief):
        return material.summary


def text_of(brief: Brief) -> str:
    """Return every sentence of a brief."""
    lines: list[Line] = [line for section in brief.sections for line in section.lines]
    return "\n".join(line.text for line in lines)


def steps_of(home: Workspace, day: str | None = None) -> dict[str, tuple[int, int, int, int]]:
    """Return stage -> deals that entered, went on, were lost, are still there."""
    with brief_of(home, day) as (material, _brief):
        return {s.stage: (s.entered, s.advanced, s.lost, s.open) for s in material.steps}


def codes(result: ImportResult) -> set[str]:
    """Return the codes of what an import found worth saying."""
    return {finding.code for finding in result.findings}


def aside(result: ImportResult) -> list[tuple[int, str | None, str]]:
    """Return line, column and reason of every row put aside."""
    return [(row.line, row.column, row.code) for row in result.put_aside]


def stored(home: Workspace, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    """Return columns of the stored deals, by the CRM's own id."""
    return rows_of(home, f"SELECT {columns} FROM opportunities WHERE {where} ORDER BY source_key")
