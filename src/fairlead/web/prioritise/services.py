"""Keeps decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from fairlead.errors import InputError
from fairlead.web.people.selectors import person_shown
from fairlead.web.prioritise.models import Decision
from fairlead.web.prioritise.selectors import candidates

NOTHING = "nothing"


def decide(  # noqa: PLR0917  one decision, part by part
    whose: tuple[str, str],
    told: dict[str, Any],
    body: dict[str, Any],
    state: int,
    by: str,
    at: dt.datetime,
) -> None:
    """Keep a decision beside what the numbers said then.

    Parameters
    ----------
    whose
        Unit and subject of the answer it was decided from.
    told
        ``what``: a key of `candidates` or ``nothing``; ``reason``; ``look_on``: when to look again.
    body, state
        The answer it was decided from, and its state of the data.
    by, at
        Who and when.

    Raises
    ------
    InputError
        What to train is none of what was compared, or no reason is given.
    """
    reason = told["reason"].strip()
    if not reason:
        raise InputError(_("a decision needs its reason"), hint=_("One sentence will do."))
    names = dict(candidates(body)) | {NOTHING: _("Nothing for now")}
    if told["what"] not in names:
        raise InputError(_("choose what to train"), hint=_("Choose one of the list."))
    slug, _bar, role = told["what"].partition("|")
    numbers: dict[str, Any] = next(
        (
            each
            for each in body["numbers"].get("candidates", [])
            if (each["competency"], each.get("role") or "") == (slug, role)
        ),
        {},
    )
    unit, subject = whose
    Decision.objects.create(
        unit=unit,
        subject=subject,
        competency="" if told["what"] == NOTHING else slug,
        what=names[told["what"]],
        reason=reason[:600],
        look_on=told["look_on"],
        numbers={"state": state, "as_of": body["as_of"], "said": numbers},
        by=by,
        at=at,
    )


def _subject(person: str) -> str:
    """Return who somebody is in the data; empty for nobody."""
    known = person_shown(person).crm_id
    return "" if known is None else str(known)


def held_about(person: str) -> list[dict[str, Any]]:
    """Return decisions about a person, and those they made."""
    rows, subject = Decision.objects.filter(by=person), _subject(person)
    if subject:
        rows = rows | Decision.objects.filter(unit="person", subject=subject)
    return [
        {"what": row.what, "reason": row.reason, "at": row.at.isoformat(), "unit": row.unit}
        for row in rows
    ]


def forget(person: str) -> None:
    """Delete decisions about a person, and take their name off those they made."""
    if subject := _subject(person):
        Decision.objects.filter(unit="person", subject=subject).delete()
    Decision.objects.filter(by=person).update(by="")
