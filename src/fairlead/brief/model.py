"""The brief as data: what the reader is told, in order, each number with its way back to rows.

Faces (terminal, page, JSON) render this and add no sentence of their own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.answers import Evidence, Finding
from fairlead.forecast.calibration import Calibration
from fairlead.forecast.landed import Landed
from fairlead.forecast.movement import Movement
from fairlead.measure.chart import Comparison
from fairlead.measure.results import MonthTotal, StepResult

Weight: TypeAlias = Literal["lead", "plain", "quiet", "item"]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or two, plain text.

    `weight`: ``lead`` is the conclusion of its section, ``item`` a list entry, ``quiet`` a
    condition or doubt. `evidence` is the number printed as ``[n]`` behind the line, `link` an
    address in the CRM that the line is about.
    """

    text: str
    evidence: int | None = None
    weight: Weight = "plain"
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table; cells are already words. `align` has one of ``l`` or ``r`` a column."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Which chart belongs to a section, with the results it shows."""

    kind: Literal["steps", "movement", "won_by_month", "comparison", "calibration", "landing"]
    data: (
        tuple[StepResult, ...]
        | Movement
        | tuple[MonthTotal, ...]
        | Comparison
        | Calibration
        | tuple[Landed, ...]
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief, with the question it answers as its title."""

    code: str
    title: str
    lines: tuple[Line, ...]
    grid: Grid | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything a reader gets on one page."""

    title: str
    subtitle: str
    freshness: str
    audience: Literal["manager", "leader", "rep", "board", "all"]
    as_of: dt.date
    data_until: dt.date
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    plumbing: tuple[Line, ...]
