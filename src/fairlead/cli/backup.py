"""``fairlead backup`` and ``fairlead restore``: a workspace to a safe place and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.terminal import (
    DEFAULT_WORKSPACE,
    JsonOption,
    WorkspaceOption,
    console,
    now,
    print_json,
)

if TYPE_CHECKING:
    from fairlead.lake.store.backup import Backup


def backup(
    out: Annotated[
        Path, typer.Argument(help="New file ending in .zip, or new folder, for the backup.")
    ],
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy one whole state of a workspace, with a digest of every file; imports may go on."""
    from fairlead.cli.places import workspace_at
    from fairlead.lake.store.backup import back_up

    made = back_up(workspace_at(workspace), out, now=now())
    _say(made, f"Backup of state {made.state}: ", str(out), as_json=as_json)


def restore(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="What `fairlead backup` wrote.")],
    *,
    workspace: WorkspaceOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the workspace that is there.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check every file of a backup, then make it the workspace."""
    from fairlead.lake.store.restore import restore as put_back

    home, made = put_back(source, workspace or DEFAULT_WORKSPACE, replace=replace)
    _say(made, f"Restored state {made.state}: ", str(home.root), as_json=as_json)


def _say(made: Backup, start: str, place: str, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "state": made.state,
                "data_until": made.data_until,
                "made_at": made.made_at,
                "files": len(made.files),
                "bytes": made.size,
                "place": place,
            }
        )
        return
    from fairlead.brief import words

    until = f", data until {made.data_until}" if made.data_until else ""
    size = f"{made.size / 1e6:,.1f} MB"
    console().print(
        f"{start}{words.counted(len(made.files), 'file')}, {size}{until}. {place}", markup=False
    )
