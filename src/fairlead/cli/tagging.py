"""``fairlead playbook tag``: say by hand which deals and activities are in a scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from fairlead.cli.terminal import WorkspaceOption, now


def tag(
    scenario: Annotated[str, typer.Argument(help="The scenario, by the name of its file.")],
    *,
    by: Annotated[str, typer.Option(help="Who says so.")],
    why: Annotated[str, typer.Option(help="Why.")],
    deal: Annotated[
        list[str] | None, typer.Option(help="A deal, by its id in the CRM; once for each.")
    ] = None,
    activity: Annotated[
        list[str] | None,
        typer.Option(help="A call, meeting or mail, by its id in the CRM; once for each."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take these tags away.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Tag deals and activities with a scenario by hand; kept as the next version.

    An activity brings the deal it was done for. `fairlead playbook measure` says which ids are
    not known.
    """
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.tagging import Ids, tagged_in
    from fairlead.refresh.tagging import tag as tag_in

    home = workspace_at(workspace)
    ids = Ids(tuple(deal or ()), tuple(activity or ()))
    made = tag_in(home, scenario, ids, remove=remove, by=by, why=why, now=now())
    told = tagged_in(made, scenario)
    typer.echo(
        f"Version {made.number}. Tagged by hand with {scenario}: deals {len(told.deals)}, "
        f"activities {len(told.activities)}."
    )
