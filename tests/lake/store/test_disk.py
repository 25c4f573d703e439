"""Disk full, folder read-only, files that may not grow: told plainly, the state before served."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.lake.store.apart import NOBODY, become_nobody, import_apart, limit_files
from tests.lake.store.killing import orphans
from tests.longer import slow
from tests.refresh.company import contents, take

from fairlead.errors import UnavailableError
from fairlead.lake.store.check import damage
from fairlead.lake.store.sweep import sweep
from fairlead.lake.store.workspace import Workspace, open_workspace

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    place = tmp_path / "Platte ü #7"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if (
        not AS_ROOT
        or shutil.which("mount") is None
        or subprocess.run(mount, check=False).returncode
    ):
        pytest.skip("a small file system can be mounted by root only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(disk: Path, leave: int) -> Path:
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with filler.open("wb") as stream:
        stream.write(b"x" * max(0, free - leave))
    return filler


def _still_old_then_new(home: Workspace, made: dict[str, Any]) -> None:
    assert contents(home) == made["old"]
    assert home.require().number == 1
    take(home, made["second"])
    assert contents(home) == made["new"]
    assert damage(home, home.manifest()) == ""
    assert orphans(home) == []


def test_a_full_disk_is_told_wherever_it_fills(small_disk: Path, made: dict[str, Any]) -> None:
    """From no room at all to room for nearly everything."""
    said = []
    for leave in (0, 12_000, 40_000, 80_000, 120_000, 160_000):
        root = small_disk / "Arbeit"
        home = open_workspace(shutil.copytree(made["workspace"], root))
        filler = _fill(small_disk, leave)
        try:
            take(home, made["second"])
        except UnavailableError as error:
            said.append(error.message)
            assert error.hint
            assert contents(home) == made["old"]
        else:
            assert contents(home) == made["new"]
        filler.unlink()
        if home.manifest().number == 1:
            _still_old_then_new(home, made)
        shutil.rmtree(root)
    assert len(said) >= 4
    assert all("damaged" not in text for text in said), said


@pytest.mark.parametrize("size", [2_000, *slow(100, 6_000)])
def test_files_that_may_not_grow_are_told(
    copied: Workspace, made: dict[str, Any], size: int
) -> None:
    told = import_apart(copied.root, made["second"], prepare=limit_files(size))
    assert (told.kind, told.exit_code) == ("refused", 1), told.said
    assert told.hint
    assert "damaged" not in told.said
    _still_old_then_new(copied, made)


@pytest.mark.skipif(not AS_ROOT, reason="only root can go on as somebody else")
@pytest.mark.parametrize("what", ["workspace", "tables"])
def test_a_read_only_folder_is_told(made: dict[str, Any], what: str) -> None:
    """As a user who may read everything and write nothing, or not in the tables."""
    place = Path(tempfile.mkdtemp(prefix="für alle #"))
    try:
        place.chmod(0o755)
        root = Path(shutil.copytree(made["workspace"], place / "Arbeit"))
        export = Path(shutil.copytree(made["second"], place / "export"))
        for path in (root, *root.rglob("*"), export, *export.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        if what == "tables":
            for path in (root, root / "lock", *(root / "manifests").rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        told = import_apart(root, export, prepare=become_nobody)
        assert (told.kind, told.exit_code) == ("refused", 1), told.said
        assert "ermission" in told.said or "denied" in told.said
        assert told.hint
        home = open_workspace(root)
        assert contents(home) == made["old"]
        assert home.require().number == 1
    finally:
        shutil.rmtree(place)


def test_the_sweep_takes_orphans_and_nothing_else(copied: Workspace, made: dict[str, Any]) -> None:
    take(copied, made["second"], counting=True)
    table = copied.table_path("opportunities")
    published = sorted(table.rglob("*.parquet"))
    orphan = shutil.copy(published[0], table / "part-00000-left.parquet")
    left = [
        Path(orphan),
        table / "_delta_log" / "_commit_1.json.tmp",
        table / "_digests.json.draft",
    ]
    left += [copied.root / ".mapping.yaml.999999999", copied.results / ".x.parquet.999999999"]
    mine = copied.results / f".brief.json.{os.getpid()}"
    for path in [*left[1:], mine]:
        path.write_text("half")
    assert sweep(copied) == len(left)
    assert not any(path.exists() for path in left)
    assert mine.exists()
    assert sorted(table.rglob("*.parquet")) == published
    assert sweep(copied) == 0
    newest = max(copied.manifests.glob("*.json"))
    newest.write_text("{")
    Path(orphan).write_text("x")
    assert sweep(copied) == 0  # nobody knows what a damaged manifest named
