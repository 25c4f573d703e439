"""Stored tables read back as rows, and cut at an evening as an export of that day had them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.lake import reference
from tests.lake.canonical import Row, Rows

from fairlead.facts import TABLES
from fairlead.process.model import Process

DATED = ("activities", "submissions")
"""Tables whose rows were not there before they happened; people, teams and plans stay as they are:
the export knows only their present form."""


def stored_rows(connection: Any) -> dict[str, list[Row]]:
    """Every canonical table of a connection as rows."""
    return {
        t.name: connection.execute(f"FROM {t.name}").to_arrow_table().to_pylist() for t in TABLES
    }


def cut(rows: Rows, process: Process, day: dt.date) -> dict[str, list[Row]]:
    """Return what an export of that evening would have held.

    Deals get their values of the day from the plain-Python reference. What the export keeps only
    in its present form (next step, source, lost reason) stays: no question about the past may
    depend on it, or it is named where the results are compared.
    """
    end = reference.evening(day)
    then, category = reference.state(rows, process, day), _categories(rows, end)
    kept: dict[str, list[Row]] = dict(rows)
    kept["opportunities"] = [
        row
        | _of_the_day(row, then[row["opportunity_id"]], end)
        | {"forecast_category": category.get(row["opportunity_id"], row["forecast_category"])}
        for row in rows["opportunities"]
        if row["opportunity_id"] in then
    ]
    for name in ("stage_changes", "field_changes"):
        kept[name] = [row for row in rows[name] if reference.known_by(row, end)]
    for name in DATED:
        kept[name] = [row for row in rows[name] if row["known_at"] < end]
    return kept


def _of_the_day(row: Row, then: Row, end: dt.datetime) -> Row:
    names = ("owner_id", "amount", "close_on", "stage", "outcome", "closed_at")
    known_at = min(row["known_at"], end - dt.timedelta(microseconds=1))
    return {name: then[name] for name in names} | {"known_at": known_at}


def _categories(rows: Rows, end: dt.datetime) -> dict[int, str | None]:
    """Return the forecast category on an evening of deals of which any change is noted."""
    found: dict[int, str | None] = {}
    changes = [row for row in rows["field_changes"] if row["field"] == "forecast_category"]
    for row in sorted(changes, key=lambda r: (r["occurred_at"], r["sequence"])):
        if reference.known_by(row, end):
            found[row["opportunity_id"]] = row["new"]
        else:
            found.setdefault(row["opportunity_id"], row["old"])
    return found
