"""The report of fair rates: every competency, everybody, one judgement of who differs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fairlead.answers import Answer, Estimate, Finding, NotEstimable
from fairlead.measure.against_expected import comparison_of
from fairlead.measure.cells import (
    Book,
    Cells,
    Competency,
    StepCells,
)
from fairlead.measure.chart import Comparison
from fairlead.measure.expected import recent_rows, together
from fairlead.measure.fair import FairRow, fair_rows, judged, silent_rows, since
from fairlead.measure.fair_findings import fair_findings, other_work
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.fitting import Progress, fit_book
from fairlead.measure.rates import ratio
from fairlead.measure.roles import Jobs, find_jobs, job_findings
from fairlead.measure.side_by_side import side_by_side
from fairlead.measure.teams_apart import teams_apart

SEED = 20_260_101
"""Of the draws of every report: equal data give equal answers."""


@dataclass(frozen=True, slots=True)
class Part:
    """One competency of one job.

    Parameters
    ----------
    competency, role
        What, and whose.
    together
        Successes, decided and open deals of all of them in the months of the report (of counts,
        times and sizes: events, ends, wins).
    rate
        Their rate: of trials with its interval, else a plain ratio of sums; None where there is
        nothing to divide by.
    rows
        Everybody, in the order of their names.
    comparison
        The chart; None where nothing was fitted.
    silence
        Why nobody is compared; None where people are.
    horizon_days
        Within how many days a success counts; None for anything but steps.
    teams_apart
        Whether whole teams lie apart: people are compared beside what their team has in common.
    """

    competency: Competency
    role: str
    together: tuple[int, int, int]
    rate: Answer | float | None
    rows: tuple[FairRow, ...]
    comparison: Comparison | None
    silence: NotEstimable | None
    horizon_days: float | None = None
    teams_apart: bool = False

    @property
    def differing(self) -> tuple[FairRow, ...]:
        """Those who differ from their like."""
        return tuple(row for row in self.rows if row.differs)

    @property
    def alike(self) -> tuple[FairRow, ...]:
        """Those who were compared and differ by no more than chance."""
        compared = (row for row in self.rows if isinstance(row.fair_rate, Estimate))
        return tuple(row for row in compared if not row.differs)

    @property
    def silent(self) -> tuple[FairRow, ...]:
        """Those of whom too little is known."""
        return tuple(row for row in self.rows if isinstance(row.fair_rate, NotEstimable))


@dataclass(frozen=True, slots=True)
class FairReport:
    """Fair rates of a company as it was on one evening.

    `start` is the first day of the counts, `fits` what diagnosis and priorities go on with.
    """

    start: dt.date
    as_of: dt.date
    jobs: Jobs
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    fits: tuple[Fitted | Silence, ...]

    @property
    def rows(self) -> tuple[FairRow, ...]:
        """All rows, in the order of the process and of names."""
        return tuple(row for part in self.parts for row in part.rows)


def fair_report(
    book: Book,
    *,
    progress: Progress | None = None,
    seed: int = SEED,
    only: Collection[str] | None = None,
) -> FairReport:
    """Return the fair rates of everybody and every competency.

    Parameters
    ----------
    book
        What the lake counted.
    progress
        Told what is being fitted.
    seed
        Of the draws.
    only
        Slugs of the competencies to fit, None for all; who differs is judged over these.
    """
    return report_of(book, *fits_of(book, progress=progress, seed=seed, only=only))


def report_of(
    book: Book,
    jobs: Jobs,
    fits: tuple[Fitted | Silence, ...],
    findings: tuple[Finding, ...],
    *,
    known: FairReport | None = None,
    charts: bool = True,
) -> FairReport:
    """Return the fair rates of fits that are there already.

    Parameters
    ----------
    book, jobs, fits, findings
        The counts and what `fits_of` returned of them.
    known
        A report that some of these fits are in: their rates are not worked out again, only who
        differs is judged anew, among the fits of this report.
    charts
        Make the comparison charts too.
    """
    told = {} if known is None else dict(zip(map(id, known.fits), known.parts, strict=True))
    parts = list(side_by_side(lambda fit: told.get(id(fit)) or _part(book, fit), fits))
    flagged = iter(judged(tuple(row for part in parts for row in part.rows)))
    whole = [
        replace(part, rows=tuple(next(flagged) for _ in part.rows), comparison=None)
        for part in parts
    ]
    if charts:
        whole = list(side_by_side(_with_chart, zip(whole, fits, strict=True)))
    window = book.window
    said = (*findings, *other_work([row for part in whole for row in part.rows]))
    return FairReport(since(window), window.as_of, jobs, tuple(whole), said, fits)


def fits_of(
    book: Book,
    *,
    progress: Progress | None = None,
    seed: int = SEED,
    only: Collection[str] | None = None,
    known: tuple[Jobs, tuple[Fitted | Silence, ...]] | None = None,
) -> tuple[Jobs, tuple[Fitted | Silence, ...], tuple[Finding, ...]]:
    """Return who does which job, the fits of each, and what to know of both.

    Parameters as in `fair_report`; diagnosis and priorities begin here too. `known` are jobs and
    fits of a book that this one is part of: where the jobs are the same, so are the fits.
    """
    jobs = find_jobs(book)
    book = book if only is None else book.only(only)
    before = () if known is None or known[0].of_person != jobs.of_person else known[1]
    fits = fit_book(book, seed=seed, groups=jobs.of_person, progress=progress, known=before)
    return jobs, fits, (*job_findings(jobs, book.roster.name), *fair_findings(book, fits))


def only_competencies(report: FairReport, chosen: Sequence[Competency]) -> FairReport:
    """Return the report of some competencies; who differs stays judged over all of them."""
    slugs = {competency.slug for competency in chosen}
    parts = tuple(part for part in report.parts if part.competency.slug in slugs)
    return replace(report, parts=parts)


def only_people(report: FairReport, person_ids: Collection[int]) -> FairReport:
    """Return some people's rows; comparisons stay whole, so that others are not told by name."""
    parts = []
    for part in report.parts:
        rows = tuple(row for row in part.rows if row.person_id in person_ids)
        if rows:
            parts.append(replace(part, rows=rows))
    return replace(report, parts=tuple(parts))


def competencies_of(report: FairReport) -> tuple[Competency, ...]:
    """Return every competency once, in the order of the process."""
    return tuple(c for c, _ in groupby(part.competency for part in report.parts))


def _with_chart(made: tuple[Part, Fitted | Silence]) -> Part:
    part, fitted = made
    if isinstance(fitted, Silence):
        return part
    differing = frozenset(row.person_id for row in part.rows if row.differs)
    return replace(part, comparison=comparison_of(fitted, differing))


def _part(book: Book, fitted: Fitted | Silence) -> Part:
    cells = fitted.cells
    rows: tuple[FairRow, ...]
    silence = None
    if isinstance(fitted, Fitted):
        rows = fair_rows(fitted)
    else:
        rows, silence = silent_rows(fitted, book.roster, book.window), fitted.reason
    counts, rate = (0, 0, 0), None
    if cells is not None:
        counts, rate = _together(book, cells)
    return Part(
        competency=fitted.competency,
        role=fitted.role,
        together=counts,
        rate=rate,
        rows=tuple(sorted(rows, key=lambda row: (row.person.casefold(), row.person_id))),
        comparison=None,
        silence=silence,
        horizon_days=cells.horizon_days if isinstance(cells, StepCells) else None,
        teams_apart=isinstance(fitted, Fitted) and teams_apart(fitted),
    )


def _together(book: Book, cells: Cells) -> tuple[tuple[int, int, int], Answer | float | None]:
    counted = together(cells, recent_rows(cells, book.window.month_count))
    good, resolved = int(counted.successes[0]), int(counted.resolved[0])
    rate: Answer | float | None = None
    if isinstance(cells, StepCells):
        rate = ratio(good, resolved, kind="step_rate")
    elif not math.isnan(counted.rate[0]):
        rate = float(counted.rate[0])
    return (good, resolved, int(counted.open[0])), rate


def people_of(report: FairReport) -> dict[int, str]:
    """Return the name of everybody with a row."""
    return {row.person_id: row.person for row in report.rows}


def closest(names: dict[int, str], asked: str) -> tuple[int, ...]:
    """Return whose name is meant: the whole name, else any part of it, in any case."""
    wanted = " ".join(asked.casefold().split())
    whole = tuple(i for i, name in names.items() if name.casefold() == wanted)
    if whole:
        return whole
    return tuple(i for i, name in names.items() if wanted in name.casefold())


def competency_asked(known: Sequence[Competency], asked: str) -> tuple[Competency, ...]:
    """Return which competencies are meant.

    By the whole slug or name, or the last part of a slug; by a name with its deals behind it as it
    is printed where there are several, ``Demo to Proposal (renewal)``; else by any part of either.
    """
    wanted = " ".join(asked.casefold().split())
    whole = tuple(
        c
        for c in known
        if wanted in {c.slug.casefold(), c.slug.casefold().split(".")[-1], c.name.casefold()}
    )
    printed = tuple(c for c in known if _is_printed_as(c, wanted))
    if whole or printed:
        return whole or printed
    return tuple(c for c in known if wanted in c.slug.casefold() or wanted in c.name.casefold())


def _is_printed_as(competency: Competency, wanted: str) -> bool:
    """Say whether this is the competency a name with its pipeline or kind of deals means."""
    name, _, deals = wanted.removesuffix(")").partition(" (")
    of = {(competency.pipeline or "").casefold(), (competency.deal_type or "").replace("_", " ")}
    return name == competency.name.casefold() and set(deals.split(", ")) <= of - {""}


def steps_named(found: Sequence[Competency]) -> tuple[str, ...]:
    """Return the different names of the steps among competencies, each once.

    Steps of one name in several pipelines or kinds of deals are one thing to train; steps of
    different names are not, so more than one name says that the text was ambiguous.
    """
    names = {" ".join(c.name.casefold().split()): c.name for c in found if c.kind == "conversion"}
    return tuple(names.values())
