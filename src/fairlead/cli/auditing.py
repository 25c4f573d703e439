"""``fairlead audit``: whether the notes of who looked at whom are whole."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from fairlead.cli.terminal import JsonOption, WorkspaceOption, print_json

audit = typer.Typer(
    no_args_is_help=True, help="Who looked at whose numbers in the browser: are the notes whole?"
)


@audit.command("verify")
def verify_audit(
    *,
    workspace: WorkspaceOption = None,
    seal: Annotated[
        str, typer.Option(help="A seal an earlier run printed: is it still in the chain?")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Find a note that was changed, removed or put in; exit code 1 where there is one.

    Keep the printed seal elsewhere: it also shows whether the newest notes were cut off, or all of
    them written anew.
    """
    from fairlead.brief.words import counted
    from fairlead.cli.places import workspace_at
    from fairlead.web.project.auditing import verify_audit as verified

    told = verified(workspace_at(workspace), seal)
    if as_json:
        print_json(asdict(told) | {"is_whole": told.is_whole})
    elif told.broken_at is not None:
        typer.echo(f"Not whole: note {told.broken_at} was changed, put in, or one before is gone.")
    elif told.is_seal_there is False:
        typer.echo("Not whole: that seal is gone. Notes were cut off or written anew.")
    else:
        typer.echo(f"Whole: {counted(told.looks, 'note')}. Seal to keep: {told.seal or 'none yet'}")
    if not told.is_whole:
        sys.exit(1)
