"""Where data live: the workspace a command means, and scratch ones for a brief from a path."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from fairlead.cli.terminal import DEFAULT_WORKSPACE
from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace, open_workspace

POINTER = "last"
BRIEF = Path("results") / "brief.json"


def workspace_at(path: Path | None, *, create: bool = False) -> Workspace:
    """Return the workspace meant by an option; the default one where it is not given."""
    return open_workspace(path or DEFAULT_WORKSPACE, create=create)


def scratch_workspace() -> Workspace:
    """Return a new, private workspace for a brief straight from a path.

    It lives in the user's cache folder (mode 0700) until the next such brief, so that
    ``fairlead why`` can show the rows behind it.
    """
    base = _cache()
    return open_workspace(Path(tempfile.mkdtemp(prefix="brief-", dir=base)), create=True)


def keep_scratch(workspace: Workspace) -> None:
    """Make `workspace` the scratch one that ``why`` uses, and remove the ones before it."""
    base = workspace.root.parent
    draft = base / f".{POINTER}.{os.getpid()}"
    draft.write_text(workspace.root.name, encoding="utf-8")
    draft.replace(base / POINTER)
    for old in base.glob("brief-*"):
        if old != workspace.root:
            shutil.rmtree(old, ignore_errors=True)


def last_briefed(path: Path | None) -> Workspace:
    """Return the workspace of the brief printed last.

    Raises
    ------
    InputError
        No brief was printed yet.
    """
    if path is not None:
        return open_workspace(path)
    candidates = [DEFAULT_WORKSPACE]
    base = _cache()
    pointer = base / POINTER
    if pointer.is_file():
        candidates.append(base / pointer.read_text(encoding="utf-8").strip())
    printed = [c for c in candidates if (c / BRIEF).is_file()]
    if not printed:
        raise InputError(
            "no brief was printed yet", hint="Run `fairlead brief PATH-TO-YOUR-EXPORT` first."
        )
    return open_workspace(max(printed, key=lambda c: (c / BRIEF).stat().st_mtime_ns))


def _cache() -> Path:
    given = os.environ.get("XDG_CACHE_HOME")
    base = (Path(given) if given else Path.home() / ".cache") / "fairlead"
    try:
        base.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(base, os.W_OK):
            raise PermissionError
    except OSError:
        base = Path(tempfile.gettempdir()) / f"fairlead-{os.getuid()}"
        base.mkdir(exist_ok=True, mode=0o700)
    return base
