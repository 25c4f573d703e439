"""Whether a training helped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairlead.web.people.access import LEADING, declare, individuals_shown
from fairlead.web.published.forms import Choice, Page, wanted
from fairlead.web.published.selectors import has_data
from fairlead.web.published.services import Asked

EVERYBODY = Choice("company", "All trainings", "company", "", "", ())


@require_GET
@declare(LEADING)
def verify(request: HttpRequest) -> HttpResponse:
    """Show the verdicts of all trainings; no person is named in them.

    Start groups may be of fewer than five people: without individuals nothing is shown.
    """
    page = Page([], EVERYBODY)
    if has_data() and individuals_shown():
        found, work = wanted(Asked("verify", "company"))
        page = Page([], EVERYBODY, found, work)
    context = {
        "page": page,
        "sections": page.found.body["sections"] if page.found else [],
        "has_data": has_data(),
        "off": not individuals_shown(),
    }
    return render(request, "verify/verify.html", context)
