"""Which state of the data counts: going back, making everything anew, letting somebody leave."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from fairlead.errors import ConflictError, InputError
from fairlead.lake.store.erased import AGAIN
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.company import today_of
from fairlead.refresh.directory import directory_of
from fairlead.refresh.erasing import erase_person, made_up, to_erase_again
from fairlead.refresh.publishing import refresh_workspace
from fairlead.refresh.undoing import undo_import
from fairlead.web.imports.models import ANSWERS, ERASE, IMPORT, LOOK, REFRESH, TIDY, UNDO, Check
from fairlead.web.jobs.models import DONE, FAILED, RUNNING, WAITING, Job
from fairlead.web.jobs.services import Done, Only, Tell, TryLaterError, queue, waits
from fairlead.web.people.services import (
    forget_person,
    make_cast,
    match_directory,
    names_of_person,
    people_called,
)
from fairlead.web.project.clock import now
from fairlead.web.published.selectors import PUBLISH
from fairlead.web.published.services import (
    IN_TIME,
    WANTED_NOW,
    Asked,
    ask,
    forget_answers,
    keep_teams,
)

FIRST, BEFORE_OTHERS = 20, 5
"""How urgent imports are, and the answers of everybody; one somebody waits for comes between."""

SOMEBODY_WAITS = Only((PUBLISH, LOOK), WANTED_NOW)
"""What the second worker does: an answer, or a look at an export, that somebody waits for."""

MAKES_OLD = (IMPORT, UNDO, ERASE)
"""What gives answers for everybody another state to be of: they let it go first."""


def home() -> Workspace:
    """Return the workspace that is served."""
    return Workspace(Path(settings.WORKSPACE))


def note_check(state: int, by: str, note: str, at: dt.datetime, *, same: bool) -> None:
    """Keep what somebody found when they compared the totals of a state with the CRM's report."""
    Check.objects.create(state=state, is_same=same, note=note, by=by, at=at)


def undo_soon(at: dt.datetime) -> Job:
    """Let the newest state be put aside and the one before count again.

    Raises
    ------
    InputError
        There is nothing to undo.
    """
    number = home().manifest().number if home().exists() else 0
    if not number:
        raise InputError(_("there is nothing to undo: nothing was imported yet"))
    return queue(UNDO, str(number), {"state": number}, at, urgency=FIRST)


def go_back(payload: dict[str, Any], tell: Tell) -> Done:
    """Undo the state the reader saw; if that one no longer counts, it was done before."""
    tell("going back")
    if home().manifest().number == payload["state"]:
        undo_import(home())
    return Done({"left": payload["state"]}, lambda: refresh_soon(now()))


def refresh_soon(at: dt.datetime) -> None:
    """Let everything be made anew from the newest state; nothing happens without data."""
    if home().exists() and home().manifest().tables:
        queue(REFRESH, str(home().manifest().number), {}, at, urgency=FIRST)


def refresh(payload: dict[str, Any], tell: Tell) -> Done:
    """Match the people of the data with ours, then let the answers for all of them be made."""
    del payload
    tell("matching people")
    known = directory_of(home())

    def effect() -> None:
        match_directory(known)
        keep_teams(known)
        if settings.DEMO:
            make_cast(now().date())
        for asked in (
            Asked("brief", "all"),
            Asked("measure", "company"),
            Asked("brief", "leader"),
            Asked("diagnose", "company"),
            Asked("prioritise", "company"),
        ):
            ask(asked, now(), urgency=IN_TIME)
        queue(ANSWERS, str(home().manifest().number), {}, now(), urgency=BEFORE_OTHERS)

    return Done({"people": len(known.people)}, effect)


def work_out(payload: dict[str, Any], tell: Tell) -> Done:
    """Publish the usual answers with the workspace; killed, the next worker goes on with them.

    Raises
    ------
    TryLaterError
        The data are about to change: what is made so far is kept.
    """
    del payload

    def show(what: str, _done: int, _all: int) -> None:
        tell(what)
        if waits(MAKES_OLD):
            raise TryLaterError(1)

    done = refresh_workspace(home(), today=today_of(home(), now()), progress=show)
    return Done({"answers": done.answers, "made": done.made})


def erase_soon(person: str, at: dt.datetime, pseudonym: str = "") -> Job:
    """Let somebody's name and address be taken out of everything.

    Raises
    ------
    ConflictError
        They are the last who may administrate.
    """
    names_of_person(person)
    payload = {"person": person, "pseudonym": pseudonym or made_up()}
    return queue(ERASE, person, payload, at, urgency=FIRST)


def erase_again_soon(at: dt.datetime) -> None:
    """Let people be erased again who came back with the accounts of a restored backup."""
    again, waits = to_erase_again(home().root), False
    for person, pseudonym in people_called(again):
        try:
            erase_soon(person, at, pseudonym)
        except ConflictError:  # the last administrator: at the next start there may be another
            waits = True
    if not waits:
        (home().root / AGAIN).unlink(missing_ok=True)


def erase(payload: dict[str, Any], tell: Tell) -> Done:
    """Erase somebody: first in the workspace, then here; killed in between, it is done again."""
    tell("taking the name out of the data")
    person, names = names_of_person(payload["person"])
    done = erase_person(home(), names, person_id=person.crm_id, pseudonym=str(payload["pseudonym"]))

    def effect() -> None:
        ended = Job.objects.filter(state__in=[DONE, FAILED]).exclude(kind=ERASE)
        ended.delete()  # what they asked and answered holds names
        # also what is being made: its end finds no job then, so an answer with the name is not kept
        Job.objects.filter(kind="publish", state__in=[WAITING, RUNNING]).delete()
        forget_answers()
        forget_person(person.pk, done.pseudonym, done.erased)
        refresh_soon(now())
        queue(TIDY, "database", {}, now(), urgency=FIRST)

    return Done({"state": done.state}, effect)


def tidy(payload: dict[str, Any], tell: Tell) -> Done:
    """Write the database anew, so that what was deleted is not left between its rows.

    Raises
    ------
    ConflictError
        Somebody reads or writes just now; it is tried again.
    """
    del payload
    tell("tidying up")
    if not connection.in_atomic_block:
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
                if connection.vendor == "sqlite":
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except OperationalError as error:
            raise ConflictError(_("the database is in use just now")) from error
    return Done()
