"""Imports in a process of their own, with limits: what came of it, how long, how much memory."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import resource
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.lake.store.killing import HEAVY
from tests.refresh.company import take

from fairlead.errors import FairleadError
from fairlead.lake.store.workspace import open_workspace

NOBODY = 65534
MOST_ADDRESSES = 8 << 30
"""Only a net below the tests: a runaway ends here and not with the machine."""


@dataclass(frozen=True)
class Outcome:
    """How an import ended: ``stored``, ``refused``, ``crashed``, ``hung`` or ``died``."""

    kind: str
    said: str = ""
    hint: str = ""
    exit_code: int = 0
    accounts: tuple[tuple[str, int, int, int], ...] = ()
    skipped: tuple[str, ...] = ()
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


def limit_files(size: int) -> Callable[[], None]:
    """Return a preparation: no file may grow beyond `size` bytes."""
    return _Limit(size)


@dataclass(frozen=True)
class _Limit:
    size: int

    def __call__(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.size))


def become_nobody() -> None:
    """A preparation: go on as a user without rights, who may not even read the interpreter."""
    importlib.import_module("encodings.utf_8_sig")
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def nothing() -> None:
    """No preparation."""


def import_apart(
    root: Path,
    export: Path,
    *,
    prepare: Callable[[], None] = nothing,
    most_seconds: float = 60.0,
    **options: Any,
) -> Outcome:
    """Import `export` into the workspace at `root` in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*HEAVY, "tests.lake.store.apart"])
    hears, says = context.Pipe(duplex=False)
    writer = context.Process(target=_import, args=(says, prepare, root, export, options))
    began = time.monotonic()
    writer.start()
    says.close()
    outcome = Outcome("hung", f"not done after {most_seconds:.0f} s")
    try:
        if hears.poll(most_seconds):
            outcome = hears.recv()
    except EOFError:
        writer.join(10)
        outcome = Outcome("died", f"exit code {writer.exitcode}")
    finally:
        hears.close()
        writer.kill() if outcome.kind == "hung" else writer.join(30)
        writer.join(10)
        writer.close()
    return outcome if outcome.seconds else _timed(outcome, time.monotonic() - began)


def _timed(outcome: Outcome, seconds: float) -> Outcome:
    return Outcome(outcome.kind, outcome.said, outcome.hint, outcome.exit_code, seconds=seconds)


def _import(
    says: Any, prepare: Callable[[], None], root: Path, export: Path, options: dict[str, Any]
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    began = time.monotonic()
    try:
        prepare()
        found = take(open_workspace(root, create=True), export, **options)
    except FairleadError as error:
        told = {"said": error.message, "hint": error.hint, "exit_code": error.exit_code}
        kind, more = "refused", told
    except BaseException:  # a crash is what we look for
        kind, more = "crashed", {"said": traceback.format_exc()}
    else:
        accounts = tuple((a.file, a.rows, a.stored, a.put_aside) for a in found.accounts)
        kind, more = "stored", {"accounts": accounts}
        more["skipped"] = tuple(s.file for s in found.skipped)
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = {
        "seconds": time.monotonic() - began,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_bytes": used.ru_maxrss * 1024,
    }
    says.send(Outcome(kind, **more, **measured))
