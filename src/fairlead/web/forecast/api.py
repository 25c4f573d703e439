"""The same for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.api import RESPONSES, told

router = Router(tags=["forecast"])


@router.get("", response=RESPONSES, operation_id="forecast")
@declare(SIGNED_IN)
def forecast(request: HttpRequest, whose: str = "") -> dict[str, Any]:
    """Return where the quarter lands for the person, team or company asked about."""
    del whose  # read where pages read it
    return told(request, "forecast")
