"""From a workspace to ``fairlead prioritise``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.priorities import compose_priorities
from fairlead.diagnose.scope import present
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.prioritise.indicators import goal_of, indicators
from fairlead.prioritise.report import Priorities
from fairlead.prioritise.winning import WinningLevel, winning_levels
from fairlead.refresh.diagnosing import setting_of
from fairlead.refresh.grounds import Grounds, Progress, Whose, grounds_of, kept

SEED = 20_260_102
WANTED = 0.6


@dataclass(frozen=True, slots=True)
class Prioritised:
    """Priorities with the words they are told in; `mark` tells them from other answers."""

    found: Priorities
    brief: Brief
    mark: str


def prioritise_workspace(
    workspace: Workspace,
    whose: Whose,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    wanted: float = WANTED,
    progress: Progress | None = None,
) -> Prioritised:
    """Return what to train first, as data and as it is read.

    Parameters
    ----------
    workspace, whose, today, as_of, question, progress
        As in `grounds_of`.
    wanted
        Chance of a good quarter that a winning level is to give.
    """
    with grounds_of(
        workspace, whose, today=today, as_of=as_of, question=question, progress=progress
    ) as grounds:
        found, brief = priorities_of(grounds, today=today, wanted=wanted)
        whole, mark = kept(workspace, grounds, brief)
    return Prioritised(found, whole, mark)


def priorities_of(
    grounds: Grounds,
    *,
    today: dt.date,
    wanted: float = WANTED,
) -> tuple[Priorities, Brief]:
    """Return the priorities of some people, and how they are read; parameters as above."""
    everybody = grounds.scope.unit == "company"
    found = grounds.evening.weighed.of(
        grounds.scope,
        target=None if grounds.target is None else grounds.target.amount,
        winning=_winning(grounds, wanted) if everybody else (),
    )
    return found, compose_priorities(found, setting_of(grounds, today), wanted=wanted)


def _winning(grounds: Grounds, wanted: float) -> tuple[WinningLevel | NotEstimable, ...]:
    """Return the winning level of everything that is counted, for the largest job."""
    book, jobs = grounds.evening.book, grounds.evening.jobs.jobs
    first = jobs[0].people if jobs else ()
    people = np.intersect1d(np.array(first, dtype=np.int64), present(book.roster))
    goal = goal_of(book, people)
    if isinstance(goal, NotEstimable):
        return (goal,)
    looked_at = indicators(book, people, goal)
    return winning_levels(looked_at, wanted, rng=np.random.default_rng(SEED))
