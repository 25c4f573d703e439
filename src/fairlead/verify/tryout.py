"""A try-out of a play as it was declared: what, who, what is at risk, and when it stops."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Unit: TypeAlias = Literal["person", "deal"]
Trigger: TypeAlias = Literal["guardrail", "harm", "no answer"]

TRIGGERS: dict[str, str] = {
    "guardrail": "a guardrail is crossed",
    "harm": "the outcome gets worse beyond luck",
    "no answer": "it stops without an answer",
}
"""What may set off a contingency plan, and how it is said."""

FEWEST_PEOPLE = 4
"""Fewest people who try, and fewest who do not."""


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A step that must not suffer: how much worse, as a fraction, would be too much."""

    step: str
    worse_by: float


@dataclass(frozen=True, slots=True)
class Contingency:
    """What to do when something happens, written down before it can."""

    when: Trigger
    plan: str


@dataclass(frozen=True, slots=True)
class TryOut:
    """One play that is tried.

    Parameters
    ----------
    name, title, what
        The file's name, its title, and the play in a sentence.
    who
        Teams or people who may try; empty for everybody who works on the step.
    at_risk
        What may be lost, in words.
    unit
        What is drawn: people, or single deals.
    outcome, smallest
        The step that should move, and the smallest effect that matters, a fraction.
    guardrails, contingencies
        What must not suffer, and what is done when something happens.
    start_on, stop_on
        First day, and the day from which nothing new is drawn.
    share
        Of units that try it.
    most_deals
        Deals that may be put at risk; None for no limit.
    seed
        Of the draw: the same seed draws the same units.
    text
        What else is written.
    """

    name: str
    title: str
    what: str
    who: tuple[str, ...]
    at_risk: str
    unit: Unit
    outcome: str
    smallest: float
    guardrails: tuple[Guardrail, ...]
    contingencies: tuple[Contingency, ...]
    start_on: dt.date
    stop_on: dt.date
    seed: int
    share: float = 0.5
    most_deals: int | None = None
    text: str = ""

    def plan_for(self, trigger: Trigger) -> str | None:
        """Return what was planned for this, None where nothing was."""
        return next((c.plan for c in self.contingencies if c.when == trigger), None)


def tries(seed: int, key: str, share: float) -> bool:
    """Say whether a deal is drawn to try the play, from the seed and its id in the CRM.

    The same deal is drawn the same way on every day and every machine, also one that is created
    only later; nobody can choose. A salted hash, uniform on [0, 1).

    >>> tries(7, "006A1", 1.0), tries(7, "006A1", 0.0)
    (True, False)
    """
    digest = hashlib.sha256(f"{seed}|{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < share


def draw_people(
    people: Sequence[int], strata: Sequence[str | None], share: float, seed: int
) -> npt.NDArray[np.bool_]:
    """Return who tries the play, drawn within strata as evenly as their sizes allow.

    Parameters
    ----------
    people
        Keys; the draw does not depend on their order.
    strata
        Team of each, None where nobody says.
    share
        Of people who try.
    seed
        Of the draw.

    Returns
    -------
    (people,) booleans
        In the order given. Remainders of small teams are evened out across teams, so that the
        number of those who try is `share` of all, rounded.
    """
    rng = np.random.default_rng(seed)
    names = [s or "" for s in strata]
    order = sorted(range(len(people)), key=lambda i: (names[i], people[i]))
    luck = rng.random(len(people))
    mixed = sorted(range(len(people)), key=lambda k: (names[order[k]], luck[k]))
    begin = rng.random()
    chosen = np.zeros(len(people), dtype=bool)
    for place, k in enumerate(mixed):  # systematic sampling: every (1 / share)th from a drawn start
        chosen[order[k]] = int((place + 1) * share + begin) > int(place * share + begin)
    return chosen
