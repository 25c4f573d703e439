"""Who may open what lies between two people: the two, and whoever led only for their days.

A 1:1 belongs to the manager of its day. A new manager does not inherit what was said before them,
a former one keeps the meetings they held and gets none that came later; a peer gets nothing. A
meeting with a mentor belongs to the mentor of its day in the same way, and to no manager.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest

from fairlead.errors import AccessError
from fairlead.web.people.access import Led, edges, viewer_of
from fairlead.web.team.models import Meeting, Mentoring, Plan, Promise, Series

DAY = dt.timedelta(days=1)


def me(request: HttpRequest) -> str:
    """Return the person who asks.

    Raises
    ------
    AccessError
        Their account belongs to nobody who sells or leads.
    """
    own = viewer_of(request).person
    if own is None:
        raise AccessError("there is nothing here")
    return own


def leads_on(known: Iterable[Led], manager: str, person: str, day: dt.date) -> bool:
    """Say whether one led the other directly on a day."""
    return any(
        e.manager == manager and e.person == person and e.start <= day < e.end for e in known
    )


def managers_on(known: Iterable[Led], person: str, day: dt.date) -> list[str]:
    """Return who leads somebody on a day."""
    return [e.manager for e in known if e.person == person and e.start <= day < e.end]


def chain(known: list[Led], person: str, day: dt.date) -> list[str]:
    """Return who leads somebody on a day, the nearest first, up to the top."""
    found: list[str] = []
    level = [person]
    while level:
        above = [m for p in level for m in managers_on(known, p, day)]
        level = [m for m in dict.fromkeys(above) if m not in found and m != person]
        found += level
    return found


def led_on(known: Iterable[Led], manager: str, day: dt.date) -> list[str]:
    """Return whom somebody leads directly on a day."""
    return [e.person for e in known if e.manager == manager and e.start <= day < e.end]


def is_led(person: str, day: dt.date) -> bool:
    """Say whether anybody leads somebody on a day."""
    return bool(managers_on(edges(person), person, day))


def paired_on(person: str, day: dt.date) -> list[str]:
    """Return who mentors somebody on a day, and whom they mentor."""
    rows = Mentoring.objects.filter(Q(mentor=person) | Q(mentee=person), begun_on__lte=day)
    going = rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return [row.mentee if row.mentor == person else row.mentor for row in going]


@dataclass(frozen=True, slots=True)
class Ties:
    """Who leads whom, and who mentors whom, when; the day a mentoring ends still counts."""

    led: list[Led]
    mentored: list[Led]

    def hold(self, held: Series | Meeting, day: dt.date) -> bool:
        """Say whether what lies between two people is theirs on a day."""
        known = self.mentored if held.is_mentoring else self.led
        return leads_on(known, held.manager, held.person, day)


def ties(*around: str) -> Ties:
    """Return who belongs together, ever: all, or of the led what some people are one side of."""
    rows = Mentoring.objects.exclude(begun_on=None)
    mentored = [
        Led(row.mentee, row.mentor, begun, row.ended_on + DAY if row.ended_on else dt.date.max)
        for row in rows
        if (begun := row.begun_on) is not None
    ]
    return Ties(edges(*around), mentored)


def require_led(manager: str, person: str, day: dt.date) -> None:
    """Do nothing if one leads the other directly on a day.

    Raises
    ------
    AccessError
        They do not.
    """
    if not leads_on(edges(), manager, person, day):
        raise AccessError("there is nothing here")


def circle(person: str, day: dt.date) -> list[str]:
    """Return with whom somebody works on a day: who leads them, whom they lead, peers, mentors."""
    known = edges()
    above = managers_on(known, person, day)
    found = [*above, *led_on(known, person, day), *paired_on(person, day)]
    for manager in above:
        found += led_on(known, manager, day)
    return [each for each in dict.fromkeys(found) if each != person]


def meeting_for(request: HttpRequest, number: int) -> Meeting:
    """Return a 1:1 the reader may open.

    Raises
    ------
    AccessError
        There is none, or it is not between them and somebody else, or the manager did not lead
        the person on its day, the mentor not mentor them.
    """
    found = Meeting.objects.filter(pk=number).select_related("series").first()
    own = me(request)
    if found is not None:
        if own == found.person:
            return found
        if own == found.manager and ties().hold(found, found.start_at.date()):
            return found
    raise AccessError("there is nothing here")


def look_at(meeting: Meeting) -> str:
    """Return by which word a look at a meeting is noted."""
    return "mentor meeting" if meeting.is_mentoring else "one to one"


def promise_for(request: HttpRequest, number: int) -> Promise:
    """Return a promise the reader gave or was given.

    Raises
    ------
    AccessError
        It is not theirs, or there is none.
    """
    own = me(request)
    found = Promise.objects.filter(pk=number).first()
    if found is None or own not in {found.giver, found.receiver}:
        raise AccessError("there is nothing here")
    return found


def plan_for(request: HttpRequest, number: int, today: dt.date, *, write: bool = False) -> Plan:
    """Return a plan the reader made with somebody; who no longer leads may read it.

    Raises
    ------
    AccessError
        It is not theirs, or they want to write and lead the person no more.
    """
    own = me(request)
    found = Plan.objects.filter(pk=number).first()
    if found is not None:
        if own == found.person:
            return found
        day = today if write else found.opened_on
        if own == found.manager and leads_on(edges(), own, found.person, day):
            return found
    raise AccessError("there is nothing here")
