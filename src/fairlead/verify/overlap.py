"""Two trainings of the same people: whether what one moves can be told from the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from fairlead.answers import Finding
from fairlead.measure.cells import Competency, Ints
from fairlead.measure.report import competency_asked
from fairlead.verify.training import Training, as_day

Flags: TypeAlias = npt.NDArray[np.bool_]

HALF_YEAR = 182


def overlaps(
    training: Training,
    others: Sequence[Training],
    known: Sequence[Competency],
    as_of: dt.date,
) -> tuple[Finding, ...]:
    """Return a finding for each other training of the same people within its time or theirs.

    Both trainings of a pair get the same finding, so that it can be said once for both.

    Parameters
    ----------
    training, others
        Which; it may be among the others.
    known
        Competencies of the book, to tell whether both train the same step.
    as_of
        Evening asked: what starts later is still to come.
    """
    pairs = (
        sorted((training, other), key=lambda t: (t.first_on, t.name, t.competency))
        for other in others
        if (other.name, other.competency) != (training.name, training.competency)
    )
    found = (_pair(first, second, known, as_of) for first, second in pairs)
    return tuple(finding for finding in found if finding is not None)


def _pair(
    first: Training, second: Training, known: Sequence[Competency], as_of: dt.date
) -> Finding | None:
    _, one, two = np.intersect1d(first.person_id, second.person_id, return_indices=True)
    start, later = first.start[one], second.start[two]
    at_once = _within(later, first) | _within(start, second)
    if not at_once.any():
        return None
    begun = (np.maximum(start, later)[at_once] <= as_day(as_of)).any()
    number = int(at_once.sum())
    people = f"{number} {'person takes' if number == 1 else 'people take'} part in both"
    names = [first.name, second.name]
    if first.name == second.name:
        names = [f"{each.name} ({each.competency})" for each in (first, second)]
    told = "they train different steps, and both may move what comes later."
    if _same_step(first.competency, second.competency, known):
        told = "what one moves cannot be told from the other."
    return Finding(
        "trainings_overlap",
        "warning",
        f"{' and '.join(names)} {'trained' if begun else 'will train'} the same people at once",
        f"{people} before the verdict; {told}",
        {"people": number},
        ("Train one competency at a time.",),
    )


def _within(start: Ints, training: Training) -> Flags:
    """Say which starts lie between the first start of a training and its verdict."""
    last = as_day(training.looks[-1]) if training.looks else int(training.start.max()) + HALF_YEAR
    inside: Flags = (start >= training.start.min()) & (start <= last)
    return inside


def _same_step(one: str, other: str, known: Sequence[Competency]) -> bool:
    if one.casefold() == other.casefold():
        return True
    return bool(_covered(one, known) & _covered(other, known))


def _covered(asked: str, known: Sequence[Competency]) -> set[tuple[object, ...]]:
    """Return the steps a text means; the whole road to a win holds all steps of its deals."""
    found: set[tuple[object, ...]] = set()
    for one in competency_asked(known, asked):
        road = (one.pipeline, one.deal_type)
        if one.kind != "conversion":
            found.add((one.slug,))
        elif one.rank is not None:
            found.add((*road, one.rank))
        else:
            found |= {(*road, c.rank) for c in known if (c.pipeline, c.deal_type) == road}
    return found
