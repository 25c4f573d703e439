"""The playbook as it was kept last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.playbook import versions


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the playbook: its heading, and its text as written."""

    path: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PlaybookShown:
    """The newest version, who kept it and why, and what its documents say."""

    number: int
    by: str
    why: str
    at: str
    documents: tuple[Document, ...]


def newest_playbook() -> PlaybookShown | None:
    """Return the newest version of the playbook; None where none was kept.

    Raises
    ------
    InputError
        A version is damaged.
    """
    home = Workspace(Path(settings.WORKSPACE))
    found = versions(home) if home.playbook.is_dir() else ()
    if not found:
        return None
    last = found[-1]
    documents = tuple(
        Document(path, _title(path, text), text)
        for path, text in sorted(last.files.items())
        if path.endswith(".md")
    )
    return PlaybookShown(last.number, last.by, last.why, last.at, documents)


def _title(path: str, text: str) -> str:
    heading = next((line for line in text.splitlines() if line.startswith("# ")), "")
    return heading.removeprefix("# ").strip() or Path(path).stem.replace("-", " ")
