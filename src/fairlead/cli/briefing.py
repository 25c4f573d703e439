"""``fairlead brief``, ``why`` and ``process``: from data to what a leader reads."""

from __future__ import annotations

import enum
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairlead.cli.saying import say, today_at
from fairlead.cli.sources import Source, home_of
from fairlead.cli.terminal import (
    AsOfOption,
    JsonOption,
    LeaveOutPipeline,
    LeaveOutType,
    MappingOption,
    MostPutAside,
    WorkspaceOption,
    console,
    day_option,
    now,
    print_json,
)
from fairlead.errors import InputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from fairlead.brief.model import Brief
    from fairlead.charts import Figure
    from fairlead.lake.store.workspace import Workspace
    from fairlead.measure.question import Question
    from fairlead.refresh.published import Decided


class Reader(enum.StrEnum):
    """Who reads the brief."""

    manager = "manager"
    leader = "leader"
    rep = "rep"
    board = "board"


def brief(
    path: Annotated[
        Path | None,
        typer.Argument(help="Export to brief from (file, folder, zip). Without it: the workspace."),
    ] = None,
    *,
    reader: Annotated[
        Reader | None, typer.Option("--for", help="Who reads it. Without it no person is named.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The rep or manager meant.")] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: Annotated[Path | None, typer.Option(help="Write the brief as one web page.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Print the leader's brief, from a workspace or straight from an export."""
    from fairlead.cli.places import note_briefed

    day = day_option(as_of, "--as-of")
    question = _question(reader, name, leave_out_pipeline, leave_out_type, day)
    source = Source(path, workspace, mapping, most_put_aside)
    with home_of(source) as home:
        told = _told(home, question, day, as_json=as_json)
        note_briefed(home, told.mark, path)
    say(told.brief, html, told.body if as_json else None)


def _told(home: Workspace, question: Question, day: dt.date | None, *, as_json: bool) -> Decided:
    """Return the brief that is published, or worked out now."""
    from fairlead.refresh.brief_json import brief_json
    from fairlead.refresh.briefing import brief_workspace
    from fairlead.refresh.published import Decided, published

    today = today_at(home)
    found = published(home, question, day) if day is None else None
    told = None if found is None else found.brief(question, today)
    if told is not None:
        return told
    made = brief_workspace(home, today=today, question=question, as_of=day)
    return Decided(made.brief, brief_json(made) if as_json else {}, made.mark)


def _question(
    reader: Reader | None,
    name: str | None,
    pipelines: list[str] | None,
    types: list[str] | None,
    day: dt.date | None,
) -> Question:
    from fairlead.measure.question import Question

    if reader in {Reader.rep, Reader.manager} and name is None:
        raise InputError(
            f"--for {reader} needs --name",
            hint=f'Say whose brief it is: --for {reader} --name "Cleo Park".',
        )
    if name is not None and reader not in {Reader.rep, Reader.manager}:
        raise InputError(
            "--name needs --for rep or --for manager",
            hint="The briefs for a leader and for the board name no person.",
        )
    return Question(
        as_of=day or now().date(),
        audience=reader.value if reader is not None else "all",
        name=name,
        leave_out_pipelines=tuple(pipelines or ()),
        leave_out_types=tuple(types or ()),
    )


def write_page(
    brief: Brief, target: Path, drawn: Mapping[str, tuple[Figure, ...]] | None = None
) -> None:
    """Write a brief, or another answer of its shape, as one web page.

    `drawn` holds further figures by the code of their section.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    from fairlead.cli.page import page

    try:
        target.write_text(page(brief, drawn), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot write {target}: {error.strerror}", hint="Name a file in a folder you own."
        ) from error


def why(
    number: Annotated[int, typer.Argument(help="A number printed as [n] in the brief.")],
    *,
    workspace: WorkspaceOption = None,
    everything: Annotated[bool, typer.Option("--all", help="All rows, not the first 20.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write all rows to this file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a number of the last brief means, and the rows behind it."""
    from fairlead.cli.people_off import check
    from fairlead.cli.places import last_briefed, say_if_older
    from fairlead.cli.render import render_evidence
    from fairlead.refresh.explaining import explain

    limit = None if everything or csv is not None or as_json else 20
    last = last_briefed(workspace)
    check(last.workspace)
    evidence, found, told = explain(last.workspace, number, limit=limit, mark=last.mark)
    say_if_older(last.workspace)
    if as_json:
        rows = [dict(zip(found.header, row, strict=True)) for row in found.rows]
        belongs = {**told._asdict(), "origin": last.origin}
        print_json({**asdict(evidence), "total": found.total, "brief": belongs, "rows": rows})
        return
    from fairlead.brief.words import counted, day
    from fairlead.refresh.tracing_page import in_major_units

    if csv is not None:
        write_csv(csv, found.header, in_major_units(found.header, found.rows))
        typer.echo(f"{counted(found.total, 'row')} in {csv}")
        return
    from fairlead.cli.render import evidence_cells

    whose = f"Brief of {told.title} as it was on {day(told.as_of)}, from {last.origin}"
    cells = evidence_cells(found.header, found.rows)
    render_evidence(evidence, *cells, found.total, console(), whose=whose)


def write_csv(target: Path, header: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> None:
    """Write rows for a spreadsheet; text that a spreadsheet would run as a formula is quoted."""
    import csv as writer

    from fairlead.refresh.beside import harmless

    try:
        with target.open("w", encoding="utf-8", newline="") as handle:
            out = writer.writer(handle)
            out.writerow(header)
            out.writerows([[harmless(cell) for cell in row] for row in rows])
    except OSError as error:
        raise InputError(
            f"cannot write {target}: {error.strerror}", hint="Name a file in a folder you own."
        ) from error


def process(
    *,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the sales process read from the data, and the file to mend it in."""
    from fairlead.cli.places import say_if_older, workspace_at
    from fairlead.cli.render import render_table
    from fairlead.refresh.opening import load_process, opened

    home = workspace_at(workspace)
    say_if_older(home)
    with opened(home, home.require()) as connection:
        found, _findings = load_process(home, connection)
    if as_json:
        steps = [asdict(c) for c in found.steps()]
        print_json({"pipelines": [asdict(p) for p in found.pipelines], "competencies": steps})
        return
    out = console()
    for pipeline in found.pipelines:
        sure = "" if pipeline.basis == "file" else f"confidence {pipeline.confidence:.0%}, "
        guess = " The order is a guess." if pipeline.is_guess else ""
        out.print(f"Pipeline {pipeline.name}: {sure}{pipeline.reason}.{guess}", markup=False)
        render_table(
            ("stage", "kind", "deals"),
            [
                (", also ".join((s.label, *s.also)), s.kind, f"{s.deal_count:,}")
                for s in pipeline.stages
            ],
            out,
        )
        out.print()
    out.print(f"Competencies: one a step, {len(found.steps())} in all.")
    out.print(f"Mend it in {home.process_file}, then run the brief again.", markup=False)
