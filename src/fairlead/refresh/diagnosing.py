"""From a workspace to ``fairlead diagnose``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief.diagnosis import compose_diagnosis
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.diagnose.practice import Practice, habits_of, practices
from fairlead.diagnose.report import Diagnosis, diagnose
from fairlead.lake.counts.signs import count_signs
from fairlead.lake.counts.tags import count_tags
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.fitted import Fitted
from fairlead.measure.question import Question
from fairlead.refresh.grounds import Grounds, Progress, Whose, grounds_of, kept


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
        target = None if grounds.target is None else grounds.target.amount
        found = diagnose(grounds.fits, grounds.scope, grounds.book.window, target)
        found = _below(grounds, found)
        brief = compose_diagnosis(found, setting_of(grounds, today))
        whole, mark = kept(workspace, grounds, brief)
    return Diagnosed(found, whole, mark)


def _below(grounds: Grounds, found: Diagnosis) -> Diagnosis:
    """Return the diagnosis with what is noted on the deals of its step, and what people do."""
    step = found.step
    if step is None:
        return found
    asked = (grounds.connection, grounds.asked.question, grounds.book, step.competency.slug)
    inside = np.zeros((grounds.book.window.month_count, grounds.book.roster.count), dtype=bool)
    inside[:, grounds.scope.people] = True
    if grounds.scope.unit == "company":
        inside[:] = True
    signs = count_signs(*asked)
    fitted = next(
        fit
        for fit in grounds.fits
        if isinstance(fit, Fitted)
        and (fit.competency.slug, fit.role) == (step.competency.slug, step.role)
    )
    practised: tuple[Practice | NotEstimable, ...] = (
        (signs,) if isinstance(signs, NotEstimable) else practices(fitted, habits_of(signs))
    )
    return replace(found, tags=count_tags(*asked, inside), practices=practised)


def setting_of(grounds: Grounds, today: dt.date) -> Setting:
    """Return what stands around the answer: how old the data are, and what to know of them."""
    return Setting(today, grounds.asked.until, grounds.findings)
