"""What every command needs of the terminal: output, progress, errors, the clock."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairlead.errors import FairleadError, InputError

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 80
DEFAULT_WORKSPACE = Path("fairlead-workspace")

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="Workspace folder. Default: ./fairlead-workspace."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", help="Mapping file (YAML) that overrides the proposal.")
]
LeaveOutPipeline = Annotated[
    list[str] | None,
    typer.Option("--leave-out-pipeline", help="Pipeline that does not count. May be repeated."),
]
LeaveOutType = Annotated[
    list[str] | None,
    typer.Option("--leave-out-type", help="Deal type that does not count. May be repeated."),
]
MostPutAside = Annotated[
    float,
    typer.Option(
        help="Share of a file's rows, 0 to 1, that may be put aside before nothing is stored.",
        min=0.0,
        max=1.0,
    ),
]


PathArgument = Annotated[
    Path | None,
    typer.Argument(help="Export to read (file, folder, zip). Without it: the workspace."),
]
PersonOption = Annotated[str | None, typer.Option(help="One person: their name or any part of it.")]
TeamOption = Annotated[
    str | None, typer.Option(help="One team: its manager's name, or its own, or any part of it.")
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Tell it as it was on this day, YYYY-MM-DD.")
]
HtmlOption = Annotated[Path | None, typer.Option(help="Write it as one web page.")]


def now() -> dt.datetime:
    """Return the present instant; the command line is the only place that asks the clock."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 -- the one place that may


def console(*, err: bool = False) -> Console:
    """Return a console of 80 columns; plain text where the output is no terminal."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    return Console(file=stream, width=WIDTH, highlight=False, soft_wrap=False)


def print_json(body: Any) -> None:
    """Print `body` as JSON on standard output."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=1, default=str) + "\n")


def fail(error: FairleadError, *, as_json: bool) -> int:
    """Say what went wrong in the asked shape; return the exit code."""
    if as_json:
        print_json(error.as_dict())
    else:
        from fairlead.cli.render import render_error

        render_error(error, console(err=True))
    return error.exit_code


def day_option(text: str | None, name: str) -> dt.date | None:
    """Return the day an option names.

    Raises
    ------
    InputError
        It is no date.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{name} {text} is no date", hint="Write it as 2026-11-20.") from error


_AMOUNT = re.compile(r"([0-9][0-9,_' ]*(?:\.[0-9]+)?)\s*([kKmM]?)")
_TIMES = {"": 1.0, "k": 1e3, "m": 1e6}


def amount_option(text: str | None, name: str) -> float | None:
    """Return the amount an option says: ``200000``, ``200,000``, ``200k``, ``1.2m``.

    Raises
    ------
    InputError
        It is none, or 0.
    """
    if text is None:
        return None
    found = _AMOUNT.fullmatch(text.strip())
    value = 0.0
    if found is not None:
        value = float(re.sub("[,_' ]", "", found[1])) * _TIMES[found[2].lower()]
    if value <= 0:
        raise InputError(
            f"{name} {text} is no amount above 0", hint="Write it as 200000, 200k or 1.2m."
        )
    return value


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows what is being done, on standard error, if that is a terminal.

    Work that takes under half a second shows nothing.
    """
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console(err=True),
        transient=True,
    ) as bar:
        started = time.monotonic()
        task = bar.add_task("", total=None, rate="", visible=False)

        def show(what: str, done: int, total: int) -> None:
            elapsed = time.monotonic() - started
            rate = f"{done / elapsed:,.0f}/s" if elapsed > 1 and done else ""
            bar.update(
                task,
                description=what[:36],
                completed=done,
                total=total or None,
                rate=rate,
                visible=elapsed > 0.5,
            )

        yield show
