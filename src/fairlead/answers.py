"""The types that carry the tenets: an estimate with its interval, or an honest silence."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["info", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that carries its denominator and its interval.

    Parameters
    ----------
    value, lower, upper
        The estimate and its interval, ``lower <= value <= upper``, all finite.
    level
        Nominal coverage of the interval, e.g. 0.95.
    n
        Trials in the denominator.
    unit
        ``"fraction"``, ``"days"``, ``"EUR minor"`` and the like.
    kind
        Slug of the metric or method.
    successes
        For ratios, the numerator; None for means and medians.
    """

    value: float
    lower: float
    upper: float
    level: float
    n: int
    unit: str
    kind: str
    successes: int | None = None

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) for x in (self.value, self.lower, self.upper)):
            raise ValueError(f"an estimate is finite or it is NotEstimable: {self}")
        if not self.lower <= self.value <= self.upper:
            raise ValueError(f"the interval must hold the value: {self}")
        if self.n <= 0:
            raise ValueError(f"an estimate needs trials: {self}")


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """Why we stay silent, and what would be enough.

    `needed` and `have` count the same thing, in the unit the reason names; None where counting
    would not help (a column that is missing, say).
    """

    reason: str
    needed: int | None = None
    have: int | None = None


Answer: TypeAlias = Estimate | NotEstimable


@dataclass(frozen=True, slots=True)
class Finding:
    """A caveat as data; it travels with the answer to page, API and terminal.

    `code` is documented in the reference; `evidence` holds the counts behind the sentence;
    `actions` say what the reader can do.
    """

    code: str
    severity: Severity
    title: str
    detail: str = ""
    evidence: dict[str, int | float | str | None] = field(default_factory=dict)
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a number comes from, for ``fairlead why N``.

    `query` names a row query of `lake.published.rows`; `arguments` are its parameters, JSON-able.
    """

    number: int
    claim: str
    definition: str
    query: str
    arguments: dict[str, str | int | None] = field(default_factory=dict)
    row_count: int | None = None
