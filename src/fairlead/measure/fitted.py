"""One competency, fitted for one role: what measure, diagnose and prioritise share."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.answers import NotEstimable
from fairlead.measure.cells import Cells, Competency, Ints, Roster, Window
from fairlead.stats.ability import AbilityFit, Draws


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fit with its joint draws, and the cells it was made of.

    Parameters
    ----------
    competency
        What it is about.
    role
        The role whose people are compared; ``""`` where all do one job.
    window, roster
        Months and everybody; `roster` is that of the whole company.
    people
        Places in the roster of the people of the fit (fitted people,); person code i of `cells`,
        `fit` and `draws` is ``roster.person_id[people[i]]``.
    cells
        Those of these people, person codes renumbered as above, rows in the order given to
        `stats.ability.build` (which sorts them by month and person).
    fit, draws
        Of `stats.ability`. Mix is part ``mix 0``, taken over ``mix 1``, their shares that belong
        to the person ``own 0`` and ``own 1``.
    dispersion
        What counts or clustered trials were divided by; 1 where they were not.
    """

    competency: Competency
    role: str
    window: Window
    roster: Roster
    people: Ints
    cells: Cells
    fit: AbilityFit
    draws: Draws
    dispersion: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the people of the fit."""
        return tuple(self.roster.name[place] for place in self.people.tolist())


@dataclass(frozen=True, slots=True)
class Silence:
    """One competency of which nothing can be said for one role, and why.

    Parameters
    ----------
    competency
        What it is about.
    role
        The role; ``""`` where all do one job, and where nothing is known of anybody.
    people
        Places in the roster of the people with data (people,).
    reason
        What is missing.
    cells
        What there is of these people, person codes as in `Fitted`; None where there is nothing.
    """

    competency: Competency
    role: str
    people: Ints
    reason: NotEstimable
    cells: Cells | None = None
