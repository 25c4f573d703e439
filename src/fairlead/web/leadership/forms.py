"""What people type for themselves, and as thanks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.web.leadership.selectors import WAYS
from fairlead.web.people.selectors import names_of
from fairlead.web.team.access import circle
from fairlead.web.team.services.mentoring import may_mentor


class NewGoal(forms.Form):
    """A goal."""

    text = forms.CharField(label=_("What I want to reach"), max_length=500)
    kind = forms.ChoiceField(
        label=_("Which kind"),
        choices=[
            ("own", _("my own, in my life and career")),
            ("stretch", _("stretch: beyond what I can today")),
        ],
    )
    due_on = forms.DateField(
        label=_("By (you may leave it open)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    shared = forms.ChoiceField(
        label=_("Who reads it"), choices=[("no", _("I alone")), ("yes", _("I, and who leads me"))]
    )


class NewLearning(forms.Form):
    """One thing to learn."""

    competency = forms.CharField(
        label=_("The step or skill"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "steps"}),
    )
    text = forms.CharField(label=_("What I want to be able to do"), max_length=500)
    how = forms.ChoiceField(label=_("How"), choices=[(code, _(way)) for code, way in WAYS.items()])
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}))
    shared = forms.ChoiceField(
        label=_("Who reads it"), choices=[("no", _("I alone")), ("yes", _("I, and who leads me"))]
    )


class NewStep(forms.Form):
    """A step on the way."""

    text = forms.CharField(label=_("What I do"), max_length=300)
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput(attrs={"type": "date"}))


class Learned(forms.Form):
    """What came of it."""

    learned = forms.CharField(label=_("What I can do now, and what not yet"), max_length=500)


class Page(forms.Form):
    """A page of the journal."""

    text = forms.CharField(
        label=_("For me alone"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
    )


class NewMentor(forms.Form):
    """Whom to ask, and for what."""

    mentor = forms.ChoiceField(label=_("Whom I ask"))
    goal = forms.CharField(label=_("What I want to learn"), max_length=300)

    def __init__(self, data: Any, mine: str, today: dt.date) -> None:
        super().__init__(data, auto_id="mentor_%s")
        names = names_of(set(may_mentor(mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["mentor"].choices = ordered  # type: ignore[attr-defined]


class NewThanks(forms.Form):
    """Recognition."""

    receiver = forms.ChoiceField(label=_("To"))
    text = forms.CharField(label=_("What they did well"), max_length=500)

    def __init__(self, data: Any, mine: str, today: dt.date) -> None:
        super().__init__(data, auto_id="thanks_%s")
        names = names_of(set(circle(mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["receiver"].choices = ordered  # type: ignore[attr-defined]
