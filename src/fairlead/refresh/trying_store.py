"""Try-outs as they were begun: declared, drawn, and never changed afterwards."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fairlead.errors import ConflictError, InputError, UnavailableError
from fairlead.lake.store.mended import replace_file
from fairlead.lake.store.workspace import Workspace, writing
from fairlead.verify.tryout import TryOut
from fairlead.verify.tryout_file import read_try_out


@dataclass(frozen=True, slots=True)
class Drawn:
    """One person who takes part; `tries` is None where deals are drawn, not people."""

    person: int
    name: str
    tries: bool | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A try-out as it was begun.

    Parameters
    ----------
    name, text
        By which it is asked for, and the declaration as it was written.
    begun_on, begun_at
        Day and instant.
    outcome, guardrails
        Slugs of the steps that are counted, of each guardrail in the order declared.
    wait_days, guardrail_days
        Days a deal is given, as own data said on that day.
    people
        Who takes part.
    detectable
        Smallest lift that would show 8 times in 10 by the end, tried on own past; None unknown.
    manifest, code
        State of the data, and version of Fairlead.
    """

    name: str
    text: str
    begun_on: str
    begun_at: str
    outcome: tuple[str, ...]
    guardrails: tuple[tuple[str, ...], ...]
    wait_days: int
    guardrail_days: tuple[int, ...]
    people: tuple[Drawn, ...]
    detectable: float | None
    manifest: int
    code: str

    @property
    def plan(self) -> TryOut:
        """The declaration as data."""
        return read_try_out(self.text, name=self.name, where=self.name)

    @property
    def day(self) -> dt.date:
        """Day it was begun."""
        return dt.date.fromisoformat(self.begun_on)


def folder(workspace: Workspace) -> Path:
    """Return where try-outs are kept."""
    return workspace.try_outs


def begun(workspace: Workspace, as_of: dt.date | None = None) -> tuple[Begun, ...]:
    """Return every try-out, the one that began first first; with a day, those known by then.

    Raises
    ------
    UnavailableError
        A file is damaged.
    """
    found = []
    for path in sorted(folder(workspace).glob("*.json")):
        try:
            found.append(_read(json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError, KeyError) as error:
            raise UnavailableError(
                f"{path} is damaged", hint="Put it back from a backup; it cannot be drawn anew."
            ) from error
    known = [each for each in found if as_of is None or each.day <= as_of]
    return tuple(sorted(known, key=lambda each: (each.begun_at, each.name)))


def _read(body: dict[str, Any]) -> Begun:
    people = tuple(Drawn(**each) for each in body.pop("people"))
    rails = tuple(tuple(each) for each in body.pop("guardrails"))
    days = tuple(body.pop("guardrail_days"))
    outcome = tuple(body.pop("outcome"))
    return Begun(**body, outcome=outcome, guardrails=rails, guardrail_days=days, people=people)


def keep_begun(workspace: Workspace, made: Begun) -> Begun:
    """Keep a try-out; the same declaration again changes nothing.

    Raises
    ------
    ConflictError
        One of this name is there and says something else.
    """
    with writing(workspace):
        there = next((each for each in begun(workspace) if each.name == made.name), None)
        if there is not None:
            if there.text == made.text:
                return there
            raise changed_since(there)
        place = folder(workspace)
        place.mkdir(exist_ok=True)
        text = json.dumps(asdict(made), ensure_ascii=False, indent=1)
        replace_file(place / f"{made.name}.json", text + "\n")
    return made


def changed_since(there: Begun) -> ConflictError:
    """Return the error that a try-out of this name says something else."""
    return ConflictError(
        f"the try-out {there.name} was begun on {there.begun_on} and says something else",
        hint="What was declared before the start stays. Give the new one another name.",
    )


def called(known: tuple[Begun, ...], asked: str | None) -> tuple[Begun, ...]:
    """Return the try-outs meant by a name or part of it; all without one.

    Raises
    ------
    InputError
        None is called so.
    """
    if asked is None:
        return known
    wanted = " ".join(asked.casefold().split())
    whole = tuple(b for b in known if wanted in {b.name.casefold(), b.plan.title.casefold()})
    found = whole or tuple(
        b for b in known if wanted in b.name.casefold() or wanted in b.plan.title.casefold()
    )
    if not found:
        names = ", ".join(b.name for b in known) or "none yet"
        raise InputError(
            f"no try-out is called {asked!r}",
            hint=f"Known: {names}. Begin one with `fairlead verify try-out --begin FILE`.",
        )
    return found
