"""Days of somebody's own that stand in their calendar beside 1:1s: nothing that is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fairlead.web.people.access import edges
from fairlead.web.prioritise.selectors import looks_due
from fairlead.web.published.selectors import answer
from fairlead.web.team.access import led_on
from fairlead.web.team.selectors import open_promises

PROMISE = "promise-"


@dataclass(frozen=True, slots=True)
class Day:
    """A whole day: `uid` stays for life, `sequence` grows when it moves."""

    uid: str
    on: dt.date
    title: str
    sequence: int = 0


def days_of(person: str, today: dt.date) -> list[Day]:
    """Return when promises of somebody are due, and what they look at again.

    Who leads somebody finds trainings and their verdicts too.
    """
    found = [
        Day(
            f"{PROMISE}{p.number}@fairlead",
            p.state.due_on,
            _("Promise to %(name)s") % {"name": p.receiver},
            len(p.reasons),
        )
        for p in open_promises(person, today)
        if p.is_mine
    ]
    found += [
        Day(f"decision-{number}@fairlead", on, _("Look again: %(what)s") % {"what": what})
        for number, on, what in looks_due(person)
    ]
    return found + _trainings() if led_on(edges(person), person, today) else found


def other_days_of(person: str, today: dt.date, ahead: dt.timedelta) -> list[Day]:
    """Return the days of the next weeks that are no promise: those have a list of their own."""
    found = [day for day in days_of(person, today) if not day.uid.startswith(PROMISE)]
    return sorted((d for d in found if today <= d.on < today + ahead), key=lambda d: (d.on, d.uid))


def _trainings() -> list[Day]:
    told = answer("verify", "company")
    numbers = told.body.get("numbers", {}) if told else {}
    rows: list[dict[str, Any]] = numbers.get("trainings", [])
    found = []
    for row in rows:
        name, key = row["training"], f"{row['training']} {row['competency']}".encode().hex()
        found += _days(
            f"training-{key}-begins",
            row.get("first_on"),
            _("Training %(name)s begins") % {"name": name},
        )
        due = row.get("verdict", {}).get("due_on")
        found += _days(
            f"training-{key}-verdict", due, _("Training %(name)s: verdict") % {"name": name}
        )
    return found


def _days(name: str, on: str | None, title: str) -> list[Day]:
    return [Day(f"{name}@fairlead", dt.date.fromisoformat(on), title)] if on else []
