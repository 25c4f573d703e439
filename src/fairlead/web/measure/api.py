"""Fair rates for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.web.measure.selectors import rows_json
from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.api import Problem
from fairlead.web.published.forms import note_look

router = Router(tags=["measure"])


class Rates(Schema):
    """Fair rates of everybody within reach; null while they are being made."""

    is_made: bool
    report: dict[str, Any] | None = None
    rows: list[dict[str, Any]]


@router.get("", response={200: Rates, 401: Problem}, operation_id="measure")
@declare(SIGNED_IN)
def measure(request: HttpRequest) -> dict[str, Any]:
    """Return the fair rates of everybody you may see, one row a person and competency."""
    report, rows = rows_json(request)
    note_look(request, "measure", tuple(sorted({row["person_id"] for row in rows})))
    return {"is_made": report is not None, "report": report, "rows": rows}
