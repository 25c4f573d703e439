"""Where the quarter lands."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.web.forecast import selectors, services
from fairlead.web.forecast.forms import Given, beside
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import person_shown
from fairlead.web.project.clock import now
from fairlead.web.published.forms import joined, page_of, shown_sections
from fairlead.web.published.selectors import has_data

FOLDED = frozenset({"before", "week", "others", "time", "people"})
"""Sections whose sentence says it; their rows are opened by who wants them."""


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def forecast(request: HttpRequest) -> HttpResponse:
    """Show where the quarter lands and what people say; take what the reader says themself."""
    own = viewer_of(request).person
    if request.method == "POST":
        return _give(request, own)
    page = page_of(request, "forecast")
    waiting = []
    if page.found is not None:
        others = beside(request, page)
        waiting = [work for found, work in others if found is None and work and work.is_open]
        page = replace(page, found=joined(page.found, [f for f, _work in others if f]))
    context = {
        "page": page,
        "sections": shown_sections(page.found.body["sections"]) if page.found else [],
        "has_data": has_data(),
        "kind": "forecast",
        "folded": FOLDED,
        "form": Given() if own is not None and person_shown(own).crm_id is not None else None,
        "given": selectors.own_given(own),
        "waiting": waiting,
    }
    return render(request, "forecast/forecast.html", context)


def _give(request: HttpRequest, own: str | None) -> HttpResponse:
    if own is None:
        return redirect("forecast")
    services.give(person_shown(own), cleaned(Given(request.POST)), now())
    messages.success(request, _("Taken. It is frozen as you gave it; a new one stands beside it."))
    return redirect("forecast")
