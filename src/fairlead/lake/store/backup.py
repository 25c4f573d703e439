"""A backup: one state with every file it needs and a digest of each, as a zip or a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Protocol, Self

from fairlead.errors import InputError, UnavailableError
from fairlead.facts import TABLES
from fairlead.lake.store.check import DOCTOR, telling_disk
from fairlead.lake.store.digest import DIGESTS, digests, log_files
from fairlead.lake.store.manifest import Manifest, sync_folder
from fairlead.lake.store.pages import FILE as PAGES
from fairlead.lake.store.pages import copy_of_pages
from fairlead.lake.store.sweep import is_running
from fairlead.lake.store.workspace import MARKER, Workspace, data_files

CONTENTS = "backup.json"
"""List of all files with size and digest; written last."""

LAYOUT = 1
BESIDE = (
    MARKER,
    "process.yaml",
    "company.yaml",
    "effects.yaml",
    "mapping.yaml",
    "mapping.proposed.yaml",
    "put-aside.csv",
    "watched.json",
    "erased.json",
    "individuals.off",
    "results/brief.json",
)
"""Files that belong to no table; those that are there are taken along."""

KEPT = ("playbook", "try-outs", "verdicts", "practice")
"""Folders of JSON files that no export could bring back."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Listed:
    """Size in bytes and BLAKE2b digest of one file of a backup."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `made_at` is an instant, ISO 8601."""

    state: int
    data_until: str | None
    made_at: str
    files: dict[str, Listed]
    layout: int = LAYOUT

    @property
    def with_pages(self) -> bool:
        """Say whether accounts and what people wrote on pages are in it."""
        return PAGES in self.files

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(listed.size for listed in self.files.values())

    def to_json(self) -> bytes:
        """Return the content of `CONTENTS`, with a digest of itself."""
        body = asdict(self)
        return json.dumps({**body, "digest": digest_of(body)}, indent=1).encode()


def digest_of(body: object) -> str:
    """Return the digest of a JSON body."""
    return _hash(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _hash(data: bytes = b"") -> hashlib.blake2b:
    return hashlib.blake2b(data, digest_size=16)


def back_up(workspace: Workspace, target: Path, *, now: dt.datetime) -> Backup:
    """Write the newest whole state of `workspace` to `target`, a new zip or a new folder.

    An import may run and pages may be served meanwhile: published files never change, so the
    backup holds one state, and one moment of the database of the pages. It becomes visible when it
    is complete and on disk; a killed backup leaves nothing at `target`.

    Raises
    ------
    InputError
        There is no data to back up, or something is at `target` already.
    UnavailableError
        The newest state is damaged (a backup would only hide that), or the disk refuses.
    """
    target = target.expanduser().absolute()
    if target.exists() or target.is_symlink():
        raise InputError(
            f"something is at {target} already", hint="Name a file or folder that is not there yet."
        )
    if target.is_relative_to(workspace.root):
        raise InputError(
            f"{target} lies in the workspace itself", hint="Name a place outside of it."
        )
    for attempt in (1, 2, 3):
        try:
            return _write(workspace, target, now)
        except FileNotFoundError as error:  # five imports since we began: this state is gone
            if attempt == 3:
                raise UnavailableError(
                    "the workspace changes too fast to be copied", hint="Try again later."
                ) from error
    raise AssertionError


def _write(workspace: Workspace, target: Path, now: dt.datetime) -> Backup:
    manifest = workspace.require()
    if manifest.number != max(n for n in _kept(workspace)):
        raise UnavailableError(
            "the newest state of the workspace is damaged; nothing was backed up", hint=DOCTOR
        )
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    pages = target.with_name(f".{target.name}.{PAGES}.{os.getpid()}.part")
    _clear_drafts(target)
    with telling_disk_but_missing():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            opened = _Zip(draft) if target.suffix.casefold() == ".zip" else _Folder(draft)
            with opened as out:
                files = {
                    n: _take(out, n, path, known) for n, path, known in _needed(workspace, manifest)
                }
                for table in TABLES:
                    if table.name in manifest.tables:
                        name, body = _digests(table.name, files)
                        files[name] = out.add(name, io.BytesIO(body))
                if copy_of_pages(workspace, pages):
                    files[PAGES] = _take(out, PAGES, pages, "")
                made = Backup(manifest.number, manifest.data_until, now.isoformat(), files)
                out.add(CONTENTS, io.BytesIO(made.to_json()))
            draft.rename(target)
            sync_folder(target.parent)
        finally:
            _remove(draft)
            _remove(pages)
    return made


def _kept(workspace: Workspace) -> list[int]:
    return [int(p.stem) for p in workspace.manifests.glob("*.json") if p.stem.isdigit()]


@contextmanager
def telling_disk_but_missing() -> Iterator[None]:
    """Like `telling_disk`, but a file that vanished is for the caller."""
    try:
        with telling_disk():
            yield
    except UnavailableError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise error.__cause__ from None
        raise


def _needed(workspace: Workspace, manifest: Manifest) -> Iterator[tuple[str, Path, str]]:
    """Yield name, path and noted digest ('' where none is) of every file of a state."""
    root = workspace.root
    for name in BESIDE:
        if (root / name).is_file():
            yield name, root / name, ""
    for folder in KEPT:
        for kept in sorted((root / folder).glob("*.json")):
            yield f"{folder}/{kept.name}", kept, ""
    yield f"manifests/{manifest.number:06d}.json", _manifest(workspace, manifest), ""
    for file in manifest.results.values():
        yield f"results/{file}", workspace.results / file, ""
    for table in TABLES:
        version = manifest.tables.get(table.name)
        if version is None:
            continue
        place = workspace.table_path(table)
        known = digests(place)
        for path in [*log_files(place, version), *data_files(workspace, table, version)]:
            below = os.path.relpath(path, place)
            yield f"tables/{table.name}/{below}", Path(path), known.get(below, "")


def _manifest(workspace: Workspace, manifest: Manifest) -> Path:
    return workspace.manifests / f"{manifest.number:06d}.json"


def _take(out: Writer, name: str, path: Path, known: str) -> Listed:
    with path.open("rb") as stream:
        listed = out.add(name, stream)
    if known and listed.digest != known:
        raise UnavailableError(f"{path} is damaged; nothing was backed up", hint=DOCTOR)
    return listed


def _digests(table: str, files: dict[str, Listed]) -> tuple[str, bytes]:
    """Return the note of digests of one table, of the files in the backup only."""
    start = f"tables/{table}/"
    kept = {n.removeprefix(start): f.digest for n, f in files.items() if n.startswith(start)}
    return f"{start}{DIGESTS}", json.dumps(kept, indent=0, sort_keys=True).encode()


class Writer(Protocol):
    """Where a backup is written to."""

    def add(self, name: str, stream: IO[bytes]) -> Listed:
        """Write one file; return its size and digest."""

    def __enter__(self) -> Self:
        """Open it."""

    def __exit__(self, *error: object) -> None:
        """Close it, synced."""


def pour(stream: IO[bytes], out: IO[bytes], most: int | None = None) -> Listed:
    """Copy a stream, not beyond `most` bytes and one more; return size and digest."""
    digest, size = _hash(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if most is not None and size > most:
            break
        out.write(chunk)
    return Listed(size, digest.hexdigest())


class _Zip:
    def __init__(self, path: Path) -> None:
        self.file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
        self.archive = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def __enter__(self) -> Self:
        return self

    def add(self, name: str, stream: IO[bytes]) -> Listed:
        with self.archive.open(name, "w", force_zip64=True) as out:
            return pour(stream, out)

    def __exit__(self, *error: object) -> None:
        self.archive.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


class _Folder:
    def __init__(self, path: Path) -> None:
        path.mkdir(mode=0o700)
        self.root = path

    def __enter__(self) -> Self:
        return self

    def add(self, name: str, stream: IO[bytes]) -> Listed:
        return write_file(self.root / name, stream)

    def __exit__(self, *error: object) -> None:
        for folder, _folders, _files in os.walk(self.root):
            sync_folder(Path(folder))


def write_file(path: Path, stream: IO[bytes], most: int | None = None) -> Listed:
    """Write a new file and force it to disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        listed = pour(stream, out, most)
        out.flush()
        os.fsync(out.fileno())
    return listed


def _clear_drafts(target: Path) -> None:
    """Remove what backups to the same place left that were killed."""
    for left in target.parent.glob(f".{target.name.replace('[', '[[]')}.*.part"):
        number = left.name.split(".")[-2]
        if number.isdigit() and not is_running(int(number)):
            _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
