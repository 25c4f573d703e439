"""Tables declare names, types and meaning once; everything else is derived from there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Annotated

import pytest

from fairlead.facts import TABLES, Kind, Table
from fairlead.facts.activities import ACTIVITY_KINDS
from fairlead.facts.changes import TRACKED_FIELDS
from fairlead.facts.opportunities import OPPORTUNITIES, OUTCOMES

PYTHON_TYPE = {
    Kind.KEY: int,
    Kind.TEXT: str,
    Kind.INSTANT: dt.datetime,
    Kind.DAY: dt.date,
    Kind.MONEY: int,
    Kind.INTEGER: int,
    Kind.FRACTION: float,
    Kind.NUMBER: float,
    Kind.FLAG: bool,
}

EXPECTED = {
    "people",
    "person_keys",
    "assignments",
    "accounts",
    "contacts",
    "contact_roles",
    "opportunities",
    "deal_lines",
    "stage_changes",
    "field_changes",
    "stages",
    "prospects",
    "splits",
    "activities",
    "targets",
    "submissions",
    "trainings",
    "quarantine",
    "prospect_changes",
    "deal_team",
    "rates",
    "fiscal_periods",
}

tables = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@dataclass(frozen=True, slots=True)
class Visit:
    """A table of its own, to see the derivation at work."""

    visit_id: Annotated[int, Kind.KEY, "the visit"]
    note: Annotated[str | None, Kind.TEXT, "what was said"]
    visited_on: Annotated[dt.date | None, Kind.DAY, "when"]
    paid: Annotated[int, Kind.MONEY, "minor units"]


def test_columns_come_from_the_dataclass() -> None:
    table = Table("visits", Visit, "visit", ("visit_id",))
    assert table.names == ("visit_id", "note", "visited_on", "paid")
    assert [c.kind for c in table.columns] == [Kind.KEY, Kind.TEXT, Kind.DAY, Kind.MONEY]
    assert [c.nullable for c in table.columns] == [False, True, True, False]
    assert table.column("paid").meaning == "minor units"
    with pytest.raises(KeyError, match="visits has no column price"):
        table.column("price")


def test_a_key_that_is_not_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="visits: key columns"):
        Table("visits", Visit, "visit", ("visitor_id",))


def test_every_table_of_the_design_is_declared_once() -> None:
    names = [table.name for table in TABLES]
    assert len(names) == len(set(names))
    assert set(names) == EXPECTED


@tables
def test_keys_are_never_null(table: Table) -> None:
    assert table.key
    assert not [name for name in table.key if table.column(name).nullable]


@tables
def test_events_are_kept_by_the_month_of_an_instant(table: Table) -> None:
    if table.month_of is None:
        assert "occurred_at" not in table.names
    else:
        column = table.column(table.month_of)
        assert (column.kind, column.nullable) == (Kind.INSTANT, False)


@tables
def test_every_row_says_when_it_could_be_known(table: Table) -> None:
    if table.name == "person_keys":  # a way of writing, not an event
        return
    column = table.column("known_at")
    assert (column.kind, column.nullable) == (Kind.INSTANT, False)


@tables
def test_kinds_agree_with_types_and_names(table: Table) -> None:
    hints = {field.name: field.type for field in fields(table.row)}
    for column in table.columns:
        written = str(hints[column.name])
        expected = PYTHON_TYPE[column.kind]
        module = "dt." if expected.__module__ == "datetime" else ""
        bare = written.removeprefix("Annotated[").split(",")[0]
        assert bare.replace(" | None", "") == f"{module}{expected.__name__}", column
        assert bare.endswith("| None") is column.nullable
        assert column.name.endswith("_at") is (column.kind is Kind.INSTANT), column
        assert column.name.endswith("_on") is (column.kind is Kind.DAY), column
        assert column.meaning.strip()
        assert not column.meaning.endswith("."), "a meaning is a phrase, shown in a table"


@tables
def test_rows_are_frozen(table: Table) -> None:
    assert table.row.__dataclass_params__.frozen
    assert table.row.__doc__


def test_money_names_its_currency_or_its_unit() -> None:
    for table in TABLES:
        if any(column.kind is Kind.MONEY for column in table.columns):
            assert "currency" in table.names, table.name


def test_words_that_columns_may_hold() -> None:
    assert OUTCOMES == ("open", "won", "lost", "deleted")
    assert len(set(ACTIVITY_KINDS)) == len(ACTIVITY_KINDS)
    assert set(TRACKED_FIELDS) <= set(OPPORTUNITIES.names)
