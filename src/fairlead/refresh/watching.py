"""A watched folder: whatever export lands there is imported, once, when it is complete."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from fairlead.errors import ConflictError, FairleadError, InputError, UnavailableError
from fairlead.lake.store.digest import digest
from fairlead.lake.store.mended import replace_file
from fairlead.lake.store.workspace import MARKER, Workspace
from fairlead.refresh.importing import MOST_PUT_ASIDE, import_path

REMEMBERED = "watched.json"
"""File in the workspace: digest of each arrival that was imported -> its name and when."""

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart", ".swp")
"""Endings that browsers and copying programs give to what is not complete."""

Signature: TypeAlias = tuple[tuple[str, int, int], ...]
"""Path, size and time of change of every file of an arrival."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one arrival.

    `outcome` is ``imported``, ``nothing_new``, ``refused`` (mend it and put it there again) or
    ``waiting`` (tried again at the next look: the disk is full, another import is running).
    """

    name: str
    outcome: str
    at: dt.datetime
    said: str = ""
    hint: str = ""
    inserted: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    put_aside: int = 0


class Watch:
    """Looks at a folder again and again; `look` returns after each arrival was dealt with.

    An arrival is a file or folder directly in `folder`. It is taken when it looks the same at two
    looks in a row and holds at least one byte. Files whose names begin with a point or end like an
    unfinished download, links, and workspaces are left alone.

    Parameters
    ----------
    workspace
        Existing workspace; it remembers by digest what was imported.
    folder
        Folder to watch.
    now
        Clock of the caller.
    mapping, most_put_aside
        As for `import_path`.
    """

    def __init__(
        self,
        workspace: Workspace,
        folder: Path,
        *,
        now: Callable[[], dt.datetime],
        mapping: Path | None = None,
        most_put_aside: float = MOST_PUT_ASIDE,
    ) -> None:
        if not folder.is_dir():
            raise InputError(f"{folder} is no folder", hint="Name the folder exports are put in.")
        if folder.resolve() == workspace.root.resolve():
            raise InputError(
                f"{folder} is the workspace itself", hint="Watch the folder exports are put in."
            )
        self.workspace, self.folder, self.now = workspace, folder, now
        self.mapping, self.most_put_aside = mapping, most_put_aside
        self.before: dict[str, Signature] = {}
        self.done: dict[str, Signature] = {}
        self.told: dict[str, str] = {}
        self.refused: set[str] = set()

    def look(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Seen]:
        """Import every arrival that is new and complete; yield what became of each.

        The oldest comes first. After each import `stopped` is asked whether to go on.
        """
        found = dict(self._arrivals())
        complete = [name for name, s in found.items() if s == self.before.get(name) and size_of(s)]
        self.before = found
        self.done = {name: s for name, s in self.done.items() if name in found}
        for name in sorted(complete, key=lambda n: (max(t for _, _, t in found[n]), n)):
            if stopped():
                return
            if self.done.get(name) != found[name]:
                seen = self._take(name)
                if seen is None or seen.outcome != "waiting":
                    self.done[name] = found[name]
                if seen is not None and self._is_news(seen):
                    yield seen

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Names that were there at the last look and are not dealt with."""
        return tuple(sorted(n for n, s in self.before.items() if self.done.get(n) != s))

    def _is_news(self, seen: Seen) -> bool:
        """Say the same trouble of the same arrival once, not at every look."""
        news = seen.outcome != "waiting" or self.told.get(seen.name) != seen.said
        self.told[seen.name] = seen.said
        return news

    def _arrivals(self) -> Iterator[tuple[str, Signature]]:
        try:
            paths = sorted(self.folder.iterdir())
        except OSError as error:
            raise UnavailableError(
                f"{self.folder} cannot be read: {error.strerror}",
                hint="Is the disk still there? Start watching again when it is.",
            ) from error
        for path in paths:
            name = path.name
            if name.startswith((".", "~$")) or name.casefold().endswith(UNFINISHED):
                continue
            if path.is_symlink() or (path / MARKER).is_file():
                continue
            signature = _signature(path)
            if signature:
                yield name, signature

    def _take(self, name: str) -> Seen | None:
        """Import one arrival; None if it was imported or refused before."""
        path = self.folder / name
        digest = _digest(path)
        if digest is None or digest in self.refused or digest in remembered(self.workspace):
            return None
        try:
            result = import_path(
                self.workspace,
                path,
                now=self.now(),
                mapping=self.mapping,
                most_put_aside=self.most_put_aside,
            )
        except (ConflictError, UnavailableError) as error:
            return Seen(name, "waiting", self.now(), error.message, error.hint)
        except FairleadError as error:
            self.refused.add(digest)
            return Seen(name, "refused", self.now(), error.message, error.hint)
        except Exception as error:  # a fault of ours must not end the watching
            self.refused.add(digest)
            said = f"{type(error).__name__}: {error}"
            hint = "This is a fault of Fairlead. `fairlead import` shows all of it."
            return Seen(name, "refused", self.now(), said, hint)
        if _digest(path) == digest:  # else it changed meanwhile and is taken again
            with contextlib.suppress(OSError):  # then it is imported again, which changes nothing
                remember(self.workspace, digest, name, self.now())
        return Seen(
            name,
            "imported" if result.changed else "nothing_new",
            self.now(),
            inserted=result.inserted,
            updated=result.updated,
            put_aside=len(result.put_aside),
        )


def size_of(signature: Signature) -> int:
    """Return the bytes of an arrival."""
    return sum(size for _path, size, _changed in signature)


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*")) if path.is_dir() else [path]


def _signature(path: Path) -> Signature:
    found = []
    for file in _files(path):
        try:
            about = file.lstat()
        except OSError:  # it went while we looked: it is not complete
            return ()
        if file.is_file() and not file.is_symlink():
            found.append((os.path.relpath(file, path), about.st_size, about.st_mtime_ns))
    return tuple(found)


def _digest(path: Path) -> str | None:
    """Return the digest of the bytes of an arrival and the names in it; None if it went."""
    found = hashlib.blake2b(digest_size=16)
    try:
        for file in _files(path):
            if file.is_file() and not file.is_symlink():
                found.update(os.fsencode(os.path.relpath(file, path)) + b"\0")
                found.update(bytes.fromhex(digest(file)))
    except OSError:
        return None
    return found.hexdigest()


def remembered(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Return what was imported from watched folders; empty where nothing (readable) is noted.

    Then arrivals are imported again, which changes nothing.
    """
    try:
        found = json.loads((workspace.root / REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(workspace: Workspace, digest: str, name: str, at: dt.datetime) -> None:
    """Note an arrival; the note is replaced as a whole or not at all."""
    noted = {**remembered(workspace), digest: {"name": name, "at": at.isoformat()}}
    path = workspace.root / REMEMBERED
    replace_file(path, json.dumps(noted, indent=1, ensure_ascii=True))
