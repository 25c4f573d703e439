"""When somebody wants their digest, and where messages go."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.company.zones import is_zone

HOURS = [(n, f"{n}:00") for n in range(24)]


class Wanted(forms.Form):
    """Zone, hour and quiet hours."""

    is_on = forms.BooleanField(label=_("Send me a digest on Monday"), required=False)
    zone = forms.CharField(label=_("By the clocks of"), max_length=64)
    hour = forms.TypedChoiceField(label=_("From"), choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(label=_("Nothing after"), choices=HOURS, coerce=int)
    quiet_to = forms.TypedChoiceField(label=_("and before"), choices=HOURS, coerce=int)

    def clean_zone(self) -> str:
        """Return a zone this machine knows."""
        zone = str(self.cleaned_data["zone"]).strip()
        if not is_zone(zone):
            raise forms.ValidationError(_("no such time zone; write it as Europe/Berlin"))
        return zone


class NewAddress(forms.Form):
    """Where messages go."""

    address = forms.CharField(
        label=_("Address (webhook) the other system gave you; it begins with https://"),
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
