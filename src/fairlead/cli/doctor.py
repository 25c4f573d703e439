"""``fairlead doctor``: is this installation sound, is this workspace whole, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from fairlead.brief.words import counted
from fairlead.cli.terminal import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, print_json
from fairlead.errors import FairleadError

if TYPE_CHECKING:
    from fairlead.lake.store.manifest import Manifest
    from fairlead.lake.store.workspace import Workspace

LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: fine, or what to do."""

    name: str
    ok: bool
    said: str
    to_do: str = ""


def doctor(*, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check this installation and a workspace, and say what to do."""
    checks = [*_installation(), *_workspace(workspace)]
    if as_json:
        print_json([asdict(c) for c in checks])
    else:
        for check in checks:
            typer.echo(f"{'ok   ' if check.ok else 'TO DO'}  {check.name}: {check.said}")
            if check.to_do:
                typer.echo(f"       {check.to_do}")
        bad = sum(not c.ok for c in checks)
        typer.echo("Everything is fine." if not bad else f"{bad} of {len(checks)} need attention.")
    if not all(c.ok for c in checks):
        raise typer.Exit(1)


def _installation() -> Iterator[Check]:
    from fairlead import __version__

    version = sys.version_info
    yield Check(
        "Python",
        version >= (3, 11),
        f"{version.major}.{version.minor}.{version.micro}",
        "" if version >= (3, 11) else "Install Python 3.11 or newer.",
    )
    yield Check("Fairlead", ok=True, said=__version__)
    for requirement in metadata.requires("fairlead") or []:
        if "extra ==" not in requirement:
            yield _library(requirement)
    yield _query()
    yield _drawing()


def _library(requirement: str) -> Check:
    import re

    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(name, ok=False, said="not installed", to_do="Run `make setup` again.")
    caps = re.findall(r"(<|>=)\s*([0-9.]+)", requirement)
    for sign, bound in caps:
        have = [int(p) for p in re.findall(r"\d+", found)[:3]]
        want = [int(p) for p in bound.split(".")]
        low = have[: len(want)] < want
        if (sign == ">=" and low) or (sign == "<" and not low):
            return Check(
                name,
                ok=False,
                said=f"{found}, but {sign}{bound} is needed",
                to_do="Run `make clean` and `make setup`.",
            )
    return Check(name, ok=True, said=found)


def _query() -> Check:
    from fairlead.lake.store.workspace import connect

    try:
        (answer,) = connect().execute("SELECT sum(range) FROM range(10)").fetchone()
    except Exception as error:  # whatever it is, it is reported
        return Check("database engine", ok=False, said=str(error), to_do="Reinstall duckdb.")
    return Check("database engine", ok=answer == 45, said="answers")


def _drawing() -> Check:
    from fairlead.charts import figures, svg
    from fairlead.cli.sample import SAMPLE

    try:
        fine = svg(figures(SAMPLE)[0]).startswith("<svg")
    except Exception:  # whatever it is, it is reported
        fine = False
    return Check(
        "charts",
        ok=fine,
        said="drawn on this machine" if fine else "the drawing library gives no picture",
        to_do="" if fine else "Reinstall vl-convert-python.",
    )


def _workspace(path: Path | None) -> Iterator[Check]:
    import shutil

    from fairlead.cli.places import workspace_at

    given = path or DEFAULT_WORKSPACE
    home = workspace_at(path)
    if not home.exists():
        if path is not None:
            yield Check(
                "workspace",
                ok=False,
                said=f"there is none at {given}",
                to_do="Run `fairlead import PATH-TO-YOUR-EXPORT`.",
            )
        else:
            yield Check("workspace", ok=True, said="none here yet; `fairlead import` makes one")
        return
    free = shutil.disk_usage(home.root).free
    yield Check(
        "free disk",
        free > LEAST_FREE_BYTES,
        f"{free / 1e9:.1f} GB",
        "" if free > LEAST_FREE_BYTES else "Free some space before the next import.",
    )
    try:
        manifest = home.manifest()
    except FairleadError as error:
        yield Check("manifest", ok=False, said=error.message, to_do=error.hint)
        return
    until = f", data until {manifest.data_until}" if manifest.data_until else ""
    yield Check("manifest", ok=True, said=f"state {manifest.number}{until}")
    yield from _tables(home, manifest)
    yield from _files(home)


def _tables(home: Workspace, manifest: Manifest) -> Iterator[Check]:
    from fairlead.lake.store.check import check_tables

    for name, said, problem in check_tables(home, manifest):
        yield Check(
            f"table {name}",
            ok=not problem,
            said=problem or said,
            to_do="Go back with `fairlead import --undo`, restore a backup, or import into a new "
            "workspace."
            if problem
            else "",
        )


def _files(home: Workspace) -> Iterator[Check]:
    from fairlead.process.file import from_yaml

    path = home.process_file
    if path.exists():
        try:
            found = from_yaml(
                path.read_text(encoding="utf-8-sig", errors="replace"), file=str(path)
            )
        except FairleadError as error:
            yield Check("process.yaml", ok=False, said=error.message, to_do=error.hint)
        else:
            yield Check("process.yaml", ok=True, said=counted(len(found.pipelines), "pipeline"))
