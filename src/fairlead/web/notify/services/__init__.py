"""Sends digests: each once a week, at the person's own morning, outside their quiet hours."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from fairlead.errors import AccessError
from fairlead.leadership.mornings import due_week
from fairlead.web.notify.models import FAILED, SENT, Delivery, Digest, Hook, Preference
from fairlead.web.notify.selectors import lines_of
from fairlead.web.notify.services.hooks import SUBJECT, take_away
from fairlead.web.people.selectors import active_mails, language_of
from fairlead.web.people.services import carry_over

SALT = "fairlead.notify.stop"
log = logging.getLogger(__name__)


def prefer(person: str, told: dict[str, Any]) -> None:
    """Keep when somebody wants their digest."""
    Preference.objects.update_or_create(person=person, defaults=told)


def address() -> str:
    """Return where the application is, for links in mails."""
    return str(settings.ADDRESS)


def stop_link(person: str) -> str:
    """Return the address that ends somebody's digest without signing in."""
    return address() + reverse("stop", kwargs={"word": signing.dumps(person, salt=SALT)})


def person_of(word: str) -> str:
    """Return whose digest a word ends.

    Raises
    ------
    AccessError
        It is none of ours.
    """
    try:
        return str(signing.loads(word, salt=SALT))
    except signing.BadSignature as error:
        raise AccessError("there is nothing here") from error


def stop(word: str) -> None:
    """End a digest; done again it changes nothing."""
    Preference.objects.filter(person=person_of(word)).update(is_on=False)


def send_due(at: dt.datetime) -> int:
    """Send what is due at an instant; return how many went.

    The week is taken in the database before its mail goes: two workers, or one killed half-way,
    never send one twice. A mail lost on the way is not sent again.
    """
    sent = 0
    for wish in Preference.objects.filter(is_on=True):
        week = due_week(at, wish.zone, wish.hour, (wish.quiet_from, wish.quiet_to))
        if week is None or Digest.objects.filter(person=wish.person, week_on=week).exists():
            continue
        try:
            with transaction.atomic():
                row = Digest.objects.create(person=wish.person, week_on=week, at=at)
        except IntegrityError:  # another worker took it at the same moment
            continue
        sent += _send(row, at)
    return sent


def _send(row: Digest, at: dt.datetime) -> bool:
    with override(language_of(row.person)):
        return _send_told(row, at)


def _send_told(row: Digest, at: dt.datetime) -> bool:
    to = active_mails({row.person}).get(row.person)
    lines = lines_of(row.person, at) if to else []
    if not to or not lines:
        Digest.objects.filter(pk=row.pk).update(state=SENT)  # nothing to say is said by silence
        return False
    link = stop_link(row.person)
    context = {"lines": lines, "home": address(), "stop": link}
    mail = EmailMultiAlternatives(
        _(SUBJECT),
        render_to_string("notify/digest.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("notify/digest.html", context), "text/html")
    try:
        mail.send()
    except OSError:
        log.exception("a digest could not be sent")
        Digest.objects.filter(pk=row.pk).update(state=FAILED)
        return False
    Digest.objects.filter(pk=row.pk).update(state=SENT)
    return True


def held_about(person: str) -> dict[str, Any]:
    """Return what is held about a person here."""
    return {
        "digest": list(Preference.objects.filter(person=person).values("is_on", "zone", "hour")),
        "messages_go_to": list(Hook.objects.filter(owner=person).values("host", "made_on")),
        "messages": list(Delivery.objects.filter(owner=person).values("week_on", "state")),
        "sent": list(Digest.objects.filter(person=person).values_list("week_on", flat=True)),
    }


def forget(person: str) -> None:
    """Erase a person here."""
    Preference.objects.filter(person=person).delete()
    Digest.objects.filter(person=person).delete()
    Delivery.objects.filter(owner=person).delete()
    take_away(person)


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(
        ((Preference, "person"), (Digest, "person"), (Hook, "owner"), (Delivery, "owner")),
        kept,
        twin,
    )
