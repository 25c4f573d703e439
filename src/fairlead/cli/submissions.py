"""``fairlead submissions`` and ``submit``: forecasts people give, and how good they are."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from fairlead.cli.saying import say, today_at
from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import (
    AsOfOption,
    HtmlOption,
    JsonOption,
    MappingOption,
    MostPutAside,
    PathArgument,
    PersonOption,
    TeamOption,
    WorkspaceOption,
    amount_option,
    day_option,
    now,
    print_json,
)
from fairlead.errors import InputError


class LayerName(enum.StrEnum):
    """Who gives a forecast."""

    rep = "rep"
    manager = "manager"
    leader = "leader"


def submissions(
    path: PathArgument = None,
    *,
    person: PersonOption = None,
    team: TeamOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how good people's own forecasts are: bias, spread, what each layer adds, what stands.

    For example: fairlead submissions --team Ben
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.submissions import report_submissions, submissions_json

    if person is not None and team is not None:
        raise InputError("--person and --team exclude each other", hint="Ask for one of them.")
    day = day_option(as_of, "--as-of")
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home:
        told = report_submissions(home, today=today_at(home), as_of=day, person=person, team=team)
        note_briefed(home, told.mark, path)
    say(told.brief, html, submissions_json(told) if as_json else None)


def submit(
    *,
    person: Annotated[str, typer.Option(help="Whose forecast: their name or any part of it.")],
    amount: Annotated[str, typer.Option(help="What the period will bring: 200000, 200k or 1.2m.")],
    period: Annotated[
        str | None, typer.Option(help="Q4 2026, 2026-11, ... Without it: the running quarter.")
    ] = None,
    layer: Annotated[
        LayerName | None, typer.Option(help="As whom. Without it: by whom they lead.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
    category: Annotated[str, typer.Option(help="Forecast category.")] = "commit",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a forecast. It is frozen: another one for the same period stands beside it.

    For example: fairlead submit --person Ben --amount 1.85m --reason "Helix signs in January"
    """
    from dataclasses import asdict

    from fairlead.brief import words
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.submitting import Forecast, submit

    value = amount_option(amount, "--amount") or 0.0
    said = Forecast(person, period, value, layer and layer.value, reason, category)
    kept = submit(workspace_at(workspace), said, now=now())
    if as_json:
        print_json({**asdict(kept), "period": kept.period.label})
        return
    money = words.money(kept.amount, kept.currency, named=True)
    typer.echo(
        f"Kept: {kept.name}, {money} for {kept.period.label}, given on "
        f"{words.moment(kept.given_at)} UTC. How good such forecasts were: fairlead submissions."
    )
