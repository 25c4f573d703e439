"""What a comparison chart holds; nothing here counts or fits: a page is read quickly."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.measure.cells import Competency, Floats
from fairlead.stats.limits import Limits


@dataclass(frozen=True, slots=True)
class Point:
    """One person: what was expected, and how many times that happened."""

    person: str
    expected: float
    observed: float
    ratio: float
    differs: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Limits of one level along `Comparison.along`: chance alone, and with real differences."""

    level: float
    chance: Limits
    wider: Limits


@dataclass(frozen=True, slots=True)
class Comparison:
    """One competency of one job, people in the order of their names, never of their results.

    Parameters
    ----------
    competency, role
        What, and whose.
    points
        People with anything expected of them in the last twelve months.
    along
        Expected successes (events, ends; wins for sizes) the limits were drawn at, ascending.
    bands
        At 95 and 99.8 %.
    spread
        Standard deviation of true ratios beyond chance, on the scale of their logarithm.
    axis
        What stands below: ``expected`` or ``wins``.
    """

    competency: Competency
    role: str
    points: tuple[Point, ...]
    along: Floats
    bands: tuple[Band, ...]
    spread: float
    axis: str
