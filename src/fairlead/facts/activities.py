"""Calls, meetings, mails, tasks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table

ACTIVITY_KINDS = ("call", "meeting", "email", "task", "note", "work", "other")


@dataclass(frozen=True, slots=True)
class Activity:
    """Something a person did, for a deal, an account or a contact."""

    activity_id: Annotated[int, Kind.KEY, "the activity, stable across imports"]
    source_key: Annotated[str, Kind.TEXT, "the CRM's own id"]
    person_id: Annotated[int | None, Kind.KEY, "key of who did it, see person_keys"]
    opportunity_id: Annotated[int | None, Kind.KEY, "the deal, where it names one"]
    account_id: Annotated[int | None, Kind.KEY, "the account, where it names one"]
    contact_id: Annotated[int | None, Kind.KEY, "the contact, where it names one"]
    kind: Annotated[str, Kind.TEXT, "call, meeting, email, task, note, work or other"]
    occurred_at: Annotated[dt.datetime, Kind.INSTANT, "when it happened or is planned"]
    duration_s: Annotated[int | None, Kind.INTEGER, "seconds"]
    outcome: Annotated[str | None, Kind.TEXT, "as exported"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the CRM first knew"]


ACTIVITIES = Table("activities", Activity, "activity", ("activity_id",), "occurred_at")
