"""What changes 1:1s and meetings with mentors: series, new dates, what is said in them."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.leadership import meetings as pure
from fairlead.web.project.sealing import seal
from fairlead.web.team.access import Ties, ties
from fairlead.web.team.models import (
    CANCELLED,
    HELD,
    PLANNED,
    Item,
    Meeting,
    Outlook,
    PrivateNote,
    Rating,
    Series,
    Wish,
)

AHEAD = dt.timedelta(weeks=6)
"""So far ahead the meetings of a series are written down."""


def start_one_to_ones(
    manager: str, person: str, rule: pure.Series, minutes: int, at: dt.datetime
) -> Series:
    """Return a new series of 1:1s, as `start_series` keeps it."""
    made = Series(
        manager=manager,
        person=person,
        start_on=rule.start_on,
        at=rule.at,
        zone=rule.zone,
        every_weeks=rule.every_weeks,
        until_on=rule.until_on,
        minutes=minutes,
    )
    return start_series(made, at)


def start_series(made: Series, at: dt.datetime) -> Series:
    """Keep a new series; one the two have already ends the day before it begins.

    One with an end, such as a single meeting, ends no other; the same again changes nothing.

    Raises
    ------
    AccessError
        The one does not lead the other, or is not their mentor.
    InputError
        It begins in the past, or its rule cannot be.
    """
    if not ties().hold(made, max(made.start_on, at.date())):
        raise AccessError("there is nothing here")
    rule = _rule(made)
    if rule.start_on < at.date():
        raise InputError(_("a series begins today or later"), hint=_("Choose another first day."))
    try:
        list(pure.instants(rule, rule.start_on, rule.start_on))
    except ValueError as error:
        raise InputError(str(error), hint=_("Zones are written as Europe/Berlin.")) from error
    of_the_two = Series.objects.filter(
        manager=made.manager, person=made.person, is_mentoring=made.is_mentoring
    )
    with transaction.atomic():
        if made.until_on is None:
            for old in of_the_two.filter(until_on=None):
                end_series(old, rule.start_on, at)
        else:
            same = of_the_two.filter(start_on=made.start_on, at=made.at, until_on=made.until_on)
            if (found := same.filter(meetings__state=PLANNED).first()) is not None:
                return found
        made.save()
        plan_ahead(made, at)
    return made


def _rule(series: Series) -> pure.Series:
    return pure.Series(series.start_on, series.at, series.zone, series.every_weeks, series.until_on)


def end_series(series: Series, until_on: dt.date, at: dt.datetime) -> None:
    """End a series: its meetings from that day on are cancelled."""
    Series.objects.filter(pk=series.pk).update(until_on=max(until_on, series.start_on))
    for meeting in Meeting.objects.filter(series=series, slot_on__gte=until_on, state=PLANNED):
        cancel(meeting, at)


def end_mentor_meetings(mentor: str, mentee: str, at: dt.datetime) -> None:
    """Call off what a mentor and their mentee still have planned; what was held stays theirs."""
    theirs = {"manager": mentor, "person": mentee, "is_mentoring": True}
    for series in Series.objects.filter(**theirs):
        if series.until_on is None or series.until_on > at.date():
            end_series(series, at.date(), at)
    for meeting in Meeting.objects.filter(**theirs, state=PLANNED, start_at__gt=at):
        cancel(meeting, at)


def plan_ahead(series: Series, at: dt.datetime, known: Ties | None = None) -> None:
    """Write down the meetings of the next weeks; done again it changes nothing.

    Only days on which the manager leads the person, or the mentor mentors them, get one.
    """
    known = ties() if known is None else known
    rule = _rule(series)
    there = set(Meeting.objects.filter(series=series).values_list("slot_on", flat=True))
    for day, instant in pure.instants(rule, at.date(), at.date() + AHEAD):
        if day not in there and known.hold(series, day):
            made = {
                "manager": series.manager,
                "person": series.person,
                "start_at": instant,
                "minutes": series.minutes,
                "uid": f"{secrets.token_hex(12)}@fairlead",
                "changed_at": at,
                "is_mentoring": series.is_mentoring,
            }  # a page and the worker may do so at once
            Meeting.objects.get_or_create(series=series, slot_on=day, defaults=made)


def plan_all_ahead(person: str | None, at: dt.datetime) -> None:
    """Write down the next weeks of every series of a person, as manager or as the other.

    What was planned for days on which the two no longer belong together is called off. None is
    everybody: then digests know it too where nobody opens a page.
    """
    known = ties()
    theirs = Q() if person is None else Q(manager=person) | Q(person=person)
    for series in Series.objects.filter(theirs, Q(until_on=None) | Q(until_on__gt=at.date())):
        plan_ahead(series, at, known)
    for meeting in Meeting.objects.filter(theirs, state=PLANNED, start_at__gt=at):
        if not known.hold(meeting, meeting.start_at.date()):
            cancel(meeting, at)


def instant_of(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """Return the instant clocks in a zone show a time on a day."""
    rule = pure.Series(day, at, zone)
    return next(iter(pure.instants(rule, day, day + dt.timedelta(days=1))))[1]


def move(meeting: Meeting, start_at: dt.datetime, at: dt.datetime) -> None:
    """Give a planned meeting another time; its identity stays, its sequence grows.

    Raises
    ------
    ConflictError
        It was held or cancelled.
    InputError
        The new time has passed.
    AccessError
        The manager does not lead the person on that day, the mentor not mentor them.
    """
    _must_be_planned(meeting)
    if start_at <= at:
        raise InputError(_("the new time has passed"), hint=_("Choose a later one."))
    if not ties().hold(meeting, start_at.date()):
        raise AccessError("there is nothing here")
    meeting.start_at, meeting.changed_at = start_at, at
    meeting.sequence += 1
    meeting.save(update_fields=["start_at", "changed_at", "sequence"])


def cancel(meeting: Meeting, at: dt.datetime) -> None:
    """Call a planned meeting off.

    Raises
    ------
    ConflictError
        It was held or cancelled.
    """
    _must_be_planned(meeting)
    meeting.state, meeting.changed_at = CANCELLED, at
    meeting.sequence += 1
    meeting.save(update_fields=["state", "changed_at", "sequence"])


def hold(meeting: Meeting, filled: list[dict[str, str]], at: dt.datetime) -> None:
    """Say that a meeting took place; what the brief said that day stays with it.

    Wishes for coaching the person had are met by it, by a mentor's none.

    Raises
    ------
    ConflictError
        It was held or cancelled, or lies more than a day ahead.
    """
    _must_be_planned(meeting)
    if meeting.start_at > at + dt.timedelta(days=1):
        raise ConflictError(
            _("it has not been yet"), hint=_("Move it to today if you met earlier.")
        )
    meeting.state, meeting.filled, meeting.changed_at = HELD, filled, at
    meeting.save(update_fields=["state", "filled", "changed_at"])
    if not meeting.is_mentoring:
        asked = Wish.objects.filter(person=meeting.person, manager=meeting.manager, given_on=None)
        asked.update(given_on=at.date())


def _must_be_planned(meeting: Meeting) -> None:
    if meeting.state != PLANNED:
        raise ConflictError(
            _("this meeting was held or called off already"),
            hint=_("Load the page again."),
        )


def add(meeting: Meeting, author: str, text: str, at: dt.datetime, *, is_note: bool) -> None:
    """Put something on the agenda, or write a note both can read.

    Raises
    ------
    ConflictError
        The meeting is over or cancelled and this is for its agenda.
    """
    if not is_note:
        _must_be_planned(meeting)
    Item.objects.create(
        meeting=meeting, author=author, text=text.strip(), made_at=at, is_note=is_note
    )


def add_private(meeting: Meeting, author: str, text: str, at: dt.datetime) -> None:
    """Write a note only its author can read on these pages; it is sealed before it is kept."""
    PrivateNote.objects.create(
        meeting=meeting, author=author, sealed=seal(text.strip()), made_at=at
    )


def take_private_away(meeting: Meeting, author: str, number: int) -> None:
    """Take a note for oneself away, for good.

    Raises
    ------
    AccessError
        It is not theirs, or there is none.
    """
    mine = PrivateNote.objects.filter(pk=number, meeting=meeting, author=author)
    if not mine.delete()[0]:
        raise AccessError("there is nothing here")


def look_back(meeting: Meeting, author: str, score: int, text: str, at: dt.datetime) -> None:
    """Keep how one of the two sees the last weeks.

    Raises
    ------
    AccessError
        It is with a mentor, where nobody is rated.
    ConflictError
        The other's view is open already: what was said before it stays.
    """
    if meeting.is_mentoring:
        raise AccessError("there is nothing here")
    both = Outlook.objects.filter(meeting=meeting).values_list("author", flat=True)
    if author in both and len(both) > 1:
        raise ConflictError(_("both views are open now; they stay as they were written"))
    Outlook.objects.update_or_create(
        meeting=meeting,
        author=author,
        defaults={"score": score, "text": text.strip(), "made_at": at},
    )


def rate(meeting: Meeting, person: str, today: dt.date, *, helped: bool) -> None:
    """Say whether a session helped; only the person it was for may, once it was held.

    Raises
    ------
    AccessError
        Somebody else wants to, or it was with a mentor.
    ConflictError
        It was not held.
    """
    if person != meeting.person or meeting.is_mentoring:
        raise AccessError("there is nothing here")
    if meeting.state != HELD:
        raise ConflictError(_("it was not held yet"))
    Rating.objects.update_or_create(
        meeting=meeting,
        defaults={"person": person, "manager": meeting.manager, "helped": helped, "on": today},
    )
