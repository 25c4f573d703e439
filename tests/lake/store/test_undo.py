"""Undo: the state before counts again, as a state of its own that can be undone."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import NOW, contents, deal, take, write_deals

from fairlead.errors import ConflictError, InputError, UnavailableError
from fairlead.lake.store.check import damage
from fairlead.lake.store.commit import heal
from fairlead.lake.store.workspace import Workspace, data_files, open_workspace, writing
from fairlead.refresh.undoing import undo_import

HOUR = dt.timedelta(hours=1)


def test_undo_and_undo_again(copied: Workspace, made: dict[str, Any]) -> None:
    take(copied, made["second"])
    done = undo_import(copied)
    assert contents(copied) == made["old"]
    assert (done.left, done.again, done.manifest.number) == (2, 1, 3)
    change = done.rows["opportunities"]
    assert (change.before, change.after, change.gone, change.come) == (39, 12, 28, 1)
    assert (done.rows["targets"].before, done.rows["targets"].after) == (1, 0)
    assert set(done.rows) == {
        name for name in made["old"] if made["old"][name] != made["new"][name]
    }
    assert copied.manifest().data_until == "2026-10-30"
    assert undo_import(copied).manifest.number == 4
    assert contents(copied) == made["new"]
    assert damage(copied, copied.manifest()) == ""


def test_rows_gone_and_come_are_those_of_whole_tables(
    copied: Workspace, made: dict[str, Any], tmp_path: Path
) -> None:
    """Only files that differ are read, also where changed rows lie over others in several."""
    for number, amount in enumerate((2000, 3000), start=1):
        rows = [deal(n, amount=amount) for n in range(1, 3 + number)]
        take(copied, write_deals(tmp_path / f"more {number}", rows), now=NOW + number * HOUR)
    take(copied, made["second"], now=NOW + 3 * HOUR)
    left = contents(copied)
    done = undo_import(copied, state=2)
    then = contents(copied)
    assert done.rows.keys() == {name for name in left if left[name] != then[name]}
    for name, change in done.rows.items():
        old, new = (Counter(map(repr, side[name])) for side in (left, then))
        assert change.gone == (old - new).total(), name
        assert change.come == (new - old).total(), name
        assert (change.before, change.after) == (old.total(), new.total())


@pytest.mark.slow
def test_an_import_after_an_undo_starts_from_the_state_that_counts(
    copied: Workspace, made: dict[str, Any]
) -> None:
    take(copied, made["second"])
    undone = copied.manifest()
    undo_import(copied)
    again = take(copied, made["second"])
    assert again.inserted["opportunities"] == 27
    assert contents(copied) == made["new"]
    assert contents(copied, undone) == made["new"]  # the kept state is still whole
    assert take(copied, made["second"]).changed is False
    undo_import(copied)
    assert contents(copied) == made["old"]


def test_the_first_import_undone_leaves_an_empty_workspace(
    odd_path: Path, made: dict[str, Any]
) -> None:
    home = open_workspace(odd_path / "neu", create=True)
    with pytest.raises(InputError, match="nothing to undo: nothing was imported yet"):
        undo_import(home)
    take(home, made["first"])
    undo_import(home)
    assert not any(contents(home).values())
    with pytest.raises(InputError, match="holds no data yet"):
        home.require()
    take(home, made["second"])
    compared = {"stage_changes", "field_changes"}  # history of two exports needs the first
    assert {k: v for k, v in contents(home).items() if k not in compared} == {
        k: v for k, v in made["new"].items() if k not in compared
    }
    with writing(home):
        heal(home, home.manifest())
    undo_import(home)
    assert not any(contents(home).values())


def test_only_states_that_are_kept_can_be_gone_back_to(
    copied: Workspace, made: dict[str, Any]
) -> None:
    take(copied, made["second"])
    undo_import(copied)
    done = undo_import(copied, state=1)
    assert (done.again, done.rows) == (1, {})
    for _time in range(3):
        undo_import(copied)
    listed = "1, 2, 3, 4, 5, 6"  # 2 and 1 are the last of their exports
    with pytest.raises(InputError, match=f"state 9 is not kept; kept before state 7: {listed}"):
        undo_import(copied, state=9)
    for path in sorted(copied.manifests.glob("*.json"))[:-1]:
        path.unlink()
    with pytest.raises(InputError, match="no state before 7 is kept"):
        undo_import(copied)


def test_counts_and_rows_put_aside_go_back_too(copied: Workspace, made: dict[str, Any]) -> None:
    later = NOW + dt.timedelta(days=1)
    take(copied, made["second"], counting=True, now=later)
    newest = copied.manifest()
    assert newest.results
    assert _values_aside(copied) == ["tbd"]
    undo_import(copied)
    assert copied.manifest().results == {}  # the first import was not counted
    assert _values_aside(copied) == []
    undo_import(copied)
    assert copied.manifest().results == newest.results
    assert all((copied.results / name).is_file() for name in newest.results.values())
    assert _values_aside(copied) == ["tbd"]


def _values_aside(home: Workspace) -> list[str]:
    with (home.root / "put-aside.csv").open(encoding="utf-8", newline="") as stream:
        return [row["value"] for row in csv.DictReader(stream)]


def test_undo_waits_for_no_writer_and_changes_nothing(
    copied: Workspace, made: dict[str, Any]
) -> None:
    take(copied, made["second"])
    with writing(copied), pytest.raises(ConflictError):
        undo_import(copied)
    assert contents(copied) == made["new"]


def _flip(path: Path) -> None:
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 0x10
    path.write_bytes(spoilt)


def _new_file(home: Workspace) -> Path:
    """Return a data file that only the newest state names."""
    from fairlead.facts import TABLES

    (table,) = [t for t in TABLES if t.name == "opportunities"]
    newest, first = (
        set(data_files(home, table, home.manifest().tables[table.name] - back)) for back in (0, 1)
    )
    return Path(min(newest - first))


@pytest.mark.parametrize("what", ["data", "log"])
def test_a_flipped_byte_serves_the_last_good_state_and_undo_mends(
    copied: Workspace, made: dict[str, Any], what: str
) -> None:
    take(copied, made["second"])
    log = copied.table_path("opportunities") / "_delta_log"
    _flip(_new_file(copied) if what == "data" else max(log.glob("*.json")))
    served = copied.require()
    assert served.number == 1
    assert served.findings[0]["code"] == "older_state_served"
    assert "the table opportunities of the workspace is damaged" in served.findings[0]["detail"]
    assert contents(copied, served) == made["old"]
    with pytest.raises(UnavailableError, match="table opportunities of the workspace is damaged"):
        take(copied, made["second"])
    done = undo_import(copied)
    assert done.rows["opportunities"].before is None
    assert "opportunities" in done.problem
    assert copied.require() == done.manifest
    assert contents(copied) == made["old"]


def test_damage_in_every_kept_state_is_an_error(copied: Workspace, made: dict[str, Any]) -> None:
    take(copied, made["second"])
    for path in copied.table_path("people").rglob("*.parquet"):
        _flip(path)
    with pytest.raises(UnavailableError, match=r"people .* is damaged.*no earlier state is whole"):
        copied.require()
    with pytest.raises(UnavailableError, match="cannot go back to state 1"):
        undo_import(copied)
