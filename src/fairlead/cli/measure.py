"""``fairlead measure``: fair rates of everybody, or of one person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import (
    JsonOption,
    LeaveOutPipeline,
    LeaveOutType,
    MappingOption,
    MostPutAside,
    WorkspaceOption,
    console,
    day_option,
    now,
    print_json,
    progress,
)

if TYPE_CHECKING:
    import datetime as dt

    from fairlead.lake.store.workspace import Workspace
    from fairlead.measure.question import Question
    from fairlead.refresh.measuring import Measured, Wanted


def measure(
    path: Annotated[
        Path | None,
        typer.Argument(help="Export to measure (file, folder, zip). Without it: the workspace."),
    ] = None,
    *,
    person: Annotated[
        str | None, typer.Option(help="One person, by any part of the name that is theirs alone.")
    ] = None,
    competency: Annotated[
        str | None, typer.Option(help="Only this one, by any part of its name or slug.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Tell it as it was on this day, YYYY-MM-DD.")
    ] = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: Annotated[Path | None, typer.Option(help="Write it as one web page.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show fair rates: what people reached, what their deals give, and who differs beyond chance.

    Example: fairlead measure crm-export.zip --person "Cleo Park"
    """
    from fairlead.cli.places import note_briefed
    from fairlead.measure.question import Question
    from fairlead.refresh.measuring import Wanted

    day = day_option(as_of, "--as-of")
    left_out = (tuple(leave_out_pipeline or ()), tuple(leave_out_type or ()))
    question = Question(day or now().date(), "all", None, *left_out)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home:
        measured = _measured(home, question, day, Wanted(person, competency))
        note_briefed(home, measured.mark, path)
    say(measured, html, as_json=as_json)


def _measured(home: Workspace, question: Question, day: dt.date | None, wanted: Wanted) -> Measured:
    from fairlead.cli.places import say_if_counted_anew
    from fairlead.refresh.company import today_of
    from fairlead.refresh.measuring import measure_workspace
    from fairlead.refresh.published import published

    found = published(home, question, day)
    told = None if found is None else found.measured(wanted, today_of(home, now()))
    if told is not None:
        return told
    say_if_counted_anew(home)
    with progress() as show:
        return measure_workspace(
            home,
            today=today_of(home, now()),
            as_of=day,
            question=question,
            wanted=wanted,
            progress=show,
        )


def say(measured: Measured, html: Path | None, *, as_json: bool) -> None:
    """Print fair rates as text or JSON, and write the page that was asked for."""
    from fairlead.cli.briefing import write_page

    if html is not None:
        write_page(measured.brief, html)
    if as_json:
        from fairlead.refresh.measure_json import measure_json

        print_json(measure_json(measured))
        return
    from fairlead.cli.render import render

    render(measured.brief, console())
    if html is not None:
        typer.echo(f"\nThe same as a page: {html}")
