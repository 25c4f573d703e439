"""The page of the same name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.project.clock import today
from fairlead.web.published.views import show
from fairlead.web.team.selectors import led_ids


@require_GET
@declare(SIGNED_IN)
def diagnose(request: HttpRequest) -> HttpResponse:
    """Show the answer about whom the reader chose."""
    led = led_ids(viewer_of(request).person, today())
    more = {"first": "diagnose/together.html", "led": led}
    return show(request, "diagnose", "diagnose/diagnose.html", more)
