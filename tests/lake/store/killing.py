"""Kill real imports at random moments and look at what is left."""

from __future__ import annotations

import collections
import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.refresh.company import contents, take

from fairlead.facts import TABLES
from fairlead.lake.store.check import damage
from fairlead.lake.store.commit import versions
from fairlead.lake.store.workspace import Workspace, data_files, open_workspace

HEAVY = [
    "fairlead.refresh.importing",
    "fairlead.lake.readers.delimited",
    "fairlead.lake.readers.propose",
    "fairlead.lake.readers.recognise",
    "duckdb",
    "deltalake",
    "ibis",
    "pyarrow.csv",
    "pyarrow.parquet",
    "pyarrow.dataset",
    "pyarrow.compute",
    "pyarrow_hotfix",
    "sqlglot.generators.duckdb",
    "fairlead.lake.counts.tally",
    "fairlead.lake.readers.blocks",
    "fairlead.lake.readers.columnar",
    "fairlead.lake.readers.derived",
    "fairlead.lake.readers.meaning",
    "fairlead.lake.readers.milestones",
    "fairlead.lake.readers.sheets",
    "fairlead.lake.readers.stage_dates",
    "fairlead.refresh.briefing",
    "tests.lake.store.killing",
    "tests.lake.store.warmed",
]
"""What a process that is to be killed needs, imported once."""


@dataclass
class Killed:
    """What was seen: how often which state was there, and everything that should not be."""

    seen: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)


def _import(root: Path, export: Path, counting: bool, says: Any) -> None:
    """Import; say when it begins and when the first table is being written."""
    from fairlead.refresh import importing

    write = importing._write

    def _write(*given: Any, **named: Any) -> Any:
        says.send(time.monotonic())
        return write(*given, **named)

    importing._write = _write
    says.send(time.monotonic())
    take(open_workspace(root), export, counting=counting)
    says.send(time.monotonic())


def orphans(home: Workspace) -> list[str]:
    """Return files that no kept state needs and no import may leave behind."""
    left = [str(p) for p in home.manifests.glob(".draft-*")]
    left += [str(p) for folder in (home.root, home.results) for p in folder.glob(".*")]
    if home.staging.exists():
        left.append(str(home.staging))
    left += [str(p) for p in (home.root / "tables").rglob("*.tmp")]
    named = {
        path
        for table in TABLES
        if table.name in versions(home)
        for version in range(versions(home)[table.name] + 1)
        for path in _files(home, table, version)
    }
    found = (p for p in (home.root / "tables").rglob("*.parquet") if "_delta_log" not in p.parts)
    return left + [str(p) for p in found if str(p) not in named]


def _files(home: Workspace, table: Any, version: int) -> list[str]:
    with contextlib.suppress(Exception):  # a version only a killed import knew
        return data_files(home, table, version)
    return []


def kill_imports(
    made: dict[str, Any],
    scratch: Path,
    number: int,
    *,
    seed: int = 1,
    count_every: int = 5,
    full_every: int = 1,
) -> Killed:
    """Kill `number` imports, each at a random moment; every workspace is used until it is new.

    Every second kill comes at a random moment of the whole import, the others at one of its
    writing. What a killed import left is what the next one meets. Every `count_every`th import
    also counts time in stage (0: none does).
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(HEAVY)
    rng, result = random.Random(seed), Killed()  # noqa: S311  moments to kill at, no secrets
    spans = _durations(context, made, scratch)
    home = _fresh(made, scratch, 0)
    for kill in range(number):
        phase = kill % 2
        delay = rng.uniform(0, spans[phase])
        counting = count_every > 0 and kill % count_every == 0
        run = _run(context, home, made["second"], counting=counting, phase=phase, delay=delay)
        result.moments.append(run.moment)
        if run.whole is not None:  # others use this machine too: it is slower now and then
            spans[phase] += (run.whole * 1.2 - spans[phase]) / 5
        else:
            spans[phase] *= 1.02
        if run.ends not in {"killed", "ended 0"}:
            result.wrong.append(f"kill {kill}: by itself it {run.ends}")
        state = _state(home, made)
        result.seen[f"{run.ends}, {state}"] += 1
        if state not in {"old", "new"}:
            result.wrong.append(f"kill {kill} after {run.moment:.3f} s: {state}")
        if state != "old" or kill == number - 1:
            if kill % full_every == 0 or kill == number - 1:
                result.wrong += [f"kill {kill}: {said}" for said in _afterwards(home, made)]
            shutil.rmtree(home.root)
            home = _fresh(made, scratch, kill + 1)
    shutil.rmtree(home.root)
    return result


def _fresh(made: dict[str, Any], scratch: Path, number: int) -> Workspace:
    return open_workspace(shutil.copytree(made["workspace"], scratch / f"Arbeit ü #{number}"))


def _durations(context: Any, made: dict[str, Any], scratch: Path) -> list[float]:
    """Return how long a whole import and its writing take, and a little more."""
    home = _fresh(made, scratch, -1)
    _run(context, home, made["second"], counting=False, phase=0, delay=60.0)
    spans = []
    for phase in (0, 1):
        shutil.rmtree(home.root)
        home = _fresh(made, scratch, -1)
        run = _run(context, home, made["second"], counting=False, phase=phase, delay=60.0)
        spans.append((run.whole or 1) * 1.2)
    shutil.rmtree(home.root)
    return spans


@dataclass(frozen=True)
class Run:
    """How one import ended, when it was killed, and how long it took if it came to its end."""

    ends: str
    moment: float
    whole: float | None


def _run(
    context: Any, home: Workspace, export: Path, *, counting: bool, phase: int, delay: float
) -> Run:
    """Start an import, kill it `delay` seconds after it (0) or its writing (1) began."""
    hears, says = context.Pipe(duplex=False)
    writer = context.Process(target=_import, args=(home.root, export, counting, says))
    writer.start()
    says.close()  # what is heard ends with the import
    try:
        began = [hears.recv() for _signal in range(phase + 1)][-1]
    except EOFError:
        writer.join(60)
        return Run(f"failed with {writer.exitcode}", 0.0, None)
    writer.join(max(0.0, began + delay - time.monotonic()))
    moment = time.monotonic() - began
    with contextlib.suppress(ProcessLookupError):
        os.kill(writer.pid, signal.SIGKILL)
    writer.join(60)
    ends = "killed" if writer.exitcode == -signal.SIGKILL else f"ended {writer.exitcode}"
    whole = None
    if ends == "ended 0":
        said = [hears.recv() for _signal in range(2 - phase)]
        whole = said[-1] - began
    hears.close()
    writer.close()
    return Run(ends, moment, whole)


def _state(home: Workspace, made: dict[str, Any]) -> str:
    """Return old or new, or what is wrong."""
    try:
        manifest = home.manifest()
        problem = damage(home, manifest)
        if problem:
            return problem
        held = contents(home, manifest)
        named = all((home.results / name).is_file() for name in manifest.results.values())
    except Exception as error:  # whatever a reader meets is what we look for
        return f"{type(error).__name__}: {error}"
    if not named:
        return "counts are missing"
    return next((name for name in ("old", "new") if held == made[name]), "a mixture")


def _afterwards(home: Workspace, made: dict[str, Any]) -> list[str]:
    """Import again, to the end: it succeeds, gives the new state and sweeps what was left."""
    wrong = []
    take(home, made["second"])
    if _state(home, made) != "new":
        wrong.append(f"the next import gave: {_state(home, made)}")
    left = orphans(home)
    if left:
        wrong.append(f"{len(left)} orphans, the first: {left[0]}")
    return wrong
