"""Leads before they are opportunities."""

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
    owner_id: Annotated[int | None, Kind.KEY, "key of the owner, see person_keys"]
    source_channel: Annotated[str | None, Kind.TEXT, "lead source"]
    status: Annotated[str | None, Kind.TEXT, "status as exported"]
    opportunity_id: Annotated[int | None, Kind.KEY, "the deal it became"]
    converted_at: Annotated[dt.datetime | None, Kind.INSTANT, "when it became one"]
    disqualified_reason: Annotated[str | None, Kind.TEXT, "why it was given up"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


PROSPECTS = Table("prospects", Prospect, "prospect", ("prospect_id",))
