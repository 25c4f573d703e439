"""How every command asks for a whole answer, and says it: as a page, as JSON, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from fairlead.cli.terminal import console, now, print_json

if TYPE_CHECKING:
    import datetime as dt

    from fairlead.brief.model import Brief
    from fairlead.charts import Figure
    from fairlead.lake.store.workspace import Workspace
    from fairlead.measure.question import Question


def question_of(
    day: dt.date | None, pipelines: Sequence[str] | None, types: Sequence[str] | None
) -> Question:
    """Return the question of the whole company on a day, without what is left out."""
    from fairlead.measure.question import Question

    return Question(
        as_of=day or now().date(),
        leave_out_pipelines=tuple(pipelines or ()),
        leave_out_types=tuple(types or ()),
    )


def today_at(home: Workspace) -> dt.date:
    """Return the day it is for the company of a workspace."""
    from fairlead.refresh.company import today_of

    return today_of(home, now())


def say(
    brief: Brief,
    html: Path | None,
    body: dict[str, Any] | None,
    *,
    figures: Mapping[str, tuple[Figure, ...]] | None = None,
    written: Sequence[str] = (),
) -> None:
    """Write the page, then print the answer for machines (`body`) or for people.

    `figures` are charts by section that the answer itself does not carry; `written` says what else
    was written, below the text.
    """
    from fairlead.cli.people_off import without_people

    brief = without_people(brief)
    if html is not None:
        from fairlead.cli.briefing import write_page

        write_page(brief, html, figures)
    if body is not None:
        print_json(body)
        return
    from fairlead.cli.render import render

    render(brief, console())
    for line in (*written, *((f"The same as a page: {html}",) if html is not None else ())):
        typer.echo(f"\n{line}")
