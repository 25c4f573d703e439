"""The diagnosis of a company, team or person: the gap, the step in it, why people differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fairlead.answers import Finding, NotEstimable
from fairlead.diagnose.gap import Gap, gap
from fairlead.diagnose.known import Known
from fairlead.diagnose.practice import Practice
from fairlead.diagnose.scope import Scope
from fairlead.diagnose.shares import Shares
from fairlead.measure.cells import Competency, StepCells, Window
from fairlead.measure.expected import recent_rows, tally
from fairlead.measure.fair import since
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.tags import Tags


@dataclass(frozen=True, slots=True)
class View:
    """One competency of one job, as the scope sees it.

    Parameters
    ----------
    competency, role
        What, and whose.
    together
        Successes, decided and open of the people of the scope in twelve months.
    shares
        Why these people differ, or those of the whole job where `whole`; or why nothing is said.
    whole
        Whether the shares are those of everybody of the job: the scope has too few people.
    people
        Surrogate keys of the people of the scope with data in it.
    horizon_days
        Within how many days a success counts; None for anything but steps.
    """

    competency: Competency
    role: str
    together: tuple[int, int, int]
    shares: Shares | NotEstimable
    whole: bool
    people: tuple[int, ...]
    horizon_days: float | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What separates people from their target, and what the differences between them are.

    Parameters
    ----------
    start, as_of
        First day of the twelve months counted, and the evening asked.
    scope
        Whose.
    gap
        The way to the target in money, or why it cannot be told.
    views
        Every competency that was fitted, in the order of the process.
    weakest
        Place in `views` of the step in which most money lies between the scope and its peers;
        None where none does.
    tags
        How the weakest step goes with each kind of deals, as they are noted; None where no step
        stands out, else why there are none.
    practices
        What people who are better at that step do differently.
    silences
        Competencies nothing can be said of for the people of the scope, with job and reason.
    findings
        What to read it with.
    """

    start: dt.date
    as_of: dt.date
    scope: Scope
    gap: Gap | NotEstimable
    views: tuple[View, ...]
    weakest: int | None
    silences: tuple[Silence, ...]
    findings: tuple[Finding, ...]
    tags: Tags | NotEstimable | None = None
    practices: tuple[Practice | NotEstimable, ...] = ()

    @property
    def step(self) -> View | None:
        """The weakest step, if any."""
        return None if self.weakest is None else self.views[self.weakest]


def diagnose(
    fits: Sequence[Fitted | Silence], scope: Scope, window: Window, target: int | None = None
) -> Diagnosis:
    """Return the diagnosis of a scope.

    Parameters
    ----------
    fits
        Of one book.
    scope
        Whose.
    window
        Of the book.
    target
        For the four quarters ahead, minor units; None where there is none.
    """
    return diagnosed(Known(fits, window), scope, target)


def diagnosed(known: Known, scope: Scope, target: int | None = None) -> Diagnosis:
    """Return the same from what is known of an evening already; parameters as in `diagnose`."""
    money = _gap(known, scope, target)
    if scope.unit != "team":  # a team's are divided among its own people first
        known.divide()
    views = tuple(
        view
        for number, fit in enumerate(known.fits)
        if isinstance(fit, Fitted) and (view := view_in(known, number, fit, scope)) is not None
    )
    silences = tuple(
        fit
        for fit in known.fits
        if isinstance(fit, Silence)
        and (not len(fit.people) or np.isin(fit.people, scope.people).any())
    )
    window = known.window
    return Diagnosis(
        start=since(window),
        as_of=window.as_of,
        scope=scope,
        gap=money,
        views=views,
        weakest=_weakest(money, views),
        silences=silences,
        findings=tuple(finding for road in known.passable for finding in road.findings),
    )


def _gap(known: Known, scope: Scope, target: int | None) -> Gap | NotEstimable:
    passable = known.passable
    money = gap(passable, scope.people, target) if passable else None
    if money is not None:
        return money
    silent = [road for road in known.roads if isinstance(road, NotEstimable)]
    if passable:
        return NotEstimable("none of these people works on deals whose steps and sizes are known")
    return silent[0] if silent else NotEstimable("no deals with dates, owners and amounts")


def view_of(fitted: Fitted, scope: Scope) -> View | None:
    """Return one fit as the scope sees it; None where none of its people has data in it."""
    return view_in(Known((fitted,), fitted.window), 0, fitted, scope)


def view_in(known: Known, number: int, fitted: Fitted, scope: Scope) -> View | None:
    """Return the same of one of the fits of an evening, by its place among them."""
    mine = np.isin(fitted.people, scope.people)
    if scope.unit == "company":
        mine[:] = True  # what those who left did is the company's too
    if not mine.any():
        return None
    cells = fitted.cells
    rows = recent_rows(cells, fitted.window.month_count) & mine[cells.person]
    counted = tally(cells, len(fitted.people), rows)
    together = tuple(int(x.sum()) for x in (counted.successes, counted.resolved, counted.open))
    among = scope.people if scope.unit == "team" else None
    divided, whole = known.shares(number, among), scope.unit == "person"
    if scope.unit == "team" and isinstance(divided, NotEstimable):
        divided, whole = known.shares(number), True
    return View(
        competency=fitted.competency,
        role=fitted.role,
        together=(together[0], together[1], together[2]),
        shares=divided,
        whole=whole,
        people=tuple(fitted.roster.person_id[fitted.people[mine]].tolist()),
        horizon_days=cells.horizon_days if isinstance(cells, StepCells) else None,
    )


def _weakest(money: Gap | NotEstimable, views: tuple[View, ...]) -> int | None:
    if isinstance(money, NotEstimable):
        return None
    steps = [part for part in money.parts if part.group == "steps" and part.value > 0]
    if not steps:
        return None
    slug = max(steps, key=lambda part: part.value).competency.slug
    places = [i for i, view in enumerate(views) if view.competency.slug == slug]
    return places[0] if places else None
