"""What stands around every page: where one is, where one may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from fairlead.web.people.access import Rule, Viewer, rule_of, viewer_of
from fairlead.web.people.selectors import has_accounts


@dataclass(frozen=True, slots=True)
class Place:
    """A page one may go to."""

    group: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the menu; `here` is "page" on it, "true" on a page below it, else empty."""

    title: str
    address: str
    here: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together under one word; no word: they stand alone."""

    name: str
    links: tuple[Link, ...]

    @property
    def is_here(self) -> bool:
        """Say whether the reader is on one of its pages."""
        return any(link.here for link in self.links)


PLACES = (
    ("", gettext_noop("Brief"), "brief"),
    (gettext_noop("Run"), gettext_noop("Pipeline"), "pipeline"),
    (gettext_noop("Run"), gettext_noop("Forecast"), "forecast"),
    (gettext_noop("Run"), gettext_noop("Targets"), "targets"),
    (gettext_noop("Run"), gettext_noop("Numbers"), "numbers"),
    (gettext_noop("Run"), gettext_noop("For the board"), "board"),
    (gettext_noop("Improve"), gettext_noop("Process"), "process"),
    (gettext_noop("Improve"), gettext_noop("Measure"), "measure"),
    (gettext_noop("Improve"), gettext_noop("Diagnose"), "diagnose"),
    (gettext_noop("Improve"), gettext_noop("Prioritise"), "prioritise"),
    (gettext_noop("Improve"), gettext_noop("Train"), "train"),
    (gettext_noop("Improve"), gettext_noop("Verify"), "verify"),
    (gettext_noop("Lead"), gettext_noop("Team"), "team"),
    (gettext_noop("Lead"), gettext_noop("Feedback"), "feedback"),
    (gettext_noop("Lead"), gettext_noop("Vision"), "vision"),
    (gettext_noop("Lead"), gettext_noop("My leadership"), "leadership"),
    (gettext_noop("Lead"), gettext_noop("Me"), "me"),
    (gettext_noop("Lead"), gettext_noop("Contested"), "contests"),
    (gettext_noop("Keep"), gettext_noop("Setup"), "setup"),
    (gettext_noop("Keep"), gettext_noop("Imports"), "imports"),
    (gettext_noop("Keep"), gettext_noop("People"), "people"),
    (gettext_noop("Keep"), gettext_noop("Deals in the CRM"), "crm_address"),
    (gettext_noop("Keep"), gettext_noop("Background work"), "work"),
)
OF_SELLERS = frozenset(
    {"brief", "pipeline", "forecast", "numbers", "measure", "diagnose", "prioritise"}
    | {"team", "feedback", "leadership"}
)
"""Pages that are empty for an account of nobody who sells or leads; the menu leaves them out."""


def places(viewer: Viewer) -> list[Place]:
    """Return the pages a viewer may open, in the order of the menu; their rules decide."""
    found = []
    for group, title, name in PLACES:
        if name in OF_SELLERS and viewer.person is None:
            continue
        there = _there(name)
        if there is not None and there[1].allows(viewer):
            found.append(Place(_(group) if group else "", _(title), there[0]))
    return found


def may_open(viewer: Viewer, name: str) -> bool:
    """Say whether the rule of a page lets a viewer in."""
    there = _there(name)
    return there is not None and there[1].allows(viewer)


@cache
def _there(name: str) -> tuple[str, Rule] | None:
    """Return address and rule of a page; None where there is none. Both stay as they are."""
    try:
        address = reverse(name)
        rule = rule_of(resolve(address).func)
    except (LookupError, ValueError, Resolver404):
        return None
    return None if rule is None else (address, rule)


def menu(found: list[Place], path: str) -> list[Group]:
    """Return pages group by group; each place below the page at `path` is marked."""
    below = [p.address for p in found if p.address != "/" and path.startswith(p.address)]
    here = max(below, key=len, default="/" if path == "/" else "")
    return [
        Group(
            name,
            tuple(
                Link(p.title, p.address, _here(p.address, here, path))
                for p in found
                if p.group == name
            ),
        )
        for name in dict.fromkeys(p.group for p in found)
    ]


def _here(address: str, here: str, path: str) -> str:
    if address != here:
        return ""
    return "page" if path == address else "true"


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout needs."""
    if not hasattr(request, "user"):
        return {"menu": [], "demo": settings.DEMO}
    viewer = viewer_of(request)
    theme = request.COOKIES.get("theme", "")
    return {
        "menu": menu(places(viewer), request.path),
        "demo": settings.DEMO,
        "nobody_yet": not viewer.is_signed_in and not has_accounts(),
        "company_sign_in": settings.OIDC_SERVER and settings.OIDC_NAME,
        "theme": theme if theme in {"light", "dark"} else "",
        "languages": [each for each in settings.LANGUAGES if each[0] != get_language()],
    }
