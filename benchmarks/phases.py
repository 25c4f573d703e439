"""One import with a clock at each of its phases; the figures go to standard output as JSON."""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

TIMED = {
    "fairlead.refresh.importing": ("_read", "_conformed", "_make_ready", "_write", "count",
                                   "finish", "write_beside", "put_aside_rows", "attach"),
    "fairlead.lake.conform.run": ("stage", "conform_people", "conform_changes",
                                  "conform_opportunities", "add_differences", "date_closings",
                                  "currency_places", "keep_unexported", "conform_others"),
    "fairlead.lake.store.commit": ("_split", "append", "_update", "_make_durable"),
    "fairlead.refresh.counting": ("load_process", "load_company", "add_part", "first_event",
                                  "show_part", "load_parts", "_conditions", "_publish"),
}  # fmt: skip
"""Module -> functions that are timed; a phase inside of another is counted in both."""


def main() -> None:
    """Import ``sys.argv[2]`` into ``sys.argv[1]``; ``sys.argv[3]`` says whether to count."""
    import importlib  # noqa: PLC0415

    from benchmarks.growth import NOW  # noqa: PLC0415
    from fairlead.lake.store.workspace import open_workspace  # noqa: PLC0415
    from fairlead.refresh.importing import import_path  # noqa: PLC0415

    spent: defaultdict[str, float] = defaultdict(float)
    spent["start"] = time.time() - _started()
    for module_name, names in TIMED.items():
        module = importlib.import_module(module_name)
        for name in names:
            if hasattr(module, name):
                label = f"{module_name.rsplit('.', 1)[-1]}.{name.lstrip('_')}"
                setattr(module, name, _timed(getattr(module, name), label, spent))
    home = open_workspace(Path(sys.argv[1]), create=True)
    import_path(home, Path(sys.argv[2]), now=NOW, counting=sys.argv[3] == "True")
    print(json.dumps({name: round(took, 3) for name, took in spent.items()}))  # noqa: T201


def _started() -> float:
    """Return when this process began, in seconds since 1970."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    booted = time.time() - float(Path("/proc/uptime").read_text().split()[0])
    return booted + ticks / os.sysconf("SC_CLK_TCK")


def _timed(
    run: Callable[..., Any], label: str, spent: defaultdict[str, float]
) -> Callable[..., Any]:
    @functools.wraps(run)
    def timed(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return run(*given, **named)
        finally:
            spent[label] += time.perf_counter() - started

    return timed


if __name__ == "__main__":
    main()
