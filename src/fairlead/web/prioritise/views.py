"""What to train first, and what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.errors import AccessError
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.prioritise import selectors, services
from fairlead.web.prioritise.forms import Decide, may_decide
from fairlead.web.project.clock import now
from fairlead.web.published.forms import page_of, shown_sections
from fairlead.web.published.selectors import has_data


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def prioritise(request: HttpRequest) -> HttpResponse:
    """Show the answer about whom the reader chose, and keep what they decide."""
    page = page_of(request, "prioritise")
    decides = may_decide(request, page.choice)
    if request.method == "POST":
        if page.found is None or page.choice is None or not decides:
            raise AccessError("there is nothing here")
        whose = (page.choice.unit, page.choice.subject)
        told = cleaned(Decide(request.POST))
        by = str(viewer_of(request).person)
        services.decide(whose, told, page.found.body, page.found.state, by, now())
        messages.success(request, _("Kept, with what the numbers say today."))
        return redirect(f"{reverse('prioritise')}?{urlencode({'whose': page.choice.key})}#decided")
    context = {
        "page": page,
        "sections": shown_sections(page.found.body["sections"]) if page.found else [],
        "has_data": has_data(),
        "kind": "prioritise",
        "decides": decides,
        "decisions": _decided(page.choice_unit, page.choice.subject) if page.choice else [],
        "candidates": selectors.candidates(page.found.body) if page.found else [],
    }
    return render(request, "prioritise/prioritise.html", context)


def _decided(unit: str, subject: str) -> list[selectors.Decided]:
    return selectors.decisions(unit, subject)
