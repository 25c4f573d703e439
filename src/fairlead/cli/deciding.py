"""``fairlead diagnose`` and ``fairlead prioritise``: why people differ, and what to train first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

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
    amount_option,
    day_option,
    progress,
)
from fairlead.errors import InputError

if TYPE_CHECKING:
    from fairlead.brief.model import Brief
    from fairlead.lake.store.workspace import Workspace

WANTED = 0.6
"""Chance of a good quarter a winning level is to give, unless said otherwise."""

TargetOption = Annotated[
    str | None,
    typer.Option(
        help="Target of the four quarters ahead: 20000000, 20m or 900k. Without it: the data's."
    ),
]


def diagnose(
    path: PathArgument = None,
    *,
    person: PersonOption = None,
    team: TeamOption = None,
    target: TargetOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why people differ, and what lies between them and their target.

    For example: fairlead diagnose --team Ben
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.deciding_json import diagnosis_json
    from fairlead.refresh.diagnosing import diagnose_workspace

    asked = _asked(person, team, target, as_of, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home, progress() as show:
        kept = _published(home, "diagnosis", asked)
        if kept is None:
            told = diagnose_workspace(home, **asked, today=today_at(home), progress=show)
            kept = Told(told.brief, told.mark, diagnosis_json(told.found, told.brief))
        note_briefed(home, kept.mark, path)
    say(kept.brief, html, kept.body if as_json else None)


def prioritise(
    path: PathArgument = None,
    *,
    person: PersonOption = None,
    team: TeamOption = None,
    target: TargetOption = None,
    wanted: Annotated[
        float,
        typer.Option(
            help="Chance of a good quarter a winning level is to give.", min=0.05, max=0.95
        ),
    ] = WANTED,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name the one thing to train first, with what it brings and how sure that is.

    For example: fairlead prioritise --team Ben
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.deciding_json import priorities_json
    from fairlead.refresh.prioritising import prioritise_workspace

    asked = _asked(person, team, target, as_of, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home, progress() as show:
        usual = wanted == WANTED
        kept = _published(home, "priorities", asked) if usual else None
        if kept is None:
            told = prioritise_workspace(
                home, **asked, wanted=wanted, today=today_at(home), progress=show
            )
            kept = Told(told.brief, told.mark, priorities_json(told.found, told.brief))
        note_briefed(home, kept.mark, path)
    say(kept.brief, html, kept.body if as_json else None)


class Told(NamedTuple):
    """An answer as it is read, what tells it from others, and for machines."""

    brief: Brief
    mark: str
    body: dict[str, Any]


def _published(
    home: Workspace, kind: Literal["diagnosis", "priorities"], asked: dict[str, Any]
) -> Told | None:
    """Return the published answer to the same question, if there is one."""
    from fairlead.cli.places import say_if_counted_anew
    from fairlead.refresh.published import published

    if asked["whose"].target is None:
        found = published(home, asked["question"], asked["as_of"])
        kept = None if found is None else found.decided(kind, asked["whose"], today_at(home))
        if kept is not None:
            return Told(kept.brief, kept.mark, kept.body)
    say_if_counted_anew(home)
    return None


def _asked(  # noqa: PLR0917  options of both commands, in one order
    person: str | None,
    team: str | None,
    target: str | None,
    as_of: str | None,
    pipelines: list[str] | None,
    types: list[str] | None,
) -> dict[str, Any]:
    """Return what both commands are asked, by the names their answers want it."""
    from fairlead.refresh.grounds import Whose

    if person is not None and team is not None:
        raise InputError("--person and --team exclude each other", hint="Ask for one of them.")
    day = day_option(as_of, "--as-of")
    question = question_of(day, pipelines, types)
    whose = Whose(person, team, amount_option(target, "--target"))
    return {"whose": whose, "as_of": day, "question": question}
