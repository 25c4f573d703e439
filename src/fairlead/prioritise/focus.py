"""One thing to train: named with the chance that it is the best, or said to be a tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.measure.cells import Ints
from fairlead.prioritise.gains import Gains
from fairlead.stats.likelihood import Floats

CLEAR = 0.8
LEVEL = 0.9

Verdict: TypeAlias = Literal["one", "two", "no clear first", "none"]


@dataclass(frozen=True, slots=True)
class Priority:
    """What is worth most to train, for a person, a team or everybody.

    Parameters
    ----------
    verdict
        ``one`` is the best with 8 chances in 10, ``two`` hold them together, more are ``no clear
        first``; ``none``: nothing is expected to bring more than it costs.
    named
        Places in the competencies: the largest mean gain first, then the others of the tie.
    probability
        Chance that the first named brings most of all, and more than nothing.
    gain, lower, upper
        Of the first named, minor units over four quarters; also stated for ``none``.
    chances
        Of each competency that it is the best (competencies,); what is missing to 1 is the
        chance that none brings anything.
    """

    verdict: Verdict
    named: tuple[int, ...]
    probability: float
    gain: float
    lower: float
    upper: float
    level: float
    chances: tuple[float, ...]


def priority(draws: Floats, *, level: float = LEVEL) -> Priority:
    """Return what is worth most to train.

    Parameters
    ----------
    draws
        Joint draws of the gain of each competency (competencies, draws).

    Notes
    -----
    The largest of several uncertain gains is too large on average if each is estimated by
    itself. Here the mean is that of joint draws which are pulled together as far as the data
    leave it open, so the mean of the one picked stays right, if the model is; see the table of
    priorities in the calibration. A tie is the fewest competencies that hold 8 chances in 10.
    """
    mean = draws.mean(axis=1)
    chances = best_of(draws)
    first = int(np.argmax(mean))
    lower, upper = np.quantile(draws[first], [(1 - level) / 2, (1 + level) / 2])
    named = _tie(chances, first)
    verdict: Verdict = "no clear first"
    if mean[first] <= 0:
        verdict, named = "none", ()
    elif len(named) <= 2:
        verdict = "one" if len(named) == 1 else "two"
    value = float(mean[first])
    return Priority(
        verdict=verdict,
        named=named,
        probability=float(chances[first]),
        gain=value,
        lower=min(float(lower), value),
        upper=max(float(upper), value),
        level=level,
        chances=tuple(float(x) for x in chances),
    )


def best_of(draws: Floats) -> Floats:
    """Return the chance of each competency to bring most, and more than nothing (competencies,)."""
    largest = np.argmax(draws, axis=0)
    there = draws.max(axis=0) > 0
    counted = np.bincount(largest[there], minlength=len(draws))
    chances: Floats = counted / draws.shape[1]
    return chances


def _tie(chances: Floats, first: int) -> tuple[int, ...]:
    """Return the fewest competencies that together are the best with 8 chances in 10.

    The first is named in any case; all are, where nothing may bring anything too often.
    """
    named, held = [first], float(chances[first])
    for other in np.argsort(-chances, kind="stable").tolist():
        if held >= CLEAR:
            break
        if other != first:
            named.append(other)
            held += float(chances[other])
    return tuple(named)


@dataclass(frozen=True, slots=True)
class Focus:
    """What one person trains.

    Parameters
    ----------
    person
        Place in the roster.
    competency
        Place in the competencies; None where the unit has no priority.
    own
        Whether it is their own; else it is the team's.
    probability
        That their own brings most for them; None for the team's.
    gain
        Own priority of the person by itself, for the record of what is known.
    """

    person: int
    competency: int | None
    own: bool
    probability: float | None
    gain: Priority


def foci(found: Gains, people: Ints, team: Priority) -> tuple[Focus, ...]:
    """Return what each of these people trains: the team's, or their own where the data say so.

    A person gets a focus of their own only if another competency than the team's brings most
    for them with 8 chances in 10, and their own data suffice in it. With 3 to 15 deals in each
    competency most differences between people are chance, and a programme for each would spread
    the team's hours over luck.
    """
    shared = team.named[0] if team.named else None
    made = []
    for person in people.tolist():
        place = int(np.searchsorted(found.people, person))
        alone = priority(found.of(np.array([person])))
        first = alone.named[0] if alone.named else None
        own = (
            first is not None
            and first != shared
            and alone.probability >= CLEAR
            and bool(found.known[first, place])
        )
        made.append(
            Focus(
                person,
                first if own else shared,
                own,
                alone.probability if own else None,
                alone,
            )
        )
    return tuple(made)
