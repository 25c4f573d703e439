"""``fairlead reconcile``: won totals to set beside the CRM's own report."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, Any

import typer

from fairlead.brief.words import counted
from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import (
    JsonOption,
    LeaveOutPipeline,
    LeaveOutType,
    MappingOption,
    WorkspaceOption,
    console,
    print_json,
)


class By(enum.StrEnum):
    """What totals are broken down by."""

    month = "month"
    owner = "owner"
    pipeline = "pipeline"


def reconcile(
    path: Annotated[
        Path | None, typer.Argument(help="Export to read. Without it: the workspace.")
    ] = None,
    *,
    by: Annotated[
        list[By] | None, typer.Option(help="Break down by this. May be repeated. Default: month.")
    ] = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    csv: Annotated[Path | None, typer.Option(help="Write the table to this file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Print won deals and amounts per month, owner or pipeline, as the CRM books them."""
    from fairlead.cli.briefing import write_csv
    from fairlead.cli.places import say_if_older
    from fairlead.refresh.reconciling import won_totals

    parts = tuple(b.value for b in (by or [By.month]))
    with home_of(Source(path, workspace, mapping)) as home:
        found = won_totals(
            home,
            by=parts,
            leave_out_pipelines=tuple(leave_out_pipeline or ()),
            leave_out_types=tuple(leave_out_type or ()),
        )
        say_if_older(home)
    header = (*parts, "currency", "won deals", "won amount")
    if as_json:
        print_json([dict(zip(header, row, strict=True)) for row in found])
        return
    if csv is not None:
        write_csv(csv, header, found)
        typer.echo(f"{counted(len(found), 'row')} in {csv}")
        return
    _print(header, found)


def _print(header: tuple[str, ...], found: tuple[tuple[Any, ...], ...]) -> None:
    from fairlead.brief import words
    from fairlead.cli.render import render_table

    rows = [
        (
            *(str(group or "(none)") for group in row[:-3]),
            row[-3] or "",
            words.count(int(row[-2])),
            str(row[-1]),
        )
        for row in found
    ]
    out = console()
    render_table(header, rows, out)
    total = sum(int(row[-2]) for row in found)
    out.print(f"\n{words.counted(total, 'won deal')}. Months are those of the close date.")
