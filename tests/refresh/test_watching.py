"""A watched folder: complete exports are imported once, bad ones told, nothing ends it."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.longer import slow
from tests.refresh.company import NOW, contents, deal, rows_of, take, write_company, write_deals

from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace, open_workspace, writing
from fairlead.refresh import watching
from fairlead.refresh.undoing import undo_import
from fairlead.refresh.watching import Watch, remembered

TICK = dt.timedelta(seconds=10)


@pytest.fixture
def inbox(odd_path: Path) -> Path:
    folder = odd_path / "Eingang ß"
    folder.mkdir()
    return folder


@pytest.fixture
def home(odd_path: Path) -> Workspace:
    return open_workspace(odd_path / "Arbeit", create=True)


@pytest.fixture
def watch(home: Workspace, inbox: Path) -> Watch:
    return Watch(home, inbox, now=lambda: NOW)


def outcomes(watch: Watch, looks: int = 2) -> list[tuple[str, str]]:
    return [(seen.name, seen.outcome) for _look in range(looks) for seen in watch.look()]


def test_an_export_is_imported_once(watch: Watch, home: Workspace, inbox: Path) -> None:
    write_company(inbox / "Montag")
    assert outcomes(watch, 1) == []  # it may still be growing
    (seen,) = watch.look()
    assert (seen.name, seen.outcome, seen.inserted["opportunities"]) == ("Montag", "imported", 12)
    assert outcomes(watch, 3) == []
    state = home.manifest()
    again = Watch(home, inbox, now=lambda: NOW + TICK)  # the same after a restart
    assert outcomes(again, 3) == []
    shutil.copytree(inbox / "Montag", inbox / "Montag (copy)")
    assert outcomes(watch, 3) == []  # the same bytes under another name
    assert home.manifest() == state
    assert [noted["name"] for noted in remembered(home).values()] == ["Montag"]


def test_it_waits_until_a_file_stops_growing(watch: Watch, home: Workspace, inbox: Path) -> None:
    whole = write_deals(inbox.parent / "fertig", [deal(n) for n in range(1, 30)]).read_bytes()
    target = inbox / "Opportunity.csv"
    for part in (0, 300, 1_000, len(whole) - 7):
        target.write_bytes(whole[:part])
        assert outcomes(watch, 1) == []
        assert watch.unfinished == ("Opportunity.csv",)
    target.write_bytes(whole)
    assert outcomes(watch, 2) == [("Opportunity.csv", "imported")]
    assert rows_of(home, "SELECT count(*) FROM opportunities") == [(29,)]
    assert watch.unfinished == ()
    write_deals(inbox, [deal(n) for n in range(1, 31)])  # the next export under the same name
    assert outcomes(watch, 2) == [("Opportunity.csv", "imported")]


def test_what_is_no_arrival_is_left_alone(watch: Watch, home: Workspace, inbox: Path) -> None:
    good = write_deals(inbox.parent, [deal(1)])
    for name in (".hidden.csv", "deals.csv.part", "deals.csv.crdownload", "~$deals.xlsx"):
        shutil.copy(good, inbox / name)
    (inbox / "link.csv").symlink_to(good)
    take(inbox / "a workspace", good)
    (inbox / "empty").mkdir()
    (inbox / "empty.csv").write_text("")
    assert outcomes(watch, 3) == []
    assert home.manifest().number == 0


def test_a_bad_export_is_told_once_and_left(watch: Watch, home: Workspace, inbox: Path) -> None:
    (inbox / "1 photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 300)
    with zipfile.ZipFile(inbox / "2 cut.zip", "w") as archive:
        archive.writestr("../deals.csv", "id,amount\n1,2\n")
    write_company(inbox / "3 good")
    watch_outcomes = {seen.name: seen for _look in range(4) for seen in watch.look()}
    assert {name: seen.outcome for name, seen in watch_outcomes.items()} == {
        "1 photo.jpg": "refused",
        "2 cut.zip": "refused",
        "3 good": "imported",
    }
    assert all(s.said and s.hint for s in watch_outcomes.values() if s.outcome == "refused")
    assert (inbox / "1 photo.jpg").exists()
    assert rows_of(home, "SELECT count(*) FROM opportunities") == [(12,)]


def test_a_fault_of_ours_does_not_end_the_watching(
    watch: Watch, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _fault(*_given: Any, **_named: Any) -> Any:
        raise ZeroDivisionError("division by zero")

    write_company(inbox / "a")
    monkeypatch.setattr(watching, "import_path", _fault)
    (seen,) = [seen for _look in range(4) for seen in watch.look()]
    assert (seen.outcome, seen.said) == ("refused", "ZeroDivisionError: division by zero")
    monkeypatch.undo()
    write_company(inbox / "b", deals=5)
    assert outcomes(watch, 2) == [("b", "imported")]


def test_it_tries_again_while_another_import_runs(
    watch: Watch, home: Workspace, inbox: Path
) -> None:
    write_company(inbox / "a")
    with writing(home):
        assert outcomes(watch, 4) == [("a", "waiting")]  # said once
    assert outcomes(watch, 1) == [("a", "imported")]


def test_what_was_undone_does_not_come_back_by_itself(
    watch: Watch, home: Workspace, inbox: Path
) -> None:
    write_company(inbox / "a")
    outcomes(watch, 2)
    undo_import(home)
    assert outcomes(watch, 3) == []
    assert outcomes(Watch(home, inbox, now=lambda: NOW), 3) == []
    assert not any(contents(home).values())


def test_a_damaged_memory_only_costs_time(watch: Watch, home: Workspace, inbox: Path) -> None:
    write_company(inbox / "a")
    outcomes(watch, 2)
    state = home.manifest()
    (home.root / "watched.json").write_text("{")
    assert outcomes(Watch(home, inbox, now=lambda: NOW), 2) == [("a", "nothing_new")]
    assert home.manifest() == state


def test_folders_that_cannot_be_watched(home: Workspace, inbox: Path) -> None:
    for folder in (inbox / "nowhere", home.root):
        with pytest.raises(InputError) as told:
            Watch(home, folder, now=lambda: NOW)
        assert told.value.hint


def _start(cwd: Path, *words: str) -> subprocess.Popen[str]:
    """Start it heeding interrupts: a shell that runs tests in the background ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "fairlead", "watch", *words],
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    finally:
        signal.signal(signal.SIGINT, before)


def test_once_as_json_lines(odd_path: Path, inbox: Path) -> None:
    write_company(inbox / "gut")
    (inbox / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 300)
    (inbox / "leer.csv").write_text("")
    done = _start(odd_path, str(inbox), "--once", "--every", "0.2", "--json")
    out, err = done.communicate(timeout=300)
    assert done.returncode == 0, err
    lines = {line["name"]: line for line in map(json.loads, out.splitlines())}
    assert lines["gut"]["outcome"] == "imported"
    assert lines["gut"]["inserted"]["opportunities"] == 12
    assert dt.datetime.fromisoformat(lines["gut"]["at"]).tzinfo is not None
    assert lines["photo.jpg"]["outcome"] == "refused"
    assert "left for later: leer.csv" in err


@pytest.mark.parametrize("name", ["SIGTERM", *slow("SIGINT")])
def test_a_signal_ends_it_cleanly(odd_path: Path, inbox: Path, name: str) -> None:
    running = _start(odd_path, str(inbox), "--every", "0.2")
    assert running.stderr is not None
    assert running.stdout is not None
    assert running.stderr.readline().startswith("Watching")
    write_company(inbox / "gut")
    line = running.stdout.readline()
    assert "imported  gut: " in line
    assert "12 new opportunities" in line
    running.send_signal(getattr(signal, name))
    began = time.monotonic()
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    assert (out, err) == ("", "")
    assert time.monotonic() - began < 60
    assert not (odd_path / "fairlead-workspace" / "staging").exists()
