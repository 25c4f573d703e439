"""Which number is meant, and whether its rows may be shown to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from fairlead.errors import AccessError
from fairlead.web.evidence.selectors import COMPETENCY, key_of
from fairlead.web.forecast.forms import beside
from fairlead.web.people.access import individuals_shown, sees_on, viewer_of
from fairlead.web.people.selectors import ids_of_data
from fairlead.web.published.forms import (
    FOR_READERS,
    Page,
    brief_unit,
    day_of_answers,
    joined,
    page_of,
)

KINDS = ("brief", "forecast", "pipeline", "diagnose", "prioritise")


@dataclass(frozen=True, slots=True)
class Meant:
    """One number of one answer.

    `evidence` names only people whose rows the reader may see, `hidden` counts the others.
    """

    page: Page
    kind: str
    number: int
    evidence: dict[str, Any]
    unit: str
    hidden: int
    may_show: bool

    @property
    def whose(self) -> tuple[str, str, str]:
        """Unit, subject and name of the answer."""
        choice = self.page.choice
        return (self.unit, choice.subject, choice.who) if choice else (self.unit, "", "")

    @property
    def key(self) -> str:
        """What tells its rows from others."""
        state = self.page.found.state if self.page.found else 0
        return key_of(self.evidence, self.unit, self.whose[1], state)


def meant(request: HttpRequest) -> Meant:
    """Return the number an address means.

    Raises
    ------
    AccessError
        There is none such, or the answer is not the reader's to see.
    """
    kind, number = request.GET.get("kind", ""), request.GET.get("number", "")
    if kind not in KINDS or not number.isdecimal():
        raise AccessError("there is nothing here")
    page = page_of(request, kind)
    if page.found is None or page.choice is None:
        raise AccessError("there is nothing here")
    body = page.found.body
    if kind == "forecast":
        body = joined(page.found, [f for f, _work in beside(request, page) if f]).body
    found = [each for each in body["evidence"] if each["number"] == int(number)]
    if not found:
        raise AccessError("there is nothing here")
    evidence, hidden = _seen_only(request, found[0])
    unit = page.choice.unit
    if kind in FOR_READERS:
        unit = brief_unit(unit, individuals=individuals_shown())
    own = page.choice.people == (viewer_of(request).person,)
    nobody = evidence["query"] == COMPETENCY and not evidence["arguments"]["people"]
    may_show = (individuals_shown() or own) and not nobody
    return Meant(page, kind, int(number), evidence, unit, hidden, may_show)


def _seen_only(request: HttpRequest, evidence: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Return a number of some people with those only whom the reader sees, and how many not."""
    given = evidence["arguments"]
    if "people" not in given or not given["people"]:
        return evidence, 0
    asked = str(given["people"]).split(",")
    people, day = ids_of_data({int(key) for key in asked}), day_of_answers()
    kept = [key for key in asked if sees_on(request, people.get(int(key), ""), day)]
    return evidence | {"arguments": given | {"people": ",".join(kept)}}, len(asked) - len(kept)
