"""The playbook of a workspace: read from a folder, kept in versions, compared and put back."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from fairlead.errors import ImportFileError, InputError, Place
from fairlead.lake.store.manifest import sync_folder
from fairlead.lake.store.workspace import Workspace, writing
from fairlead.process.documents import TAGGED, from_files
from fairlead.process.model import Process
from fairlead.process.playbook import FOLDERS, Playbook, check
from fairlead.refresh.opening import load_process, opened

LARGEST = 1_000_000
"""Bytes of one document."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the playbook: who kept it, why and when, and its files (path -> text)."""

    number: int
    by: str
    why: str
    at: str
    files: dict[str, str]

    @property
    def playbook(self) -> Playbook:
        """What the files make up."""
        return from_files(self.files)


def read_folder(folder: Path) -> dict[str, str]:
    """Return the files of a playbook in a folder, path -> text.

    Raises
    ------
    InputError
        There is no folder, or no document in it.
    ImportFileError
        A file is no UTF-8 text, or too large.
    """
    if not folder.is_dir():
        raise InputError(
            f"there is no folder {folder}", hint="Make one with `fairlead playbook new FOLDER`."
        )
    paths = [path for name in FOLDERS.values() for path in sorted((folder / name).glob("*.md"))]
    paths += [folder / TAGGED] if (folder / TAGGED).is_file() else []
    if not paths:
        raise InputError(
            f"{folder} holds no playbook",
            hint=f"Documents lie in its folders {', '.join(FOLDERS.values())}.",
        )
    return {path.relative_to(folder).as_posix(): _text(path) for path in paths}


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise ImportFileError(
            f"{path.name} is too large for a document",
            place=Place(str(path)),
            hint="Keep documents below 1 MB.",
        )
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ImportFileError(
            f"{path.name} is no UTF-8 text", place=Place(str(path)), hint="Save it as UTF-8."
        ) from error


def write_folder(folder: Path, files: Mapping[str, str], *, over: bool = False) -> tuple[str, ...]:
    """Write files below a folder; return those written.

    Raises
    ------
    InputError
        A file is there already with another text, and `over` does not allow to replace it.
    """
    for name, text in files.items():
        path = folder / name
        there = path.read_text(encoding="utf-8", errors="replace") if path.exists() else text
        if there != text and not over:
            raise InputError(
                f"{path} is there already and says something else",
                hint="Name another folder, or say --replace.",
            )
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(files)


def versions(workspace: Workspace) -> tuple[Version, ...]:
    """Return all versions, the oldest first.

    Raises
    ------
    InputError
        A version is damaged.
    """
    found = []
    for path in sorted(workspace.playbook.glob("*.json")):
        try:
            found.append(Version(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError) as error:
            raise InputError(
                f"{path} is damaged",
                hint="Delete it, or put it back from a backup; the other versions stay.",
            ) from error
    return tuple(found)


def version(workspace: Workspace, number: int | None = None) -> Version:
    """Return one version, the newest without a number.

    Raises
    ------
    InputError
        There is none, or none of that number.
    """
    known = versions(workspace)
    if not known:
        raise InputError(
            "this workspace has no playbook yet",
            hint="`fairlead playbook new FOLDER`, write, then `fairlead playbook keep FOLDER`.",
        )
    if number is None:
        return known[-1]
    for each in known:
        if each.number == number:
            return each
    raise InputError(
        f"there is no version {number} of the playbook",
        hint=f"Known: {', '.join(str(v.number) for v in known)}.",
    )


def checked(workspace: Workspace, playbook: Playbook) -> tuple[str, ...]:
    """Return what is missing in a playbook, held against the workspace's process.

    Raises
    ------
    DefinitionError
        It names something that does not exist.
    """
    return check(playbook, process_of(workspace))


def process_of(workspace: Workspace) -> Process:
    """Return the process of a workspace that holds data."""
    with opened(workspace, workspace.require()) as connection:
        return load_process(workspace, connection)[0]


def checked_files(workspace: Workspace, folder: Path, files: Mapping[str, str]) -> None:
    """Check what a folder would be with some more files.

    Raises
    ------
    InputError
        One of the files is there already.
    DefinitionError
        Together they contradict themselves or the process.
    """
    there = read_folder(folder)
    for name in files:
        if name in there:
            raise InputError(
                f"{folder / name} is there already", hint="Give it another name, or edit the file."
            )
    checked(workspace, from_files({**there, **files}))


def keep(
    workspace: Workspace, files: Mapping[str, str], *, by: str, why: str, now: dt.datetime
) -> Version:
    """Keep files as the next version; return it, or the newest where nothing changed.

    Raises
    ------
    DefinitionError
        The files contradict themselves or the process: nothing is kept.
    InputError
        Who or why is missing.
    """
    if not by.strip() or not why.strip():
        raise InputError(
            "a version says who changed it and why", hint='Say --by "NAME" --why "REASON".'
        )
    checked(workspace, from_files(files))
    with writing(workspace):
        known = versions(workspace)
        if known and known[-1].files == dict(files):
            return known[-1]
        number = known[-1].number + 1 if known else 1
        made = Version(number, by.strip(), why.strip(), now.isoformat(), dict(files))
        workspace.playbook.mkdir(exist_ok=True)
        text = json.dumps(asdict(made), ensure_ascii=False, indent=1)
        draft = workspace.playbook / f".{number:06d}.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(workspace.playbook / f"{number:06d}.json")
        sync_folder(workspace.playbook)
    return made


def compare(one: Version, other: Version) -> str:
    """Return what changed from one version to another, as a unified difference."""
    lines: list[str] = []
    for name in sorted(one.files.keys() | other.files.keys()):
        before, after = (v.files.get(name, "").splitlines() for v in (one, other))
        lines += difflib.unified_diff(
            before, after, f"{name} ({one.number})", f"{name} ({other.number})", lineterm=""
        )
    return "\n".join(lines)
