"""Rows put aside: never dropped, never guessed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class PutAside:
    """One row of a file that could not be taken as it is, and why."""

    put_aside_id: Annotated[int, Kind.KEY, "hash of file content, line, column and reason"]
    file: Annotated[str, Kind.TEXT, "file"]
    line: Annotated[int, Kind.INTEGER, "line in the file, the header is line 1"]
    column: Annotated[str | None, Kind.TEXT, "column at fault"]
    value: Annotated[str | None, Kind.TEXT, "its value, shortened to 200 characters"]
    code: Annotated[str, Kind.TEXT, "reason as a code, see the reference"]
    reason: Annotated[str, Kind.TEXT, "reason as a sentence"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


QUARANTINE = Table("quarantine", PutAside, "row put aside", ("put_aside_id",))
