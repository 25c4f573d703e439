"""The playbook, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.process.selectors import playbook_json

router = Router(tags=["process"])


@router.get("", response={200: dict[str, Any]}, operation_id="process")
@declare(SIGNED_IN)
def process(request: HttpRequest) -> dict[str, Any]:
    """Return the playbook as it was kept last: who, when and why, and the text of each document."""
    del request
    return playbook_json()
