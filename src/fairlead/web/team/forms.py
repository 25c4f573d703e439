"""What people type about promises, 1:1s and plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.company.zones import is_zone
from fairlead.leadership.meetings import Series
from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of
from fairlead.web.team.access import circle, led_on

ONCE = 0
DAY = forms.DateInput(attrs={"type": "date"})
SCORES = [
    ("", _("choose")),
    (1, _("very hard")),
    (2, _("hard")),
    (3, _("mixed")),
    (4, _("good")),
    (5, _("very good")),
]


def _text(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class NewPromise(forms.Form):
    """A promise to somebody one works with."""

    receiver = forms.ChoiceField(label=_("To"))
    text = forms.CharField(label=_("What I promise"), max_length=300)
    due_on = forms.DateField(label=_("By"), widget=DAY)

    def __init__(self, data: Any, mine: str, today: dt.date) -> None:
        super().__init__(data, auto_id="promise_%s")
        names = names_of(set(circle(mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["receiver"].choices = ordered  # type: ignore[attr-defined]


class NewDate(forms.Form):
    """Another date for a promise."""

    due_on = forms.DateField(label=_("New date"), widget=DAY)
    reason = forms.CharField(label=_("Why"), max_length=300)


class When(forms.Form):
    """When two people meet: every few weeks, or once."""

    start_on = forms.DateField(label=_("First on"), widget=DAY)
    at = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.CharField(label=_("By the clocks of"), max_length=64)
    every_weeks = forms.ChoiceField(
        label=_("Every"),
        choices=[
            (1, _("week")),
            (2, _("2 weeks")),
            (3, _("3 weeks")),
            (4, _("4 weeks")),
            (ONCE, _("no: only this once")),
        ],
    )
    minutes = forms.ChoiceField(
        label=_("For"),
        choices=[(30, _("30 minutes")), (45, _("45 minutes")), (60, _("60 minutes"))],
    )

    def __init__(self, data: Any, zone: str = "UTC", auto_id: str = "when_%s") -> None:
        super().__init__(data, auto_id=auto_id, initial={"zone": zone, "every_weeks": 1})

    def clean_zone(self) -> str:
        """Return a zone this machine knows."""
        zone = str(self.cleaned_data["zone"]).strip()
        if not is_zone(zone):
            raise forms.ValidationError(_("no such time zone; write it as Europe/Berlin"))
        return zone


def rule_of(told: dict[str, Any]) -> Series:
    """Return when two people meet, from what was typed in `When`."""
    weeks, start = int(told["every_weeks"]), told["start_on"]
    until = start + dt.timedelta(days=1) if weeks == ONCE else None
    return Series(start, told["at"], told["zone"], max(weeks, 1), until)


class NewSeries(When):
    """With whom, and when."""

    person = forms.ChoiceField(label=_("With"))
    field_order = ("person",)

    def __init__(self, data: Any, mine: str, today: dt.date, zone: str = "UTC") -> None:
        super().__init__(data, zone, "series_%s")
        names = names_of(set(led_on(edges(), mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["person"].choices = ordered  # type: ignore[attr-defined]


class NewTime(forms.Form):
    """Another time for a meeting, by the clocks of its series."""

    on = forms.DateField(label=_("New day"), widget=DAY)
    at = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}))


class Words(forms.Form):
    """A text."""

    text = forms.CharField(label=_("Text"), max_length=2000, widget=_text(3, 2000))


class View(forms.Form):
    """How the last weeks went."""

    score = forms.TypedChoiceField(label=_("How it went"), choices=SCORES, coerce=int)
    text = forms.CharField(
        label=_("In my words"), max_length=2000, required=False, widget=_text(3, 2000)
    )


class PlanWords(forms.Form):
    """The words of a plan."""

    causes = forms.CharField(
        label=_("Causes in the system: deals, territory, time in the job, what was tested"),
        max_length=2000,
        required=False,
        widget=_text(3, 2000),
    )
    person_says = forms.CharField(
        label=_("What I see myself"), max_length=2000, required=False, widget=_text(4, 2000)
    )
    cause = forms.CharField(
        label=_("The cause we agree on"), max_length=1000, required=False, widget=_text(2, 1000)
    )
    rate = forms.CharField(
        label=_("The rate it should move"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "rates"}),
    )


class NewStep(forms.Form):
    """One step of a plan."""

    owner = forms.ChoiceField(label=_("Who"))
    text = forms.CharField(label=_("Step"), max_length=300)
    due_on = forms.DateField(label=_("By"), widget=DAY)

    def __init__(self, data: Any, both: dict[str, str]) -> None:
        super().__init__(data, auto_id="step_%s")
        self.fields["owner"].choices = list(both.items())  # type: ignore[attr-defined]
