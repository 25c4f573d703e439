"""``fairlead market``: segments, products, sources and competitors that left the others."""

from __future__ import annotations

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
)


def market(
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
    """Say where win rate, amount or time to a win moved against the rest, and since when.

    For example: fairlead market --as-of 2026-06-30
    """
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.market import market_json, market_workspace

    day = day_option(as_of, "--as-of")
    question = question_of(day, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home:
        told = market_workspace(home, today=today_at(home), as_of=day, question=question)
        note_briefed(home, told.mark, path)
    say(told.brief, html, market_json(told) if as_json else None)
