"""What a brief says of trainings: planned ones from the data, verdicts as they were given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.trainings import LastVerdict, TrainingNews, UnderWay
from fairlead.lake.counts.meant import members
from fairlead.lake.counts.trainings import trainings
from fairlead.measure.cells import Book
from fairlead.measure.question import Question
from fairlead.refresh.judgeable import impossible, rule_of
from fairlead.refresh.verdict_store import Given
from fairlead.verify.training import Rule, Training, as_day


def training_news(
    connection: Any, question: Question, told: Sequence[Given], book: Book | None
) -> TrainingNews | None:
    """Return the trainings of the people a brief is about; None for the board.

    Parameters
    ----------
    connection
        With who leads whom (`scope.led`), and the company's days.
    question
        Its audience and name say whose: a manager's team, one person, everybody.
    told
        Verdicts decided by the evening asked, the last first.
    book
        What is counted of everybody; without it nothing is said of a rule nobody fixed.
    """
    if question.audience == "board":
        return None
    whose = None if question.name is None else members(connection, question)
    mine = [t for t in trainings(connection, question) if _share(t, whose)]
    done = {each.key for each in told}
    open_ones = [t for t in mine if (t.name, t.competency) not in done]
    keys = {(t.name, t.competency) for t in mine}
    last = next((each for each in told if each.key in keys), None)
    return TrainingNews(
        tuple(_under_way(t, _share(t, whose), question.as_of, book) for t in open_ones),
        None if last is None else _last(last),
    )


def _share(training: Training, whose: list[int] | None) -> int:
    if whose is None:
        return len(training.person)
    return int(np.isin(training.person_id, whose).sum())


def _under_way(training: Training, people: int, as_of: dt.date, book: Book | None) -> UnderWay:
    starts = np.unique(training.start)
    ahead = starts[starts > as_day(as_of)]
    rule = impossible(training) if book is None else rule_of(training, book)
    looks = rule.looks if isinstance(rule, Rule) else training.looks
    return UnderWay(
        name=training.name,
        competency=training.competency,
        people=people,
        groups=len(starts),
        started=len(starts) - len(ahead),
        next_on=dt.date(1970, 1, 1) + dt.timedelta(days=int(ahead[0])) if len(ahead) else None,
        due_on=next((day for day in looks if day > as_of), looks[-1] if looks else None),
        fixed=bool(training.looks),
        untold=words.silence(rule) if isinstance(rule, NotEstimable) else None,
    )


def _last(found: Given) -> LastVerdict:
    return LastVerdict(
        name=found.training,
        competency=found.competency,
        word=found.verdict.word,
        decision=found.verdict.decision,
        on=found.on,
        unit=found.unit,
        effect=found.effect,
        n=found.n,
    )
