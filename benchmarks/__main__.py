"""How fast, how much memory, and how that compares: ``make bench`` prints one Markdown table.

Everything is measured in this run, on this machine, from the same files. Peers that are not
installed are named and left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata, util
from pathlib import Path

from benchmarks import advances
from benchmarks.made import write_export

DEALS = 1_000_000


def _child(*command: str, cache: Path) -> tuple[float, float]:
    """Run `command`; return its seconds and its largest memory in GB."""
    started = time.perf_counter()
    child = subprocess.Popen(  # noqa: S603 -- our own command line
        command, stdout=subprocess.DEVNULL, env={**os.environ, "XDG_CACHE_HOME": str(cache)}
    )
    _pid, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / 1e6  # kilobytes on Linux


def _best(times: int, run: Callable[[], float]) -> float:
    return min(run() for _ in range(times))


def _small(place: Path) -> list[tuple[str, str, str]]:
    """Time what people wait for most: help, and a cold brief of the demo company's export."""
    fairlead = (sys.executable, "-m", "fairlead")
    helped = _best(5, lambda: _child(*fairlead, "--help", cache=place)[0])
    export = place / "demo ü"
    _child(*fairlead, "demo", "--out", str(export), cache=place)
    briefs = [_child(*fairlead, "brief", str(export / "export"), cache=place) for _ in range(3)]
    seconds, memory = min(briefs)
    return [
        ("`fairlead --help`", f"{helped:.2f} s", "0.4 s"),
        ("`fairlead brief` on the demo export, cold", f"{seconds:.1f} s, {memory:.1f} GB", ""),
    ]


def _big(place: Path, deals: int) -> tuple[list[tuple[str, str, str]], Path]:
    """Import and count a large export; return the row of the table and the workspace."""
    deal_count, changes = write_export(place / "large", deals)
    home = place / "workspace"
    seconds, memory = _child(
        sys.executable, "-m", "fairlead", "import", str(place / "large"), "--workspace", str(home),
        cache=place,
    )  # fmt: skip
    what = f"import and count {deal_count:,} deals with {changes:,} history rows"
    return [(what, f"{seconds:.1f} s, {memory:.2f} GB", "25 s, 2 GB")], home


def _peers(home: Path) -> list[tuple[str, float | None]]:
    """Return who counted advances from the same stored rows, and how long it took."""
    stored = advances.stored_changes(home)
    bare = _best(3, lambda: _timed(lambda: advances.scan(stored)))
    found: list[tuple[str, float | None]] = [("bare Parquet scan (DuckDB)", bare)]
    expected = advances.with_duckdb(stored)
    for name, needs, count in (
        ("bare SQL (DuckDB)", "duckdb", advances.with_duckdb),
        ("group-by (polars)", "polars", advances.with_polars),
        ("group-by (pandas)", "pandas", advances.with_pandas),
    ):
        if util.find_spec(needs) is None:
            found.append((f"{name}: not installed", None))
            continue
        seconds = _best(2, lambda count=count: _timed(lambda: _same(count(stored), expected)))
        found.append((f"{name} {metadata.version(needs)}", seconds))
    ours = _best(2, lambda: _timed(lambda: _same(advances.with_fairlead(home), expected)))
    found.append(("Fairlead: state, time in stage, credit, counts", ours))
    return found


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _same(found: advances.Advances, expected: advances.Advances) -> None:
    if found != expected:
        raise SystemExit(f"the counts differ: {found} against {expected}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--deals", type=int, default=DEALS)
    deals = parser.parse_args().deals
    with tempfile.TemporaryDirectory(prefix="fairlead bench ") as folder:
        place = Path(folder)
        rows = _small(place)
        big, home = _big(place, deals)
        peers = _peers(home)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, DuckDB "  # noqa: T201
          f"{metadata.version('duckdb')}, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    print("| what | measured | at most |\n| --- | --- | --- |")  # noqa: T201
    for row in rows + big:
        print("| " + " | ".join(row) + " |")  # noqa: T201
    ours = peers[-1][1] or 0.0
    print("\n| counting advances from the same rows | seconds | Fairlead takes |")  # noqa: T201
    print("| --- | --- | --- |")  # noqa: T201
    for name, seconds in peers:
        shown = f"{seconds:.2f} | {ours / seconds:.1f} times" if seconds else "- | -"
        print(f"| {name} | {shown} |")  # noqa: T201
    print(  # noqa: T201
        "\nPeers count who entered a stage and who went further. Fairlead also finds each deal's "
        "state, who gets the credit, the amount at entry and time in stage."
    )


if __name__ == "__main__":
    main()
