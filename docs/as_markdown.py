"""Markdown that every generated page is made of."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

NOTE = "<!-- Made from the code by docs/generate.py: change the code, then run it again. -->"


def table_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; bars in cells are escaped."""
    lines = ["| " + " | ".join(header) + " |", "| " + " | ".join("---" for _ in header) + " |"]
    lines.extend("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)
    return "\n".join(lines)


def page(title: str, *parts: str) -> str:
    """Return a page that ends in one newline."""
    return "\n\n".join([NOTE, f"# {title}", *parts]) + "\n"


def plain(text: str | None) -> str:
    """Return a text of the terminal in one line, without its marks."""
    joined = re.sub(r"\s+", " ", inspect.cleandoc(text or "")).strip()
    return re.sub(r"\[/?(?:bold|dim|italic|green|red|yellow)\]", "", joined)
