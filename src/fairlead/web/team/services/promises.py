"""What changes promises and wishes for coaching."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.web.people.access import edges
from fairlead.web.team.access import circle, leads_on, managers_on
from fairlead.web.team.models import Move, Promise, Wish
from fairlead.web.team.selectors import PromiseRow, promise_of, rows_of

FARTHEST = dt.timedelta(days=366)


def promise(giver: str, receiver: str, text: str, due_on: dt.date, today: dt.date) -> Promise:
    """Return a new promise.

    Raises
    ------
    InputError
        Its day has passed, or is more than a year away.
    AccessError
        The two do not work together.
    """
    if receiver not in circle(giver, today):
        raise AccessError("there is nothing here")
    _check_day(due_on, today)
    return Promise.objects.create(
        giver=giver, receiver=receiver, text=text.strip(), made_on=today, due_on=due_on
    )


def _check_day(due_on: dt.date, today: dt.date) -> None:
    if not today <= due_on <= today + FARTHEST:
        raise InputError(
            _("%(due_on)s: a promise is for a day from today on, within a year")
            % {"due_on": due_on},
            hint=_("Choose a day you mean to keep."),
        )


def move(found: Promise, mine: str, due_on: dt.date, reason: str, today: dt.date) -> None:
    """Give a promise a new date; the dates before stay written down.

    Raises
    ------
    AccessError
        Only who gave it may move it.
    ConflictError
        It is kept, or was let go.
    InputError
        The day or the reason is missing or wrong.
    """
    if mine != found.giver:
        raise AccessError("there is nothing here")
    _must_be_open(found)
    _check_day(due_on, today)
    if not reason.strip():
        raise InputError(_("a new date needs its reason"), hint=_("One sentence is enough."))
    Move.objects.create(promise=found, said_on=today, due_on=due_on, reason=reason.strip())


def keep(found: Promise, mine: str, today: dt.date) -> None:
    """Say that a promise is kept; who gave it says so.

    Raises
    ------
    AccessError, ConflictError
        As in `move`.
    """
    if mine != found.giver:
        raise AccessError("there is nothing here")
    _must_be_open(found)
    Promise.objects.filter(pk=found.pk).update(kept_on=today)


def let_go(found: Promise, mine: str, today: dt.date) -> None:
    """Release the other from a promise; only who was promised may.

    Raises
    ------
    AccessError, ConflictError
        As in `move`.
    """
    if mine != found.receiver:
        raise AccessError("there is nothing here")
    _must_be_open(found)
    Promise.objects.filter(pk=found.pk).update(let_go_on=today)


def settled_since(person: str, since: dt.date, today: dt.date) -> list[PromiseRow]:
    """Return the promises of and to somebody that were kept or let go since a day, newest first."""
    lately = Q(kept_on__gte=since) | Q(let_go_on__gte=since)
    rows = Promise.objects.filter(Q(giver=person) | Q(receiver=person)).filter(lately)
    told = rows_of([promise_of(row) for row in rows.prefetch_related("moves")], person, today)
    return told[::-1]


def _must_be_open(found: Promise) -> None:
    if found.kept_on or found.let_go_on:
        raise ConflictError(_("this promise is settled"), hint=_("Make a new one."))


def wish(person: str, what: str, today: dt.date) -> int:
    """Ask whoever leads a person today for coaching; return how many were asked.

    Asking again while nothing came yet changes nothing.
    """
    asked = 0
    for manager in managers_on(edges(person), person, today):
        if not Wish.objects.filter(person=person, manager=manager, given_on=None).exists():
            Wish.objects.create(person=person, manager=manager, what=what.strip(), on=today)
            asked += 1
    return asked


def own_wishes(person: str, day: dt.date) -> list[Wish]:
    """Return the coaching somebody asked of who leads them on a day, and has not got yet."""
    above = managers_on(edges(person), person, day)
    return list(Wish.objects.filter(person=person, manager__in=above, given_on=None))


def answer_wish(manager: str, number: int, text: str, today: dt.date) -> None:
    """Say when or how somebody gets the coaching they want; said again, the newest holds.

    Raises
    ------
    AccessError
        It is not asked of them, or they do not lead the person any more.
    """
    found = Wish.objects.filter(pk=number, manager=manager, given_on=None).first()
    if found is None or not leads_on(edges(manager), manager, found.person, today):
        raise AccessError("there is nothing here")
    Wish.objects.filter(pk=number).update(answer=text.strip(), answered_on=today)


def give_coaching(manager: str, number: int, today: dt.date) -> None:
    """Say that a wish for coaching was met; who asked may say so too.

    Raises
    ------
    AccessError
        It is not theirs.
    """
    found = Wish.objects.filter(pk=number, given_on=None).first()
    if found is None or manager not in {found.manager, found.person}:
        raise AccessError("there is nothing here")
    if manager == found.manager and not leads_on(edges(manager), manager, found.person, today):
        raise AccessError("there is nothing here")
    Wish.objects.filter(pk=number).update(given_on=today)
