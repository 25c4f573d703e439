"""The page of the same name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.views import show


@require_GET
@declare(SIGNED_IN)
def diagnose(request: HttpRequest) -> HttpResponse:
    """Show the answer about whom the reader chose."""
    return show(request, "diagnose", "diagnose/diagnose.html")
