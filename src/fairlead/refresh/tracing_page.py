"""The rows behind a number of a published answer, for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from fairlead.answers import Evidence
from fairlead.lake.published.rows import EvidenceRows
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import ask
from fairlead.refresh.company import today_of
from fairlead.refresh.explaining import rows_for
from fairlead.refresh.opening import opened
from fairlead.units import decimals

MOST = 20_000
"""Rows that are kept of one number; of more, the first ones with how many there are."""

READERS = {"company": "all", "team": "manager", "person": "rep"}


@dataclass(frozen=True, slots=True)
class Traced:
    """Rows behind a number, and the state of the data they are from."""

    rows: EvidenceRows
    state: int


def trace(
    workspace: Workspace, evidence: Mapping[str, Any], unit: str, name: str | None, *, now: Any
) -> Traced:
    """Return the rows behind a number of an answer.

    Parameters
    ----------
    workspace
        A workspace with data.
    evidence
        The number as the answer has it.
    unit, name
        Whose answer: company, team or person, or the reader of a brief; and what the manager or
        person is asked for by.
    now
        The moment, to know the reader's day.

    Raises
    ------
    DefinitionError
        The number is of a kind this version does not know.
    """
    manifest = workspace.require()
    today = today_of(workspace, now)
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=None, question=None)
    reader: Any = READERS.get(unit, unit)
    question: Question = replace(asked.question, audience=reader, name=name or None)
    found = rows_for(workspace, manifest, question, Evidence(**dict(evidence)), limit=MOST)
    rows = in_major_units(found.header, found.rows)
    return Traced(replace(found, rows=rows), manifest.number)


def in_major_units(
    header: tuple[str, ...], rows: tuple[tuple[object, ...], ...]
) -> tuple[tuple[object, ...], ...]:
    """Return rows with amounts in euros, not cents, as a spreadsheet expects them."""
    place = header.index("currency") if "currency" in header else None
    money = {i for i, name in enumerate(header) if name.startswith("amount")}

    def major(row: tuple[object, ...], value: object) -> object:
        code = row[place] if place is not None else None
        places = decimals(code if isinstance(code, str) else None)
        return Decimal(value).scaleb(-places) if isinstance(value, int) else value

    return tuple(
        tuple(major(row, v) if i in money else v for i, v in enumerate(row)) for row in rows
    )
