"""What the terminal tells while numbers of single people are turned off: the company only."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

from fairlead.errors import InputError
from fairlead.lake.store.individuals import individuals_shown

if TYPE_CHECKING:
    from fairlead.brief.model import Brief
    from fairlead.lake.store.workspace import Workspace

KEEPS = frozenset(
    {
        "import",
        "init",
        "simulate",
        "demo",
        "doctor",
        "backup",
        "restore",
        "watch",
        "serve",
        "refresh",
        "process",
        "audit verify",
        *(f"playbook {word}" for word in "new check keep history compare restore export".split()),
    }
)
"""Commands that tell no number of people: they keep data, the process and the playbook."""

TELLS = frozenset({"brief", "diagnose", "prioritise", "verify movement"})
"""Commands that tell of the company, without the sections about people and small teams."""

NAMELESS = frozenset({"people", "teams", "differs"})
"""Sections that tell of people or of small teams."""

ABOUT_ONE = ("person", "team", "name", "as_json")
"""Options that ask about people or teams, or for the numbers of each of them."""

MARK = "fairlead.people_off"


def _context() -> Any:
    """Return what the command line is doing; the module it lives in depends on typer's version."""
    package = typer.Context.__mro__[1].__module__.rpartition(".")[0]
    return import_module(f"{package}.globals").get_current_context(silent=True)


def _name(context: Any) -> str:
    """Return a command as it is typed behind ``fairlead``."""
    words: list[str] = []
    while context.parent is not None:
        words.insert(0, str(context.info_name))
        context = context.parent
    return " ".join(words)


def check(home: Workspace) -> None:
    """Do nothing where single people may be told of, or the command tells of none.

    Raises
    ------
    InputError
        It would: says what to ask instead.
    """
    if individuals_shown(home.root):
        return
    context = _context()
    if context is None:
        return
    command = _name(context)
    if command in KEEPS:
        return
    if command in TELLS and not any(context.params.get(option) for option in ABOUT_ONE):
        context.meta[MARK] = True
        return
    raise InputError(
        "numbers of single people are turned off in this company",
        hint="`fairlead brief`, `diagnose` and `prioritise` without --person, --team, --name and "
        "--json tell of the company. Groups of at least five are on the page Measure.",
    )


def without_people(brief: Brief) -> Brief:
    """Return an answer as it may be told now."""
    context = _context()
    meta: dict[str, Any] = context.meta if context is not None else {}
    if not meta.get(MARK):
        return brief
    kept = tuple(part for part in brief.sections if part.code not in NAMELESS)
    return replace(brief, sections=kept)
