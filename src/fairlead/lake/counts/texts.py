"""Queries as text: made once from their expressions, then kept by this process and this machine.

Making them takes longer than asking them of a small company. They depend on the program only, so
another program, or another version of the library that writes them, makes its own (`program`).
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from fairlead import __version__
from fairlead.lake.store.mended import replace_file

FILE = "queries.json"

_made: dict[str, str] = {}
_place: list[Path] = []


def keep_in(folder: Path) -> None:
    """Keep what is made from here on in a folder of the user's, and use what is there.

    A folder that cannot be read or written, and a file that is damaged, only cost time.
    """
    _place[:] = [folder / FILE]
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, KeyError):
        said = json.loads(_place[0].read_text(encoding="utf-8"))
        if said.pop("program") == program():
            _made.update({str(name): str(text) for name, text in said.items()} | _made)


def text_of(name: str, make: Callable[[], str]) -> str:
    """Return the query of a name; `make` writes it where it is not known yet."""
    if name not in _made:
        _made[name] = make()
        for path in _place:
            with contextlib.suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                replace_file(path, json.dumps({"program": program()} | _made))
    return _made[name]


@functools.cache
def program() -> str:
    """Return what makes the queries: this room's files, and the library that writes SQL."""
    found = hashlib.blake2b(digest_size=8)
    here = Path(__file__).parent
    for path in [*sorted(here.glob("*.py")), here.parents[1] / "units.py"]:
        found.update(path.name.encode())
        found.update(path.read_bytes())
    libraries = "+".join(version(name) for name in ("ibis-framework", "sqlglot"))
    return f"{__version__}+{libraries}+{found.hexdigest()}"
