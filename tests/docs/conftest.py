"""The documentation as the tests see it: pages, their code blocks, the commands of the program."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(
    r"^(?P<mark><!-- runs(?:: exit (?P<exit>\d+))? -->\n)?"
    r"```(?P<language>[a-z]+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page. `exit_code` is None unless the block is marked to be run."""

    page: str
    line: int
    language: str
    body: str
    exit_code: int | None

    @property
    def commands(self) -> list[str]:
        """Lines typed at the prompt, without the prompt and a comment behind."""
        typed = (line[2:] for line in self.body.splitlines() if line.startswith("$ "))
        return [re.split(r"\s+#\s", line)[0] for line in typed]


@dataclass(frozen=True, slots=True)
class Documentation:
    """All pages by their path below the repository, and what is in them."""

    pages: dict[str, str]
    generator: ModuleType

    def blocks(self, language: str) -> Iterator[Block]:
        """Yield the fenced blocks in one language."""
        for page, text in self.pages.items():
            for found in FENCE.finditer(text):
                if found["language"] == language:
                    line = text.count("\n", 0, found.start("body")) + 1
                    runs = int(found["exit"] or 0) if found["mark"] else None
                    yield Block(page, line, language, found["body"], runs)

    @property
    def commands(self) -> dict[str, Any]:
        """Commands of the program by the words one types."""
        found: dict[str, Any] = _module("cli_reference").commands()
        return found


def _module(name: str) -> ModuleType:
    """A program of the documentation, which finds its neighbours as when it is run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        return importlib.import_module(name)


@pytest.fixture(scope="session")
def documentation() -> Documentation:
    """Everything people can read about the project."""
    paths = [*ROOT.glob("*.md"), *(p for p in DOCS.rglob("*.md") if "_build" not in p.parts)]
    pages = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in sorted(paths)}
    return Documentation(pages, _module("generate"))
