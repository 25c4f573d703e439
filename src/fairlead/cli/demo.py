"""``fairlead demo``: a company that does not exist, from export to brief."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.terminal import console, now, progress
from fairlead.errors import InputError

if TYPE_CHECKING:
    from fairlead.lake.store.workspace import Workspace

MARK = ".fairlead-demo"


def demo(
    *,
    out: Annotated[
        Path, typer.Option(help="Folder for export, workspace and page; made anew each time.")
    ] = Path("demo"),
) -> None:
    """Make the demo company, import its export, keep its playbook, print and write its brief."""
    from fairlead.cli.page import page
    from fairlead.cli.places import note_briefed
    from fairlead.cli.render import render
    from fairlead.lake.store.workspace import open_workspace
    from fairlead.lake.writers import write_export
    from fairlead.refresh.briefing import brief_workspace
    from fairlead.refresh.importing import import_path
    from fairlead.simulate import simulate
    from fairlead.simulate.demo import DEMO_SEED, demo_organisation

    if out.exists() and not (out / MARK).is_file():
        raise InputError(
            f"{out} is there already and was not made by `fairlead demo`",
            hint="Name another folder with --out.",
        )
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).write_text("made by fairlead demo; replaced by the next one\n", encoding="utf-8")
    err = console(err=True)
    err.print("Making the demo company ...")
    simulation = simulate(demo_organisation(), seed=DEMO_SEED)
    write_export(simulation, out / "export", format="salesforce")
    err.print("Importing its export ...")
    home = open_workspace(out / "workspace", create=True)
    with progress() as show:
        import_path(home, out / "export", now=now(), progress=show)
    _write_down(home, out / "playbook")
    made = brief_workspace(home, today=now().date())
    note_briefed(home, made.mark)
    target = out / "brief.html"
    target.write_text(page(made.brief), encoding="utf-8")
    render(made.brief, console())
    typer.echo(f"\nThe same as a page: {target}")
    typer.echo(
        f"The rows behind number 1: fairlead why 1 --workspace {home.root.name and out}/workspace"
    )
    typer.echo(
        f"As Ben, who manages North: fairlead brief {out}/workspace --for manager --name Ben"
    )
    typer.echo(f"What Cleo practises: fairlead train practice --person Cleo -w {out}/workspace")


def _write_down(home: Workspace, folder: Path) -> None:
    """Keep how the company sells, from a folder as anybody's."""
    from fairlead.refresh.playbook import keep, read_folder, write_folder
    from fairlead.simulate.demo import PLAYBOOK

    write_folder(folder, read_folder(PLAYBOOK))
    keep(home, read_folder(folder), by="Ada Lindqvist", why="How we sell", now=now())
