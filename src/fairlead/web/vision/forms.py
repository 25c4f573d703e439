"""What leaders type about vision and priorities."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of


class Text(forms.Form):
    """The vision."""

    text = forms.CharField(
        label=_("Where we are going, and why"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 3000}),
    )


class NewPriority(forms.Form):
    """A priority."""

    title = forms.CharField(label=_("What matters now"), max_length=120)
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )
    owner = forms.ChoiceField(label=_("Who answers for it"))
    rate = forms.CharField(
        label=_("The rate it moves"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "rates"}),
    )

    def __init__(self, data: Any, mine: str, today: dt.date) -> None:
        super().__init__(data, auto_id="priority_%s")
        managers = {e.manager for e in edges() if e.start <= today < e.end} | {mine}
        ordered = sorted(names_of(managers).items(), key=lambda row: row[1])
        self.fields["owner"].choices = ordered  # type: ignore[attr-defined]


class Learned(forms.Form):
    """What a priority taught us."""

    learned = forms.CharField(label=_("What we learned"), max_length=500)
