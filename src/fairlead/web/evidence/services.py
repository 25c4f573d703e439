"""Finds rows outside the request, and keeps what people contest."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fairlead.errors import InputError
from fairlead.lake.published.exports import csv_lines, parquet_bytes, xlsx_bytes
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.tracing_page import trace
from fairlead.web.evidence.models import Contest, Found, Part
from fairlead.web.evidence.selectors import A_PART, ROWS, key_of, number_of
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Tell, queue
from fairlead.web.project.clock import now

URGENCY = 12
KEPT_STATES = 1
"""Rows of the newest state only are kept."""
csv_of, xlsx_of, parquet_of = csv_lines, xlsx_bytes, parquet_bytes


def want(evidence: dict[str, Any], whose: tuple[str, str, str], state: int, at: dt.datetime) -> Job:
    """Let the rows behind a number be found; asked again, nothing happens.

    Parameters
    ----------
    evidence
        The number, naming only people whose rows may be shown.
    whose
        Unit, subject and name of the answer it stands in.
    state
        Of the data.
    at
        When it is asked.
    """
    unit, subject, who = whose
    key = key_of(evidence, unit, subject, state)
    payload = {"key": key, "evidence": evidence, "unit": unit, "who": who}
    return queue(ROWS, key, payload, at, urgency=URGENCY)


def find_rows(payload: dict[str, Any], tell: Tell) -> Done:
    """Find and keep rows; those of earlier states go."""
    tell("finding rows")
    home = Workspace(Path(settings.WORKSPACE))
    made = trace(home, payload["evidence"], payload["unit"], payload["who"], now=now())
    rows = [[_plain(value) for value in row] for row in made.rows.rows]

    def effect() -> None:
        Found.objects.filter(key=payload["key"]).delete()
        Found.objects.filter(state__lt=made.state).delete()
        found = Found.objects.create(
            key=payload["key"],
            state=made.state,
            header=list(made.rows.header),
            total=made.rows.total,
            found_at=now(),
        )
        Part.objects.bulk_create(
            Part(found=found, nth=nth, rows=rows[start : start + A_PART])
            for nth, start in enumerate(range(0, len(rows), A_PART))
        )

    return Done({"rows": made.rows.total}, effect)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return str(value)


def contest(person: str, evidence: dict[str, Any], text: str, by: str, at: dt.datetime) -> None:
    """Keep that somebody contests a number about them.

    Raises
    ------
    InputError
        They say nothing, or more than is kept.
    """
    words = text.strip()
    if not words or len(words) > 1000:
        raise InputError(
            _("say in up to 1,000 characters what is wrong"), hint=_("Name the deals.")
        )
    Contest.objects.create(
        person=person,
        number=number_of(evidence),
        claim=str(evidence["claim"])[:200],
        text=words,
        by=by,
        at=at,
    )


def answer(number: int, text: str, by: str, at: dt.datetime) -> None:
    """Keep the answer to a contest; it may be given anew.

    Raises
    ------
    InputError
        It says nothing, or more than is kept.
    """
    words = text.strip()
    if not words or len(words) > 1000:
        raise InputError(_("answer in up to 1,000 characters"), hint=_("Say what was found."))
    Contest.objects.filter(pk=number).update(answer=words, answered_by=by, answered_at=at)


def held_about(person: str) -> list[dict[str, Any]]:
    """Return what a person contested, with the answers, for their data export."""
    return [
        {"number": c.claim, "text": c.text, "at": c.at.isoformat(), "answer": c.answer or None}
        for c in Contest.objects.filter(person=person)
    ]


def forget(person: str) -> None:
    """Delete what a person contested, their name on answers, and all rows that were kept."""
    Contest.objects.filter(person=person).delete()
    Contest.objects.filter(answered_by=person).update(answered_by="")
    Found.objects.all().delete()
