"""Looks at declared try-outs, begins them, and reads how they go: as the terminal does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.process.model import slug
from fairlead.refresh.company import today_of
from fairlead.refresh.trying import try_outs
from fairlead.refresh.trying_begin import Declared as Declaration
from fairlead.refresh.trying_begin import declare
from fairlead.refresh.trying_store import keep_begun
from fairlead.refresh.trying_words import compose_begun
from fairlead.verify.tryout_file import read_try_out
from fairlead.web.jobs.services import Done, Tell
from fairlead.web.jobs.services import queue as queue_job
from fairlead.web.people.selectors import person_shown
from fairlead.web.project.clock import now
from fairlead.web.published.services import Asked, ask, brief_body
from fairlead.web.verify.models import Declared
from fairlead.web.verify.selectors import TRY_OUT

URGENT = 10
WHERE = "the declaration"
CHECK, BEGIN, LOOK = "check", "begin", "look"
ERASED = "somebody who was erased"


def home() -> Workspace:
    """Return the workspace that is served."""
    return Workspace(Path(settings.WORKSPACE))


def today_at(at: dt.datetime) -> dt.date:
    """Return the company's day."""
    return today_of(home(), at)


def take(by: str, text: str, at: dt.datetime) -> int:
    """Keep a declaration and let it be looked at; return its number. Nothing is begun by that.

    Raises
    ------
    DefinitionError
        It says what cannot be.
    InputError
        Its name has no letter in it.
    """
    title = read_try_out(text, name=WHERE, where=WHERE).title
    name = slug(title)
    if not any(letter.isalnum() for letter in title):
        raise InputError(
            _("%(title)s has no letter in it") % {"title": repr(title)},
            hint=_("Give the play a name."),
        )
    made = Declared.objects.create(by=by, name=name, title=title, text=text, at=at)
    soon(made.pk, CHECK, at)
    return made.pk


def soon(number: int, what: str, at: dt.datetime) -> None:
    """Let a declaration be checked or begun, or read how it goes."""
    queue_job(TRY_OUT, str(number), {"try_out": number, "what": what}, at, urgency=URGENT)


def work_out(payload: dict[str, Any], tell: Tell) -> Done:
    """Check, begin or read a try-out; the handler of the job."""
    row = Declared.objects.filter(pk=int(payload["try_out"])).first()
    if row is None:
        return Done()
    tell("Counting")
    if payload["what"] == LOOK:
        return _looked(row)
    at = now()
    told = Declaration(row.name, row.text, WHERE)
    made = declare(home(), told, now=at, today=today_at(at))
    is_kept = payload["what"] == BEGIN
    if is_kept:  # the same record as the terminal keeps; doing it again changes nothing
        made = keep_begun(home(), made)
    body = brief_body(compose_begun(made, is_kept=is_kept, people=True))

    def effect() -> None:
        Declared.objects.filter(pk=row.pk).update(
            body=body, begun_on=made.day if is_kept else row.begun_on
        )
        if is_kept:
            ask(Asked("try-outs", "company"), at)

    return Done({"try_out": row.pk}, effect)


def _looked(row: Declared) -> Done:
    found = try_outs(home(), today=today_at(now()), name=row.title, with_drawn=True)
    body = brief_body(found.brief)

    def effect() -> None:
        Declared.objects.filter(pk=row.pk).update(body=body)

    return Done({"try_out": row.pk}, effect)


def drop(number: int, by: str) -> None:
    """Forget a declaration that was not begun."""
    Declared.objects.filter(pk=number, by=by, begun_on=None).delete()


def held_about(person: str) -> dict[str, Any]:
    """Return the try-outs a person declared."""
    rows = Declared.objects.filter(by=person)
    return {
        "declared": [
            {"text": row.text, "at": row.at.isoformat(), "begun_on": str(row.begun_on or "")}
            for row in rows
        ]
    }


def forget(person: str) -> None:
    """Take a person off declarations: as who made them, and as who may try."""
    name = person_shown(person).name
    Declared.objects.filter(by=person, begun_on=None).delete()
    Declared.objects.filter(by=person).update(by="")
    for row in Declared.objects.all():
        row.text, row.body = row.text.replace(name, ERASED), {}
        row.save(update_fields=["text", "body"])
