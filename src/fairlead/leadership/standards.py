"""The leader's own standards, counted like everybody's and shown before anybody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fairlead.answers import Answer
from fairlead.leadership.shares import share_of

ANSWER_WITHIN = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to `to` on a day; `answered_on` None = not yet."""

    to: str
    on: dt.date
    answered_on: dt.date | None = None


def answered_share(
    questions: Iterable[Question],
    to: str,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
) -> Answer:
    """Return how many questions put to somebody in ``[start, end)`` were answered in time.

    A question counts once it is answered or its time (`ANSWER_WITHIN`) is over by `as_of`; a later
    answer is welcome and does not count. Silent below five questions.

    Parameters
    ----------
    questions
        Any; only those put to `to` count.
    to
        Whose standard.
    start, end
        The period, of the days of asking.
    as_of
        The day asked about.
    """
    in_time, due = 0, 0
    for question in questions:
        if question.to != to or not start <= question.on < end or question.on > as_of:
            continue
        last = question.on + ANSWER_WITHIN
        answered = question.answered_on is not None and question.answered_on <= min(as_of, last)
        in_time += answered
        due += answered or as_of > last
    return share_of(in_time, due, "questions answered in time")
