"""``fairlead verify``: the verdict on trainings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.groups import VerifyGroup
from fairlead.cli.moving import movement
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
    WorkspaceOption,
    day_option,
    progress,
)
from fairlead.cli.trying import try_out

if TYPE_CHECKING:
    from fairlead.charts import Figure
    from fairlead.refresh.verifying import Verified


verify = typer.Typer(
    cls=VerifyGroup,
    help="Did it help: trainings (without another word), try-outs of plays, who moves up.",
)
verify.command("try-out")(try_out)
verify.command("movement")(movement)


@verify.command("training")
def training(
    name: Annotated[
        str | None,
        typer.Argument(help="Name of a training or any part of it. Without it: all of them."),
    ] = None,
    path: PathArgument = None,
    *,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether a training worked, by the rule fixed before it began.

    For example: fairlead verify "Leave with a date"
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.verdict_json import verdicts_json
    from fairlead.refresh.verifying import verify_workspace

    asked, source = _told_apart(name, path)
    day = day_option(as_of, "--as-of")
    question = question_of(day, leave_out_pipeline, leave_out_type)
    with home_of(Source(source, workspace, mapping, most_put_aside)) as home, progress() as show:
        found = verify_workspace(
            home,
            today=today_at(home),
            training=asked,
            as_of=day,
            question=question,
            progress=show,
        )
        note_briefed(home, found.mark, source)
    say(
        found.brief,
        html,
        verdicts_json(found) if as_json else None,
        figures=_drawn(found) if html is not None else None,
    )


def _told_apart(name: str | None, path: Path | None) -> tuple[str | None, Path | None]:
    """Return name and path; one word alone that is a file or folder is a path."""
    if name is not None and path is None and Path(name).exists():
        return None, Path(name)
    return name, path


def _drawn(found: Verified) -> dict[str, tuple[Figure, ...]]:
    """Return the chart of the path around the start, where one training is told."""
    from fairlead.charts.around_start import figures

    if len(found.reports) != 1 or found.reports[0].path is None:
        return {}
    return {"path": figures(found.reports[0].path, found.reports[0].unit)}
