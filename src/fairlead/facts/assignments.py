"""Who worked for whom, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person's manager, team and territory for a period ``[from_on, to_on)``."""

    assignment_id: Annotated[int, Kind.KEY, "hash of person, period and team"]
    person_id: Annotated[int, Kind.KEY, "key of the person, see person_keys"]
    manager_id: Annotated[int | None, Kind.KEY, "key of the manager, see person_keys"]
    team: Annotated[str | None, Kind.TEXT, "team name"]
    territory: Annotated[str | None, Kind.TEXT, "territory, office or region"]
    role: Annotated[str | None, Kind.TEXT, "rep, manager, leader, SDR and the like"]
    from_on: Annotated[dt.date | None, Kind.DAY, "first day; null = as long as the data go back"]
    to_on: Annotated[dt.date | None, Kind.DAY, "day after the last; null = still"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


ASSIGNMENTS = Table("assignments", Assignment, "person x period", ("assignment_id",))
