"""``fairlead refresh``: work out every usual answer once, so that asking only reads."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.terminal import JsonOption, WorkspaceOption, now, print_json, progress

if TYPE_CHECKING:
    from fairlead.refresh.publishing import Refreshed


def refresh(
    path: Annotated[
        Path | None, typer.Argument(help="Workspace folder, as with --workspace.")
    ] = None,
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Work out every usual answer once: company, teams, people. Asking then only reads them.

    Example: fairlead refresh --workspace demo/workspace
    """
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.company import today_of
    from fairlead.refresh.publishing import refresh_workspace

    home = workspace_at(workspace or path)
    with progress() as show:
        done = refresh_workspace(home, today=today_of(home, now()), progress=show)
    if as_json:
        print_json(asdict(done))
        return
    for line in _lines(done):
        typer.echo(line)


def _lines(done: Refreshed) -> list[str]:
    from fairlead.brief.words import counted

    people = counted(done.people, "person", "people")
    what = f"{counted(done.answers, 'answer')} about {people}, as it was on {done.as_of}"
    if not done.made:
        return [f"Nothing to do: {what} are published already."]
    lines = [f"Published: {what}."]
    if done.why:
        lines.append(f"Those before were old: {' and '.join(done.why)}.")
    if done.taken_up:
        left = counted(done.taken_up, "answer")
        lines.append(f"{left} of a refresh that was stopped were taken up.")
    lines.append("Asking is quick now: measure, diagnose, prioritise, numbers, brief.")
    return lines
