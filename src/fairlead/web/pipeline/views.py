"""The pipeline, deal by deal."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.errors import AccessError
from fairlead.web.people.access import OPS, SIGNED_IN, declare, individuals_shown, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import leads_on
from fairlead.web.pipeline import selectors, services
from fairlead.web.pipeline.forms import Address, Written, filters_of
from fairlead.web.project.clock import now
from fairlead.web.published.forms import day_of_answers, page_of, shown_sections
from fairlead.web.published.selectors import has_data


@require_GET
@declare(SIGNED_IN)
def pipeline(request: HttpRequest) -> HttpResponse:
    """Show how the pipeline moved, and go through its deals."""
    page, filters = page_of(request, "pipeline"), filters_of(request)
    gone = None
    if page.found is not None and (individuals_shown() or page.choice_unit == "person"):
        gone = selectors.gone_through(page.found.body, filters, viewer_of(request).person)
    context = {
        "page": page,
        "sections": shown_sections(page.found.body["sections"]) if page.found else [],
        "has_data": has_data(),
        "kind": "pipeline",
        "gone": gone,
        "filters": filters,
        "shown": selectors.SHOWN,
    }
    return render(request, "pipeline/pipeline.html", context)


@require_POST
@declare(SIGNED_IN)
def note(request: HttpRequest) -> HttpResponse:
    """Keep a note about a deal: its owner and whoever leads them may write."""
    told, writer = cleaned(Written(request.POST)), viewer_of(request).person
    page = page_of(request, "pipeline")
    owner = selectors.owner_of(page.found.body, told["deal"]) if page.found else None
    if writer is None or owner is None:
        raise AccessError("there is nothing here")
    if writer != owner and not leads_on(writer, owner, day_of_answers()):
        raise AccessError("there is nothing here")
    services.write(told["deal"], (owner, writer), told["text"], now())
    messages.success(request, _("Noted for this week's review."))
    back = {
        name: request.GET[name]
        for name in ("whose", "show", "order", "page")
        if name in request.GET
    }
    return redirect(f"{reverse('pipeline')}?{urlencode(back)}#deal-{told['deal']}")


@require_http_methods(["GET", "POST"])
@declare(OPS)
def address(request: HttpRequest) -> HttpResponse:
    """Show and keep how the address of a deal in the CRM is made, for each kind of export."""
    if request.method == "POST":
        told = cleaned(Address(request.POST))
        services.set_address(told["source"], told["pattern"])
        messages.success(request, _("Noted. Deals lead there from now on."))
        return redirect("crm_address")
    return render(request, "pipeline/address.html", {"sources": selectors.sources()})
