"""The same for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.api import RESPONSES, told

router = Router(tags=["diagnose"])


@router.get("", response=RESPONSES, operation_id="diagnose")
@declare(SIGNED_IN)
def diagnose(request: HttpRequest, whose: str = "") -> dict[str, Any]:
    """Return why people differ, and what lies between them and their target."""
    del whose  # read where pages read it
    return told(request, "diagnose")
