"""The same for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.api import RESPONSES, told

router = Router(tags=["brief"])


@router.get("", response=RESPONSES, operation_id="brief")
@declare(SIGNED_IN)
def brief(request: HttpRequest, whose: str = "") -> dict[str, Any]:
    """Return the brief of the person, team or company asked about."""
    del whose  # read where pages read it
    return told(request, "brief")
