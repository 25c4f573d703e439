"""The workspace folder: its names, its lock, who else lives there, and damage that is found."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import contents, rows_of, take

from fairlead.errors import ConflictError, InputError, UnavailableError
from fairlead.lake.store.check import check_tables
from fairlead.lake.store.workspace import Workspace, data_files, open_workspace, writing


@pytest.mark.parametrize("name", ["Büro Süd #1", "it's 100 % ours", "a{b};c=d", "日本 ✓", "~home"])
def test_awkward_names_work(tmp_path: Path, made: dict[str, Any], name: str) -> None:
    home = open_workspace(tmp_path / name, create=True)
    take(home, made["first"])
    assert contents(home) == made["old"]


@pytest.mark.parametrize("name", ["a[1]", "b]", "c*", "d?", "e\\f", "g%20h", "i\nj"])
def test_names_the_engine_takes_for_patterns_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as told:
        open_workspace(tmp_path / name, create=True)
    assert "a workspace path cannot hold" in told.value.message
    assert told.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_new_workspace_is_for_its_owner_alone(odd_path: Path) -> None:
    home = open_workspace(odd_path / "mine", create=True)
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
    assert open_workspace(odd_path / "mine", create=True) == home


def test_foreign_folders_and_files_are_refused(odd_path: Path) -> None:
    (odd_path / "letter.txt").write_text("Dear Ada")
    for root in (odd_path, odd_path / "letter.txt"):
        with pytest.raises(InputError, match="is not a Fairlead workspace and is not empty"):
            open_workspace(root, create=True)
    assert [p.name for p in odd_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_told(odd_path: Path) -> None:
    (odd_path / "file").write_text("x")
    with pytest.raises((UnavailableError, InputError)) as told:
        open_workspace(odd_path / "file" / "below", create=True)
    assert told.value.hint


def test_no_workspace_and_no_data_are_different_answers(odd_path: Path) -> None:
    with pytest.raises(InputError, match="there is no Fairlead workspace"):
        open_workspace(odd_path / "nothing").require()
    home = open_workspace(odd_path / "empty", create=True)
    with pytest.raises(InputError, match="holds no data yet"):
        home.require()


def test_one_writer_at_a_time(copied: Workspace, made: dict[str, Any]) -> None:
    with writing(copied):
        mine = copied.staging / "mine.parquet"
        mine.write_text("half read")
        with pytest.raises(ConflictError, match="another import is writing"):
            take(copied, made["second"])
        assert mine.read_text() == "half read"  # the second writer cleared nothing away
        assert contents(copied) == made["old"]  # and readers go on
    assert not copied.staging.exists()
    take(copied, made["second"])
    assert contents(copied) == made["new"]


def test_scratch_of_a_killed_writer_is_cleared(copied: Workspace) -> None:
    copied.staging.mkdir()
    (copied.staging / "left.parquet").write_text("old")
    with writing(copied):
        assert list(copied.staging.iterdir()) == []
    assert not copied.staging.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_workspace_one_may_not_write_is_told(copied: Workspace, made: dict[str, Any]) -> None:
    (copied.root / "lock").unlink(missing_ok=True)
    copied.root.chmod(0o500)
    try:
        with pytest.raises(UnavailableError, match="cannot write"):
            take(copied, made["second"])
        assert contents(copied) == made["old"]
    finally:
        copied.root.chmod(0o700)


def _file(home: Workspace, table: str) -> Path:
    from fairlead.facts import TABLES

    (found,) = [t for t in TABLES if t.name == table]
    return Path(data_files(home, found, home.manifest().tables[table])[0])


def problems(home: Workspace) -> dict[str, str]:
    return {name: bad for name, _said, bad in check_tables(home, home.manifest()) if bad}


def test_a_whole_workspace_has_no_problems(copied: Workspace, made: dict[str, Any]) -> None:
    take(copied, made["second"])
    assert problems(copied) == {}
    said = {name: found for name, found, _bad in check_tables(copied, copied.manifest())}
    assert said["opportunities"] == "39 rows"
    assert said["quarantine"] == "1 rows"


def test_a_flipped_byte_anywhere_is_found(copied: Workspace) -> None:
    path = _file(copied, "opportunities")
    whole = path.read_bytes()
    for place in range(0, len(whole), len(whole) // 25):
        spoilt = bytearray(whole)
        spoilt[place] ^= 0x20
        path.write_bytes(spoilt)
        found = problems(copied)
        assert set(found) == {"opportunities"}, place
        assert path.name in found["opportunities"]
        assert "1 data file is not as written" in found["opportunities"]
    path.write_bytes(whole)
    assert problems(copied) == {}


@pytest.mark.parametrize("damage", ["missing", "cut", "header"])
def test_damage_is_told_and_not_a_traceback(
    copied: Workspace, made: dict[str, Any], damage: str
) -> None:
    path = _file(copied, "opportunities")
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        path.write_bytes(b"not parquet at all")
    assert set(problems(copied)) == {"opportunities"}
    before = sorted(p.name for p in copied.manifests.iterdir())
    with pytest.raises(UnavailableError) as told:
        take(copied, made["second"])
    assert "table opportunities of the workspace is damaged" in told.value.message
    assert "fairlead doctor" in told.value.hint
    assert sorted(p.name for p in copied.manifests.iterdir()) == before


def test_a_damaged_log_is_told(copied: Workspace, made: dict[str, Any]) -> None:
    log = copied.table_path("people") / "_delta_log" / f"{0:020d}.json"
    log.write_text("{garbage")
    with pytest.raises(UnavailableError, match="table people of the workspace is damaged"):
        take(copied, made["second"])
    assert set(problems(copied)) == {"people"}


def test_a_copy_elsewhere_is_the_same_workspace(copied: Workspace, tmp_path: Path) -> None:
    moved = open_workspace(shutil.copytree(copied.root, tmp_path / "Kopie ß #9"))
    assert contents(moved) == contents(copied)
    assert problems(moved) == {}
    assert rows_of(moved, "SELECT count(*) FROM stage_changes") == [(24,)]
