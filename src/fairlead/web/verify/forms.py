"""What is declared when a play is to be tried."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.verify.tryout import TRIGGERS
from fairlead.verify.tryout_file import write_try_out
from fairlead.web.published.forms import Choice

RAILS = (1, 2)
"""Guardrails there is room for; the file has room for more."""
PLANS = {
    "guardrail": _("If a guardrail is crossed: what is done then"),
    "harm": _("If the outcome gets worse beyond luck: what is done then"),
    "no answer": _("If it stops without an answer: what is done then"),
}
"""What a plan is for -> how it is asked."""


class Play(forms.Form):
    """A try-out that is wanted."""

    title = forms.CharField(label=_("Name of the play"), max_length=80)
    what = forms.CharField(label=_("The play, in one sentence"), max_length=300)
    who = forms.MultipleChoiceField(
        label=_("Who may try"), widget=forms.CheckboxSelectMultiple(), required=True
    )
    at_risk = forms.CharField(label=_("What may be lost"), max_length=300)
    unit = forms.ChoiceField(
        label=_("What is drawn"),
        choices=[
            ("deal", _("single deals: a seller sells both ways")),
            ("person", _("people: one sells with the play, another as before")),
        ],
    )
    outcome = forms.CharField(
        label=_("Step that should move"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "steps", "autocomplete": "off"}),
    )
    smallest = forms.FloatField(
        label=_("Smallest lift worth keeping it for, in points"), min_value=0.5, max_value=50
    )
    start = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    stop = forms.DateField(
        label=_("Nothing new is tried from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    most_deals = forms.IntegerField(
        label=_("Most deals that may get the play (empty: no limit)"), min_value=1, required=False
    )
    share = forms.FloatField(
        label=_("Share that tries it, in per cent"), min_value=10, max_value=90, initial=50
    )

    def __init__(self, offered: list[Choice], today: dt.date, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.fields["who"].choices = [(c.key, c.title) for c in offered]  # type: ignore[attr-defined]
        for n in RAILS:
            self.fields[f"rail_{n}"] = forms.CharField(
                label=_("A step that must not suffer (may stay empty)"),
                max_length=160,
                required=False,
                widget=forms.TextInput(attrs={"list": "steps", "autocomplete": "off"}),
            )
            self.fields[f"worse_{n}"] = forms.FloatField(
                label=_("By how many points it may fall at most"),
                min_value=0.5,
                max_value=50,
                required=False,
            )
        for trigger in TRIGGERS:
            self.fields[_field(trigger)] = forms.CharField(
                label=PLANS[trigger], max_length=300, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, half a guardrail, and one without a plan."""
        told = super().clean() or {}
        start, stop = told.get("start"), told.get("stop")
        if start and start < self.today:
            self.add_error("start", _("This day has passed. A play is declared before it begins."))
        if start and stop and stop <= start:
            self.add_error("stop", _("This is not after the first day."))
        for n in RAILS:
            rail, worse = told.get(f"rail_{n}"), told.get(f"worse_{n}")
            if bool(rail) != (worse is not None):
                field = f"worse_{n}" if rail else f"rail_{n}"
                self.add_error(field, _("Say both: the step, and by how much it may fall."))
            if rail and not told.get(_field("guardrail")):
                self.add_error(_field("guardrail"), _("Say what is done when it is crossed."))
        return told


def _field(trigger: str) -> str:
    return "plan_" + trigger.replace(" ", "_")


def declaration(told: dict[str, Any], chosen: list[Choice], seed_day: dt.date) -> str:
    """Return what was declared as the file the terminal reads.

    Whoever leads everybody and chooses all teams names nobody: everybody on the step may try. The
    seed comes from the name and the day, so that nobody picks a draw.
    """
    everybody = any(c.unit == "company" for c in chosen)
    rails = [
        {"step": told[f"rail_{n}"].strip(), "worse_by": told[f"worse_{n}"]}
        for n in RAILS
        if told[f"rail_{n}"]
    ]
    plans = [
        {"when": trigger, "do": told[_field(trigger)].strip()}
        for trigger in TRIGGERS
        if told[_field(trigger)].strip()
    ]
    front = {
        "title": told["title"].strip(),
        "what": told["what"].strip(),
        "who": [] if everybody else [c.who for c in chosen],
        "at_risk": told["at_risk"].strip(),
        "unit": told["unit"],
        "outcome": told["outcome"].strip(),
        "smallest_effect": told["smallest"],
        "guardrails": rails,
        "start_on": told["start"],
        "stop_on": told["stop"],
        "most_deals": told["most_deals"],
        "share": told["share"] / 100,
        "if": plans,
        "seed": zlib.crc32(f"{told['title']} {seed_day}".encode()),
    }
    return write_try_out(front)
