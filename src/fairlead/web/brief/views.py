"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from fairlead.web.notify.selectors import waiting_for
from fairlead.web.people.access import LEADER, SIGNED_IN, declare, viewer_of
from fairlead.web.project.clock import now, today
from fairlead.web.published.forms import Page, choices, wanted
from fairlead.web.published.selectors import has_data
from fairlead.web.published.services import Asked
from fairlead.web.published.views import show
from fairlead.web.team.selectors import own_late_promises
from fairlead.web.team.services.counted import meetings_today


@require_GET
@declare(SIGNED_IN)
def brief(request: HttpRequest) -> HttpResponse:
    """Show the reader's brief; who looks after the system but is nobody in sales sets up."""
    viewer = viewer_of(request)
    if viewer.person is None and not viewer.leads and viewer.roles:
        return redirect("setup")
    late = own_late_promises(viewer.person, today())
    more = {
        "first": "team/late.html",
        "mine": late,
        "today": meetings_today(viewer.person, now()),
        "waiting": waiting_for(viewer.person, now()),
    }
    return show(request, "brief", "brief/brief.html", more)


@require_GET
@declare(LEADER)
def board(request: HttpRequest) -> HttpResponse:
    """Show one page about the whole company that names nobody, to print for the board."""
    offered = [choice for choice in choices(request) if choice.unit == "company"]
    page = Page([], offered[0] if offered else None)
    if has_data() and offered:
        found, work = wanted(Asked("brief", "board"))
        page = Page([], offered[0], found, work)
    sections = page.found.body["sections"] if page.found else []
    context = {"page": page, "sections": sections, "has_data": has_data()}
    return render(request, "brief/board.html", context)
