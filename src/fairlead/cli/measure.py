"""``fairlead measure``: fair rates of everybody, or of one person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.saying import question_of, say, today_at
from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import (
    AsOfOption,
    HtmlOption,
    JsonOption,
    LeaveOutPipeline,
    LeaveOutType,
    MappingOption,
    MostPutAside,
    WorkspaceOption,
    day_option,
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
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show fair rates: what people reached, what their deals give, and who differs beyond chance.

    Example: fairlead measure crm-export.zip --person "Cleo Park"
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.measure_json import measure_json
    from fairlead.refresh.measuring import Wanted

    day = day_option(as_of, "--as-of")
    question = question_of(day, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home:
        measured = _measured(home, question, day, Wanted(person, competency))
        note_briefed(home, measured.mark, path)
    say(measured.brief, html, measure_json(measured) if as_json else None)


def _measured(home: Workspace, question: Question, day: dt.date | None, wanted: Wanted) -> Measured:
    from fairlead.cli.places import say_if_counted_anew
    from fairlead.refresh.measuring import measure_workspace
    from fairlead.refresh.published import published

    found = published(home, question, day)
    told = None if found is None else found.measured(wanted, today_at(home))
    if told is not None:
        return told
    say_if_counted_anew(home)
    with progress() as show:
        return measure_workspace(
            home,
            today=today_at(home),
            as_of=day,
            question=question,
            wanted=wanted,
            progress=show,
        )
