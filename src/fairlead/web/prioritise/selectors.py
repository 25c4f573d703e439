"""What was decided about whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.web.people.selectors import names_of
from fairlead.web.prioritise.models import Decision

MOST = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in words."""

    what: str
    reason: str
    by: str
    at: dt.datetime
    look_on: dt.date | None


def decisions(unit: str, subject: str) -> list[Decided]:
    """Return what was decided about some people, the newest first."""
    rows = list(Decision.objects.filter(unit=unit, subject=subject)[:MOST])
    names = names_of({row.by for row in rows})
    return [
        Decided(row.what, row.reason, names.get(row.by, "somebody"), row.at, row.look_on)
        for row in rows
    ]


def candidates(body: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what may be decided on: key and name of each competency that was compared."""
    found = body.get("numbers", {}).get("candidates", [])
    return [
        (f"{each['competency']}|{each.get('role') or ''}", _name(each, found)) for each in found
    ]


def _name(each: dict[str, Any], every: list[dict[str, Any]]) -> str:
    """Return the name with the type of deals, and the job where two are told apart by it."""
    kind = str(each["competency"]).split(".")[1:2]
    name = f"{each['name']} ({kind[0].replace('-', ' ')})" if kind else str(each["name"])
    many = sum(1 for other in every if other["competency"] == each["competency"]) > 1
    return f"{name}, {each['role']}" if many and each.get("role") else name


def looks_due(person: str) -> list[tuple[int, dt.date, str]]:
    """Return the decisions somebody made that are looked at again: number, day, what."""
    rows = Decision.objects.filter(by=person, look_on__isnull=False)
    return [(row.pk, row.look_on, row.what) for row in rows if row.look_on is not None]
