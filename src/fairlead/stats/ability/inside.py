"""Columns that differ between rows of one person-month: mostly zeros, in few different rows.

Bands of age or of mix are such columns: each row has one of them. Multiplied as they stand, nine
tenths of the work is with zeros.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.stats.likelihood import Floats, Ints

LONGEST = 2.0**62


@dataclass(frozen=True, slots=True)
class Inside:
    """What of the columns within person-months is not 0, and their different rows.

    Parameters
    ----------
    row, value
        Of each entry that is not 0, column by column, rows rising (entries,).
    first, place
        First entry of each column and person-month that has any, and where it stands:
        ``column * person-months + person-month`` (sums,).
    order, start
        Rows by what they hold, and the first of each kind in that order (rows,), (kinds,).
    kinds
        The different rows (kinds, columns).
    """

    row: Ints
    value: Floats
    first: Ints
    place: Ints
    order: Ints
    start: Ints
    kinds: Floats

    def by_slot(self, weight: Floats, slots: int) -> Floats:
        """Return columns times weights of rows, summed (nodes, columns, person-months)."""
        total = np.zeros((len(weight), self.kinds.shape[1] * slots))
        weighed = np.take(weight, self.row, axis=1)
        weighed *= self.value
        total[:, self.place] = np.add.reduceat(weighed, self.first, axis=1)
        return total.reshape(len(weight), -1, slots)

    def products(self, weight: Floats) -> Floats:
        """Return the weighed sum of outer products of all rows (nodes, columns, columns)."""
        of_kind = np.add.reduceat(np.take(weight, self.order, axis=1), self.start, axis=1)
        result: Floats = (of_kind[:, None, :] * self.kinds.T) @ self.kinds
        return result


def inside_of(own: Floats, slot: Ints, slots: int) -> Inside:
    """Return the entries of columns (rows, columns), rows in the order of their person-months.

    Parameters
    ----------
    own
        The columns that differ within person-months.
    slot
        Person-month of each row.
    slots
        How many there are.
    """
    column, row = np.nonzero(own.T)
    place = column * slots + slot[row]
    first = np.flatnonzero(np.diff(place, prepend=-1))
    kind = _kinds(own)
    order = np.argsort(kind, kind="stable")
    start = np.flatnonzero(np.diff(kind[order], prepend=-1))
    return Inside(
        row=row.astype(np.int64),
        value=own[row, column],
        first=first.astype(np.int64),
        place=place[first].astype(np.int64),
        order=order.astype(np.int64),
        start=start.astype(np.int64),
        kinds=own[order[start]],
    )


def _kinds(own: Floats) -> Ints:
    """Return a number of each row (rows,), at least 0, that only equal rows share.

    Its entries one after the other, as digits; where that is too long, each row has its own.
    """
    row, column = np.nonzero(own)
    values, value = np.unique(own[row, column], return_inverse=True)
    base = len(values) * own.shape[1] + 1
    number = np.arange(len(row)) - np.searchsorted(row, row)
    if float(base) ** (int(number.max(initial=0)) + 1) >= LONGEST:
        return np.arange(len(own), dtype=np.int64)
    found = np.zeros(len(own), dtype=np.int64)
    np.add.at(found, row, (value.ravel() * own.shape[1] + column + 1) * base**number)
    return found
