"""Which scores may be told, so that nobody's answer can be worked out from all that was ever told.

Each score told is a sum over a circle of answers. Whoever adds and takes away everything told so
far, to anybody, over all rounds, must never reach a sum that speaks of fewer than `FEWEST` people.
This is checked for three readers: one who takes every answer for a number of its own, one who
believes that nobody ever changes their mind about the same manager, and one who believes that
nobody ever changes their mind at all.

Source: Chin and Ozsoyoglu 1982, "Auditing and inference control in statistical databases", section
3 (an answer is refused where the answered sums would span an individual's), widened from one person
to any group of fewer than five.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from fairlead.answers import Answer, Estimate, NotEstimable

FEWEST = 5
"""No score, and nothing worked out from scores, speaks of fewer people."""
LASTS = 4
"""An answer counts until the question was asked so many times after it."""
MOST_PIECES = 8
"""Where small pieces are more than this, nothing is told: checking them all would take too long."""
LOWEST, HIGHEST, STEP = 1.5, 4.5, 0.5
"""Means are told in halves; the ends are open, so that "all said 5" is never told."""


class Given(NamedTuple):
    """An answer: who, about which manager, at which asking of the question."""

    person: str
    about: str
    asking: int


Circle: TypeAlias = frozenset[Given]
"""The answers one score is of; at most one a person."""

READERS: tuple[Callable[[Given], Hashable], ...] = (
    lambda given: given,
    lambda given: given[:2],
    lambda given: given.person,
)
"""What each kind of reader takes for one unknown number."""


def speaks_of_few(told: Sequence[Circle], fewest: int = FEWEST) -> bool:
    """Say whether sums over circles can be combined to one that speaks of fewer than `fewest`.

    Parameters
    ----------
    told
        All circles of one question whose scores were told, to anybody, in any order.
    fewest
        How many people a combination must speak of.

    Returns
    -------
    bool
        True also where it would take too long to find out (`MOST_PIECES`).

    Notes
    -----
    People who stand in the same circles with the same answers form a piece; any combination gives
    the people of a piece the same weight. Some combination speaks only of the people in U exactly
    if the circles lose rank when the columns of U are struck out.
    """
    return any(_few(told, reader, fewest) for reader in READERS)


def _few(told: Sequence[Circle], reader: Callable[[Given], Hashable], fewest: int) -> bool:
    if not told:
        return False
    columns: dict[Hashable, list[int]] = {}
    owner: dict[Hashable, str] = {}
    for row, circle in enumerate(told):
        for given in circle:
            columns.setdefault(reader(given), []).append(row)
            owner[reader(given)] = given.person
    patterns: dict[str, list[tuple[int, ...]]] = {}
    for unknown, rows in columns.items():
        patterns.setdefault(owner[unknown], []).append(tuple(sorted(rows)))
    sizes: dict[tuple[tuple[int, ...], ...], int] = {}
    for held in patterns.values():
        key = tuple(sorted(held))
        sizes[key] = sizes.get(key, 0) + 1
    small = [key for key, size in sizes.items() if size < fewest]
    if len(small) > MOST_PIECES:
        return True
    pieces = list(sizes)
    matrix, piece_of = _matrix(pieces, len(told))
    struck = [
        np.isin(piece_of, [pieces.index(key) for key in chosen])
        for chosen in _unions(small, sizes, fewest)
    ]
    if not struck:
        return False
    left = np.where(np.array(struck)[:, None, :], 0.0, matrix[None])
    return bool((np.linalg.matrix_rank(left) < np.linalg.matrix_rank(matrix)).any())


def _matrix(
    pieces: list[tuple[tuple[int, ...], ...]], row_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return circles x unknowns, one unknown for each of a piece, and the piece of each column."""
    flat = [(number, rows) for number, piece in enumerate(pieces) for rows in piece]
    matrix = np.zeros((row_count, len(flat)))
    for column, (_number, rows) in enumerate(flat):
        matrix[list(rows), column] = 1.0
    return matrix, np.array([number for number, _rows in flat])


def _unions(
    small: list[tuple[tuple[int, ...], ...]],
    sizes: Mapping[tuple[tuple[int, ...], ...], int],
    fewest: int,
) -> list[tuple[tuple[tuple[int, ...], ...], ...]]:
    """Return the sets of small pieces that together have fewer than `fewest` people."""
    found = [
        chosen
        for count in range(1, fewest)
        for chosen in itertools.combinations(small, count)
        if sum(sizes[key] for key in chosen) < fewest
    ]
    sets = [set(chosen) for chosen in found]
    return [c for c, s in zip(found, sets, strict=True) if not any(s < other for other in sets)]


@dataclass(frozen=True, slots=True)
class Group:
    """Somebody who would read a score, and who stood below them when the question was asked.

    `about` is the manager the answers must be about; empty = whatever manager they are about.
    """

    reader: str
    people: frozenset[str]
    about: str = ""


def next_circles(
    groups: Iterable[Group],
    answers: Iterable[Given],
    told: Mapping[str, Sequence[Circle]],
    asking: int,
) -> dict[str, Circle]:
    """Return the circle whose score each reader may be told after an asking; silence elsewhere.

    Parameters
    ----------
    groups
        Who would read a score.
    answers
        All answers to the question so far; the newest of a person about a manager counts, while
        it lasts.
    told
        Reader to the circles told before, the oldest first.
    asking
        Number of the asking that just closed.

    Notes
    -----
    Tried in this order: everybody below the reader who answered; the reader's circle of last time
    with its members' newest answers, also of those who left since. Larger groups come first.
    What only one of them changed is not told: a new circle has answers of at least `FEWEST` people
    that the one before had not.
    """
    live = [g for g in answers if asking - LASTS < g.asking <= asking]
    newest: dict[str, Given] = {}
    about: dict[tuple[str, str], Given] = {}
    for given in sorted(live, key=lambda g: g.asking):
        newest[given.person] = given
        about[given.person, given.about] = given
    whole = [circle for circles in told.values() for circle in circles]
    found: dict[str, Circle] = {}
    for group in sorted(groups, key=lambda g: (-len(g.people), g.reader)):
        before = told.get(group.reader, ())
        for circle in _candidates(group, newest, about, before):
            fresh = sum(given.asking == asking for given in circle)
            if len(circle) < FEWEST or fresh < FEWEST or circle in before:
                continue
            if not speaks_of_few([*whole, circle]):
                found[group.reader] = circle
                whole.append(circle)
                break
    return found


def _candidates(
    group: Group,
    newest: Mapping[str, Given],
    about: Mapping[tuple[str, str], Given],
    before: Sequence[Circle],
) -> Iterable[Circle]:
    now = [newest[p] for p in group.people if p in newest]
    yield frozenset(g for g in now if not group.about or g.about == group.about)
    if not before:
        return
    members = [(g.person, g.about) for g in before[-1]]
    if group.about:
        again = [about.get(member) for member in members]
    else:
        again = [newest.get(person) for person, _about in members]
    if all(again):
        yield frozenset(g for g in again if g is not None)


def score_of(scores: Sequence[int]) -> Answer:
    """Return the mean of scores from 1 to 5 as it is told: in halves, with open ends.

    Parameters
    ----------
    scores
        One a person of the circle.

    Returns
    -------
    Answer
        The range is that of the true mean behind the rounded one; these are all the answers of the
        circle, no sample of others. Silent below `FEWEST`.

    Raises
    ------
    ValueError
        A score is not one of 1 to 5.
    """
    if any(not 1 <= score <= 5 for score in scores):
        raise ValueError("a score is 1 to 5")
    if len(scores) < FEWEST:
        return NotEstimable("too few answers", needed=FEWEST, have=len(scores))
    mean = sum(scores) / len(scores)
    value = min(max(round(mean / STEP) * STEP, LOWEST), HIGHEST)
    low = 1.0 if value == LOWEST else value - STEP / 2
    high = 5.0 if value == HIGHEST else value + STEP / 2
    return Estimate(value, low, high, 1.0, len(scores), "score", "mean score")
