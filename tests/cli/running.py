"""Run the command line as a user does: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead.cli.main import main


def cache() -> Path:
    """Where commands keep scratch; the fixture `here` gives every test its own."""
    return Path(os.environ["XDG_CACHE_HOME"]) / "fairlead"


@dataclass(frozen=True)
class Ran:
    """What a command said, where, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as data."""
        return json.loads(self.out)

    @property
    def plain(self) -> str:
        """Both outputs without line breaks and frames, for sentences that were wrapped."""
        return " ".join((self.out + " " + self.err).replace("│", " ").split())


@contextlib.contextmanager
def _argv(*args: object) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["fairlead", *map(str, args)]
    try:
        yield
    finally:
        sys.argv = before


def fairlead(*args: object) -> Ran:
    """Run a command here; anything but a planned end is an error of the test."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with _argv(*args), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Ran(code, out.getvalue(), err.getvalue())


def process(*args: object, cwd: Path, shell: str = "", **env: str) -> Ran:
    """Run a command in a process of its own; `shell` is put behind it (a pipe, say)."""
    command = " ".join(["fairlead", *(f"'{arg}'" for arg in args), shell])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=cwd,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
