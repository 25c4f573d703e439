"""``fairlead playbook``: the process written down, in versions, and its scenarios measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairlead.cli.saying import question_of, say, today_at
from fairlead.cli.sources import Source, home_of
from fairlead.cli.tagging import tag
from fairlead.cli.terminal import (
    AsOfOption,
    HtmlOption,
    JsonOption,
    LeaveOutPipeline,
    LeaveOutType,
    MappingOption,
    MostPutAside,
    TeamOption,
    WorkspaceOption,
    console,
    day_option,
    now,
    print_json,
    progress,
)

if TYPE_CHECKING:
    import datetime as dt

    from fairlead.lake.store.workspace import Workspace
    from fairlead.measure.question import Question
    from fairlead.measure.standards import StandardRow, Standards
    from fairlead.process.playbook import Playbook
    from fairlead.refresh.measuring import Measured
    from fairlead.refresh.playbook import Version

playbook = typer.Typer(
    no_args_is_help=True,
    help="The process written down: standards, scenarios, routines, as a folder of Markdown.",
)

WrittenOption = Annotated[
    Path | None,
    typer.Option("--folder", help="A playbook that is not kept yet, instead of the newest."),
]
FolderArgument = Annotated[Path, typer.Argument(help="Folder of the playbook, as git keeps it.")]
ByOption = Annotated[str, typer.Option(help="Who changed it.")]
WhyOption = Annotated[str, typer.Option(help="Why.")]
VersionArgument = Annotated[int | None, typer.Argument(help="Number of a version.")]


@playbook.command("new")
def new(folder: FolderArgument, *, workspace: WorkspaceOption = None) -> None:
    """Begin a playbook: a card for each stage and step of the process, to be filled in."""
    from fairlead.cli.places import workspace_at
    from fairlead.process.documents import to_files
    from fairlead.process.playbook import first_playbook
    from fairlead.refresh.playbook import process_of, write_folder

    process = process_of(workspace_at(workspace))
    written = write_folder(folder, to_files(first_playbook(process)))
    typer.echo(f"{len(written)} documents in {folder}: stages/ and competencies/.")
    typer.echo("Next: `fairlead playbook write-scenario FOLDER`, then `write-routine`.")


@playbook.command("write-scenario")
def write_scenario(folder: FolderArgument, *, workspace: WorkspaceOption = None) -> None:
    """Write a scenario down, question by question: where it occurs and how its deals are told."""
    from fairlead.cli.guide import ask_scenario
    from fairlead.cli.places import workspace_at
    from fairlead.process.documents import to_markdown
    from fairlead.process.playbook import path_of
    from fairlead.refresh.playbook import checked_files, process_of, write_folder

    home = workspace_at(workspace)
    made = ask_scenario(process_of(home))
    files = {path_of(made): to_markdown(made)}
    checked_files(home, folder, files)
    write_folder(folder, files)
    typer.echo(f"\nWritten: {folder / path_of(made)}. Read it again and mend what is not yours.")


@playbook.command("write-routine")
def write_routine(folder: FolderArgument, *, workspace: WorkspaceOption = None) -> None:
    """Write a routine down, question by question, with whoever handles the scenario best.

    Who that may be: `fairlead playbook measure` names who differs beyond chance.
    """
    from fairlead.cli.guide import ask_routine
    from fairlead.cli.places import workspace_at
    from fairlead.process.documents import from_files, to_markdown
    from fairlead.process.playbook import path_of
    from fairlead.refresh.playbook import checked_files, read_folder, write_folder

    home = workspace_at(workspace)
    made = ask_routine(from_files(read_folder(folder)))
    files = {path_of(made): to_markdown(made)}
    checked_files(home, folder, files)
    write_folder(folder, files)
    typer.echo(f"\nWritten: {folder / path_of(made)}. Read it again and mend what is not yours.")


@playbook.command("check")
def check(
    folder: FolderArgument, *, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Check that everything named exists, and say what is still missing."""
    from fairlead.cli.places import workspace_at
    from fairlead.process.documents import from_files
    from fairlead.refresh.playbook import checked, read_folder

    found = from_files(read_folder(folder))
    missing = checked(workspace_at(workspace), found)
    if as_json:
        print_json({"documents": len(found.documents), "missing": list(missing)})
        return
    typer.echo(
        f"Stages: {len(found.stages)}, steps: {len(found.competencies)}, "
        f"scenarios: {len(found.scenarios)}, routines: {len(found.routines)}. All that they name "
        "exists."
    )
    for line in missing:
        typer.echo(f"- {line}")


@playbook.command("keep")
def keep(
    folder: FolderArgument, *, by: ByOption, why: WhyOption, workspace: WorkspaceOption = None
) -> None:
    """Keep the folder as the next version of the playbook in the workspace."""
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.playbook import keep as keep_version
    from fairlead.refresh.playbook import read_folder, versions

    home = workspace_at(workspace)
    before = len(versions(home))
    made = keep_version(home, read_folder(folder), by=by, why=why, now=now())
    changed = len(versions(home)) > before
    typer.echo(
        f"Kept as version {made.number}."
        if changed
        else f"Nothing changed since version {made.number}."
    )


@playbook.command("history")
def history(*, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Say who changed the playbook, when and why."""
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.playbook import versions

    known = versions(workspace_at(workspace))
    if as_json:
        print_json({"versions": [_told(each) for each in known]})
        return
    if not known:
        typer.echo("No version yet: `fairlead playbook keep FOLDER`.")
    for each in reversed(known):
        typer.echo(f"{each.number:>3}  {each.at[:16].replace('T', ' ')}  {each.by}: {each.why}")


def _told(each: Version) -> dict[str, Any]:
    return {
        "number": each.number,
        "by": each.by,
        "why": each.why,
        "at": each.at,
        "files": sorted(each.files),
    }


@playbook.command("compare")
def compare(
    one: VersionArgument = None, other: VersionArgument = None, *, workspace: WorkspaceOption = None
) -> None:
    """Show what changed between two versions; without numbers between the last two."""
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.playbook import compare as compare_versions
    from fairlead.refresh.playbook import version

    home = workspace_at(workspace)
    later = version(home, other)
    earlier = version(home, max(1, later.number - 1) if one is None else one)
    changed = compare_versions(earlier, later)
    typer.echo(changed or f"Versions {earlier.number} and {later.number} say the same.")


@playbook.command("restore")
def restore(
    number: Annotated[int, typer.Argument(help="Version to put back.")],
    *,
    by: ByOption,
    why: WhyOption,
    workspace: WorkspaceOption = None,
) -> None:
    """Make an older version the newest one again; the ones between stay in the history."""
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.playbook import keep as keep_version
    from fairlead.refresh.playbook import version

    home = workspace_at(workspace)
    made = keep_version(home, version(home, number).files, by=by, why=why, now=now())
    typer.echo(f"Version {number} stands again, as version {made.number}.")


@playbook.command("export")
def export(
    folder: FolderArgument,
    number: VersionArgument = None,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files that say something else.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a version of the playbook as a folder; without a number the newest."""
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.playbook import version, write_folder

    found = version(workspace_at(workspace), number)
    written = write_folder(folder, found.files, over=replace)
    typer.echo(f"{len(written)} files of version {found.number} in {folder}.")


playbook.command("tag")(tag)


@playbook.command("measure")
def measure(
    path: Annotated[
        Path | None,
        typer.Argument(help="Export to measure (file, folder, zip). Without it: the workspace."),
    ] = None,
    *,
    folder: WrittenOption = None,
    person: Annotated[str | None, typer.Option(help="One person, by any part of the name.")] = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    most_put_aside: MostPutAside = 0.05,
    leave_out_pipeline: LeaveOutPipeline = None,
    leave_out_type: LeaveOutType = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure each scenario like a step: what people reached in it, and who differs."""
    from fairlead.cli.places import note_briefed
    from fairlead.refresh.measure_json import measure_json

    day = day_option(as_of, "--as-of")
    question = question_of(day, leave_out_pipeline, leave_out_type)
    with home_of(Source(path, workspace, mapping, most_put_aside)) as home:
        measured = _measured(home, folder, question, day, person)
        note_briefed(home, measured.mark, path)
    say(measured.brief, html, measure_json(measured) if as_json else None)


def _measured(
    home: Workspace,
    folder: Path | None,
    question: Question,
    day: dt.date | None,
    person: str | None,
) -> Measured:
    from fairlead.refresh.scenarios import measure_scenarios

    with progress() as show:
        return measure_scenarios(
            home,
            _written(home, folder),
            today=today_at(home),
            as_of=day,
            question=question,
            person=person,
            progress=show,
        )


def _written(home: Workspace, folder: Path | None) -> Playbook:
    """Return the playbook of a folder, else the newest one that was kept."""
    from fairlead.process.documents import from_files
    from fairlead.refresh.playbook import read_folder, version

    return version(home).playbook if folder is None else from_files(read_folder(folder))


@playbook.command("standards")
def standards(
    *,
    folder: WrittenOption = None,
    person: Annotated[str | None, typer.Option(help="Only the deals of one person.")] = None,
    team: TeamOption = None,
    as_of: AsOfOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count how many open deals meet the standards of the stages they have left.

    With --team the company's stand beside the team's.
    """
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.standards import standards_of

    home = workspace_at(workspace)
    found = _written(home, folder)
    day = day_option(as_of, "--as-of")
    from fairlead.errors import InputError

    if person is not None and team is not None:
        raise InputError("--person and --team exclude each other", hint="Ask for one of them.")
    today = today_at(home)
    told = standards_of(home, found, today=today, as_of=day, person=person, team=team)
    beside = None if team is None else standards_of(home, found, today=today, as_of=day)
    if as_json:
        print_json(told.as_dict() | ({"company": beside.as_dict()["rows"]} if beside else {}))
        return
    _print_standards(told, beside)


def _print_standards(told: Standards, beside: Standards | None) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("left", "standard"):
        table.add_column(name)
    table.add_column("keep it", justify="right")
    if beside is not None:
        table.add_column("company", justify="right")
    for n, row in enumerate(told.rows):
        all_of_them = [] if beside is None else [_kept(beside.rows[n])]
        table.add_row(row.title, row.need, _kept(row), *all_of_them)
    out = console()
    out.print(f"{told.whose}, {told.as_of:%d %b %Y}: open deals that have left a stage.\n")
    out.print(table if told.rows else "No stage card says what its deals need.")
    for finding in told.findings:
        out.print(f"\n{finding.title}. {finding.detail}")


def _kept(row: StandardRow) -> str:
    from fairlead.brief.words import rate
    from fairlead.measure.standards import Met

    if isinstance(row.answer, Met):
        return rate(row.answer.met, row.answer.deals)
    return row.answer.reason
