"""The same for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.api import RESPONSES, told

router = Router(tags=["prioritise"])


@router.get("", response=RESPONSES, operation_id="prioritise")
@declare(SIGNED_IN)
def prioritise(request: HttpRequest, whose: str = "") -> dict[str, Any]:
    """Return what to train first, and how sure that is."""
    del whose  # read where pages read it
    return told(request, "prioritise")
