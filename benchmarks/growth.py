"""How an import grows: a large company, one more day, and the same made anew for comparison.

``python -m benchmarks.growth --deals 10000000 --place FOLDER`` makes an export, imports it, makes
the export of one more day, imports that, then imports both into a fresh workspace that counts
everything at the end, and compares every table and every count row. Seconds of the clock and of
the processor are printed, the largest memory, and where the time went.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made import NAMES, OPEN, WON, write_deals, write_export, write_history

CHANGED, NEW = 0.001, 0.0005
"""Shares of the deals that a day changes and brings."""

NOW = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
"""The clock of the imports: behind everything the made export tells."""


@dataclass(frozen=True)
class Run:
    """What one import took: seconds, processor seconds, GB at most, seconds of each phase."""

    what: str
    seconds: float
    processor: float
    memory: float
    phases: dict[str, float]

    def line(self) -> str:
        """Return it as a row of a table."""
        longest = sorted(self.phases.items(), key=lambda item: -item[1])[:14]
        shown = ", ".join(f"{name} {took:.2f}" for name, took in longest)
        return (
            f"| {self.what} | {self.seconds:.1f} s | {self.processor:.1f} s | "
            f"{self.memory:.2f} GB | {shown} |"
        )


def imported(what: str, home: Path, export: Path, *, counting: bool = True) -> Run:
    """Import `export` in a process of its own; return what it took from start to end."""
    command = [sys.executable, "-m", "benchmarks.phases", str(home), str(export), str(counting)]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    said = child.stdout.read() if child.stdout else ""
    _pid, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the import of {export} ended with {child.returncode}")
    processor = usage.ru_utime + usage.ru_stime
    run = Run(what, seconds, processor, usage.ru_maxrss / 1e6, json.loads(said))
    print(run.line(), flush=True)  # noqa: T201
    return run


def write_day(base: Path, folder: Path, deals: int, day: dt.date, *, seed: int = 11) -> int:
    """Write what the CRM says a day later; return the deals it names.

    `CHANGED` of the deals, spread over all open ones, go one step further or close, some with
    another amount or owner; `NEW` deals are created. Only rows of that day are in the history.
    """
    rng = np.random.default_rng(seed)
    rows = _open_deals(base, round(deals * CHANGED), rng)
    count, fresh = len(rows["deal"]), round(deals * NEW)
    began = np.datetime64(day, "us") + np.timedelta64(8, "h")
    at = began + (rng.random(count + fresh) * 36_000e6).astype("timedelta64[us]")
    rows["stage"] = np.where(rng.random(count) < 0.2, OPEN + 2, rows["stage"] + 1)
    rows["amount"] = np.where(rng.random(count) < 0.3, rows["amount"] * 1.1, rows["amount"])
    other = rng.integers(0, 400, count)
    rows["owner"] = np.where(rng.random(count) < 0.1, other, rows["owner"])
    rows["close_on"] = np.where(rows["stage"] >= WON, at[:count], rows["close_on"])
    new = {
        "deal": deals + np.arange(fresh),
        "stage": np.zeros(fresh, int),
        "amount": rng.lognormal(9.5, 0.9, fresh),
        "close_on": at[count:] + np.timedelta64(40, "D"),
        "owner": rng.integers(0, 400, fresh),
        "is_new": np.ones(fresh, bool),
        "created": at[count:],
    }
    both = {name: np.concatenate([rows[name], new[name]]) for name in new}
    both["amount"] = np.round(both["amount"], 2)
    folder.mkdir(parents=True)
    write_deals(folder, both)
    write_history(folder, 9 * 10**12, {**both, "at": at})
    return count + fresh


def _open_deals(base: Path, wanted: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return about `wanted` of the open deals of an export, each as likely as the others."""
    import pyarrow.csv  # noqa: PLC0415

    found: list[dict[str, Any]] = []
    share = wanted / (0.27 * sum(1 for _line in (base / "Opportunity.csv").open("rb")))
    options = pyarrow.csv.ConvertOptions(timestamp_parsers=[pyarrow.csv.ISO8601])
    for batch in pyarrow.csv.open_csv(base / "Opportunity.csv", convert_options=options):
        table = {name: batch[name].to_numpy(zero_copy_only=False) for name in batch.schema.names}
        which = ~table["IsClosed"].astype(bool) & (rng.random(batch.num_rows) < share)
        picked = {name: values[which] for name, values in table.items()}
        found.append(
            {
                "deal": np.array([int(i[3:15]) for i in picked["Id"]], np.int64),
                "stage": np.searchsorted(NAMES, picked["StageName"], sorter=np.argsort(NAMES)),
                "amount": picked["Amount"].astype(float),
                "close_on": picked["CloseDate"].astype("datetime64[us]"),
                "owner": np.array([int(i[3:15]) for i in picked["OwnerId"]], np.int64),
                "is_new": picked["Type"] == "New Business",
                "created": picked["CreatedDate"].astype("datetime64[us]"),
            }
        )
        found[-1]["stage"] = np.argsort(NAMES)[found[-1]["stage"]]
    return {name: np.concatenate([part[name] for part in found]) for name in found[0]}


def differences(home: Path, other: Path) -> list[str]:
    """Return every table and every result that is not the same in both workspaces."""
    from fairlead.facts import TABLES  # noqa: PLC0415
    from fairlead.lake.counts.waiting import published_waiting  # noqa: PLC0415
    from fairlead.lake.store.workspace import (  # noqa: PLC0415
        connect,
        open_workspace,
        stored_relation,
    )

    wrong, (one, two) = [], (open_workspace(place) for place in (home, other))
    connection = connect(memory="3GB", scratch=home.parent)
    for table in TABLES:
        sides = [stored_relation(w, table, w.manifest().tables.get(table.name)) for w in (one, two)]
        wrong += _unlike(connection, table.name, sides)
    for name in ("step_counts", "open_stints", "part_steps", "part_watched"):
        paths = [w.results / w.manifest().results[name] for w in (one, two)]
        wrong += _unlike(connection, name, [f"FROM '{path}'" for path in paths])
    sides = [published_waiting(w.results, w.manifest().results) for w in (one, two)]
    wrong += _unlike(connection, "part_waiting", sides)
    return wrong


def _unlike(connection: Any, name: str, sides: list[str]) -> list[str]:
    """Compare two relations row by row: by how many rows there are of each digest of a row."""
    sums = [
        connection.execute(
            f"SELECT count(*), sum(hash(t)::HUGEINT), bit_xor(hash(t, 1)) FROM ({side}) t"  # noqa: S608 -- views of our own
        ).fetchone()
        for side in sides
    ]
    print(f"  {name}: {sums[0][0]:,} rows", flush=True)  # noqa: T201
    return [] if sums[0] == sums[1] else [f"{name}: {sums[0]} against {sums[1]}"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--place", type=Path, required=True, help="a folder with room for 10 GB")
    parser.add_argument("--base", type=Path, help="an export made before, of as many deals")
    parser.add_argument("--no-rebuild", action="store_true", help="do not compare")
    given = parser.parse_args()
    given.place.mkdir(parents=True, exist_ok=True)
    base = given.base or given.place / "base"
    if not base.exists():
        print(f"deals, history rows: {write_export(base, given.deals)}", flush=True)  # noqa: T201
    day, home, fresh = (given.place / name for name in ("day", "workspace", "fresh"))
    for folder in (day, home, fresh):
        shutil.rmtree(folder, ignore_errors=True)
    print(f"load {os.getloadavg()[0]:.1f}\n")  # noqa: T201
    print("| what | clock | processor | memory | phases |\n| --- | --- | --- | --- | --- |")  # noqa: T201
    whole = imported(f"{given.deals:,} deals", home, base)
    from fairlead.lake.store.workspace import open_workspace  # noqa: PLC0415

    until = dt.date.fromisoformat(open_workspace(home).manifest().data_until or "")
    named = write_day(base, day, given.deals, until + dt.timedelta(days=1))
    more = imported(f"one more day: {named:,} deals", home, day)
    print(f"\na day takes {more.seconds / whole.seconds:.1%} of the whole")  # noqa: T201
    if given.no_rebuild:
        return
    imported("made anew: the first export, not counted", fresh, base, counting=False)
    imported("made anew: the day, everything counted", fresh, day)
    wrong = differences(home, fresh)
    print("\n".join(wrong) or "every table and every count row is the same")  # noqa: T201
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
