"""Designs, as pages show them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from fairlead.train.outcomes import KINDS
from fairlead.web.jobs.selectors import Work, newest
from fairlead.web.published.selectors import answer
from fairlead.web.train.models import Design

DESIGN = "design"
"""The work of working out a design."""
MOST = 12


@dataclass(frozen=True, slots=True)
class Designed:
    """A design as its page shows it; `work` says how its making goes."""

    number: int
    wish: dict[str, Any]
    body: dict[str, Any]
    rows: list[list[str]]
    at: dt.datetime
    work: Work | None

    @property
    def is_waiting(self) -> bool:
        """Say whether it is still being worked out."""
        return not self.body and self.work is not None and self.work.is_open


def design_of(number: int, by: str) -> Designed | None:
    """Return a design; None where there is none, or somebody else asked for it."""
    row = Design.objects.filter(pk=number, by=by).first()
    return None if row is None else _shown(row)


def designs_of(by: str) -> list[Designed]:
    """Return what somebody asked for, the newest first."""
    return [_shown(row) for row in Design.objects.filter(by=by)[:MOST]]


def _shown(row: Design) -> Designed:
    work = None if row.body else newest(DESIGN, str(row.pk))
    return Designed(row.pk, row.wish, row.body, row.rows, row.at, work)


def steps_known() -> list[str]:
    """Return the names of the steps that can be trained, as far as fair rates were worked out."""
    found = answer("measure", "company")
    if found is None:
        return []
    names = [c["name"] for c in found.body["competencies"] if c.get("kind") == "conversion"]
    return sorted(set(names))


def plannable() -> list[str]:
    """Return what a training can be planned of: steps, then counts and sizes with their deals."""
    found = answer("measure", "company")
    if found is None:
        return []
    rest = [
        c for c in found.body["competencies"] if c["kind"] in KINDS and c["kind"] != "conversion"
    ]
    named = {c["competency"]: c["name"] for c in rest}
    alike = Counter(named.values())
    told = {
        f"{name} ({slug.split('.')[-2].replace('-', ' ')})" if alike[name] > 1 else name
        for slug, name in named.items()
    }
    return [*steps_known(), *sorted(told)]
