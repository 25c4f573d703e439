"""``fairlead prospects``: from the one who brings a prospect in to the one who sells."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import JsonOption, MappingOption, WorkspaceOption, console, print_json


def prospects(
    path: Annotated[
        Path | None, typer.Argument(help="Export to read. Without it: the workspace.")
    ] = None,
    *,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Evening to look from, YYYY-MM-DD."),
    ] = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print who brought prospects and deals in, and how many became deals or went to others."""
    from fairlead.refresh.prospecting import brought_in_by

    with home_of(Source(path, workspace, mapping)) as home:
        evening, found = brought_in_by(home, as_of.date() if as_of else None)
    if as_json:
        print_json({"as_of": evening, "brought_in": [_plain(row) for row in found]})
        return
    _print(evening, found)


def _plain(row: Any) -> dict[str, Any]:
    from dataclasses import asdict

    from fairlead.answers import Estimate
    from fairlead.measure.handover import converted_share

    share = converted_share(row)
    told = (
        {"value": share.value, "lower": share.lower, "upper": share.upper, "level": share.level}
        if isinstance(share, Estimate)
        else {"value": None, "reason": share.reason, "needed": share.needed, "have": share.have}
    )
    return {**asdict(row), "converted_share": told}


def _print(evening: Any, found: tuple[Any, ...]) -> None:
    from fairlead.brief import words
    from fairlead.cli.render import render_table
    from fairlead.measure.handover import converted_share

    out = console()
    if not any(row.prospects or row.deals for row in found):
        out.print("The export does not say who created prospects or deals, so this stays unknown.")
        return
    rows = [
        (
            words.printable(row.name or "(not known)"),
            _of(row.converted, row.prospects),
            words.answer(converted_share(row)) if row.prospects else "",
            _of(row.handed_over, row.deals),
            _of(row.won, row.deals),
        )
        for row in found
    ]
    header = ("brought in by", "became deals", "share so far", "went to others", "won")
    render_table(header, rows, out)
    when = f"As of the evening of {words.day(evening)}. " if evening else ""
    out.print(
        f"\n{when}Became deals: of the prospects they created; young ones may still become one. "
        "Went to others: of the deals they created, those whose first owner was somebody else."
    )


def _of(some: int, total: int) -> str:
    return f"{some:,} of {total:,}" if total else ""
