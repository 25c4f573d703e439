"""``fairlead numbers``: what a target takes, month by month, at one's own rates."""

from __future__ import annotations

import enum
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import (
    AsOfOption,
    JsonOption,
    LeaveOutPipeline,
    LeaveOutType,
    MappingOption,
    WorkspaceOption,
    amount_option,
    console,
    day_option,
    print_json,
)

if TYPE_CHECKING:
    import datetime as dt

    from fairlead.lake.store.workspace import Workspace
    from fairlead.refresh.numbers import NumbersTold

MOST_FINDINGS = 5


class Per(enum.StrEnum):
    """What a target is for."""

    month = "month"
    quarter = "quarter"
    year = "year"


def numbers(
    path: Annotated[
        Path | None, typer.Argument(help="Export to read. Without it: the workspace.")
    ] = None,
    *,
    person: Annotated[
        str | None, typer.Option(help="Whose numbers. Without it: the company's.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(help="Amount to reach: 200000, 200k or 1.2m. Without it: this quarter's."),
    ] = None,
    per: Annotated[Per, typer.Option(help="What the target is for.")] = Per.quarter,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    as_json: JsonOption = False,
) -> None:
    """Run your numbers: from a target back to wins, deals, meetings and calls a month.

    Example: fairlead numbers --person "Cleo Park" --target 200k
    """
    from fairlead.cli.places import note_briefed

    left_out = (tuple(leave_out_pipeline or ()), tuple(leave_out_type or ()))
    amount, day = amount_option(target, "--target"), day_option(as_of, "--as-of")
    with home_of(Source(path, workspace, mapping)) as home:
        told = _told(home, person, amount, per.value, day, left_out)
        note_briefed(home, told.mark, path)
    if as_json:
        print_json(as_data(told))
        return
    _print(told)


def _told(  # noqa: PLR0917  options of the command, in their order
    home: Workspace,
    person: str | None,
    amount: float | None,
    per: Literal["month", "quarter", "year"],
    day: dt.date | None,
    left_out: tuple[tuple[str, ...], tuple[str, ...]],
) -> NumbersTold:
    """Return the numbers, run from what is published or is counted now."""
    from fairlead.refresh.numbers import numbers_of
    from fairlead.refresh.published import published

    found = None if any(left_out) else published(home, None, day)
    told = None if found is None else found.numbers(person, amount, per)
    return told or numbers_of(
        home,
        person=person,
        target=amount,
        per=per,
        as_of=day,
        leave_out_pipelines=left_out[0],
        leave_out_types=left_out[1],
    )


def as_data(told: NumbersTold) -> dict[str, Any]:
    """Return the numbers as JSON: every line with its interval or why there is none."""
    from fairlead.refresh.briefing import as_estimate

    found = told.numbers
    return {
        "person": told.person,
        "as_of": told.counted.as_of,
        "window": {"from": told.counted.window_start, "to": told.counted.as_of},
        "target": {"amount": found.target, "currency": told.counted.currency, "per": told.per},
        "target_from": told.target_from,
        "rows": [
            {
                **asdict(line),
                "needed": as_estimate(line.needed),
                "holder": line.holder or None,
                "evidence": number,
            }
            for line, number in zip(found.lines, told.marks, strict=True)
        ],
        "win_rate_needed_with_as_many_deals": found.win_share_needed,
        "mean_amount_needed_with_as_many_deals": found.size_needed,
        "findings": [asdict(finding) for finding in told.counted.findings],
        "evidence": [asdict(one) for one in told.brief.evidence],
    }


def _print(told: NumbersTold) -> None:
    from fairlead.brief import words
    from fairlead.cli.cells import wrap
    from fairlead.cli.render import render_findings, render_table
    from fairlead.refresh.numbers_words import HEADER, row_words, sentences

    found, counted, out = told.numbers, told.counted, console()
    goal = words.money(found.target, told.counted.currency, named=True)
    out.print(
        f"{words.printable(told.title)}: {goal} a {told.per}"
        + (" (the target given)" if told.target_from == "targets" else ""),
        style="bold",
        markup=False,
    )
    out.print(
        f"Rates of {words.span(counted.window_start, counted.as_of)}; all figures are a month.\n",
        markup=False,
    )
    rows = [
        row_words(line, told, number) for line, number in zip(found.lines, told.marks, strict=True)
    ]
    render_table(HEADER, rows, out)
    out.print()
    for sentence in sentences(told):
        for line in wrap(sentence, out.width - 1):
            out.print(line, markup=False)
    render_findings(told.counted.findings, out, most=MOST_FINDINGS)
