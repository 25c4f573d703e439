"""What changes vision and priorities."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.leadership.priorities import MOST_LIVE
from fairlead.web.people.services import carry_over
from fairlead.web.team.services.counted import held_meeting
from fairlead.web.vision.models import Priority, Read, Talk, Vision
from fairlead.web.vision.selectors import live_rows, newest


def write(author: str, text: str, today: dt.date) -> None:
    """Keep a new version of the vision; whoever read the one before is asked anew."""
    now = newest()
    if now is None or now.text != text.strip():
        Vision.objects.create(text=text.strip(), author=author, on=today)


def mark_read(person: str) -> None:
    """Note that somebody has read the vision that holds.

    Raises
    ------
    AccessError
        There is none.
    """
    now = newest()
    if now is None:
        raise AccessError("there is nothing here")
    Read.objects.get_or_create(vision=now, person=person)


@transaction.atomic
def begin(title: str, why: str, owner: str, rate: str, today: dt.date) -> Priority:
    """Return a new priority.

    Raises
    ------
    ConflictError
        Three are live already.
    InputError
        One of the same title is live.
    """
    Priority.objects.select_for_update().filter(end_on=None).first()
    rows = live_rows(today)
    if len(rows) >= MOST_LIVE:
        raise ConflictError(
            _("%(most_live)s priorities are live") % {"most_live": MOST_LIVE},
            hint=_("End one first: more than three are none."),
        )
    if any(row.title.casefold() == title.strip().casefold() for row in rows):
        raise InputError(_("this priority is live already"), hint=_("Give it another title."))
    return Priority.objects.create(
        title=title.strip(), why=why.strip(), owner=owner, rate=rate.strip(), start_on=today
    )


def end(number: int, learned: str, today: dt.date) -> None:
    """End a priority, with what was learned.

    Raises
    ------
    AccessError
        There is none that is live.
    """
    found = Priority.objects.filter(pk=number, end_on=None).first()
    if found is None:
        raise AccessError("there is nothing here")
    if found.start_on >= today:
        found.delete()  # it never held for a day
        return
    found.end_on, found.learned = today, learned.strip()
    found.save(update_fields=["end_on", "learned"])


def talked(manager: str, meeting: int, priority: int, today: dt.date) -> None:
    """Note that a priority came up in a 1:1 of a manager's own.

    Raises
    ------
    AccessError
        It was not theirs, was not held, or the priority is not live.
    """
    held = held_meeting(manager, meeting)
    if held is None or priority not in {row.pk for row in live_rows(today)}:
        raise AccessError("there is nothing here")
    Talk.objects.get_or_create(priority_id=priority, meeting=meeting, defaults={"on": held})


def held_about(person: str) -> dict[str, Any]:
    """Return what is held about a person here."""
    return {
        "has_read": list(Read.objects.filter(person=person).values_list("vision__on", flat=True)),
        "owns": list(Priority.objects.filter(owner=person).values_list("title", flat=True)),
        "wrote_on": list(Vision.objects.filter(author=person).values_list("on", flat=True)),
    }


def forget(person: str) -> None:
    """Erase a person here; what they wrote belongs to the company and stays without them."""
    Read.objects.filter(person=person).delete()
    Priority.objects.filter(owner=person).update(owner="erased")
    Vision.objects.filter(author=person).update(author="erased")


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(
        ((Read, "person"), (Priority, "owner"), (Vision, "author")),
        kept,
        twin,
    )
