"""The command line: the same words as everywhere else."""

from __future__ import annotations

import functools
import gc
import os
import sys
from typing import Annotated, Any, cast

import typer
from typer.main import get_command

from fairlead import __version__
from fairlead.cli.auditing import audit
from fairlead.cli.backup import backup, restore
from fairlead.cli.briefing import brief, process, why
from fairlead.cli.deciding import diagnose, prioritise
from fairlead.cli.demo import demo
from fairlead.cli.doctor import doctor
from fairlead.cli.forecasting import forecast
from fairlead.cli.importing import import_, init
from fairlead.cli.market import market
from fairlead.cli.measure import measure
from fairlead.cli.numbers import numbers
from fairlead.cli.pipeline import pipeline
from fairlead.cli.playbook import playbook
from fairlead.cli.prospects import prospects
from fairlead.cli.reconcile import reconcile
from fairlead.cli.refreshing import refresh
from fairlead.cli.serving import serve
from fairlead.cli.simulate import simulate
from fairlead.cli.submissions import submissions, submit
from fairlead.cli.training import train
from fairlead.cli.verifying import verify
from fairlead.cli.watching import watch
from fairlead.errors import FairleadError, InputError, UnavailableError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lead a sales team from what the CRM already knows. Everything stays on this machine.",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"fairlead {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


app.command("brief")(brief)
app.command("import")(import_)
app.command("why")(why)
app.command("process")(process)
app.add_typer(playbook, name="playbook")
app.command("measure")(measure)
app.command("diagnose")(diagnose)
app.command("prioritise")(prioritise)
app.command("forecast")(forecast)
app.add_typer(train, name="train")
app.add_typer(verify, name="verify")
app.command("numbers")(numbers)
app.command("pipeline")(pipeline)
app.command("market")(market)
app.command("submissions")(submissions)
app.command("submit")(submit)
app.command("refresh")(refresh)
app.command("reconcile")(reconcile)
app.command("prospects")(prospects)
app.command("init")(init)
app.command("simulate")(simulate)

app.command("demo")(demo)
app.command("doctor")(doctor)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("watch")(watch)
app.command("serve")(serve)
app.add_typer(audit, name="audit")


RARELY = (100_000, 50, 50)
"""A command makes many small objects that all live until its end; looking through them as often as
Python does by itself takes a tenth of the time of a brief (3.4 s against 3.1 s)."""


ONE_BY_ONE = ("OPENBLAS_NUM_THREADS", "1")
"""Fits run side by side already. Their matrices are small: left to itself the linear algebra puts
several threads on each and takes twice as long (7.5 s against 4.0 s for nine fits of 28 people).
Read when numpy is loaded, which no command has done yet."""


def main() -> None:
    """Run the command line; errors on purpose are told without a traceback.

    Exit codes: 0 done, 1 not available now, 2 the input can be mended.
    """
    from fairlead.cli.terminal import fail

    os.environ.setdefault(*ONE_BY_ONE)
    gc.set_threshold(*RARELY)
    as_json = "--json" in sys.argv
    try:
        _run(as_json=as_json)
    except FairleadError as error:
        sys.exit(fail(error, as_json=as_json))
    except OSError as error:
        name = f" ({error.filename})" if error.filename else ""
        told = UnavailableError(
            f"the system said: {error.strerror or error}{name}",
            hint="Check permissions and free disk space. What was stored before is untouched.",
        )
        sys.exit(fail(told, as_json=as_json))


UsageError = cast("type[Exception]", typer.BadParameter.__bases__[0])
"""Where it lives depends on the version of typer."""


@functools.cache
def command() -> Any:
    """Return the program; what its functions say of their options is read once."""
    return get_command(app)


def _run(*, as_json: bool) -> None:
    """Run a command; with `as_json`, a wrong option is told in the one JSON shape too."""
    if not as_json:
        command()()
        return
    try:
        code = command()(standalone_mode=False)
    except UsageError as error:
        told = getattr(error, "format_message", error.__str__)
        hint = f"See `{' '.join(['fairlead', *sys.argv[1:2]])} --help`."
        raise InputError(str(told()), hint=hint) from error
    if isinstance(code, int) and code:
        sys.exit(code)
