"""``fairlead verify``: the verdict on trainings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.deciding import AsOfOption, HtmlOption
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
    from fairlead.charts import Figure
    from fairlead.refresh.verifying import Verified


def verify(
    training: Annotated[
        str | None,
        typer.Argument(help="Name of a training or any part of it. Without it: all of them."),
    ] = None,
    path: Annotated[
        Path | None,
        typer.Argument(help="Export to read (file, folder, zip). Without it: the workspace."),
    ] = None,
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
    from fairlead.measure.question import Question
    from fairlead.refresh.company import today_of
    from fairlead.refresh.verifying import verify_workspace

    name, source = _told_apart(training, path)
    day = day_option(as_of, "--as-of")
    left_out = (tuple(leave_out_pipeline or ()), tuple(leave_out_type or ()))
    question = Question(day or now().date(), "all", None, *left_out)
    with home_of(Source(source, workspace, mapping, most_put_aside)) as home, progress() as show:
        found = verify_workspace(
            home,
            today=today_of(home, now()),
            training=name,
            as_of=day,
            question=question,
            progress=show,
        )
        note_briefed(home, found.mark, source)
    _say(found, html, as_json=as_json)


def _told_apart(training: str | None, path: Path | None) -> tuple[str | None, Path | None]:
    """Return name and path; one word alone that is a file or folder is a path."""
    if training is not None and path is None and Path(training).exists():
        return None, Path(training)
    return training, path


def _drawn(found: Verified) -> dict[str, tuple[Figure, ...]]:
    """Return the chart of the path around the start, where one training is told."""
    from fairlead.charts.around_start import figures

    if len(found.reports) != 1 or found.reports[0].path is None:
        return {}
    return {"path": figures(found.reports[0].path, found.reports[0].unit)}


def _say(found: Verified, html: Path | None, *, as_json: bool) -> None:
    from fairlead.cli.briefing import write_page

    if html is not None:
        write_page(found.brief, html, _drawn(found))
    if as_json:
        from fairlead.refresh.verdict_json import verdicts_json

        print_json(verdicts_json(found))
        return
    from fairlead.cli.render import render

    render(found.brief, console())
    if html is not None:
        typer.echo(f"\nThe same as a page: {html}")
