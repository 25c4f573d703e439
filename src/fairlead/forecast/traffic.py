"""Entries and exits of stages by week and time spent there, as running sums.

Everything known at the end of any week is a difference of two rows, so a hundred evenings cost
hardly more than one: nothing is counted anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.forecast.journal import GONE, LOST, NOT_YET, WON, Flags, Ints, Journal, number_of

DWELLS = 60
"""Weeks in a stage that are told apart; longer stays count in the last."""
WIN, LOSS, MOVE = 0, 1, 2
CAUSES = 3
UNTOLD = 3
"""The end of a stay nobody knows the cause and time of: it is there no more, and counts as none."""


@dataclass(frozen=True, slots=True)
class States:
    """Stages of all groups in one row: of each its open stages, none told, and its whole life.

    `first` is the place of a group's first stage; `life` and `untold` those of the two behind its
    stages. `group` says whose a place is, `rank` which (the stage count where none is told, one
    more for the whole life).
    """

    first: Ints
    stages: Ints
    group: Ints
    rank: Ints

    @property
    def count(self) -> int:
        """Places in all."""
        return len(self.group)

    @property
    def untold(self) -> Ints:
        """Place of each group for deals whose stage is not told (groups,)."""
        return self.first + self.stages

    @property
    def life(self) -> Ints:
        """Place of each group for deals from their birth to their end (groups,)."""
        return self.first + self.stages + 1


def states_of(journal: Journal) -> States:
    """Return the places of a journal's stages."""
    stages = np.array([len(g.stages) for g in journal.groups], dtype=np.int64)
    sizes = stages + 2
    first = np.cumsum(sizes) - sizes
    group = np.repeat(np.arange(len(sizes)), sizes)
    return States(first, stages, group, np.arange(int(sizes.sum())) - first[group])


def week_of(day: Ints, reference: int) -> Ints:
    """Return the week a day lies in: 0 ends on the reference day, -1 seven days before."""
    found: Ints = -((reference - day) // 7)
    return found


@dataclass(frozen=True, slots=True)
class Traffic:
    """Running sums over weeks; week ``first + i`` ends in row ``i + 1``, row 0 is empty.

    Parameters
    ----------
    reference
        Day week 0 ends on.
    first
        Number of the first week.
    exits
        Ends of stays (weeks + 1, causes, places, dwells).
    exposed
        Stays that might have ended in the week (weeks + 1, places, dwells).
    moves
        Moves between places (weeks + 1, places, places).
    born
        New deals (weeks + 1, groups).
    """

    reference: int
    first: int
    exits: Ints
    exposed: Ints
    moves: Ints
    born: Ints

    def row(self, week: int) -> int:
        """Return the row of the sums until the end of a week."""
        return int(np.clip(week - self.first + 1, 0, len(self.born) - 1))

    def between(self, sums: Ints, week: int, weeks: int) -> Ints:
        """Return what happened in the last `weeks` weeks until the end of one."""
        found: Ints = sums[self.row(week)] - sums[self.row(week - weeks)]
        return found


def traffic(journal: Journal, states: States, reference: int) -> Traffic:
    """Return the running sums of a journal.

    Parameters
    ----------
    journal
        With everything known until its last evening.
    states
        Its places.
    reference
        A day; weeks end on its weekday.
    """
    first = int(week_of(np.array([journal.began]), reference)[0])
    last = int(week_of(np.array([_end(journal)]), reference)[0])
    weeks = max(last - first + 1, 1)
    place, entered, left, cause, to, late = _stays(journal, states)
    begin = week_of(entered, reference) - first
    end = np.where(left == NOT_YET, weeks, week_of(np.minimum(left, _end(journal) + 1), reference))
    end = np.where(left == NOT_YET, weeks, end - first)
    inside = (begin >= 0) & (begin < weeks) & ~(late & (end == begin))
    place, begin, end, cause, to, late = (a[inside] for a in (place, begin, end, cause, to, late))
    over, untold = end < weeks, cause == UNTOLD
    dwell = np.minimum(end - begin, DWELLS - 1)
    shape = (weeks, CAUSES, states.count, DWELLS)
    exits = _cube((end, cause, place, dwell), shape, over & ~untold)
    gone = _cube((end, place, dwell), (weeks, states.count, DWELLS), over & untold)
    moved = over & (cause == MOVE)
    moves = _cube((end, place, to), (weeks, states.count, states.count), moved)
    entries = _cube((begin, place), (weeks, states.count), ~late)
    told = _cube((begin, place), (weeks, states.count), late)
    born = np.stack([entries[:, place] for place in states.life], axis=1)
    exposed = _exposed(entries, told, exits.sum(axis=1) + gone)
    return Traffic(
        reference, first, _running(exits), _running(exposed), _running(moves), _running(born)
    )


def _end(journal: Journal) -> int:
    return number_of(journal.until)


def _stays(journal: Journal, states: States) -> tuple[Ints, Ints, Ints, Ints, Ints, Flags]:
    """Return place, entered, left, cause and next place of all stays in stages and of all lives.

    The flag says that the deal was there before its stage came to be told.
    """
    visits, deals = journal.visits, journal.deals
    here = visits.state >= 0
    late = np.zeros(len(here), dtype=bool)
    late[1:] = (visits.deal[1:] == visits.deal[:-1]) & here[:-1] & (visits.then[:-1] == GONE)
    late &= here
    group = deals.group[visits.deal[here]]
    then = visits.then[here]
    cause = np.select([then == WON, then == LOST, then == GONE], [WIN, LOSS, UNTOLD], MOVE)
    to = np.where(then >= 0, states.first[group] + np.maximum(then, 0), 0)
    ends = closed_first(journal)
    known = deals.born != NOT_YET
    mine = deals.group[known]
    life = np.select([ends.state[known] == WON, ends.state[known] == GONE], [WIN, UNTOLD], LOSS)
    return (
        np.concatenate([states.first[group] + visits.state[here], states.life[mine]]),
        np.concatenate([visits.entered[here], deals.born[known]]),
        np.concatenate([visits.left[here], np.maximum(ends.day[known], deals.born[known])]),
        np.concatenate([cause, life]),
        np.concatenate([to, np.zeros(len(mine), dtype=np.int64)]),
        np.concatenate([late[here], np.zeros(len(mine), dtype=bool)]),
    )


@dataclass(frozen=True, slots=True)
class Ends:
    """First closing of each deal: its day (`NOT_YET` while there is none), and into which state.

    One entry a deal.
    """

    day: Ints
    state: Ints


def closed_first(journal: Journal) -> Ends:
    """Return the first closing of each deal."""
    visits = journal.visits
    closing = np.flatnonzero(visits.state < 0)[::-1]
    day = np.full(len(journal.deals), NOT_YET)
    state = np.zeros(len(journal.deals), dtype=np.int64)
    day[visits.deal[closing]] = visits.entered[closing]
    state[visits.deal[closing]] = visits.state[closing]
    return Ends(day, state)


def _cube(places: tuple[Ints, ...], shape: tuple[int, ...], rows: Flags) -> Ints:
    """Count rows by their places."""
    flat = np.ravel_multi_index(tuple(p[rows] for p in places), shape)
    return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)


def _exposed(entries: Ints, told: Ints, exits: Ints) -> Ints:
    """Return who might have left: there since so many weeks and not gone before (weeks, ...).

    Who was there before their stage was told counts from the week after that on.
    """
    weeks, _places, dwells = exits.shape
    exposed = np.zeros_like(exits)
    for week in range(weeks):
        exposed[week, :, 0] = entries[week]
        if week:
            stayed = exposed[week - 1] - exits[week - 1]
            stayed[:, 0] += told[week - 1]
            exposed[week, :, 1:] = stayed[:, :-1]
            exposed[week, :, dwells - 1] += stayed[:, dwells - 1]
    return exposed


def _running(counts: Ints) -> Ints:
    sums = np.zeros((len(counts) + 1, *counts.shape[1:]), dtype=np.int64)
    np.cumsum(counts, axis=0, out=sums[1:])
    return sums
