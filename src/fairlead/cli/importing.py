"""``fairlead import`` and ``fairlead init``: getting data in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairlead.cli.terminal import (
    JsonOption,
    MappingOption,
    MostPutAside,
    WorkspaceOption,
    console,
    now,
    print_json,
    progress,
)
from fairlead.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from fairlead.lake.store.workspace import Workspace
    from fairlead.refresh.importing import ImportResult

TEMPLATES = {
    "team.csv": "person,manager,team,territory,role,from,to\n",
    "targets.csv": "person,team,measure,period,amount,currency\n",
    "rates.csv": "currency,from,rate,to_currency\n",
    "trainings.csv": "training,person,competency,start_group,started_on,ended_on,chosen_by,"
    "drawn_within,smallest_effect,look_on,last_look_on,hours,cost\n",
}


def import_(
    path: Annotated[
        Path | None, typer.Argument(help="File, folder or zip your CRM exported.")
    ] = None,
    *,
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    forget_mapping: Annotated[
        str | None,
        typer.Option(help="Forget the mapping kept for this file; PATH may be left out then."),
    ] = None,
    most_put_aside: MostPutAside = 0.05,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Go back to the state before; doing it again brings it back."),
    ] = False,
    state: Annotated[
        int | None,
        typer.Option(min=0, help="With --undo: go back to this one of the states that are kept."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Import an export into a workspace, or undo the last import.

    The same export twice changes nothing.
    """
    from fairlead.cli.places import workspace_at
    from fairlead.refresh.importing import import_path

    _refuse_odd(path, undo=undo, state=state, other=forget_mapping is not None)
    if forget_mapping is not None:
        _forget(workspace_at(workspace), forget_mapping)
    if undo:
        from fairlead.cli.undoing import undo_last

        undo_last(workspace_at(workspace), state=state, as_json=as_json)
    if path is None:
        return
    home = workspace_at(workspace, create=path.exists())
    with progress() as show:
        result = import_path(
            home, path, now=now(), mapping=mapping, most_put_aside=most_put_aside, progress=show
        )
    if as_json:
        print_json(_as_json(result))
    else:
        _report(result, home.root, console())


def _refuse_odd(path: Path | None, *, undo: bool, state: int | None, other: bool) -> None:
    """Refuse options that do not go together, before anything is done."""
    if undo and path is not None:
        raise InputError("--undo takes no path", hint="Run `fairlead import --undo`.")
    if state is not None and not undo:
        raise InputError("--state needs --undo", hint="Run `fairlead import --undo --state N`.")
    if path is None and not undo and not other:
        raise InputError(
            "an import needs a path",
            hint="Run `fairlead import PATH-TO-YOUR-EXPORT`, or `fairlead import --undo`.",
        )


def _forget(home: Workspace, name: str) -> None:
    from fairlead.refresh.mappings import FORGOTTEN, forget_mapping

    for file in forget_mapping(home, name):
        typer.echo(f"Forgotten: the mapping kept for {file}.", err=True)
    if not home.mapping_file.exists() and (home.root / FORGOTTEN).exists():
        typer.echo(f"Your mapping.yaml is now {home.root / FORGOTTEN}.", err=True)


def _as_json(result: ImportResult) -> dict[str, Any]:
    return {
        "data_until": result.data_until.date().isoformat() if result.data_until else None,
        "changed": result.changed,
        "sources": [
            {
                "file": a.file,
                "format": a.format,
                "target": a.target,
                "rows": a.rows,
                "stored": a.stored,
                "put_aside": a.put_aside,
            }
            for a in result.accounts
        ],
        "skipped": [{"file": s.file, "reason": s.reason} for s in result.skipped],
        "inserted": result.inserted,
        "updated": result.updated,
        "put_aside": [
            {
                "file": p.file,
                "line": p.line,
                "column": p.column,
                "value": p.value,
                "code": p.code,
                "reason": p.reason,
            }
            for p in result.put_aside
        ],
        "links": result.links,
        "mapping": [
            {
                "file": t.mapping.file,
                "target": t.mapping.target,
                "confidence": t.mapping.confidence,
                "reason": t.mapping.reason,
                "columns": {
                    c.field: {
                        "column": c.column,
                        "constant": c.constant,
                        "confidence": c.confidence,
                        "reason": c.reason,
                    }
                    for c in t.mapping.columns
                },
                "unmapped": list(t.mapping.unmapped),
            }
            for t in result.reading.tables
        ],
        "kept_mappings": [str(m["file"]) for m in result.manifest.mappings],
        "findings": [
            {"code": f.code, "severity": f.severity, "title": f.title, "detail": f.detail}
            for f in result.findings
        ],
    }


def _report(result: ImportResult, root: Path, out: Console) -> None:
    from fairlead.brief import words
    from fairlead.cli.render import render_findings, render_table

    rows = [
        (
            a.file,
            "not needed" if a.target == "ignore" else a.target.replace("_", " "),
            a.format,
            words.count(a.rows),
            "" if a.target == "ignore" else words.count(a.stored),
            "" if a.target == "ignore" else words.count(a.put_aside),
        )
        for a in result.accounts
    ]
    render_table(("file", "read as", "format", "rows", "stored", "put aside"), rows, out)
    for skipped in result.skipped:
        out.print(f"left alone: {skipped.file} ({skipped.reason})", markup=False)
    _say_put_aside(result, root, out)
    _say_mapping(result, out)
    render_findings(result.findings, out, most=8)
    out.print()
    if not result.changed:
        out.print("Nothing new: the workspace already holds this export.")
    else:
        gained = ", ".join(words.table_rows(name, n) for name, n in result.inserted.items())
        if gained:
            out.print(f"New: {gained}.", markup=False)
        changed = ", ".join(words.table_rows(name, n) for name, n in result.updated.items())
        if changed:
            out.print(f"Changed: {changed}.", markup=False)
    if result.links:
        out.print(
            f"Activities: {words.count(result.links['activities'])}, of which "
            f"{words.count(result.links['with_person'])} with a person and "
            f"{words.count(result.links['with_deal'])} with a deal.",
        )
    if result.data_until:
        out.print(f"Data until {words.day(result.data_until.date())}. Workspace: {root}")
    if result.changed:
        out.print(f"Currency, calendar and time zone: {root / 'company.yaml'}", markup=False)
    if result.changed and published_before(root):
        out.print("Published answers are of the state before: `fairlead refresh` renews them.")
    out.print("Next: fairlead brief")


def published_before(root: Path) -> bool:
    """Say whether answers of an earlier state are published in the workspace at `root`."""
    from fairlead.lake.published.keep import newest
    from fairlead.lake.store.workspace import open_workspace

    found = newest(open_workspace(root))
    return found is not None and bool(found[2])


def _say_put_aside(result: ImportResult, root: Path, out: Console) -> None:
    from fairlead.brief import words

    if not result.put_aside:
        return
    out.print()
    groups: dict[tuple[str, str | None, str], list[Any]] = {}
    for p in result.put_aside:
        groups.setdefault((p.file, p.column, p.code), []).append(p)
    for (file, column, _code), found in groups.items():
        first = found[0]
        value = f" {first.value!r}" if first.value else ""
        out.print(
            f"Put aside: {words.counted(len(found), 'row')} of {file}"
            f"{f', column {column}' if column else ''}; first in line {first.line}"
            f"{value}: {first.reason.rstrip('.')}.",
            markup=False,
        )
    out.print(f"All of them with reasons: {root / 'put-aside.csv'}", markup=False)


def _say_mapping(result: ImportResult, out: Console) -> None:
    from fairlead.brief import words
    from fairlead.cli.render import render_table

    for finding in result.findings:
        if finding.code == "mapping_kept":
            out.print(f"{finding.title}.", markup=False)
    for taught in result.reading.taught:
        out.print(
            f"Kept for the next import: your mapping of {taught.file}. "
            f"To forget it: fairlead import --forget-mapping {shlex.quote(taught.file)}",
            markup=False,
        )
    for table in result.reading.tables:
        mapping = table.mapping
        if mapping.target == "ignore":
            continue
        if mapping.format != "table":
            twins = f"{mapping.file}#stage dates" in {t.mapping.file for t in result.reading.tables}
            unused = [c for c in mapping.unmapped if not (twins and "entered" in c.lower())]
            if unused:
                names = words.joined(unused, most=6)
                out.print(f"Not used of {mapping.file}: {names}.", markup=False)
            continue
        out.print()
        out.print(
            f"{mapping.file} is read as {mapping.target.replace('_', ' ')} "
            f"(confidence {mapping.confidence:.0%}): {mapping.reason}",
            markup=False,
        )
        render_table(
            ("field", "column", "sure", "because"),
            [
                (c.field, c.column or f"always {c.constant}", f"{c.confidence:.0%}", c.reason)
                for c in mapping.columns
            ],
            out,
        )
        if mapping.unmapped:
            out.print(f"  not used: {', '.join(mapping.unmapped)}", markup=False)
    if any(t.mapping.format == "table" for t in result.reading.tables):
        out.print()
        out.print(f"Wrong? Mend {result.mapping_file} and import again with --mapping.")


def init(
    folder: Annotated[Path, typer.Argument(help="Folder for the templates.")] = Path(),
) -> None:
    """Write templates of team, targets, rates and trainings (CSV); existing files stay as they are.

    Put them beside your export: they hold what a CRM does not know. What holds for the whole
    company (currency, fiscal calendar, time zone) is in company.yaml in the workspace, which the
    first import writes.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file", hint="Name a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, header in TEMPLATES.items():
        path = folder / name
        if path.exists():
            typer.echo(f"kept   {path} (it is there already)")
            continue
        path.write_text(header, encoding="utf-8")
        typer.echo(f"wrote  {path}: {header.strip()}")
    typer.echo(
        "Currency, fiscal calendar, time zone and working week of your company: the first import\n"
        "writes company.yaml into the workspace with what it found and why. Mend it there."
    )
