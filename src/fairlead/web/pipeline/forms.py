"""What the address of the page asks for, a note, and a pattern of addresses."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from fairlead.web.pipeline.selectors import ORDERS, SHOWN, Filters


class Written(forms.Form):
    """A note about a deal."""

    deal = forms.CharField(max_length=24)
    text = forms.CharField(max_length=4000, required=False)


class Address(forms.Form):
    """How the address of a deal in the CRM is made."""

    source = forms.CharField(max_length=60)
    pattern = forms.CharField(max_length=300, required=False)


def filters_of(request: HttpRequest) -> Filters:
    """Return what the address asks for; what it does not know is as if it were not there."""
    show, order = request.GET.get("show", ""), request.GET.get("order", "")
    page = request.GET.get("page", "")
    return Filters(
        show if show in SHOWN else "all",
        order if order in ORDERS else "risk",
        int(page) if page.isdecimal() and 0 < int(page) < 1000 else 1,
    )
