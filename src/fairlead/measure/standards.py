"""How many deals keep what was agreed for the stages they have left: whole counts, no samples."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.answers import Finding, NotEstimable


@dataclass(frozen=True, slots=True)
class Met:
    """One standard of one stage: `met` of the `deals` that have left the stage and are open."""

    met: int
    deals: int


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One standard and how many deals keep it, or why nobody can tell."""

    pipeline: str
    stage: str
    title: str
    need: str
    answer: Met | NotEstimable


@dataclass(frozen=True, slots=True)
class Standards:
    """Every standard data can tell, in the order of the process.

    `whose` is a person's name, or ``The company``.
    """

    whose: str
    as_of: dt.date
    rows: tuple[StandardRow, ...]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it; keys stay stable."""
        return {
            "whose": self.whose,
            "as_of": self.as_of.isoformat(),
            "rows": [_row(row) for row in self.rows],
            "findings": [
                {"code": f.code, "severity": f.severity, "title": f.title} for f in self.findings
            ],
        }


def _row(row: StandardRow) -> dict[str, Any]:
    told: dict[str, Any] = {
        "pipeline": row.pipeline,
        "stage": row.stage,
        "title": row.title,
        "need": row.need,
    }
    if isinstance(row.answer, NotEstimable):
        return told | {"not_estimable": {"reason": row.answer.reason}}
    return told | {"met": row.answer.met, "deals": row.answer.deals}
