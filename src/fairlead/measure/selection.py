"""Cells of some people only, in one order whatever order they came in."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from fairlead.measure.cells import (
    AmountCells,
    Cells,
    Competency,
    CountCells,
    Floats,
    Ints,
    Roster,
    StepCells,
    TimeCells,
)

Rows = npt.NDArray[np.bool_] | Ints
AnyCells = TypeVar("AnyCells", bound=Cells)


def rows_of(cells: AnyCells, rows: Rows) -> AnyCells:
    """Return the cells of these rows; what belongs to all rows stays as it is."""
    count = len(cells.person)
    taken: dict[str, Any] = {}
    for field in fields(cells):
        value = getattr(cells, field.name)
        if isinstance(value, np.ndarray) and value.shape[:1] == (count,):
            taken[field.name] = value[rows]
    return replace(cells, **taken)


def of_people(cells: Cells, places: Ints) -> tuple[Cells, Ints]:
    """Return the cells of those of these people who have any, and who they are.

    Parameters
    ----------
    cells
        Of everybody; person codes are places in the roster.
    places
        Places in the roster, ascending.

    Returns
    -------
    tuple
        Cells with person codes renumbered from 0, sorted by month, person and level, and the
        places in the roster that the new codes stand for (people,).
    """
    chosen = rows_of(cells, np.isin(cells.person, places) & has_data(cells))
    there = np.unique(chosen.person)
    renumbered = replace(chosen, person=np.searchsorted(there, chosen.person).astype(np.int64))
    keys = [renumbered.person, renumbered.month]
    for name in ("taken_over", "age_band", "mix"):
        if hasattr(renumbered, name):
            keys.insert(0, getattr(renumbered, name))
    return rows_of(renumbered, np.lexsort(keys).astype(np.int64)), there.astype(np.int64)


def sharing_deals(cells: Cells) -> tuple[Ints, ...]:
    """Return groups of people who are dealt deals of the same bands, the largest group first.

    Somebody who has no band of deals in common with anybody else, not even by way of others,
    cannot be compared with them: what their deals give is known from nobody but themselves.

    Returns
    -------
    tuple
        Places in the roster of each group, ascending.
    """
    people = np.unique(cells.person)
    if isinstance(cells, CountCells):
        return (people.astype(np.int64),)
    group = {int(i): int(i) for i in people}
    pairs = np.unique(np.stack([cells.mix, cells.person], axis=1), axis=0)
    for band in np.unique(pairs[:, 0]):
        together = {group[int(i)] for i in pairs[pairs[:, 0] == band, 1]}
        low = min(together)
        group = {i: low if label in together else label for i, label in group.items()}
    label = np.array([group[int(i)] for i in people])
    parts = [people[label == one].astype(np.int64) for one in np.unique(label)]
    return tuple(sorted(parts, key=lambda part: (-len(part), int(part[0]))))


def has_data(cells: Cells) -> npt.NDArray[np.bool_]:
    """Return which rows say anything (cells,)."""
    return data_of(cells) > 0


def data_of(cells: Cells) -> Floats:
    """Return the amount of data of each row: trials with open ones, exposure, days or values."""
    if isinstance(cells, StepCells):
        total = cells.successes + cells.failures + cells.open.sum(axis=1)
        return np.asarray(total, dtype=np.float64)
    if isinstance(cells, CountCells):
        return cells.exposure.astype(np.float64)
    if isinstance(cells, TimeCells):
        return cells.days.astype(np.float64)
    return cells.count.astype(np.float64)


def held(cells: Cells) -> Floats:
    """Return what an effect is told of, row by row: trials with open ones, events or values."""
    return cells.events.astype(np.float64) if isinstance(cells, CountCells) else data_of(cells)


def successes_of(cells: Cells) -> tuple[int, int]:
    """Return successes of resolved trials; events, ends or values twice where none can fail."""
    if isinstance(cells, StepCells):
        won = int(cells.successes.sum())
        return won, won + int(cells.failures.sum())
    if isinstance(cells, CountCells):
        counted = int(cells.events.sum())
    elif isinstance(cells, TimeCells):
        counted = int(cells.ends.sum())
    elif isinstance(cells, AmountCells):
        counted = int(cells.count.sum())
    return counted, counted


def seed_of(
    cells: Cells, people: Ints, roster: Roster, *, competency: Competency, role: str, seed: int
) -> int:
    """Return a seed that is the same for the same data, competency and role only.

    Parameters
    ----------
    cells, people
        As from `of_people`, so that neither the order of rows nor other people change it.
    seed
        Chosen for the whole report.
    """
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr((competency.slug, role, seed)).encode())
    digest.update(np.ascontiguousarray(roster.person_id[people]).tobytes())
    for field in fields(cells):
        value = getattr(cells, field.name)
        if isinstance(value, np.ndarray):
            digest.update(field.name.encode())
            digest.update(np.ascontiguousarray(value).tobytes())
    return int.from_bytes(digest.digest(), "big") >> 1
