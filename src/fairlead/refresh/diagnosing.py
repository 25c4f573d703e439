"""From a workspace to ``fairlead diagnose``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.brief.diagnosis import Setting, compose_diagnosis
from fairlead.brief.model import Brief
from fairlead.diagnose.report import Diagnosis, diagnose
from fairlead.lake.store.workspace import Workspace
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
        brief = compose_diagnosis(found, setting_of(grounds, today))
        whole, mark = kept(workspace, grounds, brief)
    return Diagnosed(found, whole, mark)


def setting_of(grounds: Grounds, today: dt.date) -> Setting:
    """Return what stands around the answer: how old the data are, and what to know of them."""
    return Setting(today, grounds.asked.until, grounds.findings)
