"""Stages as the CRM's own settings list them, where the export holds those settings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class StageSetting:
    """One stage of one pipeline, as set up in the CRM."""

    stage_id: Annotated[int, Kind.KEY, "hash of pipeline and stage"]
    pipeline: Annotated[str | None, Kind.TEXT, "pipeline; null = all pipelines"]
    stage: Annotated[str, Kind.TEXT, "stage as deals and history write it"]
    label: Annotated[str | None, Kind.TEXT, "name people see"]
    position: Annotated[int | None, Kind.INTEGER, "order in the CRM"]
    is_closed: Annotated[bool | None, Kind.FLAG, "deals in it are closed"]
    is_won: Annotated[bool | None, Kind.FLAG, "deals in it are won"]
    is_active: Annotated[bool | None, Kind.FLAG, "still in use"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


STAGES = Table("stages", StageSetting, "pipeline x stage", ("stage_id",))
