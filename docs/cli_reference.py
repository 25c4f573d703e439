"""The page of commands and options, from the program itself."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer
from as_markdown import page, plain, table_of

from fairlead.cli.main import command


def commands() -> dict[str, Any]:
    """Return the commands by their name as typed, groups flattened (``people list``).

    The command of a group that is meant where none is named goes by the group's name alone.
    """
    found: dict[str, Any] = {}

    def walk(command: Any, words: tuple[str, ...]) -> None:
        children = getattr(command, "commands", None)
        if children is None:
            found[" ".join(words)] = command
        else:
            meant = getattr(command, "default_command", None)
            for name, child in children.items():
                walk(child, words if name == meant else (*words, name))

    walk(command(), ())
    return found


def names_of(parameter: Any) -> list[str]:
    """Return what a user types for a parameter: option names, or the argument's name."""
    if parameter.param_type_name == "argument":
        return [str(parameter.name).upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def _default(parameter: Any) -> str:
    value = parameter.default
    if parameter.required:
        return "needed"
    if value is None or value in ((), []) or callable(value):
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"`{value.value if isinstance(value, enum.Enum) else value}`"


def _usage(name: str, command: Any) -> str:
    arguments = [
        names_of(p)[0] if p.required else f"[{names_of(p)[0]}]"
        for p in command.params
        if p.param_type_name == "argument"
    ]
    return " ".join(["fairlead", name, *arguments, "[OPTIONS]"])


def _choices(command: Any, parameter: Any) -> str:
    shown = (parameter.get_help_record(typer.Context(command)) or ("",))[0]
    shown = re.sub(r"list\[([^\[\]]*)\]", r"\1", shown)
    found = re.search(r"<([^<>]+(?:\|[^<>]+)+)>", shown)
    return f" One of {', '.join(f'`{c}`' for c in found[1].split('|'))}." if found else ""


def _options(command: Any) -> str:
    rows = [
        (
            ", ".join(f"`{n}`" for n in names_of(p)),
            _default(p),
            plain(p.help) + _choices(command, p),
        )
        for p in command.params
        if not p.hidden and p.name != "help"
    ]
    return table_of(("argument or option", "default", "meaning"), rows) if rows else ""


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"## {name}"
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            yield f"```text\n{paragraph[1:].strip()}\n```"
        else:
            yield plain(paragraph)
    yield f"```text\n{_usage(name, command)}\n```"
    if options := _options(command):
        yield options


def cli_page() -> str:
    """Return the page of commands and options."""
    visible = {n: c for n, c in commands().items() if not c.hidden}
    parts = [part for name, command in visible.items() for part in _command(name, command)]
    return page(
        "Commands",
        "Every command takes `--help`. Answers go to standard output, progress and warnings to "
        "standard error, so that a pipe gets the answer only. Exit codes: 0 done, 2 something you "
        "gave can be mended, 1 something else is in the way (see [Errors](errors.md)).",
        "## fairlead",
        plain(command().help),
        _options(command()),
        *parts,
    )
