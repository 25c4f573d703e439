"""What people type as feedback."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from fairlead.leadership.pulse import Round
from fairlead.web.feedback.access import may_hear
from fairlead.web.feedback.selectors import TOPICS
from fairlead.web.people.selectors import names_of

SCALE = [("", _("no answer")), *((n, str(n)) for n in range(1, 6))]
AREA = forms.Textarea(attrs={"rows": 3, "maxlength": 2000})


class NewWord(forms.Form):
    """Feedback or a question to somebody."""

    receiver = forms.ChoiceField(label=_("To"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("given", _("feedback")), ("asked", _("a question, or help I ask for"))],
    )
    text = forms.CharField(label=_("In your words"), max_length=2000, widget=AREA)

    def __init__(
        self, data: Any, mine: str, today: dt.date, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, auto_id="word_%s", initial=initial)
        names = names_of(set(may_hear(mine, today)))
        ordered = sorted(names.items(), key=lambda row: row[1])
        self.fields["receiver"].choices = ordered  # type: ignore[attr-defined]


class Words(forms.Form):
    """A text."""

    text = forms.CharField(label=_("Text"), max_length=2000, widget=AREA)


class Pulse(forms.Form):
    """The questions of a round and one comment."""

    def __init__(self, data: Any, asked: Round, before: dict[str, int]) -> None:
        super().__init__(data, auto_id="pulse_%s", label_suffix="")  # questions end in a full stop
        for question in asked.questions:
            self.fields[question.code] = forms.TypedChoiceField(
                label=format_html('<span lang="en">{}</span>', question.text),
                choices=SCALE,
                coerce=int,
                empty_value=None,
                required=False,
                initial=before.get(question.code),
            )


class Remark(forms.Form):
    """A comment, signed or not."""

    text = forms.CharField(label=_("A comment"), max_length=2000, widget=AREA)
    signed = forms.ChoiceField(
        label=_("With your name?"),
        choices=[
            ("no", _("without: read once ten from five people are together")),
            ("yes", _("with my name, to who leads me, today")),
        ],
    )


class Outcome(forms.Form):
    """You said, we did."""

    topic = forms.ChoiceField(label=_("About"), required=False)
    said = forms.CharField(label=_("You said"), max_length=500)
    did = forms.CharField(
        label=_("We did, or why not"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="outcome_%s")
        topics = [(code, _(name)) for code, name in TOPICS.items()]
        self.fields["topic"].choices = [*topics, ("", _("something else"))]  # type: ignore[attr-defined]
