"""``fairlead train design``: a training that can be judged."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.practising import practice
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
from fairlead.errors import InputError

if TYPE_CHECKING:
    import datetime as dt

    from fairlead.refresh.design_plan import Wish
    from fairlead.refresh.designing import Designed


class Whom(enum.StrEnum):
    """Whom to train."""

    ALL = "all"
    BELOW = "below"


train = typer.Typer(
    no_args_is_help=True, help="Plan a training that can be judged; practise what it trains."
)

train.command("practice")(practice)

CompetencyOption = Annotated[str, typer.Option(help="What to train: its name or part of it.")]
NameOption = Annotated[str | None, typer.Option(help="Name of the training.")]
PeopleOption = Annotated[
    Whom, typer.Option(help="all, or those below the benchmark of good peers.")
]
TeamOption = Annotated[
    str | None, typer.Option(help="Train one team: its manager's name, or its own.")
]
GroupsOption = Annotated[int, typer.Option(min=1, max=12, help="Start groups.")]
WeeksOption = Annotated[
    int, typer.Option(min=8, max=156, help="Weeks from the first start to the verdict.")
]
StartOption = Annotated[
    str | None, typer.Option(help="First day, YYYY-MM-DD. Without it: in two weeks.")
]
DaysOption = Annotated[int, typer.Option(min=1, max=365, help="Days it lasts for a person.")]
SmallestOption = Annotated[
    float,
    typer.Option(
        min=0.5,
        max=50,
        help="Smallest effect that matters: points of a step, per cent of anything else.",
    ),
]
HoursOption = Annotated[float | None, typer.Option(min=0, help="Hours it takes each person.")]
CostOption = Annotated[
    float | None, typer.Option(min=0, help="What it costs for each person, whole units.")
]
SeedOption = Annotated[int | None, typer.Option(min=0, help="Of the draw; it is printed.")]
SimulationsOption = Annotated[
    int, typer.Option(min=20, max=2000, help="Simulated companies each design is tried on.")
]
BecauseOption = Annotated[str | None, typer.Option(help="Why people are trained twice at once.")]
OutOption = Annotated[
    Path | None, typer.Option(help="Write the plan, to be imported as trainings.csv.")
]


@train.command("design")
def design(
    path: PathArgument = None,
    *,
    competency: CompetencyOption,
    name: NameOption = None,
    people: PeopleOption = Whom.ALL,
    team: TeamOption = None,
    groups: GroupsOption = 3,
    weeks: WeeksOption = 52,
    start: StartOption = None,
    days: DaysOption = 14,
    smallest: SmallestOption = 5.0,
    hours: HoursOption = None,
    cost: CostOption = None,
    seed: SeedOption = None,
    simulations: SimulationsOption = 120,
    because: BecauseOption = None,
    out: OutOption = None,
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
    from fairlead.refresh.design_plan import Wish

    source = Source(path, workspace, mapping, most_put_aside)
    left_out = (tuple(leave_out_pipeline or ()), tuple(leave_out_type or ()))
    asked = _Asked(source, day_option(as_of, "--as-of"), left_out, simulations)
    times = (groups, weeks, day_option(start, "--start"), days)
    below, least = people is Whom.BELOW, smallest / 100
    wish = Wish(competency, name, team, below, *times, least, hours, cost, seed, because)
    _say(_designed(asked, wish), out, html, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of which data, as of when, without what, and how often to try."""

    source: Source
    day: dt.date | None
    left_out: tuple[tuple[str, ...], tuple[str, ...]]
    simulations: int


def _designed(asked: _Asked, wish: Wish) -> Designed:
    from fairlead.refresh.designing import design_workspace

    question = question_of(asked.day, *asked.left_out)
    with home_of(asked.source) as home, progress() as show:
        return design_workspace(
            home,
            wish,
            today=today_at(home),
            as_of=asked.day,
            question=question,
            simulations=asked.simulations,
            progress=show,
        )


def _say(found: Designed, out: Path | None, html: Path | None, *, as_json: bool) -> None:
    """Write what is to be written, then print the answer for machines or for people."""
    from fairlead.refresh.design_plan import write_plan
    from fairlead.refresh.design_words import design_json

    plan: tuple[str, ...] = ()
    if out is not None and found.rows:
        write_plan(found.rows, out)
        plan = (f"The plan, to be imported before the first day: {out}",)
    body = design_json(found) if as_json else None
    say(found.brief, html, body, written=plan)
    if out is not None and not found.rows:
        raise InputError(
            f"no plan was written to {out}: as planned it could not be judged",
            hint="What could be judged stands above.",
        )
