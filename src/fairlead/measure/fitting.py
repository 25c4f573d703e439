"""From counts to fits: one ability model for each competency and each job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.measure.cells import (
    UNKNOWN,
    AmountCells,
    Book,
    Cells,
    Competency,
    CountCells,
    Floats,
    Ints,
    StepCells,
    TimeCells,
)
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.selection import (
    data_of,
    has_data,
    of_people,
    rows_of,
    seed_of,
    sharing_deals,
    successes_of,
)
from fairlead.measure.side_by_side import side_by_side
from fairlead.stats.ability import Level, Panel, draw, fit
from fairlead.stats.likelihood import Counts, Likelihood, Measured, Trials, dispersion

RESOLVED = 30
"""Fewest resolved trials (events, values) before anything is said of a competency."""

OF_EACH = 5
"""Fewest successes, and fewest failures."""

COMPARED = 3
"""Fewest people of one job before they are compared."""

CLUSTERED = 1.1
"""From this dispersion on, trials of one account count as hanging together."""

GENERAL_SD = 1.0
DAYS_SCALE = 0.4
RATE_SCALE = 0.5

Progress = Callable[[str, int, int], None]


def fit_book(
    book: Book,
    *,
    seed: int,
    groups: Sequence[str | None] | None = None,
    progress: Progress | None = None,
    known: Sequence[Fitted | Silence] = (),
) -> tuple[Fitted | Silence, ...]:
    """Return each competency, fitted for each job by itself, or why it stays silent.

    Answers nothing yet: fair rates, benchmarks and shares are questions to what it returns.

    Parameters
    ----------
    book
        What the lake counted.
    seed
        Of the draws. With equal data, competency, job and seed they are equal, in whatever order
        people and rows come.
    groups
        The job of each person of the roster; people of one job are compared, None is compared
        with nobody. Left out: what the export says, everybody of one job where it says nothing.
    progress
        Told the competency, how many are done and how many there are.
    known
        Fits of the same counts and seed: those of the same people are taken over.

    Returns
    -------
    tuple
        In the order of the book, jobs in alphabetical order. People who share no band of deals
        with the others of their job come by themselves, as a role that says so.

    Raises
    ------
    NumericalError
        A fit did not settle.
    """
    jobs = tuple(groups) if groups is not None else said_jobs(book)
    if len(jobs) != book.roster.count:
        raise ValueError("groups hold one job for each person of the roster")
    names = sorted({job for job in jobs if job is not None})
    tasks = [
        task
        for competency, cells in zip(book.competencies, book.cells, strict=True)
        for task in _tasks(competency, cells, names, jobs)
    ]

    made_before = {(fit.competency.slug, fit.role): fit for fit in known}

    def answer(task: _Task) -> Fitted | Silence | None:
        before = made_before.get((task.competency.slug, task.role))
        if before is not None and np.array_equal(before.people, task.people):
            return before
        if isinstance(task.cells, NotEstimable):
            return Silence(task.competency, "", np.empty(0, np.int64), task.cells)
        return fit_one(book, task.competency, task.cells, task.role, task.people, seed=seed)

    found = []
    for number, (task, made) in enumerate(zip(tasks, side_by_side(answer, tasks), strict=True)):
        if progress is not None:
            progress(task.competency.name, number + 1, len(tasks))
        if made is not None:
            found.append(made)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Task:
    """One competency of people who are compared with each other; they are fitted apart."""

    competency: Competency
    cells: Cells | NotEstimable
    role: str
    people: Ints


def _tasks(
    competency: Competency,
    cells: Cells | NotEstimable,
    names: Sequence[str],
    jobs: Sequence[str | None],
) -> list[_Task]:
    if isinstance(cells, NotEstimable):
        return [_Task(competency, cells, "", np.empty(0, np.int64))]
    made = []
    for name in names:
        places = np.flatnonzero(np.array([job == name for job in jobs])).astype(np.int64)
        own = rows_of(cells, np.isin(cells.person, places) & has_data(cells))
        for place, part in enumerate(_compared(own)):
            role = name if place == 0 else f"{name} {_dealt(own, part)}".strip()
            made.append(_Task(competency, cells, role, part))
    return made


def _compared(cells: Cells) -> tuple[Ints, ...]:
    """Return groups of people to compare; one group where too little is known of all of them."""
    if company_silence(cells) is not None:
        return (np.unique(cells.person).astype(np.int64),)
    return sharing_deals(cells)


def _dealt(cells: Cells, people: Ints) -> str:
    """Say what only these people are dealt."""
    if isinstance(cells, CountCells):
        return ""
    bands = np.unique(cells.mix[np.isin(cells.person, people)]).tolist()
    labels = [cells.bands.labels[band] for band in bands if band != UNKNOWN]
    return f"(only {'; '.join(labels) or 'deals of which nothing is known'})"


def said_jobs(book: Book) -> tuple[str, ...]:
    """Return what the export calls each person's job; ``""`` for all where it says nothing."""
    return tuple(role or "" for role in book.roster.role)


def fit_one(
    book: Book, competency: Competency, cells: Cells, role: str, places: Ints, *, seed: int
) -> Fitted | Silence | None:
    """Return one competency fitted for the people at `places`, None where none has data."""
    chosen, people = of_people(cells, places)
    if not len(people):
        return None
    reason = company_silence(chosen) or _comparison_silence(len(people))
    if reason is not None:
        return Silence(competency, role, people, reason, chosen)
    likelihood, divisor = likelihood_of(chosen, len(people), book.window.month_count)
    scale = DAYS_SCALE if isinstance(chosen, TimeCells) else RATE_SCALE
    made = fit(panel_of(book, chosen, people, likelihood), scale=scale)
    key = seed_of(chosen, people, book.roster, competency=competency, role=role, seed=seed)
    return Fitted(
        competency=competency,
        role=role,
        window=book.window,
        roster=book.roster,
        people=people,
        cells=chosen,
        fit=made,
        draws=draw(made, key),
        dispersion=divisor,
    )


def company_silence(cells: Cells) -> NotEstimable | None:
    """Return why nothing can be said at all, None where there is enough.

    Fewer than 30 resolved trials (events, ends, values), or of trials fewer than 5 successes or
    5 failures.
    """
    good, resolved = successes_of(cells)
    if resolved < RESOLVED:
        what = {
            StepCells: "deals with an outcome",
            CountCells: "events",
            TimeCells: "deals that ended",
            AmountCells: "wins with an amount",
        }[type(cells)]
        return NotEstimable(f"too few {what}", needed=RESOLVED, have=resolved)
    if isinstance(cells, StepCells) and good < OF_EACH:
        return NotEstimable("too few successes", needed=OF_EACH, have=good)
    if isinstance(cells, StepCells) and resolved - good < OF_EACH:
        return NotEstimable("too few deals that failed", needed=OF_EACH, have=resolved - good)
    return None


def _comparison_silence(people: int) -> NotEstimable | None:
    if people >= COMPARED:
        return None
    return NotEstimable("too few people of one job to compare", needed=COMPARED, have=people)


def likelihood_of(cells: Cells, person_count: int, month_count: int) -> tuple[Likelihood, float]:
    """Return the data of the rows as the model takes them, and what they were divided by."""
    if isinstance(cells, StepCells):
        divisor = cells.clustering if cells.clustering > CLUSTERED else 1.0
        trials = Trials.with_open(
            cells.successes,
            cells.failures,
            cells.open,
            waiting_success=cells.waiting_success,
            waiting_failure=cells.waiting_failure,
            followed_success=cells.followed_success,
            followed_failure=cells.followed_failure,
        )
        return (trials.divided(divisor) if divisor > 1 else trials), divisor
    if isinstance(cells, CountCells):
        monthly = np.zeros((2, month_count, person_count))
        np.add.at(monthly[0], (cells.month, cells.person), cells.events)
        np.add.at(monthly[1], (cells.month, cells.person), cells.exposure)
        divisor = dispersion(monthly[0], monthly[1])
        return _counts(cells.events, cells.exposure).divided(divisor), divisor
    if isinstance(cells, TimeCells):
        return _counts(cells.ends, cells.days), 1.0
    count = cells.count.astype(np.float64)
    middle = cells.total.sum() / count.sum()
    spread = max(1e-6, float(cells.square.sum() / count.sum() - middle**2))
    variance = np.full((1, 1), spread)
    return Measured(count, cells.total.copy(), cells.square.copy(), variance), 1.0


def _counts(events: Ints, exposure: Floats) -> Counts:
    return Counts(events.astype(np.float64), exposure.astype(np.float64))


def panel_of(book: Book, cells: Cells, people: Ints, likelihood: Likelihood) -> Panel:
    """Return the model's panel of cells whose person codes are renumbered, see `of_people`."""
    roster, window = book.roster, book.window
    place = people[cells.person]
    tenure = roster.tenure[cells.month, place]
    team = roster.team[cells.month, place]
    panel = Panel(
        person=cells.person,
        month=cells.month,
        person_count=len(people),
        month_count=window.month_count,
        likelihood=likelihood,
        levels=_levels(cells),
        quarter=window.quarter,
        month_of_year=window.month_of_year,
        team=None if (team == UNKNOWN).all() else team,
        tenure=None if np.isnan(tenure).all() else tenure,
        person_key=roster.person_id[people].astype(np.int64).view(np.uint64),
        own_mix=not isinstance(cells, TimeCells),
    )
    general = _general(cells)
    return panel if general is None else replace(panel, general=general)


def _levels(cells: Cells) -> list[Ints]:
    """Return what was dealt: mix first, then taken over or age band; unknown where all alike."""
    if isinstance(cells, CountCells):
        return []
    kinds = [cells.mix]
    if isinstance(cells, StepCells):
        kinds.append(cells.taken_over)
    if isinstance(cells, TimeCells):
        kinds.append(cells.age_band)
    return [_varying(kind) for kind in kinds]


def _varying(codes: Ints) -> Ints:
    known = np.unique(codes[codes != UNKNOWN])
    return codes if len(known) > 1 else np.full_like(codes, UNKNOWN)


def _general(cells: Cells) -> Level | None:
    """Return the prior of the level: around the pooled log mean, None for trials."""
    if isinstance(cells, StepCells):
        return None
    if isinstance(cells, AmountCells):
        return Level(float(cells.total.sum() / cells.count.sum()), GENERAL_SD)
    good, _ = successes_of(cells)
    return Level(float(np.log(good / data_of(cells).sum())), GENERAL_SD)
