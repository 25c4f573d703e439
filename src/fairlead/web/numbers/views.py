"""What a target takes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairlead.errors import InputError
from fairlead.web.numbers.forms import asked
from fairlead.web.numbers.services import PERS, calculate
from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.published.forms import asked_or_own, page_of
from fairlead.web.published.selectors import has_data


@require_GET
@declare(SIGNED_IN)
def numbers(request: HttpRequest) -> HttpResponse:
    """Show what a target takes a month at the rates of a person, or of the company."""
    page = page_of(request, "numbers", frozenset({"company", "person"}), asked_or_own)
    told = error = None
    if page.found is not None:
        try:
            target, per = asked(request)
            told = calculate(page.found.body["kept"], target, per)
        except InputError as failed:
            error = failed
    context = {
        "page": page,
        "told": told,
        "error": error,
        "has_data": has_data(),
        "pers": PERS,
        "per": request.GET.get("per", "quarter"),
        "target": request.GET.get("target", "")[:20],
    }
    return render(request, "numbers/numbers.html", context, status=422 if error else 200)
