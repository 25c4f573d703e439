"""What is held about me, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from fairlead.web.me.selectors import everything
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.people.selectors import person_shown

router = Router(tags=["me"])


@router.get("", response={200: dict[str, Any]}, operation_id="me")
@declare(SIGNED_IN)
def me(request: HttpRequest) -> dict[str, Any]:
    """Return all that is held about you."""
    own, email = viewer_of(request).person, request.user.get_username()
    return everything(person_shown(own), email) if own is not None else {"email": email}
