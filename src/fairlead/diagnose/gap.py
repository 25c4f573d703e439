"""From what is to be expected to the target: how much lies in volume, steps, size and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fairlead.diagnose.road import Road
from fairlead.diagnose.rounding import to_whole
from fairlead.measure.cells import Competency, Ints
from fairlead.stats.likelihood import Floats

LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Part:
    """Money between what is expected and peers' level in one competency, with its interval.

    Negative where the people are above their peers. `group` is ``volume``, ``steps``, ``size``
    or ``time``.
    """

    group: str
    competency: Competency
    value: int
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts of one name over all kinds of deals: ``steps`` by step, the others by group.

    `name` is that of the step; "" for volume, size and time.
    """

    group: str
    name: str
    value: int
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A target and what separates people from it, over the four quarters ahead.

    Parameters
    ----------
    target
        Minor units of `currency`; None where there is none.
    expected, expected_lower, expected_upper
        What the present levels bring: deals begun in the year and those open now.
    parts
        From the present levels to peers' levels, competency by competency.
    sums
        The same summed over kinds of deals, in the order of the road.
    above_peers
        The target above what peers' levels bring, with its interval; negative where peers'
        levels bring more than the target. None without a target.
    people
        How many people it is about.
    """

    target: int | None
    expected: int
    expected_lower: float
    expected_upper: float
    parts: tuple[Part, ...]
    sums: tuple[Sum, ...]
    above_peers: tuple[int, float, float] | None
    currency: str | None
    people: int
    level: float

    @property
    def gap(self) -> int | None:
        """Target minus expected: exactly the sum of all parts."""
        return None if self.target is None else self.target - self.expected

    @property
    def by_group(self) -> dict[str, int]:
        """Sum of the parts of volume, steps, size and time."""
        total: dict[str, int] = {}
        for part in self.parts:
            total[part.group] = total.get(part.group, 0) + part.value
        return total


def gap(
    roads: Sequence[Road], people: Ints, target: int | None, *, level: float = LEVEL
) -> Gap | None:
    """Return how far these people are from a target of the next four quarters, and why.

    Parameters
    ----------
    roads
        All of one currency.
    people
        Places in the roster: a person, a team, everybody. None of them on any road: None.
    target
        Minor units for the four quarters together; None divides the way to peers only.

    Notes
    -----
    What is expected is new deals x step rates x size x the share that arrives within the year,
    and what deals that are open now still bring, taken as what deals of earlier years brought:
    the same product with the share that arrives later. For each draw, Shapley's parts divide the
    way from present to peers' levels, at which nobody is new any more. Rounded by largest
    remainders, so that the parts and `above_peers` add up to the gap exactly.
    """
    parts: list[tuple[str, Competency, Floats]] = []
    expected: Floats | None = None
    count: set[int] = set()
    for road in roads:
        chosen = np.flatnonzero(np.isin(road.people, people))
        if not len(chosen):
            continue
        count |= set(road.people[chosen].tolist())
        divided = _of_road(road, chosen.astype(np.int64))
        parts += [(group, competency, draws) for group, competency, draws in divided]
        worth = road.worth[chosen].sum(axis=0)
        expected = worth if expected is None else expected + worth
    if expected is None:
        return None
    return _rounded(
        parts=parts,
        expected=expected,
        target=target,
        currency=roads[0].currency,
        people=len(count),
        level=level,
    )


def _of_road(road: Road, chosen: Ints) -> list[tuple[str, Competency, Floats]]:
    """Return the way to peers' levels in each factor, summed over people (draws,)."""
    names = []
    for number, part in enumerate(road.levels):
        group = "volume" if number == 0 else "steps" if part.is_step else "size"
        names.append((group, part.competency))
    if road.pace is not None:
        names.append(("time", road.pace.level.competency))
    divided = road.to_peers[:, chosen].sum(axis=1)
    return [(*name, draws) for name, draws in zip(names, divided, strict=True)]


def _rounded(
    *,
    parts: list[tuple[str, Competency, Floats]],
    expected: Floats,
    target: int | None,
    currency: str | None,
    people: int,
    level: float,
) -> Gap:
    ends = [(1 - level) / 2, (1 + level) / 2]
    middle = round(float(expected.mean()))
    means = [float(draws.mean()) for _, _, draws in parts]
    above = None
    if target is None:
        whole = to_whole(means, round(sum(means)))
    else:
        rest = target - middle - sum(means)
        *whole_parts, last = to_whole([*means, rest], target - middle)
        whole = tuple(whole_parts)
        draws = target - expected - sum(draws for _, _, draws in parts)
        lower, upper = np.quantile(draws, ends)
        above = (last, min(float(lower), last), max(float(upper), last))
    made = []
    for (group, competency, draws), value in zip(parts, whole, strict=True):
        lower, upper = np.quantile(draws, ends)
        made.append(
            Part(group, competency, value, min(float(lower), value), max(float(upper), value))
        )
    lower, upper = np.quantile(expected, ends)
    return Gap(
        target=target,
        expected=middle,
        expected_lower=min(float(lower), middle),
        expected_upper=max(float(upper), middle),
        parts=tuple(made),
        sums=_sums(parts, whole, ends),
        above_peers=above,
        currency=currency,
        people=people,
        level=level,
    )


def _sums(
    parts: list[tuple[str, Competency, Floats]], whole: tuple[int, ...], ends: list[float]
) -> tuple[Sum, ...]:
    total: dict[tuple[str, str], tuple[int, Floats]] = {}
    for (group, competency, draws), value in zip(parts, whole, strict=True):
        key = (group, competency.name if group == "steps" else "")
        before = total.get(key)
        total[key] = (value, draws) if before is None else (before[0] + value, before[1] + draws)
    order = ("volume", "steps", "size", "time")
    made = []
    for (group, name), (value, draws) in sorted(total.items(), key=lambda x: order.index(x[0][0])):
        lower, upper = np.quantile(draws, ends)
        made.append(Sum(group, name, value, min(float(lower), value), max(float(upper), value)))
    return tuple(made)
