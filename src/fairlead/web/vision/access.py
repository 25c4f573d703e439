"""Who may write the vision and the priorities: leaders. Everybody reads them."""

from __future__ import annotations

from django.http import HttpRequest

from fairlead.errors import AccessError
from fairlead.web.people.access import viewer_of
from fairlead.web.team.access import me


def writes(request: HttpRequest) -> bool:
    """Say whether the reader may write."""
    viewer = viewer_of(request)
    return viewer.person is not None and "leader" in viewer.roles


def writer(request: HttpRequest) -> str:
    """Return who writes.

    Raises
    ------
    AccessError
        They may not.
    """
    if not writes(request):
        raise AccessError("there is nothing here")
    return me(request)
