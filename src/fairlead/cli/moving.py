"""``fairlead verify movement``: how many people move up, beyond luck."""

from __future__ import annotations

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
    WorkspaceOption,
    day_option,
    progress,
)


def movement(
    path: PathArgument = None,
    *,
    person: PersonOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count who moved up within a year beyond luck and who meets the target; takes a minute.

    For example: fairlead verify movement
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.moving import movement_json, movement_workspace

    day = day_option(as_of, "--as-of")
    question = question_of(day, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home, progress() as show:
        told = movement_workspace(
            home,
            today=today_at(home),
            person=person,
            as_of=day,
            question=question,
            progress=show,
        )
        note_briefed(home, told.mark, path)
    say(told.brief, html, movement_json(told) if as_json else None)
