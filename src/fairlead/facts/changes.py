"""What happened to deals: moves between stages and changes of fields, each with its time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table

TRACKED_FIELDS = ("amount", "currency", "close_on", "owner_id", "forecast_category")


@dataclass(frozen=True, slots=True)
class StageChange:
    """A deal entered a stage. The stage before it is the row before it, or `from_stage`."""

    change_id: Annotated[int, Kind.KEY, "hash of deal, time, stage and repetition"]
    opportunity_id: Annotated[int, Kind.KEY, "the deal"]
    occurred_at: Annotated[dt.datetime, Kind.INSTANT, "when it happened"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the CRM first knew"]
    from_stage: Annotated[str | None, Kind.TEXT, "stage left, where the source says"]
    to_stage: Annotated[str, Kind.TEXT, "stage entered"]
    actor_id: Annotated[int | None, Kind.KEY, "key of who did it, see person_keys"]
    sequence: Annotated[int, Kind.INTEGER, "order among changes of one instant"]
    provenance: Annotated[str, Kind.TEXT, "observed, or difference of two exports"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A tracked field of a deal changed; values as text in canonical form.

    Amounts are minor units, dates ISO 8601, owners the surrogate key.
    """

    change_id: Annotated[int, Kind.KEY, "hash of deal, time, field, value and repetition"]
    opportunity_id: Annotated[int, Kind.KEY, "the deal"]
    occurred_at: Annotated[dt.datetime, Kind.INSTANT, "when it happened"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the CRM first knew"]
    field: Annotated[
        str, Kind.TEXT, "amount, currency, close_on, owner_id, forecast_category, outcome"
    ]
    old: Annotated[str | None, Kind.TEXT, "value before, where the source says"]
    new: Annotated[str | None, Kind.TEXT, "value after"]
    sequence: Annotated[int, Kind.INTEGER, "order among changes of one instant"]
    provenance: Annotated[str, Kind.TEXT, "observed, or difference of two exports"]


STAGE_CHANGES = Table("stage_changes", StageChange, "event", ("change_id",), "occurred_at")
FIELD_CHANGES = Table("field_changes", FieldChange, "event", ("change_id",), "occurred_at")
