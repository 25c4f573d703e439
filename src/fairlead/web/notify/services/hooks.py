"""Messages to an address somebody gave (Slack-compatible): the subject of the mail, and a link.

At most once: a message is taken in the database before it goes. It is tried again only where
surely nothing arrived: nobody was reached, or the server says to come back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairlead.errors import InputError
from fairlead.leadership.mornings import due_week
from fairlead.web.jobs.services import Done, TryLaterError, queue
from fairlead.web.notify.models import FAILED, SENT, TAKEN, WAITING, Delivery, Hook
from fairlead.web.notify.selectors import lines_of, preference_of
from fairlead.web.notify.services.dialling import FailedError, NotTakenError, parts_of, post
from fairlead.web.people.selectors import active_mails
from fairlead.web.project.sealing import seal, unseal

SEND = "webhook"
COMPANY = "company"
"""Owner of the address that is told for all; ids of people are longer."""
SUBJECT = gettext_noop("Your week in Fairlead")
"""The same for everybody, every week: it is read by whoever looks over a shoulder."""
WAITS = (60, 300, 1800, 7200)
"""Seconds before it is tried again; after the last it is given up."""
OFF, PRIVATE = "off", "private"


def give_address(owner: str, address: str, today: dt.date) -> None:
    """Keep an address, sealed: whoever has it can write there.

    Raises
    ------
    InputError
        It is no https address, or messages are turned off here.
    """
    if settings.WEBHOOKS == OFF:
        raise InputError(
            _("messages to other systems are turned off here"),
            hint=_("Whoever looks after the server set FAIRLEAD_WEBHOOKS to off."),
        )
    kept = {
        "sealed": seal(address.strip()),
        "host": str(parts_of(address).hostname),
        "made_on": today,
    }
    Hook.objects.update_or_create(owner=owner, defaults=kept)


def take_away(owner: str) -> None:
    """Forget an address: nothing goes there any more, nor what already waits."""
    Hook.objects.filter(owner=owner).delete()


def body_of() -> bytes:
    """Return what is sent: no number, no name, the same for everybody."""
    link = str(settings.ADDRESS) + reverse("team")
    return json.dumps({"text": f"{SUBJECT}: {link}"}).encode()


def _week(owner: str, at: dt.datetime) -> dt.date | None:
    wish = preference_of(owner)
    return due_week(at, wish.zone, wish.hour, (wish.quiet_from, wish.quiet_to))


def queue_due(at: dt.datetime) -> int:
    """Queue the messages that are due at an instant; return how many.

    A person without anything to be told, or who may not sign in any more, gets none.
    """
    if settings.WEBHOOKS == OFF:
        return 0
    queued = 0
    for owner in Hook.objects.values_list("owner", flat=True):
        week = _week(owner, at)
        if week is None or Delivery.objects.filter(owner=owner, week_on=week).exists():
            continue
        wanted = owner == COMPANY or bool(active_mails({owner}) and lines_of(owner, at))
        try:
            with transaction.atomic():
                state = WAITING if wanted else SENT  # nothing to say is said by silence
                row = Delivery.objects.create(owner=owner, week_on=week, state=state, at=at)
                if wanted:
                    queue(SEND, str(row.pk), {"number": row.pk}, at)
        except IntegrityError:  # another worker took it at the same moment
            continue
        queued += wanted
    return queued


def deliver(clock: Callable[[], dt.datetime], payload: dict[str, Any]) -> Done:
    """Send one message; who was not reached is tried again later the same day.

    Raises
    ------
    TryLaterError
        Surely nothing arrived.
    """
    row = Delivery.objects.filter(pk=payload["number"]).first()
    hook = Hook.objects.filter(owner=row.owner).first() if row else None
    if row is None or hook is None or settings.WEBHOOKS == OFF:
        return Done({"told": "nobody wants it any more"})
    if _week(row.owner, clock()) != row.week_on:
        _end(row, FAILED, "its day was over")
        return Done()
    address = unseal(hook.sealed)
    mine = Delivery.objects.filter(pk=row.pk, state=WAITING)
    if not mine.update(state=TAKEN, tries=F("tries") + 1):
        return Done({"told": "it was taken before"})
    try:
        post(address, body_of(), private=settings.WEBHOOKS == PRIVATE)
    except NotTakenError as error:
        if row.tries >= len(WAITS):
            _end(row, FAILED, str(error))
            return Done()
        _end(row, WAITING, str(error))
        raise TryLaterError(WAITS[row.tries]) from error
    except FailedError as error:
        _end(row, FAILED, str(error))
    else:
        _end(row, SENT, "")
    return Done()


def _end(row: Delivery, state: str, told: str) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=state, told=told[:200])
