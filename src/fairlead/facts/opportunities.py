"""Deals as the latest export shows them. Their past is in stage_changes and field_changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table

OUTCOMES = ("open", "won", "lost", "deleted")
DEAL_TYPES = ("new_business", "expansion", "renewal", "unknown")


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One deal; new business, renewal and expansion are never mixed in one rate."""

    opportunity_id: Annotated[int, Kind.KEY, "the deal, stable across imports"]
    source_key: Annotated[str, Kind.TEXT, "the CRM's own id"]
    name: Annotated[str | None, Kind.TEXT, "name of the deal"]
    account_id: Annotated[int | None, Kind.KEY, "the customer"]
    contact_id: Annotated[int | None, Kind.KEY, "the main contact, where the deal names one"]
    pipeline: Annotated[str, Kind.TEXT, "pipeline or record type; 'default' if there is one only"]
    type: Annotated[str, Kind.TEXT, "new_business, expansion, renewal or unknown"]
    type_label: Annotated[str | None, Kind.TEXT, "the type as exported"]
    created_at: Annotated[dt.datetime | None, Kind.INSTANT, "when the deal was created"]
    created_by: Annotated[int | None, Kind.KEY, "key of who created it, see person_keys"]
    owner_id: Annotated[int | None, Kind.KEY, "key of the owner now, see person_keys"]
    source_channel: Annotated[str | None, Kind.TEXT, "lead source"]
    segment: Annotated[str | None, Kind.TEXT, "segment, where the deal carries one"]
    product: Annotated[str | None, Kind.TEXT, "product"]
    competitor: Annotated[str | None, Kind.TEXT, "main competitor"]
    next_step: Annotated[str | None, Kind.TEXT, "next step as written"]
    url: Annotated[str | None, Kind.TEXT, "address of the deal in the CRM"]
    amount: Annotated[int | None, Kind.MONEY, "amount in minor units of `currency`"]
    currency: Annotated[str | None, Kind.TEXT, "ISO 4217 code; null = the export names none"]
    close_on: Annotated[dt.date | None, Kind.DAY, "expected or actual close date"]
    stage: Annotated[str | None, Kind.TEXT, "stage now (for a closed deal the last one reached)"]
    outcome: Annotated[str, Kind.TEXT, "open, won, lost or deleted"]
    closed_at: Annotated[dt.datetime | None, Kind.INSTANT, "when it was won or lost"]
    lost_reason: Annotated[str | None, Kind.TEXT, "why it was lost, as written"]
    forecast_category: Annotated[str | None, Kind.TEXT, "forecast category as exported"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    file: Annotated[str, Kind.TEXT, "file the row came from"]
    line: Annotated[int, Kind.INTEGER, "line in that file"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


OPPORTUNITIES = Table("opportunities", Opportunity, "opportunity", ("opportunity_id",))
