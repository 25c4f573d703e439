"""Numbers by name, the rows that were found, and what is contested."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fairlead.web.evidence.models import Contest, Found
from fairlead.web.people.access import Viewer
from fairlead.web.people.selectors import leads_on, names_of

ROWS = "rows"
"""The work of finding rows."""
A_PART = 500
A_PAGE = 50
COMPETENCY = "competency"


@dataclass(frozen=True, slots=True)
class RowsShown:
    """One page of rows; `total` counts all there are, `kept` those that can be shown."""

    header: list[str]
    rows: list[list[Any]]
    total: int
    kept: int
    page: int
    pages: int
    state: int
    found_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Contested:
    """A contested number in words; `key` says which one (`number_of`)."""

    number: int
    key: str
    person: str
    who: str
    claim: str
    text: str
    at: dt.datetime
    answer: str
    answered_by: str
    answered_at: dt.datetime | None


def number_of(evidence: dict[str, Any]) -> str:
    """Return which number this is, the same in every answer: a competency, or a kind of rows."""
    given = evidence.get("arguments", {})
    if evidence["query"] == COMPETENCY:
        return f"{COMPETENCY}:{given.get('slug', '')}"[:160]
    return str(evidence["query"])[:160]


def key_of(evidence: dict[str, Any], unit: str, subject: str, state: int) -> str:
    """Return what tells the rows of a number from others."""
    asked = {name: evidence[name] for name in ("query", "arguments")}
    text = json.dumps([asked, unit, subject, state], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def found_rows(key: str, page: int) -> RowsShown | None:
    """Return a page of rows; None where they were not found yet."""
    found = Found.objects.filter(key=key).first()
    if found is None:
        return None
    parts = found.parts.order_by("nth")
    start = (page - 1) * A_PAGE
    part = parts.filter(nth=start // A_PART).first()
    rows = part.rows[start % A_PART : start % A_PART + A_PAGE] if part else []
    last = parts.last()
    kept = last.nth * A_PART + len(last.rows) if last else 0
    pages = max(1, -(-kept // A_PAGE))
    return RowsShown(
        found.header, rows, found.total, kept, page, pages, found.state, found.found_at
    )


def all_rows(key: str) -> tuple[list[str], Iterator[list[Any]]] | None:
    """Return header and every row that is kept."""
    found = Found.objects.filter(key=key).first()
    if found is None:
        return None
    return found.header, (
        row for part in found.parts.order_by("nth").iterator() for row in part.rows
    )


def contested(people: Iterable[str], number: str | None = None) -> list[Contested]:
    """Return what is contested of some people, the newest first."""
    rows = Contest.objects.filter(person__in=list(people))
    if number is not None:
        rows = rows.filter(number=number)
    found = list(rows)
    names = names_of({i for c in found for i in (c.person, c.by, c.answered_by) if i})
    return [
        Contested(
            c.pk,
            c.number,
            c.person,
            names.get(c.person, "somebody"),
            c.claim,
            c.text,
            c.at,
            c.answer,
            names.get(c.answered_by, "ops") if c.answer else "",
            c.answered_at,
        )
        for c in found
    ]


def open_to(viewer: Viewer, day: dt.date) -> list[Contested]:
    """Return what a reader may answer or said themself: ops all, a manager that of their people."""
    every = set(Contest.objects.values_list("person", flat=True))
    if "ops" in viewer.roles:
        return contested(every)
    own = viewer.person
    if own is None:
        return []
    return contested({p for p in every if p == own or leads_on(own, p, day)})


def contest_row(number: int) -> Contest | None:
    """Return one contest."""
    return Contest.objects.filter(pk=number).first()
