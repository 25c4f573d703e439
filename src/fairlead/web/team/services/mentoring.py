"""Mentors: asked by who wants one, agreed by the mentor, ended by either; when the two meet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError
from fairlead.leadership import meetings as pure
from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of
from fairlead.web.team.access import chain
from fairlead.web.team.models import Mentoring, Series
from fairlead.web.team.selectors import nobody
from fairlead.web.team.services import meetings


def may_mentor(person: str, day: dt.date) -> list[str]:
    """Return who could mentor somebody: whoever leads on that day, but nobody above them."""
    known = edges()
    above = chain(known, person, day)
    leads = dict.fromkeys(e.manager for e in known if e.start <= day < e.end)
    return [each for each in leads if each != person and each not in above]


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair as either of the two sees it."""

    number: int
    mentor: str
    mentee: str
    other_id: str
    is_mentor: bool
    goal: str
    begun_on: dt.date | None


def pairs_of(person: str) -> list[Pair]:
    """Return the mentors somebody asked or has, and whom they mentor or are asked to."""
    rows = Mentoring.objects.filter(Q(mentor=person) | Q(mentee=person), ended_on=None)
    found = list(rows)
    names = names_of({who for row in found for who in (row.mentor, row.mentee)})
    return [
        Pair(
            row.pk,
            names.get(row.mentor, nobody()),
            names.get(row.mentee, nobody()),
            row.mentee if row.mentor == person else row.mentor,
            row.mentor == person,
            row.goal,
            row.begun_on,
        )
        for row in found
    ]


def ask_mentor(mentee: str, mentor: str, goal: str, today: dt.date) -> None:
    """Ask somebody to be one's mentor.

    Raises
    ------
    AccessError
        They lead nobody, or stand above the one who asks.
    ConflictError
        One is asked or there already.
    """
    if mentor not in may_mentor(mentee, today):
        raise AccessError("there is nothing here")
    if Mentoring.objects.filter(mentee=mentee, ended_on=None).exists():
        raise ConflictError(_("you have asked a mentor"), hint=_("End that one first."))
    Mentoring.objects.create(mentor=mentor, mentee=mentee, goal=goal.strip(), asked_on=today)


def agree_to_mentor(number: int, mentor: str, today: dt.date) -> None:
    """Say yes to whoever asked.

    Raises
    ------
    AccessError
        Nobody asked them, or they have answered.
    """
    waits = Mentoring.objects.filter(pk=number, mentor=mentor, begun_on=None, ended_on=None)
    if not waits.update(begun_on=today):
        raise AccessError("there is nothing here")


def meet(number: int, mine: str, rule: pure.Series, minutes: int, at: dt.datetime) -> Series:
    """Plan when a mentor and their mentee meet; either may.

    Raises
    ------
    AccessError
        It is not theirs, was not agreed to, or is over.
    InputError
        The first day has passed, or the rule cannot be.
    """
    found = _going(number, mine)
    if found.begun_on is None:
        raise AccessError("there is nothing here")
    made = Series(
        manager=found.mentor,
        person=found.mentee,
        start_on=rule.start_on,
        at=rule.at,
        zone=rule.zone,
        every_weeks=rule.every_weeks,
        until_on=rule.until_on,
        minutes=minutes,
        is_mentoring=True,
    )
    return meetings.start_series(made, at)


def _going(number: int, mine: str) -> Mentoring:
    found = Mentoring.objects.filter(pk=number, ended_on=None).first()
    if found is None or mine not in {found.mentor, found.mentee}:
        raise AccessError("there is nothing here")
    return found


@transaction.atomic
def end_mentoring(number: int, mine: str, at: dt.datetime) -> None:
    """End it, or say no; either may. What they still had planned is called off.

    Raises
    ------
    AccessError
        It is not theirs, or is over.
    """
    found = _going(number, mine)
    Mentoring.objects.filter(pk=number).update(ended_on=at.date())
    meetings.end_mentor_meetings(found.mentor, found.mentee, at)
