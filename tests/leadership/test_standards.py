"""A question counts once it is answered or its time is over."""

from __future__ import annotations

import datetime as dt

from fairlead.answers import Estimate, NotEstimable
from fairlead.leadership.standards import ANSWER_WITHIN, Question, answered_share

D = dt.date
START, END = D(2026, 7, 1), D(2026, 10, 1)


def asked(n: int, answered_after: int | None) -> Question:
    on = START + dt.timedelta(days=n)
    return Question("ben", on, on + dt.timedelta(answered_after) if answered_after else None)


def test_only_answers_in_time_count_and_only_questions_whose_time_is_over() -> None:
    rows = [asked(1, 1), asked(2, 14), asked(3, 15), asked(4, None), asked(5, 3)]
    told = answered_share(rows, "ben", START, END, END)
    assert isinstance(told, Estimate)
    assert (told.successes, told.n) == (3, 5)
    waiting = [*rows, asked(80, None)]
    assert answered_share(waiting, "ben", START, END, START + dt.timedelta(85)) == told
    later = answered_share(waiting, "ben", START, END, START + dt.timedelta(80) + 2 * ANSWER_WITHIN)
    assert isinstance(later, Estimate)
    assert later.n == 6
    assert isinstance(answered_share(rows, "ines", START, END, END), NotEstimable)


def test_an_answer_that_came_later_is_not_known_before() -> None:
    rows = [asked(1, 10)] * 5
    early = answered_share(rows, "ben", START, END, START + dt.timedelta(days=8))
    assert isinstance(early, NotEstimable)
    assert early.have == 0
