"""What an import changes: only what is new or differs, never by an older export, nothing twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import (
    CLEO,
    NOW,
    contents,
    deal,
    rows_of,
    take,
    write_company,
    write_csv,
    write_deals,
    write_users,
)

from fairlead.lake.store.commit import versions
from fairlead.lake.store.workspace import Workspace, open_workspace


def test_the_same_import_twice_changes_nothing(copied: Workspace, made: dict[str, Any]) -> None:
    take(copied, made["second"])
    before, tables = copied.manifest(), versions(copied)
    for path in (made["second"], made["first"]):
        again = take(copied, path, now=NOW + dt.timedelta(days=3))
        assert (again.inserted, again.updated, again.changed) == ({}, {}, False)
    assert copied.manifest() == before
    assert versions(copied) == tables


def test_files_without_any_date_change_nothing_twice(odd_path: Path) -> None:
    """Their rows are known since the clock said so, and the clock goes on."""
    folder = odd_path / "people only"
    write_users(folder)
    write_csv(folder / "Account.csv", ("Id", "Name", "Industry"), [("001A1", "Norsk", "Steel")])
    home = open_workspace(odd_path / "ws", create=True)
    assert take(home, folder).changed
    again = take(home, folder, now=NOW + dt.timedelta(days=1))
    assert (again.inserted, again.updated) == ({}, {})
    write_csv(folder / "Account.csv", ("Id", "Name", "Industry"), [("001A1", "Norsk", "Glass")])
    changed = take(home, folder, now=NOW + dt.timedelta(days=2))
    assert changed.updated == {"accounts": 1}


def test_only_rows_that_differ_are_written(copied: Workspace, made: dict[str, Any]) -> None:
    result = take(copied, made["second"])
    assert result.updated == {"opportunities": 1}
    assert result.inserted == {
        "opportunities": 27,
        "stage_changes": 1,  # what differs is history
        "field_changes": 1,
        "targets": 1,
        "quarantine": 1,
    }
    assert rows_of(copied, "SELECT amount, outcome FROM opportunities WHERE source_key = "
                   "'006000000000002AAA'") == [(250_000, "won")]  # fmt: skip


def test_an_older_export_never_overwrites_a_newer_one(odd_path: Path) -> None:
    def export(name: str, amount: int, day: str) -> Path:
        write_deals(odd_path / name, [deal(1, amount=amount, lastmodifieddate=day)])
        write_users(odd_path / name, [(CLEO, f"Cleo {name.title()}", "", "true", "")])
        return odd_path / name

    old = export("old", 100, "2026-10-01T00:00:00.000Z")
    new = export("new", 200, "2026-11-01T00:00:00.000Z")
    states = []
    for index, order in enumerate([(old, new), (new, old), (old, new, old)]):
        home = open_workspace(odd_path / f"ws {index}", create=True)
        for path in order:
            take(home, path)
        assert rows_of(home, "SELECT amount FROM opportunities") == [(20_000,)]
        assert rows_of(home, "SELECT name FROM people") == [("Cleo New",)]
        states.append(contents(home))
    assert states[0] == states[1] == states[2]


@pytest.mark.slow
def test_the_order_of_files_does_not_matter(odd_path: Path, made: dict[str, Any]) -> None:
    """One by one forwards, backwards, or all at once under other names."""
    whole = write_company(odd_path / "all")
    names = sorted(p.name for p in whole.iterdir())
    states = []
    for index, order in enumerate([names, names[::-1]]):
        home = open_workspace(odd_path / f"ws {index}", create=True)
        for name in order:
            take(home, whole / name)
        states.append(contents(home))
    renamed = odd_path / "renamed"
    for number, name in enumerate(reversed(names)):
        target = renamed / str(number) / name
        target.parent.mkdir(parents=True)
        target.write_bytes((whole / name).read_bytes())
    home = open_workspace(odd_path / "ws renamed", create=True)
    take(home, renamed)
    states.append(contents(home))
    stripped = [_without_places(state) for state in states]
    assert stripped[0] == stripped[1] == stripped[2] == _without_places(made["old"])


def _without_places(state: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Leave out where rows came from and since when they are known: that does depend on files."""
    from fairlead.facts import TABLES

    found = {}
    for table in TABLES:
        keep = [i for i, c in enumerate(table.columns) if c.name not in {"file", "known_at"}]
        found[table.name] = sorted(tuple(row[i] for i in keep) for row in state[table.name])
    return found
