"""What the page of the vision shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.answers import Answer
from fairlead.leadership import priorities as pure
from fairlead.leadership.shares import share_of
from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of
from fairlead.web.published.selectors import answer
from fairlead.web.team.selectors import nobody
from fairlead.web.team.services.counted import held_days
from fairlead.web.vision.models import Priority, Read, Talk, Vision

TALKS = dt.timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Live:
    """A priority as the page shows it."""

    row: Priority
    owner: str
    told: pure.Told
    now: tuple[Answer, dt.date] | None


def newest() -> Vision | None:
    """Return the vision that holds."""
    return Vision.objects.first()


def earlier() -> list[Vision]:
    """Return the versions before, the newest first."""
    return list(Vision.objects.all()[1:20])


def has_read(person: str, vision: Vision) -> bool:
    """Say whether somebody said that they have read it; who wrote it has."""
    return vision.author == person or Read.objects.filter(vision=vision, person=person).exists()


def read_share(vision: Vision, day: dt.date) -> Answer:
    """Return how many of those who work here on a day, its author aside, have read a version."""
    here = {who for e in edges() if e.start <= day < e.end for who in (e.person, e.manager)}
    here -= {vision.author}
    read = Read.objects.filter(vision=vision, person__in=here).count()
    return share_of(read, len(here), "people who have read it")


def live_rows(day: dt.date) -> list[Priority]:
    """Return the priorities of a day."""
    rows = {row.pk: row for row in Priority.objects.all()}
    known = [pure.Priority(row.pk, row.start_on, row.end_on) for row in rows.values()]
    return [rows[priority.id] for priority in pure.live(known, day)]


def rate_now(name: str) -> tuple[Answer, dt.date] | None:
    """Return the company's step rate of a name over 12 months, and the day it is from.

    Sums first, one division last, over all kinds of deals; None where no such step is told.
    """
    found, named = answer("measure", "company"), name.strip().casefold()
    parts = [
        part
        for part in (found.body["competencies"] if found else [])
        if part["kind"] == "conversion" and part["name"].casefold() == named
    ]
    if found is None or not parts:
        return None
    done, n = (sum(part[key] for part in parts) for key in ("successes", "n"))
    return share_of(done, n, "deals that took the step"), found.as_of


def live(day: dt.date) -> list[Live]:
    """Return the priorities of a day with who answers for them and whether they come up."""
    rows = live_rows(day)
    names = names_of({row.owner for row in rows})
    talks = [pure.Talk(t.priority_id, t.meeting, t.on) for t in Talk.objects.all()]
    held = held_days(day - TALKS, day)
    return [
        Live(
            row,
            names.get(row.owner, nobody()),
            pure.talked_about(row.pk, talks, held, day - TALKS, day),
            rate_now(row.rate),
        )
        for row in rows
    ]


def ended(day: dt.date) -> list[Priority]:
    """Return priorities that are over, the newest first."""
    return list(Priority.objects.filter(end_on__lte=day).order_by("-end_on")[:10])


def talked_in(meetings: list[int]) -> set[tuple[int, int]]:
    """Return which priorities came up in which of some 1:1s: (meeting, priority)."""
    return set(Talk.objects.filter(meeting__in=meetings).values_list("meeting", "priority_id"))
