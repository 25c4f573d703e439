"""What stands around every page: where one is, where one may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from fairlead.web.people.access import Viewer, rule_of, viewer_of


@dataclass(frozen=True, slots=True)
class Place:
    """A page one may go to."""

    group: str
    title: str
    address: str


PLACES = (
    ("", "Brief", "brief"),
    ("Run", "Pipeline", "pipeline"),
    ("Run", "Forecast", "forecast"),
    ("Run", "Targets", "targets"),
    ("Run", "Numbers", "numbers"),
    ("Run", "For the board", "board"),
    ("Improve", "Process", "process"),
    ("Improve", "Measure", "measure"),
    ("Improve", "Diagnose", "diagnose"),
    ("Improve", "Prioritise", "prioritise"),
    ("Improve", "Train", "train"),
    ("Improve", "Verify", "verify"),
    ("Lead", "Team", "team"),
    ("Lead", "Feedback", "feedback"),
    ("Lead", "Vision", "vision"),
    ("Lead", "My leadership", "leadership"),
    ("", "Me", "me"),
    ("Keep", "Contested", "contests"),
    ("Keep", "Imports", "imports"),
    ("Keep", "Deals in the CRM", "crm_address"),
    ("Keep", "People", "people"),
    ("Keep", "Setup", "setup"),
)


def places(viewer: Viewer) -> list[Place]:
    """Return the pages a viewer may open, in the order of the menu; their rules decide."""
    found = []
    for group, title, name in PLACES:
        try:
            address = reverse(name)
            rule = rule_of(resolve(address).func)
        except (LookupError, ValueError, Resolver404):
            continue
        if rule is not None and rule.allows(viewer):
            found.append(Place(group, title, address))
    return found


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout needs."""
    if not hasattr(request, "user"):
        return {"places": [], "demo": settings.DEMO}
    viewer = viewer_of(request)
    theme = request.COOKIES.get("theme", "")
    return {
        "places": places(viewer),
        "demo": settings.DEMO,
        "theme": theme if theme in {"light", "dark"} else "",
    }
