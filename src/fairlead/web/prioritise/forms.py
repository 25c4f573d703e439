"""A decision, and who may take it."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fairlead.web.people.access import viewer_of
from fairlead.web.people.selectors import leads_on
from fairlead.web.published.forms import Choice, day_of_answers


class Decide(forms.Form):
    """What to train, why, and when to look again."""

    what = forms.CharField(label=_("What to train"), max_length=200)
    reason = forms.CharField(label=_("Why"), max_length=600)
    look_on = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def may_decide(request: HttpRequest, choice: Choice | None) -> bool:
    """Say whether the reader decides: leaders for all below, a manager for the team and each."""
    viewer = viewer_of(request)
    if choice is None or viewer.person is None or not viewer.leads:
        return False
    if "leader" in viewer.roles:
        return choice.key != f"person:{viewer.person}"
    if choice.unit == "team":
        return choice.key == f"team:{viewer.person}"
    person = choice.key.removeprefix("person:")
    return choice.unit == "person" and leads_on(viewer.person, person, day_of_answers())
