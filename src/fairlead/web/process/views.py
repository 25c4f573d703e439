"""How we agreed to sell."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.process.selectors import newest_playbook
from fairlead.web.published.forms import wanted
from fairlead.web.published.selectors import has_data
from fairlead.web.published.services import Asked


@require_GET
@declare(SIGNED_IN)
def process(request: HttpRequest) -> HttpResponse:
    """Show stages and documents; no number of anybody is on this page."""
    found = wanted(Asked("process", "company"))[0] if has_data() else None
    context = {
        "has_data": has_data(),
        "found": found,
        "playbook": newest_playbook(),
    }
    return render(request, "process/process.html", context)
