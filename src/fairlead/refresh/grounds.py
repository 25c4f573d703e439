"""What diagnosis and priorities stand on: counts, jobs, fits, whose, and the target ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import Finding
from fairlead.brief.model import Brief
from fairlead.diagnose.scope import Scope, scope_of
from fairlead.lake.counts.ahead import target_ahead
from fairlead.lake.counts.book import count_book
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.ahead import TargetAhead
from fairlead.measure.cells import AmountCells, Book
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.question import Question
from fairlead.measure.report import fits_of
from fairlead.measure.roles import Jobs
from fairlead.refresh.briefing import Asked, as_it_was, ask, keep_evidence, opened, with_rows
from fairlead.units import decimals

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Whose:
    """What the reader asked for, as typed.

    Parameters
    ----------
    person, team
        A name, or part of it; None for all.
    target
        For the four quarters ahead in whole units of the reporting currency; None takes the
        targets of the data.
    """

    person: str | None = None
    team: str | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """One evening's counts and fits, with the people asked about.

    `target` is None where nobody set one. `connection` still holds what the book was counted from.
    """

    manifest: Manifest
    connection: Any
    asked: Asked
    book: Book
    jobs: Jobs
    fits: tuple[Fitted | Silence, ...]
    scope: Scope
    target: TargetAhead | None
    findings: tuple[Finding, ...]


@contextmanager
def grounds_of(
    workspace: Workspace,
    whose: Whose,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    progress: Progress | None = None,
) -> Iterator[Grounds]:
    """Yield the counts and fits of a workspace as known on one evening.

    Parameters
    ----------
    workspace
        A workspace with data.
    whose
        People asked about.
    today, as_of, question
        As in `brief_workspace`.
    progress
        Told what is being fitted.

    Raises
    ------
    InputError
        Nobody, or more than one, is called so.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        if progress is not None:
            progress("Counting", 0, 1)
        book = count_book(connection, asked.question, asked.process)
        scope = scope_of(book.roster, person=whose.person, team=whose.team)
        told = as_it_was(connection, asked, as_of)
        target = _given(whose, book) or target_ahead(connection, _about(asked.question, scope))
        jobs, fits, found = fits_of(book, progress=progress)
        findings = (*told, *asked.findings, *found, *_carried(target))
        yield Grounds(manifest, connection, asked, book, jobs, fits, scope, target, findings)


def kept(workspace: Workspace, grounds: Grounds, brief: Brief) -> tuple[Brief, str]:
    """Return the brief with the rows behind its numbers counted, kept for ``fairlead why``.

    The text tells one answer from another.
    """
    whole = with_rows(grounds.connection, brief)
    told = replace(whole, title=f"{brief.title.lower()}: {brief.subtitle.split(' | ')[0]}")
    return whole, keep_evidence(workspace, grounds.manifest, grounds.asked.question, told)


def _given(whose: Whose, book: Book) -> TargetAhead | None:
    if whose.target is None:
        return None
    named = (cells.currency for cells in book.cells if isinstance(cells, AmountCells))
    minor = round(whose.target * 10 ** decimals(next(named, None)))
    return TargetAhead(minor, 4, 0)


def _about(question: Question, scope: Scope) -> Question:
    if scope.unit == "company":
        return question
    audience = "rep" if scope.unit == "person" else "manager"
    return replace(question, audience=audience, name=scope.name)  # type: ignore[arg-type]


def _carried(target: TargetAhead | None) -> tuple[Finding, ...]:
    if target is None or not target.carried:
        return ()
    return (
        Finding(
            "target_carried_on",
            "info",
            f"No target is given for {target.carried} of the {target.quarters} quarters ahead",
            "The last quarter's target that is known was carried on.",
            {"quarters": target.carried},
            ("Add targets.csv beside the export, or name the target with --target.",),
        ),
    )
