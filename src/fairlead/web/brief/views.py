"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.project.clock import today
from fairlead.web.published.views import show
from fairlead.web.team.selectors import own_late_promises


@require_GET
@declare(SIGNED_IN)
def brief(request: HttpRequest) -> HttpResponse:
    """Show the reader's brief; who looks after the system but is nobody in sales sets up."""
    viewer = viewer_of(request)
    if viewer.person is None and not viewer.leads and viewer.roles:
        return redirect("setup")
    late = own_late_promises(viewer.person, today())
    more = {"first": "team/late.html", "mine": late}
    return show(request, "brief", "brief/brief.html", more)
