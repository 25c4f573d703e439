"""``fairlead pipeline``: how the pipeline moved, what is at risk, what surprised."""

from __future__ import annotations

from typing import Annotated

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
    PathArgument,
    PersonOption,
    TeamOption,
    WorkspaceOption,
    day_option,
)
from fairlead.errors import InputError


def pipeline(
    path: PathArgument = None,
    *,
    from_on: Annotated[
        str | None,
        typer.Option(
            "--from", help="First evening of the movement. Without it: before the quarter."
        ),
    ] = None,
    to_on: Annotated[
        str | None, typer.Option("--to", help="Last evening of the movement. Without it: --as-of.")
    ] = None,
    as_of: AsOfOption = None,
    person: PersonOption = None,
    team: TeamOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Review the pipeline: how it moved, deals at risk, surprises, deals to clean up.

    For example: fairlead pipeline --team Ben --from 2026-11-13
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.pipeline_json import pipeline_json
    from fairlead.refresh.reviewing import Span, review_workspace

    if person is not None and team is not None:
        raise InputError("--person and --team exclude each other", hint="Ask for one of them.")
    day = day_option(as_of, "--as-of")
    span = Span(day_option(from_on, "--from"), day_option(to_on, "--to"), day)
    question = question_of(day, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home:
        told = review_workspace(
            home, span, today=today_at(home), person=person, team=team, question=question
        )
        note_briefed(home, told.mark, path)
    say(told.brief, html, pipeline_json(told.found, told.brief) if as_json else None)
