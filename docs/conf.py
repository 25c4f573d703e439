"""How the documentation is built (see docs/decisions/0007-documentation-tool.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fairlead import __version__

ROOT = Path(__file__).resolve().parent.parent

project = "Fairlead"
author = "The Fairlead authors"
copyright = "The Fairlead authors, Apache-2.0"  # noqa: A001  Sphinx wants this name
version = release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
nitpicky = True

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Fairlead"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True}

# Files that live at the top of the repository, where people look for them, and are pages here too.
TOP_FILES = ("GLOSSARY", "TENETS", "CONTRIBUTING", "SECURITY", "CHANGELOG", "CODE_OF_CONDUCT")


def show_top_file(app: Any, docname: str, source: list[str]) -> None:
    """Put the text of a file of the repository's top in place of the page that stands for it."""
    stem = docname.upper()
    if stem not in TOP_FILES:
        return
    path = ROOT / f"{stem}.md"
    app.env.note_dependency(str(path))
    text = path.read_text(encoding="utf-8").replace("](docs/", "](")
    for other in TOP_FILES:
        text = text.replace(f"]({other}.md", f"]({other.lower()}.md")
    source[0] = text


def setup(app: Any) -> dict[str, bool]:
    """Connect the hook above."""
    app.connect("source-read", show_top_file)
    return {"parallel_read_safe": True}
