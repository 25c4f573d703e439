"""What people taught about their tables: kept in the manifest, used again, forgotten on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from fairlead.errors import InputError
from fairlead.lake.published.files import prune
from fairlead.lake.readers.contract import TableMapping
from fairlead.lake.readers.kept import as_record, from_record, headers_of
from fairlead.lake.readers.mapping_file import mappings_of_text
from fairlead.lake.readers.names import words_of_file
from fairlead.lake.store.commit import finish, heal
from fairlead.lake.store.manifest import Manifest, kept_results
from fairlead.lake.store.mended import is_ours
from fairlead.lake.store.workspace import Workspace, writing

FORGOTTEN = "mapping.forgotten.yaml"


def learned_mappings(workspace: Workspace, manifest: Manifest) -> list[TableMapping]:
    """Return the mappings to use again, oldest first: those kept, then ``mapping.yaml`` if mended.

    Raises
    ------
    DefinitionError
        Somebody mended ``mapping.yaml`` into something that cannot be read.
    """
    return [*(from_record(record) for record in manifest.mappings), *_mended(workspace)]


def _mended(workspace: Workspace) -> list[TableMapping]:
    path = workspace.mapping_file
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return [] if is_ours(text) else list(mappings_of_text(text, path.name))


def with_taught(
    kept: Sequence[dict[str, Any]], taught: Sequence[TableMapping]
) -> tuple[dict[str, Any], ...]:
    """Return the kept mappings with new ones; a new one replaces what it would have replaced.

    That is a mapping of the same headers and the same kind of name.
    """
    found = list(kept)
    for mapping in taught:
        found = [record for record in found if not _replaces(mapping, from_record(record))]
        found.append(as_record(mapping))
    return tuple(found)


def _replaces(mapping: TableMapping, earlier: TableMapping) -> bool:
    if words_of_file(mapping.file) != words_of_file(earlier.file):
        return False
    used = {c.column for c in earlier.columns}
    return headers_of(mapping) == headers_of(earlier) or bool(used & headers_of(mapping))


def forget_mapping(workspace: Workspace, name: str) -> tuple[str, ...]:
    """Forget what was taught about a file; return the names that are forgotten.

    Parameters
    ----------
    workspace
        An existing workspace.
    name
        File name as it was kept, or its part before the ending. A mended ``mapping.yaml`` that
        names it is put beside as `FORGOTTEN`, and is no longer used.

    Raises
    ------
    InputError
        Nothing of that name is kept; the hint lists what is.
    """
    with writing(workspace):
        before = workspace.manifest()
        kept = [str(record["file"]) for record in before.mappings]
        mended = [mapping.file for mapping in _mended(workspace)]
        gone = {file for file in (*kept, *mended) if _is_called(file, name)}
        if not gone:
            there = ", ".join(sorted({*kept, *mended}))
            raise InputError(
                f"no mapping is kept for {name}",
                hint=f"Kept are: {there}." if there else "No mapping is kept here.",
            )
        if gone & set(mended):
            workspace.mapping_file.replace(workspace.root / FORGOTTEN)
        left = tuple(record for record in before.mappings if str(record["file"]) not in gone)
        if left != before.mappings:
            heal(workspace, before)
            publish_mappings(workspace, before, left)
    return tuple(sorted(gone))


def publish_mappings(
    workspace: Workspace, before: Manifest, mappings: tuple[dict[str, Any], ...]
) -> Manifest:
    """Publish the same state with other kept mappings; only under the write lock."""
    after = finish(workspace, before, lambda manifest: replace(manifest, mappings=mappings))
    prune(workspace.results, kept_results(workspace.manifests))
    return after


def _is_called(file: str, name: str) -> bool:
    stem = PurePosixPath(file.split("#", maxsplit=1)[0]).name
    return name.casefold() in {form.casefold() for form in (file, stem, PurePosixPath(stem).stem)}
