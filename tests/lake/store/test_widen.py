"""A workspace of an earlier Fairlead, whose tables had fewer columns, is read and carried on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import contents, rows_of, take, write_company, write_csv

from fairlead.facts import TARGETS
from fairlead.lake.store.check import check_tables
from fairlead.lake.store.workspace import open_workspace

HEADER = ("person", "measure", "period", "amount")
OLD = [("Cleo Reyes", "bookings", "2026-Q3", "5"), ("Cleo Reyes", "bookings", "2026-Q4", "6")]


@pytest.fixture
def old_workspace(odd_path: Path) -> Any:
    """A workspace written when targets had no part."""
    columns = TARGETS.columns
    object.__setattr__(TARGETS, "columns", tuple(c for c in columns if c.name != "part"))
    try:
        folder = write_company(odd_path / "x", deals=3)
        write_csv(folder / "targets.csv", HEADER, OLD)
        home = open_workspace(odd_path / "ws", create=True)
        take(home, folder)
    finally:
        object.__setattr__(TARGETS, "columns", columns)
    return home


def test_old_tables_are_read_with_empty_columns(old_workspace: Any) -> None:
    assert rows_of(old_workspace, "SELECT amount, part FROM targets ORDER BY 1") == [
        (500, None),
        (600, None),
    ]
    found = list(check_tables(old_workspace, old_workspace.manifest()))
    assert [problem for _name, _found, problem in found if problem] == []


def test_the_next_import_carries_on(old_workspace: Any, odd_path: Path) -> None:
    before = contents(old_workspace)
    folder = write_company(odd_path / "y", deals=3)
    new = (*OLD[1][:3], "7")
    write_csv(folder / "targets.csv", HEADER, [new, ("Cleo Reyes", "bookings", "2027-Q1", "8")])
    result = take(old_workspace, folder)
    assert (result.inserted, result.updated) == ({"targets": 1}, {"targets": 1})
    rows = rows_of(old_workspace, "SELECT amount, part FROM targets ORDER BY 1")
    assert rows == [(500, None), (700, None), (800, None)]
    after = contents(old_workspace)
    assert {n: r for n, r in after.items() if n != "targets"} == {
        n: r for n, r in before.items() if n != "targets"
    }
    assert not take(old_workspace, folder).changed
    assert not [p for _n, _f, p in check_tables(old_workspace, old_workspace.manifest()) if p]
