"""Accounts and what people wrote on pages: they come along with a backup, and back with it."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import NOW, contents

from fairlead.errors import ConflictError, InputError, UnavailableError
from fairlead.lake.store.backup import back_up
from fairlead.lake.store.pages import FILE, being_served
from fairlead.lake.store.restore import restore
from fairlead.lake.store.workspace import Workspace

GONE = "a word that was taken back " * 40


def written(home: Workspace, *words: str) -> sqlite3.Connection:
    """Return a connection to the database of the pages as a server holds it."""
    connection = sqlite3.connect(home.root / FILE, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE IF NOT EXISTS notes (word TEXT)")
    connection.executemany("INSERT INTO notes VALUES (?)", [(word,) for word in words])
    return connection


def read(home: Workspace) -> list[str]:
    with closing(sqlite3.connect(home.root / FILE)) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM notes")]


@pytest.mark.parametrize("form", ["k.zip", "k"])
def test_they_are_one_moment_while_somebody_writes(
    copied: Workspace, odd_path: Path, form: str
) -> None:
    with closing(written(copied, "Büro", GONE)) as server:
        server.execute("DELETE FROM notes WHERE word = ?", [GONE])
        server.execute("BEGIN IMMEDIATE")
        server.execute("INSERT INTO notes VALUES ('half')")
        made = back_up(copied, odd_path / form, now=NOW)
        server.execute("COMMIT")
    assert made.with_pages
    home, listed = restore(odd_path / form, odd_path / "wieder da")
    assert listed == made
    assert read(home) == ["Büro"]
    assert read(copied) == ["Büro", "half"]
    assert GONE.encode() not in (home.root / FILE).read_bytes(), "what was deleted stays away"
    assert stat.S_IMODE((home.root / FILE).stat().st_mode) == 0o600
    assert not list(odd_path.glob(".*"))


def test_a_writer_never_waits_for_a_backup(copied: Workspace, odd_path: Path) -> None:
    with closing(written(copied, *("x" * 2000 for _ in range(2000)))) as server:
        server.execute("PRAGMA busy_timeout=0")
        backup = threading.Thread(
            target=back_up, args=(copied, odd_path / "k"), kwargs={"now": NOW}
        )
        backup.start()
        while backup.is_alive():
            server.execute("INSERT INTO notes VALUES ('meanwhile')")
        backup.join()
    assert (odd_path / "k" / FILE).is_file()


def test_a_workspace_nobody_served_has_none(copied: Workspace, odd_path: Path) -> None:
    made = back_up(copied, odd_path / "k.zip", now=NOW)
    assert not made.with_pages
    home, _listed = restore(odd_path / "k.zip", odd_path / "neu")
    assert not (home.root / FILE).exists()


def test_a_damaged_one_is_not_backed_up_and_leaves_nothing(
    copied: Workspace, odd_path: Path
) -> None:
    (copied.root / FILE).write_bytes(b"no database of anything" * 100)
    with pytest.raises(UnavailableError, match="cannot be copied"):
        back_up(copied, odd_path / "k.zip", now=NOW)
    assert [p for p in odd_path.iterdir() if p != copied.root] == []


def test_replacing_brings_those_of_the_backup(copied: Workspace, odd_path: Path) -> None:
    with closing(written(copied, "then")):
        back_up(copied, odd_path / "k.zip", now=NOW)
    with closing(written(copied, "since")):
        pass
    restore(odd_path / "k.zip", copied.root, replace=True)
    assert read(copied) == ["then"]


def test_replacing_by_a_backup_without_any_keeps_those_that_are_there(
    copied: Workspace, odd_path: Path
) -> None:
    back_up(copied, odd_path / "k.zip", now=NOW)
    with closing(written(copied, "since")):
        pass
    restore(odd_path / "k.zip", copied.root, replace=True)
    assert read(copied) == ["since"]


def test_nothing_is_replaced_under_a_server(
    copied: Workspace, made: dict[str, Any], odd_path: Path
) -> None:
    back_up(copied, odd_path / "k.zip", now=NOW)
    with being_served(copied), being_served(copied):
        with pytest.raises(ConflictError, match="being served") as told:
            restore(odd_path / "k.zip", copied.root, replace=True)
        assert "Stop `fairlead serve`" in str(told.value.hint)
        back_up(copied, odd_path / "meanwhile.zip", now=NOW)
    assert contents(copied) == made["old"]
    restore(odd_path / "k.zip", copied.root, replace=True)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _torn(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[4096:8192] = b"\xff" * 4096
    path.write_bytes(whole)


@pytest.mark.parametrize("spoil", [_cut, _torn])
def test_a_damaged_copy_is_refused_even_where_its_digest_fits(
    copied: Workspace,
    odd_path: Path,
    spoil: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from fairlead.lake.store import backup

    def badly(workspace: Workspace, target: Path) -> bool:
        copied = honest(workspace, target)
        spoil(target)
        return copied

    honest = backup.copy_of_pages
    monkeypatch.setattr(backup, "copy_of_pages", badly)
    with closing(written(copied, *("x" * 900 for _ in range(50)))):
        back_up(copied, odd_path / "k.zip", now=NOW)
    with pytest.raises(InputError, match="refused"):
        restore(odd_path / "k.zip", odd_path / "neu")
    assert not (odd_path / "neu").exists()
