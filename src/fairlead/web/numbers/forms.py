"""Which target is asked about: it stands in the address."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from fairlead.errors import InputError
from fairlead.refresh.numbers import Per
from fairlead.web.forecast.forms import Amount
from fairlead.web.numbers.services import PERS


def asked(request: HttpRequest) -> tuple[float | None, Per]:
    """Return the target and what it is for; None for the one that is given.

    Raises
    ------
    InputError
        The target is no amount.
    """
    text, wanted = request.GET.get("target", ""), request.GET.get("per", "")
    per: Per = next((each for each in PERS if each == wanted), "quarter")
    try:
        return Amount(required=False).to_python(text), per
    except forms.ValidationError as error:
        raise InputError(
            _("%(value)s is no amount") % {"value": f"{text[:20]!r}"},
            hint=_("Write it as 200000, 200k or 1.2m."),
        ) from error
