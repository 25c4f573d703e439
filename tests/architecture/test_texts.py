"""What must not stand in any file of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "docs", ".ci", "benchmarks")
SKIPPED = {"__pycache__", "_build", ".ipynb_checkpoints"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".cfg",
    ".html",
    ".css",
    ".csv",
    ".json",
    "",
}

MACHINE_PATH = re.compile(r"(?<![\w./<-])/(?:home|Users|root|work|tmp)/[\w.-]+")
REGISTRY_HOSTS = re.compile(
    r"(?:files\.)?python" + r"hosted\.org|(?:test\.)?py" + r"pi\.(?:org|python\.org)"
    r"|registry\.npm" + r"js\.org|crates" + r"\.io|conda\.ana" + r"conda\.org",
)
IGNORE_WITHOUT_CODE = re.compile(r"#\s*type:\s*ignore(?!\[[a-z])")
NOQA_WITHOUT_CODE = re.compile(r"#\s*(?:ruff:\s*)?noqa(?!:\s*[A-Z]+\d)", re.IGNORECASE)


def files() -> Iterator[Path]:
    yield from (p for p in ROOT.iterdir() if p.is_file() and p.suffix in TEXT)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT and not SKIPPED & set(path.parts):
                yield path


def offending(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [f"line {n}: {line.strip()}" for n, line in enumerate(lines, 1) if pattern.search(line)]


def offenders(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [f"{p.relative_to(ROOT)}, {line}" for p in paths for line in offending(pattern, p)]


ALL = list(files())
PYTHON = [p for p in ALL if p.suffix == ".py" and p != Path(__file__).resolve()]


def test_no_path_of_a_machine() -> None:
    assert not offenders(MACHINE_PATH, ALL)
    assert not offenders(re.compile(re.escape(str(ROOT))), ALL)


def test_no_host_of_a_package_registry() -> None:
    assert not offenders(REGISTRY_HOSTS, ALL)


def test_silenced_checks_name_what_they_silence() -> None:
    assert len(PYTHON) > 1_000
    assert not offenders(IGNORE_WITHOUT_CODE, PYTHON)
    assert not offenders(NOQA_WITHOUT_CODE, PYTHON)


@pytest.mark.parametrize(
    ("pattern", "text", "caught"),
    [
        (MACHINE_PATH, "open('" + "/ho" + "me/ada/deals.csv')", True),
        (MACHINE_PATH, "docs/how-to" + "/wo" + "rk/plan.md", False),
        (MACHINE_PATH, "see /srv/fairlead/workspace", False),
        (REGISTRY_HOSTS, "https://py" + "pi.org/simple", True),
        (REGISTRY_HOSTS, "https://docs.python.org/3/", False),
        (IGNORE_WITHOUT_CODE, "x = 1  # type" + ": ignore", True),
        (IGNORE_WITHOUT_CODE, "x = 1  # type: ignore[attr-defined]", False),
        (NOQA_WITHOUT_CODE, "x = 1  # no" + "qa", True),
        (NOQA_WITHOUT_CODE, "x = 1  # noqa: S608", False),
    ],
)
def test_patterns_catch_what_they_are_for(
    pattern: re.Pattern[str], text: str, caught: bool
) -> None:
    assert bool(pattern.search(text)) is caught
