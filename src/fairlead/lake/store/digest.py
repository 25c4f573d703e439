"""Digests of data files: a flipped byte is found, whatever the file format would make of it.

The engine reads many damaged files without a word. So each table keeps a digest of every data
file that an import published, beside the data: ``tables/<name>/_digests.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DIGESTS = "_digests.json"

READ_AT_ONCE = 2
"""Files that are compared with their digests at the same time."""


def note_digests(root: Path, files: Iterable[str]) -> None:
    """Add the digests of `files` (absolute paths below `root`) that are not noted yet.

    Raises
    ------
    OSError
        A file cannot be read, or the note not written; the note before is untouched.
    """
    known = digests(root)
    fresh = {name: path for path in files if (name := _name(root, path)) not in known}
    if not fresh:
        return
    known.update({name: digest(Path(path)) for name, path in fresh.items()})
    draft = root / f"{DIGESTS}.draft"
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(json.dumps(known, indent=0, sort_keys=True))
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(root / DIGESTS)


def log_files(root: Path, version: int) -> list[str]:
    """Return the commits of a Delta table up to `version`, in order; they never change."""
    found = (root / "_delta_log").glob("[0-9]*.json")
    return sorted(str(path) for path in found if int(path.stem) <= version)


def digests(root: Path) -> dict[str, str]:
    """Return file -> digest of one table; empty where nothing (readable) is noted."""
    try:
        found = json.loads((root / DIGESTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def changed_files(root: Path, files: Iterable[str]) -> list[str]:
    """Return the names of `files` whose bytes are not those that were published."""
    known = digests(root)
    named = [(name, Path(path)) for path in files if (name := _name(root, path)) in known]
    with ThreadPoolExecutor(max_workers=READ_AT_ONCE) as beside:  # hashing gives way to others
        found = list(beside.map(digest, (path for _said, path in named)))
    return [name for (name, _path), now in zip(named, found, strict=True) if now != known[name]]


def digest(path: Path) -> str:
    """Return the BLAKE2b digest (16 bytes, hexadecimal) of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _name(root: Path, path: str) -> str:
    return os.path.relpath(path, root)
