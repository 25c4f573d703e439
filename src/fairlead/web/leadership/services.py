"""What changes goals, journals and recognition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.errors import AccessError
from fairlead.web.leadership.models import Entry, Goal, Thanks
from fairlead.web.people.services import carry_over
from fairlead.web.project.sealing import seal
from fairlead.web.team.access import circle


def set_goal(
    person: str, kind: str, text: str, today: dt.date, due_on: dt.date | None, *, shared: bool
) -> None:
    """Keep a goal, sealed."""
    Goal.objects.create(
        person=person,
        kind=kind,
        sealed=seal(text.strip()),
        is_shared=shared,
        made_on=today,
        due_on=due_on,
    )


def reach_goal(person: str, number: int, today: dt.date) -> None:
    """Say that one's own goal is reached.

    Raises
    ------
    AccessError
        It is not theirs, or was reached before.
    """
    mine = Goal.objects.filter(pk=number, person=person, reached_on=None)
    if not mine.update(reached_on=today):
        raise AccessError("there is nothing here")


def write_entry(person: str, text: str, today: dt.date) -> None:
    """Keep a page of a journal, sealed."""
    Entry.objects.create(person=person, sealed=seal(text.strip()), on=today)


def thank(giver: str, receiver: str, text: str, today: dt.date) -> None:
    """Say what somebody did well.

    Raises
    ------
    AccessError
        The two do not work together.
    """
    if receiver not in circle(giver, today):
        raise AccessError("there is nothing here")
    Thanks.objects.create(giver=giver, receiver=receiver, text=text.strip(), on=today)


def held_about(person: str) -> dict[str, Any]:
    """Return what is held about a person here; what is sealed is counted, not copied."""
    return {
        "goals": Goal.objects.filter(person=person).count(),
        "journal_pages": Entry.objects.filter(person=person).count(),
        "thanks": list(Thanks.objects.filter(receiver=person).values("text", "on")),
    }


def forget(person: str) -> None:
    """Erase a person here."""
    Goal.objects.filter(person=person).delete()
    Entry.objects.filter(person=person).delete()
    Thanks.objects.filter(receiver=person).delete()
    Thanks.objects.filter(giver=person).delete()


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(
        ((Goal, "person"), (Entry, "person"), (Thanks, "giver"), (Thanks, "receiver")),
        kept,
        twin,
    )
