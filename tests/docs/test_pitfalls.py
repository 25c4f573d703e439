"""Every pitfall of exports has a fixture with its answer, and one line that says what is done."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "lake" / "pitfalls"
NUMBERS = range(1, 46)
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture
def told(documentation: Any) -> list[tuple[int, str, str]]:
    """Rows of the page: number, what happens, what is done."""
    page = documentation.pages["docs/reference/pitfalls.md"]
    return [(int(n), what.strip(), done.strip()) for n, what, done in ROW.findall(page)]


def fixture_numbers() -> set[int]:
    """Numbers of the pitfalls that have a test of their own."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("test_*.py"))]
    return {
        int(n) for text in sources for n in re.findall(r"^def test_(\d\d)_", text, re.MULTILINE)
    }


def test_every_pitfall_has_one_line_in_order(told: list[tuple[int, str, str]]) -> None:
    assert [number for number, _what, _done in told] == list(NUMBERS)
    assert all(len(what) > 10 and len(done) > 20 for _number, what, done in told)


def test_every_pitfall_has_a_fixture_with_its_answer() -> None:
    assert fixture_numbers() == set(NUMBERS)


def test_the_codes_a_line_names_are_explained(
    told: list[tuple[int, str, str]], documentation: Any
) -> None:
    pages = documentation.pages
    explained = {
        code
        for page in ("docs/reference/findings.md", "docs/reference/put-aside.md")
        for code in re.findall(r"^\| `([a-z0-9_]+)` \|", pages[page], re.MULTILINE)
    }
    named = {c for _n, _what, done in told for c in re.findall(r"\(`([a-z]+(?:_[a-z]+)+)`", done)}
    assert len(named) > 10
    assert not named - explained
