"""1:1s, wishes and ratings as they are counted: days and people, nothing of what was said.

Meetings with mentors are counted nowhere.
"""

from __future__ import annotations

import datetime as dt

from fairlead.company.zones import local
from fairlead.leadership import meetings as pure_meetings
from fairlead.leadership.coaching import Rated, Wanted
from fairlead.web.people.access import edges
from fairlead.web.team.access import Ties, led_on, ties
from fairlead.web.team.models import CANCELLED, HELD, PLANNED, Meeting, Rating, Wish
from fairlead.web.team.selectors import MeetingRow, meetings_of


def held_meeting(manager: str, number: int) -> dt.date | None:
    """Return the day of a manager's own 1:1 that was held; None where there is no such."""
    found = Meeting.objects.filter(
        pk=number, manager=manager, state=HELD, is_mentoring=False
    ).first()
    return found.start_at.date() if found else None


def meetings_today(person: str | None, at: dt.datetime) -> list[tuple[MeetingRow, str]]:
    """Return somebody's planned meetings of today, by the clocks of each, in order.

    Beside each stands what the other wants coaching on, where the reader leads them.
    """
    if person is None:
        return []
    day = dt.timedelta(days=1)
    rows = [m for m in meetings_of(person, at - day, at + day) if m.state == PLANNED]
    wishes = Wish.objects.filter(manager=person, given_on=None).exclude(what="")
    wanted = dict(wishes.values_list("person", "what"))
    return [
        (m, "" if m.is_mentoring else wanted.get(m.other_id, ""))
        for m in rows
        if m.shown_at.date() == local(at, m.zone).date()
    ]


def wishes_open(manager: str, day: dt.date) -> int:
    """Return how many of those somebody leads directly want coaching and were not answered."""
    ids = led_on(edges(manager), manager, day)
    if not ids:
        return 0
    rows = Wish.objects.filter(manager=manager, person__in=ids, given_on=None, answer="")
    return rows.values("person").distinct().count()


def held_days(start: dt.date, end: dt.date) -> dict[int, dt.date]:
    """Return the 1:1s held between two days, everybody's: number -> day. Nobody is named."""
    rows = Meeting.objects.filter(
        state=HELD, start_at__date__gte=start, start_at__date__lte=end, is_mentoring=False
    )
    return {row.pk: row.start_at.date() for row in rows.only("start_at")}


def meetings_due(manager: str, start: dt.date, end: dt.date) -> list[pure_meetings.Meeting]:
    """Return a manager's 1:1s of a period, without what was said.

    What was called off because the person went to somebody else, or because the series ended or
    began anew on another day, was never due; one that was called off by itself was.
    """
    found = Meeting.objects.filter(
        manager=manager, start_at__date__gte=start, start_at__date__lt=end, is_mentoring=False
    ).select_related("series")
    known = ties()
    rows = [m for m in found if m.state != CANCELLED or _was_due(m, known)]
    states = {PLANNED: "planned", HELD: "held"}
    return [
        pure_meetings.Meeting(
            row.manager,
            row.person,
            row.start_at.date(),
            states.get(row.state, "cancelled"),  # type: ignore[arg-type]
        )
        for row in rows
    ]


def _was_due(meeting: Meeting, known: Ties) -> bool:
    until = meeting.series.until_on
    return (until is None or meeting.slot_on < until) and known.hold(meeting, meeting.slot_on)


def coaching_records(manager: str) -> tuple[list[Wanted], list[Rated]]:
    """Return the coaching asked of a manager, and ratings, for counting only."""
    wanted = [
        Wanted(w.person, w.manager, w.on, w.given_on) for w in Wish.objects.filter(manager=manager)
    ]
    rated = [
        Rated(r.person, r.manager, r.on, r.helped) for r in Rating.objects.filter(manager=manager)
    ]
    return wanted, rated
