"""What people type about promises, 1:1s and plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from fairlead.company.zones import is_zone
from fairlead.leadership.meetings import Series
from fairlead.web.people.access import edges
from fairlead.web.people.selectors import names_of
from fairlead.web.team.access import circle, led_on

ONCE = 0
DAY = forms.DateInput(attrs={"type": "date"})
SCORES = [
    ("", "choose"),
    (1, "very hard"),
    (2, "hard"),
    (3, "mixed"),
    (4, "good"),
    (5, "very good"),
]


def _text(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class NewPromise(forms.Form):
    """A promise to somebody one works with."""

    receiver = forms.ChoiceField(label="To")
    text = forms.CharField(label="What I promise", max_length=300)
    due_on = forms.DateField(label="By", widget=DAY)

    def __init__(self, data: Any, mine: str, today: dt.date) -> None:
        super().__init__(data, auto_id="promise_%s")
        names = names_of(set(circle(mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["receiver"].choices = ordered  # type: ignore[attr-defined]


class NewDate(forms.Form):
    """Another date for a promise."""

    due_on = forms.DateField(label="New date", widget=DAY)
    reason = forms.CharField(label="Why", max_length=300)


class When(forms.Form):
    """When two people meet: every few weeks, or once."""

    start_on = forms.DateField(label="First on", widget=DAY)
    at = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.CharField(label="By the clocks of", max_length=64)
    every_weeks = forms.ChoiceField(
        label="Every",
        choices=[
            (1, "week"),
            (2, "2 weeks"),
            (3, "3 weeks"),
            (4, "4 weeks"),
            (ONCE, "no: only this once"),
        ],
    )
    minutes = forms.ChoiceField(label="For", choices=[(m, f"{m} minutes") for m in (30, 45, 60)])

    def __init__(self, data: Any, zone: str = "UTC", auto_id: str = "when_%s") -> None:
        super().__init__(data, auto_id=auto_id, initial={"zone": zone, "every_weeks": 1})

    def clean_zone(self) -> str:
        """Return a zone this machine knows."""
        zone = str(self.cleaned_data["zone"]).strip()
        if not is_zone(zone):
            raise forms.ValidationError("no such time zone; write it as Europe/Berlin")
        return zone


def rule_of(told: dict[str, Any]) -> Series:
    """Return when two people meet, from what was typed in `When`."""
    weeks, start = int(told["every_weeks"]), told["start_on"]
    until = start + dt.timedelta(days=1) if weeks == ONCE else None
    return Series(start, told["at"], told["zone"], max(weeks, 1), until)


class NewSeries(When):
    """With whom, and when."""

    person = forms.ChoiceField(label="With")
    field_order = ("person",)

    def __init__(self, data: Any, mine: str, today: dt.date, zone: str = "UTC") -> None:
        super().__init__(data, zone, "series_%s")
        names = names_of(set(led_on(edges(), mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["person"].choices = ordered  # type: ignore[attr-defined]


class NewTime(forms.Form):
    """Another time for a meeting, by the clocks of its series."""

    on = forms.DateField(label="New day", widget=DAY)
    at = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}))


class Words(forms.Form):
    """A text."""

    text = forms.CharField(label="Text", max_length=2000, widget=_text(3, 2000))


class View(forms.Form):
    """How the last weeks went."""

    score = forms.TypedChoiceField(label="How it went", choices=SCORES, coerce=int)
    text = forms.CharField(
        label="In my words", max_length=2000, required=False, widget=_text(3, 2000)
    )


class PlanWords(forms.Form):
    """The words of a plan."""

    causes = forms.CharField(
        label="Causes in the system: deals, territory, time in the job, what was tested",
        max_length=2000,
        required=False,
        widget=_text(3, 2000),
    )
    person_says = forms.CharField(
        label="What I see myself", max_length=2000, required=False, widget=_text(4, 2000)
    )
    cause = forms.CharField(
        label="The cause we agree on", max_length=1000, required=False, widget=_text(2, 1000)
    )
    rate = forms.CharField(label="The rate it should move", max_length=120, required=False)


class NewStep(forms.Form):
    """One step of a plan."""

    owner = forms.ChoiceField(label="Who")
    text = forms.CharField(label="Step", max_length=300)
    due_on = forms.DateField(label="By", widget=DAY)

    def __init__(self, data: Any, both: dict[str, str]) -> None:
        super().__init__(data, auto_id="step_%s")
        self.fields["owner"].choices = list(both.items())  # type: ignore[attr-defined]
