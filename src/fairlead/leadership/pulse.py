"""The pulse: few questions, in turn, on fixed dates; comments pooled until many are together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

Topic: TypeAlias = Literal["my manager", "our team", "our priorities"]
FIRST_ON = dt.date(2026, 1, 5)
"""A Monday: the first round begins."""
ROUND = dt.timedelta(weeks=4)
A_ROUND = 3
"""So many questions a round; each comes back every third round, about once a quarter."""
FEWEST_COMMENTS, FEWEST_WRITERS = 10, 5


@dataclass(frozen=True, slots=True)
class Question:
    """One statement, answered from 1 (not at all) to 5 (fully); `code` keeps its meaning."""

    code: str
    topic: Topic
    text: str


QUESTIONS = (
    Question("better", "my manager", "My manager helps me get better at selling."),
    Question("known", "our priorities", "I can name our priorities without looking them up."),
    Question("safe", "our team", "When something I tried fails, I can say so."),
    Question("word", "my manager", "My manager keeps what they promise me."),
    Question("believed", "our priorities", "I believe our priorities are the right ones."),
    Question("exchange", "our team", "I learn from my colleagues every week."),
    Question("other", "my manager", "I would do better under another manager."),
    Question("understood", "our priorities", "I understand why these are our priorities."),
    Question("wanted", "our team", "I would tell a friend to work here."),
)


@dataclass(frozen=True, slots=True)
class Round:
    """Questions open from `start` to the day before `end`; told on `end`, never before."""

    number: int
    start: dt.date
    end: dt.date
    questions: tuple[Question, ...]


def round_number(day: dt.date) -> int:
    """Return the number of the round a day is in; 0 for the first, negative before it."""
    return (day - FIRST_ON).days // ROUND.days


def round_of(number: int) -> Round:
    """Return a round by its number."""
    start = FIRST_ON + number * ROUND
    first = number * A_ROUND
    asked = tuple(QUESTIONS[(first + k) % len(QUESTIONS)] for k in range(A_ROUND))
    return Round(number, start, start + ROUND, asked)


def asking_of(number: int) -> int:
    """Return which asking of its questions a round is: a question's rounds count 0, 1, 2, ..."""
    return number // (len(QUESTIONS) // A_ROUND)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that waits: who wrote it, and who led them then, the nearest first."""

    number: int
    writer: str
    above: tuple[str, ...]


def pooled(
    waiting: Sequence[Comment], rng: np.random.Generator
) -> list[tuple[str, tuple[int, ...]]]:
    """Return which comments are together enough to be read, by whom, in an order by chance.

    Parameters
    ----------
    waiting
        Comments nobody has read yet.
    rng
        Mixes them, so that the order tells nothing.

    Returns
    -------
    list
        Reader and numbers of comments. A comment goes to the nearest person above its writer who
        has `FEWEST_COMMENTS` together from at least `FEWEST_WRITERS` writers; the others wait.
    """
    depth: dict[str, int] = {}
    for comment in waiting:
        for steps, reader in enumerate(comment.above):
            depth[reader] = max(depth.get(reader, 0), steps)
    left = list(waiting)
    found = []
    for reader in sorted(depth, key=lambda who: (depth[who], who)):
        mine = [c for c in left if reader in c.above]
        if len(mine) < FEWEST_COMMENTS or len({c.writer for c in mine}) < FEWEST_WRITERS:
            continue
        mixed = [mine[i].number for i in rng.permutation(len(mine))]
        found.append((reader, tuple(mixed)))
        left = [c for c in left if c not in mine]
    return found
