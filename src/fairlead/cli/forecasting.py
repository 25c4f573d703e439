"""``fairlead forecast``: where the period lands, and what would have been said before."""

from __future__ import annotations

import difflib
import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    WorkspaceOption,
    day_option,
    progress,
)
from fairlead.errors import InputError

if TYPE_CHECKING:
    from fairlead.forecast.sums import By

BACKTEST = "backtest"


class Parts(enum.StrEnum):
    """What a forecast is told apart by."""

    person = "person"
    team = "team"
    segment = "segment"


NAMED: dict[Parts, By] = {
    Parts.person: "person",
    Parts.team: "team",
    Parts.segment: "segment",
}


def forecast(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[backtest] [PATH]",
            help="The word backtest: what would have been said on every past week of two years. "
            "And an export to read (file, folder, zip); without it: the workspace.",
        ),
    ] = None,
    *,
    period: Annotated[
        str,
        typer.Option(
            help="Month, quarter or year: the one of the day is forecast. Or by name: Q4 2026."
        ),
    ] = "quarter",
    by: Annotated[
        Parts | None, typer.Option(help="Tell it apart. Only person names people.")
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
    """Say where the quarter lands, how sure that is, and what can still be changed.

    For example: fairlead forecast --by team
    """
    back, path = _asked(words or [])
    if back and by is not None:
        raise InputError(
            "--by is not known to the back-test", hint="It scores the company's total."
        )
    day = day_option(as_of, "--as-of")
    question = question_of(day, leave_out_pipeline, leave_out_type)
    asked: dict[str, Any] = {"as_of": day, "question": question, "period": period}
    source = Source(path, workspace, mapping, most_put_aside)
    if back:
        _backtest(source, asked, html, as_json=as_json)
    else:
        _forecast(source, asked, by, html, as_json=as_json)


def _asked(words: list[str]) -> tuple[bool, Path | None]:
    """Return whether the past is asked about, and the export named."""
    back = bool(words) and words[0] == BACKTEST
    paths = words[1:] if back else words
    near = [] if back or not paths else difflib.get_close_matches(paths[0], [BACKTEST], cutoff=0.75)
    if near and not Path(paths[0]).exists():
        raise InputError(
            f"there is nothing called {paths[0]}",
            hint=f"Did you mean `fairlead forecast {BACKTEST}`?",
        )
    if len(paths) > 1:
        raise InputError(
            f"one export at a time, not {len(paths)}", hint="Put the files into one folder."
        )
    return back, Path(paths[0]) if paths else None


def _forecast(
    source: Source, asked: dict[str, Any], by: Parts | None, html: Path | None, *, as_json: bool
) -> None:
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.forecast_json import forecast_json
    from fairlead.refresh.forecasting import forecast_workspace

    with home_of(source) as home, progress() as show:
        wish = None if by is None else NAMED[by]
        today = today_at(home)
        found = forecast_workspace(home, **asked, today=today, by=wish, progress=show)
        note_briefed(home, found.mark, source.path)
    body = forecast_json(found, named=by is Parts.person) if as_json else None
    say(found.brief, html, body)


def _backtest(source: Source, asked: dict[str, Any], html: Path | None, *, as_json: bool) -> None:
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.forecast_json import backtest_json
    from fairlead.refresh.forecasting import backtest_workspace

    with home_of(source) as home, progress() as show:
        today = today_at(home)
        found = backtest_workspace(home, **asked, today=today, progress=show)
        note_briefed(home, found.mark, source.path)
    say(found.brief, html, backtest_json(found) if as_json else None)
