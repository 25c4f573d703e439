"""``fairlead train design``: a training that can be judged."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

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


class Task(enum.StrEnum):
    """What to do about trainings."""

    DESIGN = "design"


class Whom(enum.StrEnum):
    """Whom to train."""

    ALL = "all"
    BELOW = "below"


def train(
    task: Annotated[Task, typer.Argument(help="design: plan a training that can be judged.")],
    path: Annotated[
        Path | None,
        typer.Argument(help="Export to read (file, folder, zip). Without it: the workspace."),
    ] = None,
    *,
    competency: Annotated[str, typer.Option(help="The step to train: its name or part of it.")],
    name: Annotated[str | None, typer.Option(help="Name of the training.")] = None,
    people: Annotated[
        Whom, typer.Option(help="all, or those below the benchmark of good peers.")
    ] = Whom.ALL,
    team: Annotated[
        str | None, typer.Option(help="Train one team: its manager's name, or its own.")
    ] = None,
    groups: Annotated[int, typer.Option(min=1, max=12, help="Start groups.")] = 3,
    weeks: Annotated[
        int, typer.Option(min=8, max=156, help="Weeks from the first start to the verdict.")
    ] = 52,
    start: Annotated[
        str | None, typer.Option(help="First day, YYYY-MM-DD. Without it: in two weeks.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="Days it lasts for a person.")] = 14,
    smallest: Annotated[
        float, typer.Option(min=0.5, max=50, help="Smallest effect that matters, in points.")
    ] = 5.0,
    hours: Annotated[float | None, typer.Option(min=0, help="Hours it takes each person.")] = None,
    cost: Annotated[
        float | None, typer.Option(min=0, help="What it costs for each person, whole units.")
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Of the draw; it is printed.")] = None,
    simulations: Annotated[
        int, typer.Option(min=20, max=2000, help="Simulated companies each design is tried on.")
    ] = 120,
    because: Annotated[
        str | None, typer.Option(help="Why people are trained twice at once.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the plan, to be imported as trainings.csv.")
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
    """Plan a training: who starts when, drawn at random, and what the verdict could show.

    For example: fairlead train design --competency "Demo to Proposal" --team Ben
    """
    from fairlead.measure.question import Question
    from fairlead.refresh.company import today_of
    from fairlead.refresh.designing import Wish, design_workspace, write_plan

    del task
    day = day_option(as_of, "--as-of")
    left_out = (tuple(leave_out_pipeline or ()), tuple(leave_out_type or ()))
    question = Question(day or now().date(), "all", None, *left_out)
    wish = Wish(
        competency=competency,
        name=name,
        team=team,
        below=people is Whom.BELOW,
        groups=groups,
        weeks=weeks,
        first_on=day_option(start, "--start"),
        days=days,
        smallest=smallest / 100,
        hours=hours,
        cost=cost,
        seed=seed,
        because=because,
    )
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home, progress() as show:
        found = design_workspace(
            home,
            wish,
            today=today_of(home, now()),
            as_of=day,
            question=question,
            simulations=simulations,
            progress=show,
        )
    if out is not None:
        write_plan(found, out)
    if html is not None:
        from fairlead.cli.briefing import write_page

        write_page(found.brief, html)
    if as_json:
        from fairlead.refresh.design_words import design_json

        print_json(design_json(found))
        return
    from fairlead.cli.render import render

    render(found.brief, console())
    if out is not None:
        typer.echo(f"\nThe plan, to be imported before the first day: {out}")
