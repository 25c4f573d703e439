"""``fairlead backup`` and ``fairlead restore``: a workspace to a safe place and back."""

from __future__ import annotations

import os
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
    """Copy one whole state of a workspace, with a digest of every file; imports may go on.

    Accounts and what people wrote on pages come along, as they stand, also while they are served.
    The keys of private notes do not: keep them elsewhere.
    """
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
    """Check every file of a backup, then make it the workspace.

    With --replace, stop `fairlead serve` first. People erased since stay erased.
    """
    from fairlead.brief import words
    from fairlead.lake.store.restore import restore as put_back
    from fairlead.refresh.erasing import erase_again

    home, made = put_back(source, workspace or DEFAULT_WORKSPACE, replace=replace)
    again = erase_again(home)
    _say(made, f"Restored state {made.state}: ", str(home.root), as_json=as_json)
    if again and not as_json:
        console().print(
            f"{words.counted(again, 'person')} erased since the backup: names and addresses were "
            "taken out of the data again; accounts and pages follow when it is served."
        )


def _say(made: Backup, start: str, place: str, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "state": made.state,
                "data_until": made.data_until,
                "made_at": made.made_at,
                "files": len(made.files),
                "bytes": made.size,
                "accounts": made.with_pages,
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
    console().print(_about_pages(made))


def _about_pages(made: Backup) -> str:
    """Say whether accounts are in it, and what is not."""
    if made.with_pages:
        return "With accounts and all that is on pages. Keep the keys of private notes elsewhere."
    if os.environ.get("DATABASE_URL"):
        return "Without accounts: they lie in PostgreSQL (DATABASE_URL), which has its own backups."
    return "Without accounts: nobody has served this workspace."
