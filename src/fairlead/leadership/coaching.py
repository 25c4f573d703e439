"""Coaching wanted, given and rated, per manager and quarter; never per session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fairlead.answers import Answer, NotEstimable
from fairlead.leadership.shares import share_of

FEWEST_PEOPLE = 5
"""So many different people must have rated before a share of ratings is told."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`person` asked `manager` for coaching; `given_on` None = not yet."""

    person: str
    manager: str
    on: dt.date
    given_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """`person` said whether a session helped."""

    person: str
    manager: str
    on: dt.date
    helped: bool


@dataclass(frozen=True, slots=True)
class Coaching:
    """A manager's quarter: people who asked, people who got it, and how much of it helped.

    `given` is k of n people; `helped` k of n ratings.
    """

    asked_count: int
    given: Answer
    helped: Answer


def coaching_of(
    wanted: Sequence[Wanted],
    rated: Sequence[Rated],
    manager: str,
    quarter: tuple[dt.date, dt.date],
    as_of: dt.date,
) -> Coaching:
    """Return the coaching of one manager in a quarter, as known on `as_of`.

    Parameters
    ----------
    wanted, rated
        Any; only those of `manager` and of the quarter count.
    manager
        Whose.
    quarter
        Its first day, and the day after its last.
    as_of
        The day asked about. Ratings are silent until the quarter is over, and where fewer than
        `FEWEST_PEOPLE` people rated: a running total would tell each single rating by its change.

    Notes
    -----
    People are counted, not wishes: who asks three times is one person who wants coaching.
    """
    start, end = quarter
    mine = [w for w in wanted if w.manager == manager and start <= w.on < end and w.on <= as_of]
    asked = {w.person for w in mine}
    got = {w.person for w in mine if w.given_on is not None and w.given_on <= as_of}
    given = share_of(len(got), len(asked), "people who asked for coaching and got it", fewest=1)
    return Coaching(len(asked), given, _helped(rated, manager, quarter, as_of))


def _helped(
    rated: Sequence[Rated], manager: str, quarter: tuple[dt.date, dt.date], as_of: dt.date
) -> Answer:
    start, end = quarter
    if as_of < end:
        return NotEstimable("ratings are told when the quarter is over")
    told = [r for r in rated if r.manager == manager and start <= r.on < end]
    people = len({r.person for r in told})
    if people < FEWEST_PEOPLE:
        return NotEstimable("too few people rated", needed=FEWEST_PEOPLE, have=people)
    helped = sum(r.helped for r in told)
    if helped in {0, len(told)}:
        return NotEstimable("all ratings are alike: a share would tell what each of them said")
    return share_of(helped, len(told), "sessions that helped")
