"""The numbered manifest: which version of which table belongs together.

A manifest names one version per Delta table, the published results and the imports made so far.
It becomes visible by `os.link`, which either creates the next number or fails: a reader sees the
old state or the new one, never a mixture (docs/decisions/0004).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from fairlead.errors import ConflictError, UnavailableError

SCHEMA_VERSION = 3
"""Layout that is written: 2 lays changed rows over older ones, 3 keeps settled deals apart
(docs/decisions/0012)."""

READABLE = (1, 2, SCHEMA_VERSION)
KEPT = 5
"""States that are kept: the last ones, and as many that exports made."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What one file brought in one import.

    `aside_valued` of the rows put aside carry an amount that can be read, `aside_amount` in all
    (minor units of `aside_currency`).
    """

    file: str
    format: str
    target: str
    fingerprint: str
    rows: int
    stored: int
    put_aside: int
    aside_valued: int = 0
    aside_amount: int = 0
    aside_currency: str | None = None


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import: its files, how far the data go, and what changed.

    `time_zone` is the company's at that time: it decided what times without an offset meant.
    """

    number: int
    sources: tuple[SourceRecord, ...]
    data_until: str | None
    inserted: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    time_zone: str = "UTC"

    @property
    def by_hand(self) -> bool:
        """Say whether somebody gave it on a page or at the terminal: there was no file to hash."""
        return bool(self.sources) and not any(source.fingerprint for source in self.sources)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a workspace; number 0 is the empty one.

    `undid` is the number of the state that an undo put aside to make this one; 0 for an import.
    `since` names the state in which each table last changed, and is empty where everything did:
    an import of files changes what is told of every table.
    """

    number: int = 0
    schema_version: int = SCHEMA_VERSION
    tables: dict[str, int] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    imports: tuple[ImportRecord, ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    mappings: tuple[dict[str, Any], ...] = ()
    """What people taught about their tables (`lake.readers.kept`), oldest first."""
    undid: int = 0
    since: dict[str, int] = field(default_factory=dict)

    @property
    def exports(self) -> tuple[ImportRecord, ...]:
        """Imports of files; what people gave by hand is none."""
        return tuple(record for record in self.imports if not record.by_hand)

    def stands_since(self, unread: Collection[str] = ()) -> int:
        """Return the state since which nothing changed but the tables `unread`."""
        read = [number for name, number in self.since.items() if name not in unread]
        return max(read, default=self.number)

    def changed(self, tables: dict[str, int], number: int) -> dict[str, int]:
        """Return `since` of the state `number`, which has `tables` where this one has its own."""
        return {
            name: number
            if self.tables.get(name) != tables.get(name)
            else self.since.get(name, self.number)
            for name in {*self.tables, *tables}
        }

    @property
    def data_until(self) -> str | None:
        """Latest day any import reached, ISO 8601."""
        days = [record.data_until for record in self.imports if record.data_until]
        return max(days) if days else None


def latest(folder: Path) -> Manifest:
    """Return the newest manifest in `folder`, or the empty one.

    Raises
    ------
    UnavailableError
        The newest manifest cannot be read or was written by a later version of Fairlead.
    """
    for _attempt in range(3):
        numbers = _numbers(folder)
        if not numbers:
            return Manifest()
        path = folder / _name(numbers[-1])
        try:
            return _load(path)
        except FileNotFoundError:  # pruned between listing and reading: list again
            continue
    raise UnavailableError(f"the manifests in {folder} change too fast to be read", hint="Retry.")


def newest_readable(folder: Path) -> Manifest:
    """Return the newest manifest that is whole itself, or the empty one.

    Its tables are not looked at: for whoever shows what was made of them before.

    Raises
    ------
    UnavailableError
        There are manifests, and none can be read.
    """
    found = list(states(folder))
    for _number, manifest in found:
        if manifest is not None:
            return manifest
    return latest(folder) if found else Manifest()


def kept(folder: Path, number: int) -> Manifest | None:
    """Return the manifest of one number, or None where it is no longer kept."""
    try:
        return _load(folder / _name(number))
    except FileNotFoundError:
        return None


def states(folder: Path) -> Iterator[tuple[int, Manifest | None]]:
    """Yield number and manifest of every kept state, the newest first; None where it is damaged.

    Raises
    ------
    UnavailableError
        A manifest was written by a later version of Fairlead, or may not be read.
    """
    for number in reversed(_numbers(folder)):
        try:
            yield number, _parse(folder / _name(number))
        except FileNotFoundError:  # pruned meanwhile
            continue
        except DAMAGE:
            yield number, None


def tables_named(folder: Path) -> set[str] | None:
    """Return the tables that any kept manifest names; none of them may be removed.

    None where a manifest is damaged: then nobody knows, and nothing may be removed.
    """
    named: set[str] = set()
    for _number, manifest in states(folder):
        if manifest is None:
            return None
        named.update(manifest.tables)
    return named


def publish(folder: Path, manifest: Manifest) -> None:
    """Make `manifest` the newest one; everything it names must be on disk and synced already.

    Raises
    ------
    ConflictError
        Somebody else published the same number first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _name(manifest.number)
    draft = _draft(folder, manifest)
    _passed("before link")
    try:
        os.link(draft, target)
    except FileExistsError as error:
        raise ConflictError(
            "another import finished in the meantime", hint="Run the same command again."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)
    sync_folder(folder.parent)
    _passed("before prune")
    with suppress(UnavailableError):  # published is published
        for number in _outdated(folder):
            (folder / _name(number)).unlink(missing_ok=True)


def _outdated(folder: Path) -> list[int]:
    """Return the states that are neither among the last ones nor the last of a late export.

    So forecasts and targets given by hand, a state each, leave what stood before an import.
    """
    stay, seen = set(_numbers(folder)[-KEPT:]), list[tuple[ImportRecord, ...]]()
    for number, manifest in states(folder):
        if manifest is not None and len(seen) < KEPT and manifest.exports not in seen[-1:]:
            seen.append(manifest.exports)
            stay.add(number)
    return [number for number in _numbers(folder) if number not in stay]


def add_results(
    folder: Path, number: int, files: dict[str, str], *, drop: Collection[str] = ()
) -> Manifest:
    """Name more results in the newest state, in place; only under the write lock.

    The state stays what it was: its tables and its number, so that an undo goes back by an import
    and not by an answer. A reader sees the manifest before or the one after.

    Parameters
    ----------
    folder
        Of the manifests.
    number
        State the results are of.
    files
        Name -> file, on disk and synced already.
    drop
        Names that go first.

    Raises
    ------
    ConflictError
        That is not the newest state any more.
    """
    now = latest(folder)
    if now.number != number:
        raise ConflictError(
            "data were imported in the meantime", hint="Run the same command again."
        )
    kept_names = {name: file for name, file in now.results.items() if name not in drop}
    after = replace(now, results={**kept_names, **files})
    draft = _draft(folder, after)
    _passed("before replace")
    draft.replace(folder / _name(number))
    sync_folder(folder)
    return after


def _draft(folder: Path, manifest: Manifest) -> Path:
    """Write a manifest where nobody reads it yet, synced."""
    draft = folder / f".draft-{os.getpid()}-{manifest.number}"
    body = asdict(manifest)
    text = json.dumps({**body, DIGEST: _digest(body)}, indent=1, sort_keys=True, ensure_ascii=False)
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    return draft


def clear_drafts(folder: Path) -> None:
    """Remove what writers left that died before publishing; only under the write lock."""
    for left in folder.glob(".draft-*"):
        left.unlink(missing_ok=True)


def _passed(step: str) -> None:
    """Do nothing: the tests stop a writer here, at each step of a commit."""


def kept_results(folder: Path) -> set[str]:
    """Return the files of results that any kept, readable manifest names."""
    return {
        name
        for _number, manifest in states(folder)
        if manifest is not None
        for name in manifest.results.values()
    }


def sync_folder(folder: Path) -> None:
    """Make the entries of `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(number: int) -> str:
    return f"{number:06d}.json"


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return sorted(int(p.stem) for p in folder.glob("*.json") if p.stem.isdigit())


def _load(path: Path) -> Manifest:
    try:
        return _parse(path)
    except DAMAGE as error:
        hint = (
            "Run `fairlead import --undo`: the state before counts again. "
            "Then import the exports since then."
        )
        if len(_numbers(path.parent)) == 1:
            hint = "No state is before it: restore a copy, or import into a new workspace."
        raise UnavailableError(
            f"the manifest {path} is damaged ({type(error).__name__})", hint=hint
        ) from error


DAMAGE = (ValueError, KeyError, TypeError, AttributeError)
"""What reading a manifest raises whose bytes are not those that were published."""

DIGEST = "digest"


def _parse(path: Path) -> Manifest:
    """Return what a manifest says; a published one never changes, so it is read once."""
    try:
        about = path.stat()
        return _read(path, (about.st_ino, about.st_mtime_ns, about.st_ctime_ns, about.st_size))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnavailableError(
            f"the manifest {path} cannot be read: {error.strerror}",
            hint="Check the permissions of the workspace.",
        ) from error


@lru_cache(maxsize=8)
def _read(path: Path, _version: tuple[int, ...]) -> Manifest:
    raw = json.loads(path.read_text(encoding="utf-8"))
    version = int(raw["schema_version"])
    written = raw.pop(DIGEST, None)
    if written is not None and written != _digest(raw):
        raise ValueError("the digest does not fit")
    if version not in READABLE:
        raise UnavailableError(
            f"the workspace has layout {version}, this Fairlead reads layout {SCHEMA_VERSION}",
            hint="Use the Fairlead version that wrote it, or import the exports anew.",
        )
    imports = tuple(
        ImportRecord(
            number=item["number"],
            sources=tuple(SourceRecord(**source) for source in item["sources"]),
            data_until=item["data_until"],
            inserted=item["inserted"],
            updated=item["updated"],
            time_zone=item.get("time_zone", "UTC"),
        )
        for item in raw["imports"]
    )
    manifest = Manifest(
        number=int(raw["number"]),
        schema_version=version,
        tables={str(name): int(number) for name, number in raw["tables"].items()},
        results=dict(raw["results"]),
        imports=imports,
        findings=tuple(raw["findings"]),
        mappings=tuple(raw.get("mappings", ())),
        undid=int(raw.get("undid", 0)),
        since={str(name): int(number) for name, number in raw.get("since", {}).items()},
    )
    if set(raw) - {each.name for each in fields(manifest)} or _name(manifest.number) != path.name:
        raise ValueError("it is not what was published under this name")
    return manifest


def _digest(body: dict[str, Any]) -> str:
    """Return the digest of a manifest's content; one flipped byte changes it."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
