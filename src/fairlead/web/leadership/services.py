"""What changes goals, plans to learn, journals and recognition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.web.leadership.models import Entry, Goal, Learning, LearningStep, Thanks
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


def share_goal(person: str, number: int, *, shared: bool) -> None:
    """Let whoever leads somebody read a goal of theirs, or no longer.

    Raises
    ------
    AccessError
        It is not theirs.
    """
    if not Goal.objects.filter(pk=number, person=person).update(is_shared=shared):
        raise AccessError("there is nothing here")


def drop_goal(person: str, number: int) -> None:
    """Take a goal of one's own away that one does not want any more.

    Raises
    ------
    AccessError
        It is not theirs, or it was reached.
    """
    if not Goal.objects.filter(pk=number, person=person, reached_on=None).delete()[0]:
        raise AccessError("there is nothing here")


MOST_STEPS = 5


def learn(person: str, told: dict[str, Any], today: dt.date) -> None:
    """Begin to learn something, sealed.

    Parameters
    ----------
    person
        Who.
    told
        `competency`, `text`, `how`, `due_on`, and `shared`, "yes" or "no".
    today
        The present day.

    Raises
    ------
    ConflictError
        They learn something already: one thing at a time.
    InputError
        The day is over.
    """
    _require_coming(told["due_on"], today)
    try:
        with transaction.atomic():
            Learning.objects.create(
                person=person,
                competency=seal(told["competency"].strip()),
                how=told["how"],
                sealed=seal(told["text"].strip()),
                is_shared=told["shared"] == "yes",
                made_on=today,
                due_on=told["due_on"],
            )
    except IntegrityError as error:
        raise ConflictError(
            _("you learn something already"), hint=_("End it first: one thing at a time sticks.")
        ) from error


def _require_coming(due_on: dt.date, today: dt.date) -> None:
    if due_on < today:
        raise InputError(_("this day is over"), hint=_("Choose today or a later day."))


def _learns(person: str) -> Learning:
    found = Learning.objects.filter(person=person, ended_on=None).first()
    if found is None:
        raise AccessError("there is nothing here")
    return found


def add_learning_step(person: str, text: str, due_on: dt.date, today: dt.date) -> None:
    """Add a step to what somebody learns.

    Raises
    ------
    AccessError
        They learn nothing now.
    ConflictError
        Five steps are there.
    InputError
        The day is over.
    """
    found = _learns(person)
    _require_coming(due_on, today)
    if found.steps.count() >= MOST_STEPS:
        raise ConflictError(
            _("five steps are there"), hint=_("Few steps get done; settle one first.")
        )
    found.steps.create(sealed=seal(text.strip()), due_on=due_on)


def settle_learning_step(person: str, number: int, today: dt.date) -> None:
    """Say that a step of one's own is done.

    Raises
    ------
    AccessError
        It is not theirs, or was done before.
    """
    mine = LearningStep.objects.filter(pk=number, learning__person=person, done_on=None)
    if not mine.update(done_on=today):
        raise AccessError("there is nothing here")


def share_learning(person: str, *, shared: bool) -> None:
    """Let whoever leads somebody read what they learn, or no longer."""
    Learning.objects.filter(pk=_learns(person).pk).update(is_shared=shared)


def end_learning(person: str, learned: str, today: dt.date) -> None:
    """End what somebody learns, with what came of it; it need not be reached."""
    found = _learns(person)
    Learning.objects.filter(pk=found.pk).update(ended_on=today, learned=seal(learned.strip()))


def mark_of(asked: str) -> str:
    """Return a hash of what a program asks; who has the database alone cannot guess at it."""
    return salted_hmac("fairlead.learning", asked, algorithm="sha256").hexdigest()


def write_entry(person: str, text: str, today: dt.date) -> None:
    """Keep a page of a journal, sealed."""
    Entry.objects.create(person=person, sealed=seal(text.strip()), on=today)


def take_entry_away(person: str, number: int) -> None:
    """Take a page of one's own journal away, for good.

    Raises
    ------
    AccessError
        It is not theirs.
    """
    if not Entry.objects.filter(pk=number, person=person).delete()[0]:
        raise AccessError("there is nothing here")


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
        "things_to_learn": list(
            Learning.objects.filter(person=person).values(
                "how", "is_shared", "made_on", "due_on", "ended_on"
            )
        ),
        "journal_pages": Entry.objects.filter(person=person).count(),
        "thanks": list(Thanks.objects.filter(receiver=person).values("text", "on")),
    }


def forget(person: str) -> None:
    """Erase a person here."""
    Goal.objects.filter(person=person).delete()
    Learning.objects.filter(person=person).delete()
    Entry.objects.filter(person=person).delete()
    Thanks.objects.filter(receiver=person).delete()
    Thanks.objects.filter(giver=person).delete()


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(
        (
            (Goal, "person"),
            (Learning, "person"),
            (Entry, "person"),
            (Thanks, "giver"),
            (Thanks, "receiver"),
        ),
        kept,
        twin,
    )
