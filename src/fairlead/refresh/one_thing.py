"""What the brief says of training, for the deals most people work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.brief.one_thing import OneThing
from fairlead.diagnose.known import Known
from fairlead.diagnose.report import View, view_in
from fairlead.diagnose.scope import Scope, present, teams_of
from fairlead.lake.counts.book import book_of
from fairlead.lake.counts.relations import Relations
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book, CountCells
from fairlead.measure.fitted import Fitted
from fairlead.measure.question import Question
from fairlead.measure.report import FairReport, fits_of, only_people, report_of
from fairlead.prioritise.report import Priorities, Weighed
from fairlead.process.model import Process
from fairlead.refresh.effects import OwnEffects, currency_of_book, own_effects

NO_DATES = NotEstimable("no deals with dates and owners to measure people by")
NOBODY = NotEstimable("none of these people works on deals that can be measured")
GUESS = NotEstimable("the order of stages is a guess; check it in process.yaml")


def count_people(
    connection: Any, tables: Relations, question: Question, process: Process
) -> Book | None:
    """Return what a brief tells of people; None for the board, and where the order is a guess.

    Parameters
    ----------
    connection, tables
        On which `scope.prepare` has run for this evening.
    question, process
        Its audience says whose, and the steps.
    """
    if question.audience == "board" or is_guess(process):
        return None
    return book_of(connection, tables, question, process)


def count_one_thing(
    book: Book | None,
    question: Question,
    process: Process,
    person: tuple[int, str] | None,
    workspace: Workspace,
) -> OneThing | NotEstimable:
    """Return what to train first for the people of a brief.

    Only the kind of deals most new deals are of is fitted: a brief has seconds, the others are
    told by ``fairlead prioritise``.

    Parameters
    ----------
    book
        Of `count_people`.
    question
        Its audience says whose: a manager's team, a rep, everybody.
    process
        The steps.
    person
        Key and name of whom the brief is about; None for the company.
    workspace
        Where own trainings' effects may be written.
    """
    if book is None:
        return GUESS
    own = own_effects(workspace, book.competencies, question.as_of, currency_of_book(book))
    return one_thing_of(book, question, process, person, own)


def is_guess(process: Process) -> bool:
    """Say whether the order of every pipeline is a guess: then nothing is said of training."""
    return bool(process.pipelines) and all(pipeline.is_guess for pipeline in process.pipelines)


def one_thing_of(
    book: Book,
    question: Question,
    process: Process,
    person: tuple[int, str] | None,
    effects: OwnEffects | None = None,
) -> OneThing | NotEstimable:
    """Return the same from the counts of the company."""
    deals = deals_of(book, process, effects=effects)
    return deals if isinstance(deals, NotEstimable) else deals.thing(question, person)


@dataclass(frozen=True, slots=True)
class MainDeals:
    """The deals most people work on, fitted once for every reader of a brief.

    `kind` says which deals they are where there are several kinds, ``""`` else.
    """

    book: Book
    report: FairReport
    known: Known
    weighed: Weighed
    kind: str

    def thing(self, question: Question, person: tuple[int, str] | None) -> OneThing | NotEstimable:
        """Return what to train first for the people of a brief; parameters as above."""
        scope = _scope(self.book, question, person)
        if scope is None or not len(scope.people):
            return NOBODY
        found = self.weighed.of(scope)
        if question.audience != "leader":
            found = replace(found, teams=())
        report, roster = self.report, self.book.roster
        return OneThing(
            deals=self.kind,
            report=only_people(report, set(roster.person_id[scope.people].tolist())),
            priorities=found,
            view=_view(found, self.known, scope),
            names_people=question.audience in {"manager", "rep"},
            findings=tuple(_nameless(f) for f in (*report.findings, *found.findings)),
        )


def deals_of(
    book: Book,
    process: Process,
    *,
    known: FairReport | None = None,
    effects: OwnEffects | None = None,
) -> MainDeals | NotEstimable:
    """Return the deals most people work on, fitted, or why nothing is said of them.

    Parameters
    ----------
    book
        The counts of the company.
    process
        The steps.
    known
        The report of the whole book, if it is there: fits of the same people are taken from it.
    effects
        What own trainings moved.
    """
    main = main_deals(book)
    if main is None:
        return NO_DATES
    if any(p.is_guess for p in process.pipelines if p.name == main.competencies[0].pipeline):
        return GUESS
    before = None if known is None else (known.jobs, known.fits)
    report = report_of(main, *fits_of(main, known=before), known=known, charts=False)
    shared = Known(report.fits, main.window)
    own = effects or OwnEffects()
    weighed = Weighed(
        shared,
        names=main.roster.name,
        teams=teams_of(main.roster),
        judged=own.judged,
        costs=own.costs,
    )
    kinds = {(c.pipeline, c.deal_type) for c in book.competencies if c.pipeline is not None}
    return MainDeals(main, report, shared, weighed, _kind(main) if len(kinds) > 1 else "")


NAMELESS = {
    "jobs_found": "The export names no jobs; people who work differently are compared apart",
    "machine_not_compared": "Somebody does more in a day than a person can",
}
"""Findings that name people, as they are told in a brief."""

LEFT_OUT = {"duration"}
"""Kinds no training is weighed by: a quicker deal brings money sooner, not more of it."""


def main_deals(book: Book) -> Book | None:
    """Return the book of the pipeline and deal type with most new deals; None without deals."""
    sizes: dict[tuple[str | None, str | None], int] = {}
    for competency, cells in zip(book.competencies, book.cells, strict=True):
        if competency.kind == "creation":
            count = int(cells.events.sum()) if isinstance(cells, CountCells) else 0
            sizes[competency.pipeline, competency.deal_type] = count
    if not sizes:
        return None
    main = max(sizes, key=lambda kind: sizes[kind])
    kept = [
        i
        for i, c in enumerate(book.competencies)
        if (c.pipeline, c.deal_type) == main and c.kind not in LEFT_OUT
    ]
    return replace(
        book,
        competencies=tuple(book.competencies[i] for i in kept),
        cells=tuple(book.cells[i] for i in kept),
    )


def _kind(book: Book) -> str:
    pipelines = {c.pipeline for c in book.competencies} - {None, "default"}
    types = {(c.deal_type or "").replace("_", " ") for c in book.competencies}
    return ", ".join(sorted(x for x in (*pipelines, *types) if x and x != "unknown"))


def _scope(book: Book, question: Question, person: tuple[int, str] | None) -> Scope | None:
    """Return the people of the brief in the roster; None where they are not in it."""
    roster = book.roster
    if person is None:
        return Scope("company", "", present(roster))
    key, name = person
    if question.audience != "rep":
        return next((team for team in teams_of(roster) if team.name == name), None)
    place = np.flatnonzero(roster.person_id == key).astype(np.int64)
    return Scope("person", name, place) if len(place) else None


def _nameless(finding: Finding) -> Finding:
    """Return a finding without the names in it: a brief is read by people it may not name to."""
    said = NAMELESS.get(finding.code)
    if said is None:
        return finding
    return replace(finding, title=said, detail="`fairlead measure` says who.")


def _view(found: Priorities, known: Known, scope: Scope) -> View | None:
    """Return why people differ in what is worth most."""
    said = found.priority
    if isinstance(said, NotEstimable) or not said.named:
        return None
    first = found.candidates[said.named[0]]
    for number, fit in enumerate(known.fits):
        mine = (fit.competency.slug, fit.role) == (first.competency.slug, first.role)
        if mine and isinstance(fit, Fitted):
            return view_in(known, number, fit, scope)
    return None
