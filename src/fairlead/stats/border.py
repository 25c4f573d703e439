"""Shared unknowns that only some people meet: keep their columns short, person by person.

With a hundred teams most of the border is zero for everybody: a person meets one or two teams. So
each person's columns are stored as those everybody has, then a few slots of their own, and only
sums over people are spread out to the whole border.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.stats.likelihood import Floats, Ints

COMMON_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of the border are stored for whom.

    Parameters
    ----------
    size
        Columns of the border.
    common
        Those everybody has (common,).
    own
        The others (own,).
    place
        Which of `own` each person's slots hold, ``len(own)`` for none (people, slots).
    """

    size: int
    common: Ints
    own: Ints
    place: Ints

    @property
    def width(self) -> int:
        """Columns stored for each person."""
        return len(self.common) + int(self.place.shape[1])

    def compact(self, columns: Floats, person: Ints) -> Floats:
        """Return rows of the whole border (rows, border) as stored (rows, width)."""
        common = columns if len(self.common) == self.size else columns[:, self.common]
        if not self.place.shape[1]:
            return common
        place = self.place[person]
        number = np.append(self.own, 0)[place]
        slots = np.where(place < len(self.own), np.take_along_axis(columns, number, axis=1), 0.0)
        return np.concatenate([common, slots], axis=1)

    def of_people(self, values: Floats, person: Ints | slice = slice(None)) -> Floats:
        """Return (..., border) values of each person's slots (..., people, slots)."""
        own = np.append(values[..., self.own], np.zeros((*values.shape[:-1], 1)), axis=-1)
        result: Floats = own[..., self.place[person]]
        return result

    def times(self, columns: Floats, values: Floats) -> Floats:
        """Return columns (nodes, people, width) times values (nodes, border): (nodes, people)."""
        count = len(self.common)
        result: Floats = (columns[:, :, :count] @ values[:, self.common, None])[:, :, 0]
        if self.place.shape[1]:
            result += (columns[:, :, count:] * self.of_people(values)).sum(axis=2)
        return result

    def at_slots(self, columns: Floats, values: Floats) -> Floats:
        """Return columns (months, people, width) times values (nodes, border), summed.

        Returns
        -------
        Floats
            (nodes, months, people).
        """
        count, shape = len(self.common), columns.shape[:2]
        flat = columns.reshape(-1, columns.shape[2])
        result: Floats = (values[:, self.common] @ flat[:, :count].T).reshape(-1, *shape)
        if self.place.shape[1]:
            own = self.of_people(values)
            for slot in range(self.place.shape[1]):
                result += own[:, None, :, slot] * columns[:, :, count + slot]
        return result

    def sum_slots(self, columns: Floats, values: Floats) -> Floats:
        """Return the sum of columns (months, people, width) times values (months, nodes, people).

        Returns
        -------
        Floats
            (nodes, border).
        """
        totals = Totals(self, values.shape[1])
        for month, value in zip(columns, values, strict=True):
            totals.add(month[None], value)
        return totals.spread()

    def variance(
        self, columns: Floats, covariance: Floats, person: Ints | slice = slice(None)
    ) -> Floats:
        """Return a' covariance a of stored rows a.

        Parameters
        ----------
        columns
            (nodes, rows, width).
        covariance
            (nodes, border, border).
        person
            Whose each row is.

        Returns
        -------
        Floats
            (nodes, rows).
        """
        count = len(self.common)
        shared = columns[:, :, :count]
        within = covariance[:, self.common[:, None], self.common]
        result: Floats = ((shared @ within) * shared).sum(axis=2)
        blank = np.append(self.own, 0)
        for slot in range(self.place.shape[1]):
            place = self.place[person, slot]
            mine = np.where(place < len(self.own), columns[:, :, count + slot], 0.0)
            # what an own column has in common with those everybody has, and with the other slots
            with_shared = covariance[:, blank[:, None], self.common][:, place]
            result += 2 * mine * (with_shared * shared).sum(axis=2)
            for other in range(slot + 1):
                also = self.place[person, other]
                theirs = np.where(also < len(self.own), columns[:, :, count + other], 0.0)
                times = 1.0 if other == slot else 2.0
                result += times * mine * theirs * covariance[:, blank[place], blank[also]]
        return result

    def shown(self) -> list[Floats]:
        """Return who holds which of `own` in each slot, as zeros and ones (people, own)."""
        codes = np.arange(len(self.own))
        return [(slot[:, None] == codes).astype(np.float64) for slot in self.place.T]


def whole(size: int, people: int) -> Layout:
    """Return the layout in which everybody has all columns."""
    columns = np.arange(size, dtype=np.int64)
    nothing = np.empty(0, dtype=np.int64)
    return Layout(size, columns, nothing, np.empty((people, 0), dtype=np.int64))


def find_layout(columns: Floats, person: Ints, people: int, inside: Ints) -> Layout:
    """Return a short layout of columns (rows, border), the whole one where that saves little.

    Parameters
    ----------
    columns, person
        Of each row.
    people
        Count.
    inside
        Columns that differ between rows of one person-month: they are kept for everybody.
    """
    used = np.zeros((people, columns.shape[1]), dtype=bool)
    row, number = np.nonzero(columns != 0)
    used[person[row], number] = True
    common = used.mean(axis=0) > COMMON_SHARE
    common[inside] = True
    own = np.flatnonzero(~common)
    mine = used[:, own]
    slots = int(mine.sum(axis=1).max()) if len(own) else 0
    if not slots or 2 * slots >= len(own):  # a column nobody uses has no slot to stand in
        return whole(columns.shape[1], people)
    order = np.argsort(~mine, axis=1, kind="stable")[:, :slots]
    place = np.where(np.take_along_axis(mine, order, axis=1), order, len(own))
    return Layout(
        columns.shape[1],
        np.flatnonzero(common).astype(np.int64),
        own.astype(np.int64),
        place.astype(np.int64),
    )


class Gram:
    """Sums over people of outer products of stored columns, spread to the whole border at last."""

    def __init__(self, layout: Layout, nodes: int) -> None:
        common, (people, slots) = len(layout.common), layout.place.shape
        self.layout = layout
        self.common = np.zeros((nodes, common, common))
        self.mixed = np.zeros((nodes, people, common, slots))
        self.own = np.zeros((nodes, people, slots, slots))

    def add(self, left: Floats, right: Floats, person: Ints | slice = slice(None)) -> None:
        """Add the products of left (nodes, rows, width) and right, one row a person."""
        count = len(self.layout.common)
        self.common += left[:, :, :count].transpose(0, 2, 1) @ right[..., :count]
        if self.layout.place.shape[1]:
            slots = right[..., None, count:]
            self.mixed[:, person] += left[:, :, :count, None] * slots
            self.own[:, person] += left[:, :, count:, None] * slots

    def spread(self) -> Floats:
        """Return the sums (nodes, border, border)."""
        layout = self.layout
        total = np.zeros((len(self.common), layout.size, layout.size))
        if not layout.place.shape[1]:
            return self.common
        total[:, layout.common[:, None], layout.common] = self.common
        shown = layout.shown()
        mixed = np.zeros((len(total), len(layout.common), len(layout.own)))
        own = np.zeros((len(total), len(layout.own), len(layout.own)))
        for slot, held in enumerate(shown):
            mixed += self.mixed[:, :, :, slot].transpose(0, 2, 1) @ held
            for other, also in enumerate(shown):
                own += held.T @ (self.own[:, :, slot, other, None] * also)
        total[:, layout.common[:, None], layout.own] = mixed
        total[:, layout.own[:, None], layout.common] = mixed.transpose(0, 2, 1)
        total[:, layout.own[:, None], layout.own] = own
        return total


class Totals:
    """Sums over people and months of stored columns times values (nodes, people)."""

    def __init__(self, layout: Layout, nodes: int) -> None:
        self.layout = layout
        self.common = np.zeros((nodes, len(layout.common)))
        self.own = np.zeros((nodes, *layout.place.shape))

    def add(self, columns: Floats, values: Floats) -> None:
        """Add columns (nodes, people, width) times values (nodes, people)."""
        count = len(self.layout.common)
        self.common += (values[:, None, :] @ columns[:, :, :count])[:, 0, :]
        if self.layout.place.shape[1]:
            self.own += columns[:, :, count:] * values[:, :, None]

    def spread(self) -> Floats:
        """Return the sums (nodes, border)."""
        layout = self.layout
        total = np.zeros((len(self.common), layout.size))
        total[:, layout.common] = self.common
        for slot, held in enumerate(layout.shown()):
            total[:, layout.own] += self.own[:, :, slot] @ held
        return total
