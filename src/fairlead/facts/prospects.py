"""Leads before they are opportunities, and what happened to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class Prospect:
    """A lead in the CRM's sense; converted into an opportunity or not."""

    prospect_id: Annotated[int, Kind.KEY, "the prospect, stable across imports"]
    source_key: Annotated[str, Kind.TEXT, "the CRM's own id"]
    created_at: Annotated[dt.datetime | None, Kind.INSTANT, "when it came in"]
    created_by: Annotated[int | None, Kind.KEY, "key of who brought it in, see person_keys"]
    owner_id: Annotated[int | None, Kind.KEY, "key of the owner now, see person_keys"]
    source_channel: Annotated[str | None, Kind.TEXT, "lead source"]
    status: Annotated[str | None, Kind.TEXT, "status as exported"]
    opportunity_id: Annotated[int | None, Kind.KEY, "the deal it became"]
    converted_at: Annotated[dt.datetime | None, Kind.INSTANT, "when it became one"]
    disqualified_reason: Annotated[str | None, Kind.TEXT, "why it was given up"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class ProspectChange:
    """The owner or status of a prospect changed; owners as the surrogate key, in text."""

    change_id: Annotated[int, Kind.KEY, "hash of prospect, time, field, value and repetition"]
    prospect_id: Annotated[int, Kind.KEY, "the prospect"]
    occurred_at: Annotated[dt.datetime, Kind.INSTANT, "when it happened"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the CRM first knew"]
    field: Annotated[str, Kind.TEXT, "owner_id or status"]
    old: Annotated[str | None, Kind.TEXT, "value before, where the source says"]
    new: Annotated[str | None, Kind.TEXT, "value after"]
    sequence: Annotated[int, Kind.INTEGER, "order among changes of one instant"]
    provenance: Annotated[str, Kind.TEXT, "observed, or difference of two exports"]


PROSPECTS = Table("prospects", Prospect, "prospect", ("prospect_id",))
PROSPECT_CHANGES = Table("prospect_changes", ProspectChange, "event", ("change_id",), "occurred_at")
