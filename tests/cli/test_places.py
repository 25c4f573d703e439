"""Scratch lives where only its user can write to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import fairlead

from fairlead.cli import places

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache that cannot be had, so that the folder in the temp directory is used."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / f"fairlead-{os.getuid()}"


def test_the_fallback_is_private(temporary: Path) -> None:
    assert places._cache() == temporary
    assert stat.S_IMODE(temporary.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_fallback_others_can_write_to_is_refused(
    temporary: Path, export: Path, mode: int
) -> None:
    temporary.mkdir()
    temporary.chmod(mode)
    told = fairlead("brief", export, "--json")
    assert told.code == 1
    assert "only you can write to" in told.json["error"]["message"]
    assert "XDG_CACHE_HOME" in told.json["error"]["hint"]
    assert list(temporary.iterdir()) == []
    places.note_briefed(places.workspace_at(None), "mark")  # a workspace needs no cache


def test_a_link_planted_as_fallback_is_refused(temporary: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    temporary.symlink_to(tmp_path / "elsewhere")
    assert fairlead("why", "1", "--json").json["error"]["code"] == "unavailable"


def test_a_folder_of_somebody_else_is_refused(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary.mkdir(mode=0o700)
    own = os.getuid()
    monkeypatch.setattr(places.os, "getuid", lambda: own)
    assert places._is_ours_alone(temporary)
    monkeypatch.setattr(places.os, "getuid", lambda: own + 1)
    assert not places._is_ours_alone(temporary)
