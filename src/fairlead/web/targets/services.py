"""Sets targets: noted with who and why, then taken over into the data by the worker."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.errors import ConflictError, FairleadError, InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.targeting import Wish, set_targets
from fairlead.web.imports.services import refresh_soon
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Tell, queue
from fairlead.web.people.selectors import person_shown
from fairlead.web.project.clock import now
from fairlead.web.published.services import Asked, ask
from fairlead.web.targets.models import TargetEdit
from fairlead.web.targets.selectors import SET, Holder, PeriodShown, held_rows

URGENCY = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """One target to set; `amount` in whole units, None takes it away."""

    holder: Holder
    period: PeriodShown
    amount: float | None
    ramp_share: float | None = None
    reason: str = ""


def note(entries: Sequence[Entry], by: str, at: dt.datetime, *, origin: str = "") -> Job:
    """Note targets with who set them and why, and let them be taken over.

    Parameters
    ----------
    entries
        What to set; all of it or nothing.
    by
        Who sets them: the id of a person, or an account.
    at
        When.
    origin
        Name of the file they are from; empty for by hand.

    Raises
    ------
    InputError
        There is nothing to set, or somebody is not known to the CRM.
    """
    if not entries:
        raise InputError(_("nothing was changed"), hint=_("Change an amount, then keep it."))
    batch = secrets.token_hex(8)
    for entry in entries:
        if entry.holder.kind == "person" and person_shown(entry.holder.person).crm_id is None:
            raise InputError(
                _("nobody in the CRM is %(name)s") % {"name": entry.holder.name},
                hint=_("Match them on the page People."),
            )
    with transaction.atomic():
        TargetEdit.objects.bulk_create([_edit(entry, batch, by, at, origin) for entry in entries])
        return queue(SET, batch, {"batch": batch, "at": at.isoformat()}, at, urgency=URGENCY)


def _edit(entry: Entry, batch: str, by: str, at: dt.datetime, origin: str) -> TargetEdit:
    return TargetEdit(
        batch=batch,
        person=entry.holder.person,
        team=entry.holder.team,
        period=entry.period.label,
        start=entry.period.start,
        end=entry.period.end,
        amount=None if entry.amount is None else Decimal(str(round(entry.amount, 3))),
        ramp_share=entry.ramp_share,
        reason=entry.reason,
        origin=origin,
        by=by,
        at=at,
    )


def take_over(payload: dict[str, Any], tell: Tell) -> Done:
    """Write noted targets into the data; the same again changes nothing."""
    tell("setting targets")
    edits = list(TargetEdit.objects.filter(batch=payload["batch"]).order_by("id"))
    wishes = [
        Wish(
            period=edit.period,
            amount=None if edit.amount is None else float(edit.amount),
            team=edit.team or None,
            key=person_shown(edit.person).crm_id if edit.person else None,
            ramp_share=edit.ramp_share,
        )
        for edit in edits
    ]
    home = Workspace(Path(settings.WORKSPACE))
    try:
        done = set_targets(home, wishes, now=dt.datetime.fromisoformat(payload["at"]))
    except ConflictError:
        raise  # somebody else writes: it waits
    except FairleadError:
        TargetEdit.objects.filter(batch=payload["batch"], state=None).delete()
        raise

    def effect() -> None:
        TargetEdit.objects.filter(batch=payload["batch"]).update(state=done.manifest)
        ask(Asked("targets", "company"), now())
        refresh_soon(now())

    return Done({"targets": len(edits), "changed": done.changed}, effect)


def held_about(person: str) -> list[dict[str, Any]]:
    """Return what was set for a person, for their data export."""
    return held_rows(person)


def forget(person: str) -> None:
    """Take the name of a person off what was set for them and by them; amounts stay in sums."""
    TargetEdit.objects.filter(person=person).update(reason="")
    TargetEdit.objects.filter(by=person).update(by="")
