"""Digests: what a question compares, what doctor compares, and files of an earlier Fairlead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairlead.lake.store.digest import DIGESTS, QUICK, changed_files, digests, note_digests


@pytest.fixture
def noted(odd_path: Path) -> Path:
    """Return a file of a table whose digest is noted."""
    path = odd_path / "part ü #1.parquet"
    path.write_bytes(bytes(range(256)) * 5_000)  # more than is read at once
    note_digests(odd_path, [str(path)])
    return path


@pytest.mark.parametrize("thorough", [False, True])
def test_each_flipped_byte_is_found(noted: Path, thorough: bool) -> None:
    body = noted.read_bytes()
    files = [str(noted)]
    assert changed_files(noted.parent, files, thorough=thorough) == []
    for place in (0, 1, 1 << 20, (1 << 20) - 1, len(body) // 2, len(body) - 1):
        for bit in (1, 128):
            flipped = bytearray(body)
            flipped[place] ^= bit
            noted.write_bytes(bytes(flipped))
            assert changed_files(noted.parent, files, thorough=thorough) == [noted.name]
    noted.write_bytes(body[:-1])
    assert changed_files(noted.parent, files, thorough=thorough) == [noted.name]


def test_questions_compare_the_quick_sum_and_doctor_the_digest(noted: Path) -> None:
    known = digests(noted.parent)
    wrong = {**known, noted.name: "0" * 32}
    (noted.parent / DIGESTS).write_text(json.dumps(wrong), encoding="utf-8")
    assert changed_files(noted.parent, [str(noted)]) == []
    assert changed_files(noted.parent, [str(noted)], thorough=True) == [noted.name]


def test_a_file_of_an_earlier_fairlead_has_only_a_digest(noted: Path) -> None:
    known = {n: d for n, d in digests(noted.parent).items() if not n.startswith(QUICK)}
    (noted.parent / DIGESTS).write_text(json.dumps(known), encoding="utf-8")
    assert changed_files(noted.parent, [str(noted)]) == []
    noted.write_bytes(b"else")
    assert changed_files(noted.parent, [str(noted)]) == [noted.name]
