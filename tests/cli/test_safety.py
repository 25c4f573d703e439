"""Undo, backup and restore as a user types them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead
from tests.refresh.company import deal, write_company, write_deals


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose workspace holds two exports."""
    folder = tmp_path / "Büro Süd #1"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "Zwischenlager ü #2"))
    assert fairlead("import", write_company(tmp_path / "one")).code == 0
    later = [deal(n, "Closed Won", lastmodifieddate="2026-11-10T10:00:00.000Z") for n in (13, 14)]
    assert fairlead("import", write_deals(tmp_path / "two", later).parent).code == 0
    return folder


def test_undo_says_what_goes_and_how_to_bring_it_back() -> None:
    ran = fairlead("import", "--undo")
    assert ran.code == 0
    assert "Undone: state 3 is what state 1 held, data until 30 Oct 2026." in ran.plain
    assert "To bring it back: fairlead import --undo" in ran.plain
    row = next(line for line in ran.out.splitlines() if "opportunities" in line)
    assert row.split() == ["opportunities", "14", "12", "2", "0"]
    back = fairlead("import", "--undo", "--json").json
    assert (back["left_state"], back["state_again"], back["state"]) == (3, 2, 4)
    assert back["rows"]["opportunities"] == {"before": 12, "after": 14, "gone": 0, "come": 2}


@pytest.mark.slow
def test_undo_twice_to_the_beginning_and_no_further() -> None:
    assert "is what state 1 held" in fairlead("import", "--undo", "--state", "1").plain
    refused = fairlead("import", "--undo", "--state", "9")
    assert refused.code == 2
    assert "state 9 is not kept; kept before state 3: 1, 2" in refused.plain


@pytest.mark.slow
def test_what_cannot_be_undone_is_told() -> None:
    for words, said in (
        (("import", "--undo", "x.csv"), "--undo takes no path"),
        (("import",), "an import needs a path"),
        (("import", "--state", "1"), "--state needs --undo"),
        (("import", "--undo", "-w", "nowhere"), "there is no Fairlead workspace"),
    ):
        ran = fairlead(*words)
        assert ran.code == 2
        assert said in ran.plain
        assert not Path("nowhere").exists()


def _spoil_newest(here: Path) -> None:
    newest = max((here / "fairlead-workspace" / "manifests").glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:-40])


def test_every_command_that_reads_says_that_it_shows_an_older_state(here: Path) -> None:
    answers: dict[str, Any] = {}
    assert fairlead("import", "--undo").code == 0
    for command in ("reconcile", "process"):
        answers[command] = fairlead(command).out
    assert fairlead("import", "--undo").code == 0
    assert fairlead("brief").code == 0
    _spoil_newest(here)
    (here / "fairlead-workspace" / "manifests" / "000002.json").unlink()
    for command in ("reconcile", "process"):
        ran = fairlead(command)
        assert ran.code == 0
        assert "Careful: The newest state is damaged; this is state 3" in ran.plain
        assert ran.out == answers[command]
    ran = fairlead("brief", "--json")
    assert "findings" in ran.json, ran.out
    found = ran.json["findings"]
    assert found[0]["code"] == "older_state_served"
    doctor = fairlead("doctor")
    assert doctor.code == 1
    assert "fairlead import --undo" in doctor.plain


def test_the_drill_at_the_terminal(here: Path, tmp_path: Path) -> None:
    before = fairlead("brief", "--json").json
    saved = fairlead("backup", tmp_path / "sicher ü.zip")
    assert saved.code == 0
    assert "Backup of state 2: " in saved.plain
    refused = fairlead("restore", tmp_path / "sicher ü.zip")
    assert refused.code == 2
    assert "add --replace" in refused.plain
    assert fairlead("import", "--undo").code == 0
    told = fairlead("restore", tmp_path / "sicher ü.zip", "--replace", "--json").json
    assert (told["state"], told["data_until"]) == (2, "2026-11-10")
    assert fairlead("brief", "--json").json == before
    assert fairlead("doctor").code == 0
    assert sorted(p.name for p in here.iterdir()) == ["fairlead-workspace"]


def test_a_backup_or_restore_that_cannot_be_is_told(here: Path, tmp_path: Path) -> None:
    for words, said in (
        (("backup", here / "fairlead-workspace"), "something is at"),
        (("backup", tmp_path / "k.zip", "-w", "nowhere"), "there is no Fairlead workspace"),
        (("restore", tmp_path / "nothing.zip"), "workspace at"),
        (("restore", tmp_path / "nothing.zip", "-w", "new"), "there is nothing at"),
        (("restore", tmp_path / "one" / "User.csv", "-w", "new"), "is refused"),
    ):
        ran = fairlead(*words)
        assert ran.code == 2, words
        assert said in ran.plain
    assert not Path("new").exists()
