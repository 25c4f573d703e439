"""1:1s and mentor meetings for calendars: invitations, and a private address that is read.

RFC 5545, RFC 5546. Only times and names go into a calendar, nothing of what is said.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from fairlead.web.people.access import hash_of
from fairlead.web.people.selectors import active_mails
from fairlead.web.team.models import CANCELLED, Feed, Meeting
from fairlead.web.team.services.days import Day


def calendar_of(
    meetings: Iterable[Meeting],
    names: dict[str, str],
    mails: dict[str, str],
    *,
    method: str,
    days: Iterable[Day] = (),
    at: dt.datetime | None = None,
) -> bytes:
    """Return meetings as an iCalendar file.

    Parameters
    ----------
    meetings
        Each keeps its UID for life; SEQUENCE grows with every change.
    names, mails
        Person to name, person to mail address; who has no address is not invited.
    method
        ``REQUEST``, ``CANCEL`` or ``PUBLISH``.
    days, at
        Whole days beside them, and when they are told.
    """
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", "-//Fairlead//1:1//EN")
    whole.add("version", "2.0")
    whole.add("method", method)
    if method == "PUBLISH":
        whole.add("x-wr-calname", "Fairlead")
    for meeting in meetings:
        whole.add_component(_event(meeting, names, mails, invite=method != "PUBLISH"))
    for day in days:
        whole.add_component(_whole_day(day, at))
    return bytes(whole.to_ical())


def _whole_day(day: Day, at: dt.datetime | None) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", day.uid)
    event.add("sequence", day.sequence)
    if at is not None:
        event.add("dtstamp", at)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + dt.timedelta(days=1))
    event.add("summary", day.title)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _event(meeting: Meeting, names: dict[str, str], mails: dict[str, str], *, invite: bool) -> Any:
    from icalendar import Event, vCalAddress, vText

    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.start_at)
    event.add("dtend", meeting.start_at + dt.timedelta(minutes=meeting.minutes))
    both = [names.get(who, _("somebody")) for who in (meeting.manager, meeting.person)]
    between = (
        _("Mentor %(one)s and %(other)s")
        if meeting.is_mentoring
        else _("1:1 %(one)s and %(other)s")
    )
    event.add("summary", between % {"one": both[0], "other": both[1]})
    event.add("status", "CANCELLED" if meeting.state == CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    if invite and all(mails.get(who) for who in (meeting.manager, meeting.person)):
        for kind, who in (("organizer", meeting.manager), ("attendee", meeting.person)):
            address = vCalAddress(f"mailto:{mails[who]}")
            address.params["CN"] = vText(names.get(who, ""))
            event.add(kind, address, encode=False)
    return event


def invitation(meeting: Meeting, names: dict[str, str], mails: dict[str, str]) -> bytes:
    """Return the file that invites to a meeting, changes it, or calls it off.

    An invitation has to name an organizer and an attendee (RFC 5546, section 3.2.2). Where the
    address of either is not known it is an entry to put into one's own calendar instead.
    """
    if not all(mails.get(who) for who in (meeting.manager, meeting.person)):
        return calendar_of([meeting], names, mails, method="PUBLISH")
    method = "CANCEL" if meeting.state == CANCELLED else "REQUEST"
    return calendar_of([meeting], names, mails, method=method)


def new_feed(person: str, at: dt.datetime) -> str:
    """Return a new private word for somebody's calendar; the one before stops working."""
    word = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(person=person, defaults={"hash": hash_of(word), "made_at": at})
    return word


def owner_of_feed(word: str) -> str | None:
    """Return whose calendar a private word opens; nobody's who may not sign in any more."""
    found = Feed.objects.filter(hash=hash_of(word)).first()
    return found.person if found and active_mails({found.person}) else None
