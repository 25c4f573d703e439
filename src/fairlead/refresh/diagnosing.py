"""From a workspace to ``fairlead diagnose``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief.diagnosis import compose_diagnosis
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.diagnose.practice import Practice, habits_of, practices
from fairlead.diagnose.report import Diagnosis, diagnosed
from fairlead.lake.counts.signs import count_signs
from fairlead.lake.counts.tags import count_tags
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.fitted import Fitted
from fairlead.measure.question import Question
from fairlead.refresh.grounds import Grounds, Progress, Whose, grounds_of, kept

Practised: TypeAlias = dict[tuple[str, str], tuple[Practice | NotEstimable, ...]]


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A diagnosis with the words it is told in; `mark` tells it from other answers."""

    found: Diagnosis
    brief: Brief
    mark: str


def diagnose_workspace(
    workspace: Workspace,
    whose: Whose,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    progress: Progress | None = None,
) -> Diagnosed:
    """Return why people differ and what separates them from their target, as data and as read.

    Parameters as in `grounds_of`.
    """
    with grounds_of(
        workspace, whose, today=today, as_of=as_of, question=question, progress=progress
    ) as grounds:
        found, brief = diagnosis_of(grounds, today=today)
        whole, mark = kept(workspace, grounds, brief)
    return Diagnosed(found, whole, mark)


def diagnosis_of(
    grounds: Grounds, *, today: dt.date, practised: Practised | None = None
) -> tuple[Diagnosis, Brief]:
    """Return the diagnosis of some people, and how it is read.

    Parameters
    ----------
    grounds
        Whose, and what it stands on.
    today
        The reader's day.
    practised
        What was found about steps before, by slug and job; what is found now is added. It is the
        same for everybody.
    """
    target = None if grounds.target is None else grounds.target.amount
    found = diagnosed(grounds.evening.known, grounds.scope, target)
    found = _below(grounds, found, {} if practised is None else practised)
    return found, compose_diagnosis(found, setting_of(grounds, today))


def _below(grounds: Grounds, found: Diagnosis, practised: Practised) -> Diagnosis:
    """Return the diagnosis with what is noted on the deals of its step, and what people do."""
    step, evening = found.step, grounds.evening
    if step is None:
        return found
    book = evening.book
    asked = (evening.connection, evening.asked.question, book, step.competency.slug)
    inside = np.zeros((book.window.month_count, book.roster.count), dtype=bool)
    inside[:, grounds.scope.people] = True
    if grounds.scope.unit == "company":
        inside[:] = True
    key = (step.competency.slug, step.role)
    if key not in practised:
        practised[key] = _practices(grounds, *key)
    return replace(found, tags=count_tags(*asked, inside), practices=practised[key])


def _practices(grounds: Grounds, slug: str, role: str) -> tuple[Practice | NotEstimable, ...]:
    """Return what people who are better at a step do differently."""
    evening = grounds.evening
    signs = count_signs(evening.connection, evening.asked.question, evening.book, slug)
    if isinstance(signs, NotEstimable):
        return (signs,)
    fitted = next(
        fit
        for fit in evening.fits
        if isinstance(fit, Fitted) and (fit.competency.slug, fit.role) == (slug, role)
    )
    return practices(fitted, habits_of(signs))


def setting_of(grounds: Grounds, today: dt.date) -> Setting:
    """Return what stands around the answer: how old the data are, and what to know of them."""
    return Setting(today, grounds.evening.asked.until, grounds.findings)
