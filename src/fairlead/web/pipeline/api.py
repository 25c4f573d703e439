"""The same for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.api import RESPONSES, told

router = Router(tags=["pipeline"])


@router.get("", response=RESPONSES, operation_id="pipeline")
@declare(SIGNED_IN)
def pipeline(request: HttpRequest, whose: str = "") -> dict[str, Any]:
    """Return the pipeline review with every open deal of the person, team or company."""
    del whose  # read where pages read it
    return told(request, "pipeline")
