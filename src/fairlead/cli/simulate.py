"""``fairlead simulate``: an export of a company that does not exist, with the truth beside it."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path
from typing import Annotated

import typer

from fairlead.errors import InputError

PRICE_KEPT = 0.88


class ExportFormat(enum.StrEnum):
    """Which CRM the export looks like."""

    salesforce = "salesforce"
    hubspot = "hubspot"
    csv = "csv"


def simulate(
    out: Annotated[Path, typer.Argument(help="Folder for the export; new or empty.")],
    *,
    people: Annotated[int, typer.Option(help="Seats for reps, 1 to 100,000.")] = 60,
    months: Annotated[int, typer.Option(help="Calendar months, 1 to 240.")] = 36,
    seed: Annotated[int, typer.Option(help="Same seed, same files.")] = 1,
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="Which CRM it looks like.")
    ] = ExportFormat.salesforce,
    dirt: Annotated[float, typer.Option(help="Share of deals spoilt, 0 to 0.5.")] = 0.02,
    end: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD.")] = "2026-11-20",
    prices: Annotated[
        bool, typer.Option("--prices", help="Deals carry list prices and discounts too.")
    ] = False,
) -> None:
    """Write the export of a simulated sales organisation, and its truth in OUT/truth."""
    from fairlead.lake.writers import write_export
    from fairlead.simulate import Organisation
    from fairlead.simulate import simulate as run

    if seed < 0:
        raise InputError("--seed must be 0 or more.", hint="Any whole number will do.")
    try:
        organisation = Organisation(
            people=people,
            months=months,
            dirt=dirt,
            end=_day(end),
            price_kept=PRICE_KEPT if prices else None,
        )
    except ValueError as error:
        raise InputError(f"{error}.", hint="See fairlead simulate --help.") from error

    def say(text: str) -> None:
        typer.echo(text, err=True)

    simulation = run(organisation, seed=seed, progress=say)
    export = write_export(simulation, out, format=format_.value, progress=say)
    typer.echo(f"{len(export.row_counts)} files in {export.folder}")
    typer.echo(f"{sum(export.row_counts.values()):,} rows, {format_.value} format, seed {seed}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--end {text} is no date.", hint="Write it as 2026-11-20.") from error
