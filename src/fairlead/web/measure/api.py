"""Fair rates for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.web.measure.selectors import rows_json
from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.project.paging import MOST, piece
from fairlead.web.published.api import Problem
from fairlead.web.published.forms import note_look

router = Router(tags=["measure"])


class Rates(Schema):
    """Fair rates of everybody within reach; the report is null while it is being made.

    `next` is the cursor of the next piece of rows, null at the end.
    """

    is_made: bool
    report: dict[str, Any] | None = None
    rows: list[dict[str, Any]]
    next: str | None = None


@router.get("", response={200: Rates, 422: Problem}, operation_id="measure")
@declare(SIGNED_IN)
def measure(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return the fair rates of everybody you may see, one row a person and competency."""
    report, rows = rows_json(request)
    rows.sort(key=_key)
    shown, after = piece(rows, _key, cursor, limit)
    note_look(request, "measure", tuple(sorted({row["person_id"] for row in shown})))
    return {"is_made": report is not None, "report": report, "rows": shown, "next": after}


def _key(row: dict[str, Any]) -> list[str]:
    return [str(row[part] or "") for part in ("person_id", "competency", "role")]
