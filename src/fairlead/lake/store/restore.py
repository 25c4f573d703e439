"""Restore a backup: every byte is checked beside the place, then both are exchanged at once."""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from fairlead.errors import InputError, UnavailableError
from fairlead.facts import TABLES
from fairlead.lake.store.backup import (
    BESIDE,
    CONTENTS,
    KEPT,
    LAYOUT,
    Backup,
    Listed,
    digest_of,
    write_file,
)
from fairlead.lake.store.check import damage, telling_disk
from fairlead.lake.store.erased import FILE as ERASED
from fairlead.lake.store.manifest import sync_folder
from fairlead.lake.store.sweep import is_running
from fairlead.lake.store.workspace import Workspace, data_files, open_workspace, writing

MOST_FILES = 200_000
MOST_CONTENTS = 64 << 20
"""Bytes of the list of files; no honest one comes near."""

_TABLES = "|".join(table.name for table in TABLES)
_PART = r"(?:(?:month|later)=\w+/(?:settled=\w+/)?)?[A-Za-z0-9][\w.-]*\.parquet"
ALLOWED = re.compile(
    rf"(?:{'|'.join(re.escape(name) for name in BESIDE)}|manifests/\d{{6,9}}\.json"
    rf"|(?:{'|'.join(KEPT)})/(?u:\w)(?u:[\w.-])*\.json"
    rf"|results/[A-Za-z0-9][\w.-]*"
    rf"|tables/(?:{_TABLES})/(?:_digests\.json|_delta_log/\d{{20}}\.json|{_PART}))",
    re.ASCII,
)
"""Names of files a workspace can hold; a backup that holds any other is none of ours."""

DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    OverflowError,
    UnicodeDecodeError,
)
"""What reading a damaged or encrypted zip raises."""

EXCHANGE = 2
"""Flag of ``renameat2``: both names change places in one step."""

AT_WORKING_FOLDER = -100


def restore(source: Path, root: Path, *, replace: bool = False) -> tuple[Workspace, Backup]:
    """Make the workspace at `root` what the backup at `source` holds.

    Names, sizes and digests of all files are checked first, in a folder beside `root`. With
    `replace` a workspace that is there is exchanged in one step where the system can, and removed
    only after the new one is visible.

    Raises
    ------
    InputError
        `source` is no backup, a damaged or a hostile one; or something is at `root`.
    ConflictError
        An import is writing to the workspace that would be replaced.
    UnavailableError
        There is too little room, or the folder cannot be written.
    """
    home = open_workspace(root)
    _refuse_target(home, replace=replace)
    staged = home.root.with_name(f".{home.root.name}.{os.getpid()}.restoring")
    with telling_disk(), _opened(source) as opened:
        made = _contents(opened, source)
        _refuse_names(opened, made, source)
        home.root.parent.mkdir(parents=True, exist_ok=True)
        _clear_left_over(home.root)
        _refuse_room(home.root.parent, made)
        try:
            _unpack(opened, made, staged, source)
            _check(Workspace(staged), made, source)
            _swap(staged, home)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return home, made


def _refuse_target(home: Workspace, *, replace: bool) -> None:
    if not home.root.exists() or (home.root.is_dir() and not any(home.root.iterdir())):
        return
    if not home.exists():
        raise InputError(
            f"{home.root} is not a Fairlead workspace and is not empty",
            hint="Name a new folder with --workspace.",
        )
    if not replace:
        raise InputError(
            f"there is a workspace at {home.root} already",
            hint="Name a new folder with --workspace, or add --replace to put the backup there.",
        )


class _Reader(Protocol):
    def names(self) -> dict[str, int]:
        """Return every file with its size."""

    def open(self, name: str) -> IO[bytes]:
        """Open one file."""


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, source: Path) -> None:
        self.archive, self.source = archive, source

    def names(self) -> dict[str, int]:
        infos = self.archive.infolist()
        if len({info.filename for info in infos}) < len(infos):
            raise _refused(self.source, "a name occurs twice")
        return {info.filename: info.file_size for info in infos}

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(name)


class _Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> dict[str, int]:
        found = {}
        for folder, folders, files in os.walk(self.root):
            for name in [*folders, *files]:
                path = Path(folder) / name
                about = path.lstat()
                if stat.S_ISREG(about.st_mode):
                    found[path.relative_to(self.root).as_posix()] = about.st_size
                elif not stat.S_ISDIR(about.st_mode):
                    raise _refused(self.root, f"{name} is a link or no file")
        return found

    def open(self, name: str) -> IO[bytes]:
        return os.fdopen(os.open(self.root / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")


@contextmanager
def _opened(source: Path) -> Iterator[_Reader]:
    if source.is_dir():
        yield _Folder(source)
        return
    if not source.exists():
        raise InputError(f"there is nothing at {source}", hint="Check the path.")
    try:
        with zipfile.ZipFile(source) as archive:
            yield _Zip(archive, source)
    except DAMAGED_ZIP as error:
        raise _refused(source, "it is no zip, or a damaged or encrypted one") from error


def _refused(source: Path, why: str) -> InputError:
    return InputError(
        f"the backup {source} is refused: {why}; nothing was changed",
        hint="Use another copy of the backup, as `fairlead backup` wrote it.",
    )


def _contents(opened: _Reader, source: Path) -> Backup:
    names = opened.names()
    if CONTENTS not in names:
        raise _refused(source, f"it holds no {CONTENTS}")
    if names[CONTENTS] > MOST_CONTENTS or len(names) > MOST_FILES:
        raise _refused(source, "it is too big")
    with opened.open(CONTENTS) as stream:
        text = stream.read(MOST_CONTENTS + 1)
    try:
        raw = json.loads(text)
        written = raw.pop("digest")
        files = {str(n): Listed(int(f["size"]), str(f["digest"])) for n, f in raw["files"].items()}
        made = Backup(int(raw["state"]), raw["data_until"], str(raw["made_at"]), files)
        layout = int(raw["layout"])
        fits = written == digest_of(raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(source, f"{CONTENTS} cannot be read") from error
    if layout != LAYOUT:
        raise _refused(source, f"it has layout {layout}, this Fairlead reads layout {LAYOUT}")
    if not fits:
        raise _refused(source, f"{CONTENTS} is damaged")
    return made


def _refuse_names(opened: _Reader, made: Backup, source: Path) -> None:
    names = {n: size for n, size in opened.names().items() if not n.endswith("/")}
    for name in made.files:
        if not ALLOWED.fullmatch(name):
            raise _refused(source, f"{name[:80]!r} is no file of a workspace")
        if name not in names:
            raise _refused(source, f"{name} is missing")
        if names[name] != made.files[name].size or names[name] < 0:
            raise _refused(source, f"{name} is not as big as it should be")
    strangers = sorted(set(names) - set(made.files) - {CONTENTS})
    if strangers:
        raise _refused(source, f"it holds {strangers[0][:80]!r}, which is not in its list")
    if f"manifests/{made.state:06d}.json" not in made.files:
        raise _refused(source, f"the manifest of state {made.state} is missing")


def _refuse_room(folder: Path, made: Backup) -> None:
    free = shutil.disk_usage(folder).free
    if made.size > free:
        raise UnavailableError(
            f"the backup needs {made.size / 1e6:,.0f} MB, {free / 1e6:,.0f} MB are free",
            hint="Free some disk space, then run the same command again.",
        )


def _unpack(opened: _Reader, made: Backup, staged: Path, source: Path) -> None:
    staged.mkdir(mode=0o700)
    for name, listed in made.files.items():
        with opened.open(name) as stream:
            found = write_file(staged / name, stream, listed.size)
        if found != listed:
            raise _refused(source, f"{name} is damaged")
    for folder, _folders, _files in os.walk(staged):
        sync_folder(Path(folder))


def _check(home: Workspace, made: Backup, source: Path) -> None:
    """Refuse a state that is not whole, or whose logs name files outside of the backup."""
    try:
        manifest = home.manifest()
        problem = damage(home, manifest)
    except UnavailableError as error:
        raise _refused(source, error.message) from error
    if problem or manifest.number != made.state:
        raise _refused(source, problem or "it holds another state than it says")
    for table in TABLES:
        if table.name in manifest.tables:
            for path in data_files(home, table, manifest.tables[table.name]):
                name = os.path.relpath(path, home.root)
                if name not in made.files:
                    raise _refused(source, f"the table {table.name} names a file outside of it")
    missing = [n for n in manifest.results.values() if f"results/{n}" not in made.files]
    if missing:
        raise _refused(source, f"results/{missing[0]} is missing")


def _swap(staged: Path, home: Workspace) -> None:
    """Put the checked folder in place; the one before stays until the new one is visible."""
    if not home.exists():
        staged.rename(home.root)  # over an empty folder, or where nothing is
    else:
        with writing(home):
            _keep_erased(staged, home)
            exchange(staged, home.root)
    sync_folder(home.root.parent)


def _keep_erased(staged: Path, home: Workspace) -> None:
    """Let the list of erased people stay: the backup's may be from before somebody left."""
    there = home.root / ERASED
    if there.is_file():
        shutil.copy2(there, staged / ERASED)


def exchange(new: Path, old: Path) -> None:
    """Let two folders change places: in one step, or with a moment in between where that cannot be.

    Raises
    ------
    OSError
        They could not; both are where they were.
    """
    if sys.platform == "linux":
        call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        paths = os.fsencode(new), os.fsencode(old)
        if call and not call(AT_WORKING_FOLDER, paths[0], AT_WORKING_FOLDER, paths[1], EXCHANGE):
            return
    aside = new.with_name(f"{new.name}.before")
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    aside.rename(new)


def _clear_left_over(root: Path) -> None:
    """Remove what restores to the same place left that were killed."""
    start = f".{root.name}."
    for left in root.parent.iterdir():
        if left.name.startswith(start) and left.name.endswith(".restoring"):
            number = left.name.removeprefix(start).removesuffix(".restoring")
            if number.isdigit() and not is_running(int(number)):
                shutil.rmtree(left, ignore_errors=True)
