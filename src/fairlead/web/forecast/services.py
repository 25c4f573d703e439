"""Keeps what somebody says the period will bring: frozen, in the lake, beside imported ones."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.submitting import Forecast, submit
from fairlead.web.forecast.selectors import GIVE
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Tell, queue
from fairlead.web.people.selectors import Shown
from fairlead.web.project.clock import now
from fairlead.web.published.services import IN_TIME, Asked, ask

URGENCY = 15
"""Before answers somebody waits for: they shall hold it."""


def give(person: Shown, told: dict[str, Any], at: dt.datetime) -> Job:
    """Let a forecast be kept. Given twice, it stands twice: nothing said is written over.

    Parameters
    ----------
    person
        Whose; they must be matched with somebody of the CRM.
    told
        ``amount`` in whole units, ``period`` (empty for the running quarter), ``reason``.
    at
        The moment it is given.

    Raises
    ------
    InputError
        Nobody in the data is this person.
    """
    if person.crm_id is None:
        raise InputError(
            _("your account belongs to nobody in the CRM"),
            hint=_("Ask whoever looks after people here to match you."),
        )
    payload = {
        "person": str(person.crm_id),
        "name": person.name,
        "amount": told["amount"],
        "period": told["period"],
        "reason": told["reason"],
        "given_at": at.isoformat(),
    }
    return queue(GIVE, f"{person.id}:{secrets.token_hex(8)}", payload, at, urgency=URGENCY)


def keep(payload: dict[str, Any], tell: Tell) -> Done:
    """Keep a forecast in the lake; the same moment again is the same row.

    Answers that tell what people said are old then, the person's own is made at once; all others
    stay, as nothing in them is made from it.
    """
    tell("keeping a forecast")
    home = Workspace(Path(settings.WORKSPACE))
    said = Forecast(
        person=payload["name"],
        period=payload["period"] or None,
        amount=float(payload["amount"]),
        reason=payload["reason"] or None,
        key=int(payload["person"]),
    )
    kept = submit(home, said, now=dt.datetime.fromisoformat(payload["given_at"]))
    result = {
        "amount": kept.amount,
        "currency": kept.currency,
        "period": kept.period.label,
        "given_at": kept.given_at.isoformat(),
    }

    def effect() -> None:
        own = Asked("submissions", "person", payload["person"], payload["name"])
        ask(own, now(), urgency=IN_TIME)

    return Done(result, effect)
