"""Queries are written once: by this process, then by this machine; a spoilt file costs time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairlead.lake.counts import texts


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_made", {})
    monkeypatch.setattr(texts, "_place", [])


def another_process(folder: Path) -> None:
    texts._made.clear()
    texts.keep_in(folder)


def never() -> str:
    raise AssertionError("it is known already")


def test_a_query_is_written_once_a_process() -> None:
    assert texts.text_of("state", lambda: "SELECT 1") == "SELECT 1"
    assert texts.text_of("state", never) == "SELECT 1"


def test_the_next_process_reads_what_this_one_wrote(odd_path: Path) -> None:
    another_process(odd_path / "cache")
    texts.text_of("state", lambda: "SELECT 'ü'")
    texts.text_of("moves", lambda: "SELECT 2")
    another_process(odd_path / "cache")
    assert texts.text_of("state", never) == "SELECT 'ü'"
    assert texts.text_of("moves", never) == "SELECT 2"


def test_another_program_writes_its_own(odd_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    another_process(odd_path)
    texts.text_of("state", lambda: "SELECT 1")
    with monkeypatch.context() as patch:
        patch.setattr(texts, "program", lambda: "another")
        another_process(odd_path)
        assert texts.text_of("state", lambda: "SELECT 2") == "SELECT 2"
    another_process(odd_path)
    assert texts.text_of("state", lambda: "SELECT 3") == "SELECT 3"


@pytest.mark.parametrize("spoilt", ["", "[1]", '{"program": 1', '{"state": "SELECT 1"}', "\x00"])
def test_a_spoilt_file_is_written_anew(odd_path: Path, spoilt: str) -> None:
    (odd_path / texts.FILE).write_text(spoilt)
    another_process(odd_path)
    assert texts.text_of("state", lambda: "SELECT 2") == "SELECT 2"
    assert json.loads((odd_path / texts.FILE).read_text())["state"] == "SELECT 2"


def test_a_folder_that_cannot_be_written_only_costs_time(odd_path: Path) -> None:
    (odd_path / "file").write_text("no folder")
    another_process(odd_path / "file")
    assert texts.text_of("state", lambda: "SELECT 1") == "SELECT 1"
