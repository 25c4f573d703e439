"""The playbook of a workspace: read from a folder, kept in versions, compared and put back."""

from __future__ import annotations

import datetime as dt
import difflib
import io
import json
import os
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from fairlead.errors import ConflictError, ImportFileError, InputError, Place
from fairlead.lake.store.manifest import sync_folder
from fairlead.lake.store.workspace import Workspace
from fairlead.process.documents import TAGGED, from_files
from fairlead.process.model import Process
from fairlead.process.playbook import FOLDERS, Playbook, check
from fairlead.refresh.opening import load_process, opened

LARGEST = 1_000_000
"""Bytes of one document."""
MOST_FILES = 500


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
    workspace: Workspace,
    files: Mapping[str, str],
    *,
    by: str,
    why: str,
    now: dt.datetime,
    process: Process | None = None,
    based_on: int | None = None,
) -> Version:
    """Keep files as the next version; return it, or the newest where nothing changed.

    Parameters
    ----------
    workspace
        Whose playbook it is.
    files
        All files of the playbook: path -> text.
    by, why, now
        Who changed it, why and when.
    process
        What it is held against; None reads it from the workspace.
    based_on
        Number of the version the change was made on (0: none there was); None does not look.

    Raises
    ------
    DefinitionError
        The files contradict themselves or the process: nothing is kept.
    InputError
        Who or why is missing.
    ConflictError
        Somebody kept another version since.
    """
    if not by.strip() or not why.strip():
        raise InputError(
            "a version says who changed it and why", hint='Say both (--by "NAME" --why "REASON").'
        )
    check(from_files(files), process_of(workspace) if process is None else process)
    known = versions(workspace)
    newest = known[-1].number if known else 0
    if based_on is not None and based_on != newest:
        raise _meanwhile(newest)
    if known and known[-1].files == dict(files):
        return known[-1]
    made = Version(newest + 1, by.strip(), why.strip(), now.isoformat(), dict(files))
    _put_if_absent(workspace, made)
    return made


def _put_if_absent(workspace: Workspace, made: Version) -> None:
    """Write a version whose number nobody took; imports that run meanwhile are not in the way."""
    workspace.playbook.mkdir(exist_ok=True)
    draft = workspace.playbook / f".{made.number:06d}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(made), ensure_ascii=False, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, workspace.playbook / f"{made.number:06d}.json")
    except FileExistsError as error:
        raise _meanwhile(made.number) from error
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(workspace.playbook)


def _meanwhile(newest: int) -> ConflictError:
    return ConflictError(
        f"somebody kept version {newest} of the playbook meanwhile",
        hint="Look at what they changed, then keep yours on top of it.",
    )


def files_of_zip(content: bytes, name: str) -> dict[str, str]:
    """Return the files of a playbook in a zip of its folder, path -> text.

    A folder around them all is left out; so is what is no part of a playbook.

    Raises
    ------
    ImportFileError
        It is no zip, holds no document, or one that is no UTF-8 text or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = [each for each in packed.infolist() if not each.is_dir()]
            found = {}
            for each in inside[:MOST_FILES]:
                path = _place_in(each.filename)
                if path is not None:
                    found[path] = _unpacked(packed, each, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ImportFileError(
            f"{name} is no zip of a playbook", place=Place(name), hint="Zip its folder."
        ) from error
    if not found:
        raise ImportFileError(
            f"{name} holds no document of a playbook",
            place=Place(name),
            hint=f"Documents lie in its folders {', '.join(FOLDERS.values())}.",
        )
    return found


def _place_in(path: str) -> str | None:
    parts = path.replace("\\", "/").split("/")
    if parts[-1] == TAGGED:
        return TAGGED
    if len(parts) > 1 and parts[-2] in FOLDERS.values() and parts[-1].endswith(".md"):
        return f"{parts[-2]}/{parts[-1]}"
    return None


def _unpacked(packed: zipfile.ZipFile, each: zipfile.ZipInfo, name: str) -> str:
    with packed.open(each) as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ImportFileError(
            f"{each.filename} in {name} is too large for a document",
            place=Place(each.filename),
            hint="Keep documents below 1 MB.",
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ImportFileError(
            f"{each.filename} in {name} is no UTF-8 text",
            place=Place(each.filename),
            hint="Save it as UTF-8.",
        ) from error


def zip_of(found: Version) -> bytes:
    """Return a version as a zip of its folder; the same version gives the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in sorted(found.files.items()):
            packed.writestr(zipfile.ZipInfo(f"playbook/{path}"), text)
    return written.getvalue()


def compare(one: Version, other: Version) -> str:
    """Return what changed from one version to another, as a unified difference."""
    lines: list[str] = []
    for name in sorted(one.files.keys() | other.files.keys()):
        before, after = (v.files.get(name, "").splitlines() for v in (one, other))
        lines += difflib.unified_diff(
            before, after, f"{name} ({one.number})", f"{name} ({other.number})", lineterm=""
        )
    return "\n".join(lines)
