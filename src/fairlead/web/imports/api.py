"""Imports for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.web.imports import selectors
from fairlead.web.people.access import OPS, declare
from fairlead.web.published.api import Problem

router = Router(tags=["imports"])


class Imports(Schema):
    """The state of the data and the imports that made it, the newest first."""

    state: int
    data_until: str | None
    imports: list[dict[str, Any]]


@router.get("", response={200: Imports, 401: Problem, 404: Problem}, operation_id="imports")
@declare(OPS)
def imports(request: HttpRequest) -> dict[str, Any]:
    """Return the imports that count."""
    del request
    manifest = selectors.manifest()
    return {
        "state": manifest.number,
        "data_until": manifest.data_until,
        "imports": [asdict(record) for record in selectors.history()],
    }
