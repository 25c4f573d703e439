"""What one tap says, and what is chosen for a design."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.train.practice import WORDS
from fairlead.web.published.forms import Choice


class Answer(forms.Form):
    """How a drill went."""

    drill = forms.CharField(max_length=200)
    word = forms.ChoiceField(choices=[(word, word) for word in WORDS])


class Used(forms.Form):
    """Whether it was used on a deal."""

    deal = forms.IntegerField()
    training = forms.CharField(max_length=200)
    used = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])


class Wanted(forms.Form):
    """A design that is wanted."""

    competency = forms.CharField(
        label=_("What to train"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "steps", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(label=_("Who is trained"))
    people = forms.ChoiceField(
        label=_("Of them"),
        choices=[("all", _("everybody")), ("below", _("those below good peers"))],
    )
    groups = forms.IntegerField(label=_("Start groups"), min_value=1, max_value=12, initial=3)
    weeks = forms.IntegerField(
        label=_("Weeks from the first start to the verdict"), min_value=8, max_value=156, initial=52
    )
    start = forms.DateField(
        label=_("First day (empty: in two weeks)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    smallest = forms.FloatField(
        label=_("Smallest effect that matters: points of a step, per cent of anything else"),
        min_value=0.5,
        max_value=50,
        initial=5,
    )
    hours = forms.FloatField(label=_("Hours for each person"), min_value=0, required=False)
    cost = forms.FloatField(label=_("Cost for each person"), min_value=0, required=False)
    because = forms.CharField(
        label=_("Why, where people are in another training already"), max_length=300, required=False
    )

    def __init__(self, offered: list[Choice], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["whose"].choices = [(c.key, c.title) for c in offered]  # type: ignore[attr-defined]


def wish_of(told: dict[str, Any], choice: Choice) -> dict[str, Any]:
    """Return what was chosen as a design wants it, in a form that can be kept."""
    start: dt.date | None = told["start"]
    return {
        "competency": told["competency"].strip(),
        "team": choice.who if choice.unit == "team" else None,
        "below": told["people"] == "below",
        "groups": told["groups"],
        "weeks": told["weeks"],
        "first_on": None if start is None else start.isoformat(),
        "smallest": told["smallest"] / 100,
        "hours": told["hours"],
        "cost": told["cost"],
        "because": told["because"].strip() or None,
    }
