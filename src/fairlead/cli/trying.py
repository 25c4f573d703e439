"""``fairlead verify try-out``: a play tried on some deals, with the rule fixed before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.saying import say, today_at
from fairlead.cli.terminal import (
    AsOfOption,
    HtmlOption,
    JsonOption,
    WorkspaceOption,
    day_option,
    now,
)
from fairlead.errors import InputError

if TYPE_CHECKING:
    from fairlead.lake.store.workspace import Workspace


def try_out(
    name: Annotated[
        str | None,
        typer.Argument(help="Name or title of a try-out, or any part of it. Without it: all."),
    ] = None,
    *,
    look: Annotated[
        Path | None,
        typer.Option(help="Declaration to look at: what it could show. Nothing is kept."),
    ] = None,
    begin: Annotated[
        Path | None,
        typer.Option(help="Declaration to check, draw and keep. What is kept never changes."),
    ] = None,
    drawn: Annotated[
        bool, typer.Option("--drawn", help="Say who tries, and which open deals get the play.")
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="Print a declaration to start from.")
    ] = False,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Begin a try-out of a play, or say whether it worked; looking early is allowed.

    For example: fairlead verify try-out --begin ask-for-the-date.md
    """
    from fairlead.cli.places import note_briefed, workspace_at
    from fairlead.refresh.trying import try_outs
    from fairlead.refresh.trying_json import try_outs_json

    if example:
        _show_example()
        return
    home = workspace_at(workspace)
    if look is not None or begin is not None:
        _nothing_else(name, as_of, both=look is not None and begin is not None)
        _declare(home, look, begin, html, as_json=as_json, people=drawn)
        return
    day = day_option(as_of, "--as-of")
    found = try_outs(home, today=today_at(home), name=name, as_of=day, with_drawn=drawn)
    note_briefed(home, found.mark, None)
    say(found.brief, html, try_outs_json(found, people=drawn) if as_json else None)


def _declare(
    home: Workspace,
    look: Path | None,
    begin: Path | None,
    html: Path | None,
    *,
    as_json: bool,
    people: bool,
) -> None:
    """Say what a declaration could show, and keep it where it is to begin."""
    from fairlead.refresh.trying_begin import begin_try_out, look_at_try_out
    from fairlead.refresh.trying_json import begun_json

    path = look or begin
    assert path is not None  # noqa: S101  asked for before
    act = begin_try_out if look is None else look_at_try_out
    made, brief = act(home, path, now=now(), today=today_at(home))
    say(brief, html, begun_json(made, people=people) if as_json else None)


def _show_example() -> None:
    from fairlead.verify.tryout_file import EXAMPLE

    typer.echo(EXAMPLE, nl=False)


def _nothing_else(name: str | None, as_of: str | None, *, both: bool) -> None:
    if both:
        raise InputError(
            "--look keeps nothing and --begin keeps all", hint="Look first, then begin."
        )
    if name is not None or as_of is not None:
        raise InputError(
            "--look and --begin take the name from the file and begin today",
            hint="Leave out the name and --as-of.",
        )
