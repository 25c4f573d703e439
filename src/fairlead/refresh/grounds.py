"""What diagnosis and priorities stand on: counts, jobs, fits, whose, and the target ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import Finding
from fairlead.brief.model import Brief
from fairlead.diagnose.known import Known
from fairlead.diagnose.scope import Scope, scope_of, teams_of
from fairlead.lake.counts.ahead import target_ahead
from fairlead.lake.counts.book import count_book
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.ahead import TargetAhead
from fairlead.measure.cells import Book
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.question import Question
from fairlead.measure.report import fits_of
from fairlead.measure.roles import Jobs
from fairlead.prioritise.report import Weighed
from fairlead.refresh.briefing import Asked, as_it_was, ask
from fairlead.refresh.effects import OwnEffects, currency_of_book, own_effects
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened
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
class Evening:
    """One evening's counts and fits, for every question about it.

    `told` says what to know of an evening that is past, `found` what to know of the fits, `own`
    what own trainings moved; `known` and `weighed` hold what is worked out once. `connection`
    still holds what the book was counted from.
    """

    manifest: Manifest
    connection: Any
    asked: Asked
    book: Book
    jobs: Jobs
    fits: tuple[Fitted | Silence, ...]
    told: tuple[Finding, ...]
    found: tuple[Finding, ...]
    own: OwnEffects
    known: Known
    weighed: Weighed

    def of(self, scope: Scope, target: float | None = None) -> Grounds:
        """Return the grounds of a question about some people.

        Parameters
        ----------
        scope
            Whose.
        target
            As in `Whose`.
        """
        ahead = _given(target, self.book)
        ahead = ahead or target_ahead(self.connection, _about(self.asked.question, scope))
        found = (*self.found, *self.own.findings)
        findings = (*self.told, *self.asked.findings, *found, *_carried(ahead))
        return Grounds(self, scope, ahead, findings)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one answer stands on: an evening, the people asked about, their target.

    `target` is None where nobody set one.
    """

    evening: Evening
    scope: Scope
    target: TargetAhead | None
    findings: tuple[Finding, ...]


def evening_from(
    workspace: Workspace,
    manifest: Manifest,
    connection: Any,
    asked: Asked,
    book: Book,
    *,
    told: tuple[Finding, ...],
    progress: Progress | None = None,
) -> Evening:
    """Return an evening whose book is counted: its fits, and what is worked out from them once."""
    jobs, fits, found = fits_of(book, progress=progress)
    known = Known(fits, book.window)
    own = own_effects(workspace, book.competencies, asked.question.as_of, currency_of_book(book))
    weighed = Weighed(
        known,
        names=book.roster.name,
        teams=teams_of(book.roster),
        judged=own.judged,
        costs=own.costs,
    )
    return Evening(
        manifest=manifest,
        connection=connection,
        asked=asked,
        book=book,
        jobs=jobs,
        fits=fits,
        told=told,
        found=found,
        own=own,
        known=known,
        weighed=weighed,
    )


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
        evening = evening_from(
            workspace,
            manifest,
            connection,
            asked,
            book,
            told=as_it_was(connection, asked, as_of),
            progress=progress,
        )
        yield evening.of(scope, whose.target)


def kept(workspace: Workspace, grounds: Grounds, brief: Brief) -> tuple[Brief, str]:
    """Return the brief with the rows behind its numbers counted, kept for ``fairlead why``.

    The text tells one answer from another.
    """
    evening = grounds.evening
    whole = with_rows(evening.connection, brief)
    return whole, keep_evidence(
        workspace, evening.manifest, question_json(evening.asked.question), titled(whole)
    )


def titled(brief: Brief) -> Brief:
    """Return the brief under the name its numbers are asked for by."""
    return replace(brief, title=f"{brief.title.lower()}: {brief.subtitle.split(' | ')[0]}")


def _given(target: float | None, book: Book) -> TargetAhead | None:
    if target is None:
        return None
    return TargetAhead(round(target * 10 ** decimals(currency_of_book(book))), 4, 0)


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
            ("Add targets.csv beside the export, or name the target (--target).",),
        ),
    )
