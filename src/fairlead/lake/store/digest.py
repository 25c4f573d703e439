"""Digests of data files: a flipped byte is found, whatever the file format would make of it.

The engine reads many damaged files without a word. So each table keeps a digest of every data
file that an import published, beside the data: ``tables/<name>/_digests.json``. Beside the digest
stands a CRC-32, which is worked out about five times as fast: it finds every flipped byte too, and
other damage but for one case in four thousand million. Questions and imports compare that, so that
a day does not wait for two gigabytes; `fairlead doctor` and backups compare the digest.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

DIGESTS = "_digests.json"

READ_AT_ONCE = 2
"""Files that are compared with their digests at the same time."""

QUICK = "crc32 "
"""What stands before the name of a file where its CRC-32 is noted."""

CHUNK = 1 << 20
"""Bytes read at once: as many as stay near the processor until their CRC-32 is worked out. Eight
times as many take a quarter more of its time, fewer wait more often for a thread's turn."""


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
    for name, path in fresh.items():
        known[name], known[QUICK + name] = _both(Path(path))
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


def changed_files(root: Path, files: Iterable[str], *, thorough: bool = False) -> list[str]:
    """Return the names of `files` whose bytes are not those that were published.

    Their CRC-32 is compared where one is noted; with `thorough`, and for files of an earlier
    Fairlead, the digest. A file of which nothing is noted is passed over.
    """
    known = digests(root)
    checks: list[tuple[str, Path, Callable[[Path], str], str]] = []
    for path in files:
        name = _name(root, path)
        if not thorough and QUICK + name in known:
            checks.append((name, Path(path), checksum, known[QUICK + name]))
        elif name in known:
            checks.append((name, Path(path), digest, known[name]))
    with ThreadPoolExecutor(max_workers=READ_AT_ONCE) as beside:  # hashing gives way to others
        same = list(beside.map(lambda check: check[2](check[1]) == check[3], checks))
    return [name for (name, *_), fits in zip(checks, same, strict=True) if not fits]


def digest(path: Path) -> str:
    """Return the BLAKE2b digest (16 bytes, hexadecimal) of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def checksum(path: Path) -> str:
    """Return the CRC-32 (hexadecimal) of a file."""
    found, chunk = 0, _buffer(path)
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(chunk):
            found = zlib.crc32(memoryview(chunk)[:size], found)
    return f"{found:08x}"


def _buffer(path: Path) -> bytearray:
    return bytearray(max(1, min(CHUNK, path.stat().st_size)))


def _both(path: Path) -> tuple[str, str]:
    """Return digest and CRC-32 of a file, read once."""
    found, quick, chunk = hashlib.blake2b(digest_size=16), 0, _buffer(path)
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(chunk):
            part = memoryview(chunk)[:size]
            found.update(part)
            quick = zlib.crc32(part, quick)
    return found.hexdigest(), f"{quick:08x}"


def _name(root: Path, path: str) -> str:
    return os.path.relpath(path, root)
