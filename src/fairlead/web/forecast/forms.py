"""What somebody says a period will bring, and what stands beside the forecast of a scope."""

from __future__ import annotations

import re

from django import forms
from django.http import HttpRequest
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext_lazy as _

from fairlead.web.jobs.selectors import Work
from fairlead.web.people.access import individuals_shown, viewer_of
from fairlead.web.published.forms import Choice, Page, wanted
from fairlead.web.published.selectors import Found
from fairlead.web.published.services import Asked

AMOUNT = re.compile(r"(\d[\d,_' ]*(?:\.\d+)?)\s*([km]?)", re.IGNORECASE)
TIMES = {"": 1.0, "k": 1e3, "m": 1e6}


def amount_of(text: str) -> float | None:
    """Return the number an amount such as 200000, 200k or 1.2m is; None for none.

    Raises
    ------
    django.core.exceptions.ValidationError
        It is none.
    """
    if not text:
        return None
    found = AMOUNT.fullmatch(text)
    number = float(re.sub("[,_' ]", "", found[1])) * TIMES[found[2].lower()] if found else 0.0
    if not 0 < number < 1e12:
        raise forms.ValidationError(_("write it as 200000, 200k or 1.2m"))
    return number


class Amount(forms.CharField):
    """An amount in whole units of the reporting currency, written as its reader writes numbers."""

    def to_python(self, value: object) -> float | None:  # type: ignore[override]
        """Return the number."""
        return amount_of(sanitize_separators(str(value or "").strip()))

    def run_validators(self, value: object) -> None:
        """Do nothing: `to_python` has looked at it."""


class Given(forms.Form):
    """A forecast somebody gives."""

    amount = Amount(label=_("What the period will bring"), max_length=20)
    period = forms.CharField(
        label=_("Period (empty: the running quarter)"), max_length=20, required=False
    )
    reason = forms.CharField(label=_("Why, in a sentence"), max_length=300, required=False)


def beside(request: HttpRequest, page: Page) -> list[tuple[Found | None, Work | None]]:
    """Return what people said of the quarter and how good they were, and the back-test.

    Without individuals only what a person said themself: fewer than five stand behind a sum of
    managers. The back-test is of the company only.
    """
    choice = page.choice
    if choice is None or page.found is None:
        return []
    found = []
    said = _said_by(request, page, choice)
    if said is not None:
        found.append(wanted(Asked("submissions", said.unit, said.subject, said.who)))
    if choice.unit == "company":
        found.append(wanted(Asked("backtest", "company")))
    return found


def _said_by(request: HttpRequest, page: Page, choice: Choice) -> Choice | None:
    """Return of whom forecasts are told: of the company those of who works for the reader."""
    if choice.unit != "company":
        return choice
    if not individuals_shown():
        return None
    mine = f"team:{viewer_of(request).person}"
    return next((each for each in page.offered if each.key == mine), choice)
