"""Whether numbers of single people are shown: a mark in the workspace, for pages and terminal."""

from __future__ import annotations

from pathlib import Path

FILE = "individuals.off"
"""While this file lies in a workspace, nothing is told of single people."""

SAID = (
    "Numbers of single people are turned off. An administrator turns them on in the browser, "
    "on the page People.\n"
)


def individuals_shown(root: Path) -> bool:
    """Say whether numbers of single people are shown."""
    return not (root / FILE).exists()


def show_individuals(root: Path, *, shown: bool) -> None:
    """Turn numbers of single people on or off; it holds from this moment."""
    path = root / FILE
    if shown:
        path.unlink(missing_ok=True)
    else:
        path.write_text(SAID, encoding="utf-8")
