"""Where data live: the workspace a command means, and scratch ones for a brief from a path."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from fairlead.cli.people_off import check
from fairlead.cli.terminal import DEFAULT_WORKSPACE
from fairlead.errors import InputError, UnavailableError
from fairlead.lake.store.workspace import Workspace, open_workspace

POINTER = "last"
BRIEF = Path("results") / "brief.json"
LEFT_OVER_S = 86_400
"""Age from which a scratch workspace without a brief is what a killed command left."""


def workspace_at(path: Path | None, *, create: bool = False) -> Workspace:
    """Return the workspace meant by an option; the default one where it is not given."""
    home = open_workspace(path or DEFAULT_WORKSPACE, create=create)
    check(home)
    _keep_queries()
    return home


def _keep_queries() -> None:
    """Let queries be made once on this machine, not once a command."""
    from fairlead.lake.counts.texts import keep_in

    with contextlib.suppress(UnavailableError):  # no folder of ours: they are made each time
        keep_in(_cache())


def say_if_older(workspace: Workspace) -> None:
    """Say on standard error that an older state is served because the newest is damaged.

    For commands whose answer carries no findings; a brief says it in its findings.
    """
    from fairlead.lake.store.sound import older_state

    told = older_state(workspace.require())
    if told:
        typer.echo(f"Careful: {told}", err=True)


def say_if_counted_anew(workspace: Workspace) -> None:
    """Say on standard error that published answers are old, so that this one takes longer."""
    from fairlead.lake.published.keep import newest

    found = newest(workspace) if workspace.exists() else None
    if found is not None and found[2]:
        why = " and ".join(found[2])
        typer.echo(
            f"Worked out anew: published answers are old ({why}). `fairlead refresh` renews them.",
            err=True,
        )


def scratch_workspace() -> Workspace:
    """Return a new, private workspace for a brief straight from a path.

    It lives in the user's cache folder (mode 0700) until the next such brief, so that
    ``fairlead why`` can show the rows behind it.
    """
    base = _cache()
    _keep_queries()
    return open_workspace(Path(tempfile.mkdtemp(prefix="brief-", dir=base)), create=True)


def keep_scratch(workspace: Workspace) -> None:
    """Keep a scratch workspace that has a brief, for ``why``, and remove the ones before it.

    Others are removed at once. Those of commands that are still running stay.
    """
    root = workspace.root
    if not (root / BRIEF).is_file():
        shutil.rmtree(root, ignore_errors=True)
        return
    for old in root.parent.glob("brief-*"):
        if old != root and ((old / BRIEF).is_file() or _left_over(root, old)):
            shutil.rmtree(old, ignore_errors=True)


def _left_over(new: Path, old: Path) -> bool:
    try:
        return new.stat().st_mtime - old.stat().st_mtime > LEFT_OVER_S
    except OSError:  # removed by somebody else meanwhile
        return False


@dataclass(frozen=True, slots=True)
class Briefed:
    """The brief printed last: its workspace, what it was made from, and its mark if noted."""

    workspace: Workspace
    origin: str
    mark: str | None = None


def note_briefed(workspace: Workspace, mark: str, path: Path | None = None) -> None:
    """Note which brief was printed last; where that cannot be noted, ``why`` asks for it.

    `path` is the export it came from, if it was no workspace.
    """
    try:
        base = _cache()
        draft = base / f".{POINTER}.{os.getpid()}"
        origin = str(path if path is not None else workspace.root)
        said = {"workspace": str(workspace.root.absolute()), "mark": mark, "origin": origin}
        draft.write_text(json.dumps(said), encoding="utf-8")
        draft.replace(base / POINTER)
    except (OSError, UnavailableError):
        return


def last_briefed(path: Path | None) -> Briefed:
    """Return the brief printed last: from the workspace at `path`, else by this user.

    Where none is noted for this user, it is the last one of the default workspace.

    Raises
    ------
    InputError
        No brief was printed yet, or the one printed last is gone.
    """
    if path is not None:
        return Briefed(open_workspace(path), str(path))
    noted = _noted(_cache() / POINTER)
    if noted is not None:
        root = Path(noted["workspace"])
        if not (root / BRIEF).is_file():
            raise InputError(
                f"the brief printed last, from {noted['origin']}, is gone",
                hint="Print it again, or name the workspace you mean with --workspace.",
            )
        return Briefed(open_workspace(root), noted["origin"], noted["mark"])
    if (DEFAULT_WORKSPACE / BRIEF).is_file():
        return Briefed(open_workspace(DEFAULT_WORKSPACE), str(DEFAULT_WORKSPACE))
    raise InputError(
        "no brief was printed yet", hint="Run `fairlead brief PATH-TO-YOUR-EXPORT` first."
    )


def _noted(pointer: Path) -> dict[str, str] | None:
    """Return what `note_briefed` noted; None where there is nothing that can be read."""
    try:
        said = json.loads(pointer.read_text(encoding="utf-8"))
        return {name: str(said[name]) for name in ("workspace", "mark", "origin")}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _cache() -> Path:
    """Return the user's own folder for scratch, made where it is not there yet.

    Raises
    ------
    UnavailableError
        There is none that only the user can write to.
    """
    for base in _cache_places():
        try:
            base.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if _is_ours_alone(base):
            return base
    raise UnavailableError(
        f"there is no folder for scratch that only you can write to; {base} is not",
        hint="Set XDG_CACHE_HOME to a folder of yours, or use --workspace.",
    )


def _cache_places() -> Iterator[Path]:
    given = Path(os.environ.get("XDG_CACHE_HOME") or "")
    if given.is_absolute():
        yield given / "fairlead"
    else:
        with contextlib.suppress(RuntimeError):  # nobody is at home
            yield Path.home() / ".cache" / "fairlead"
    yield Path(tempfile.gettempdir()) / f"fairlead-{os.getuid()}"


def _is_ours_alone(folder: Path) -> bool:
    """Say whether a folder is no link, belongs to the user and lets nobody else write."""
    found = folder.lstat()
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.getuid()
        and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        and os.access(folder, os.W_OK | os.X_OK)
    )
