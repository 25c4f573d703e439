"""How pages ask for an answer: found, being made, or not to be had; the same on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fairlead.web.jobs.selectors import Work
from fairlead.web.people.access import individuals_shown
from fairlead.web.project.clock import now
from fairlead.web.published.forms import Choice, choices, chosen, note_look
from fairlead.web.published.selectors import Found, answer, has_data, progress_of
from fairlead.web.published.services import WANTED_NOW, Asked, ask

NAMELESS = frozenset({"people", "teams", "differs"})
"""Sections that tell of people or of small teams; left out where individuals are off."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: whose answer, and the answer or how its making goes."""

    offered: list[Choice]
    choice: Choice | None
    found: Found | None = None
    work: Work | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether the reader should wait."""
        return self.found is None and self.work is not None and self.work.is_open


def brief_unit(unit: str, *, individuals: bool) -> str:
    """Return the reader a brief about `unit` is written for."""
    if unit == "company":
        return "leader" if individuals else "all"
    return {"team": "manager", "person": "rep"}[unit]


def page_of(request: HttpRequest, kind: str) -> Page:
    """Return what a page of `kind` shows; an answer that is missing or old is made."""
    offered = choices(request)
    choice = chosen(request, offered)
    if choice is None or not has_data():
        return Page(offered, choice)
    unit = choice.unit
    if kind == "brief":
        unit = brief_unit(unit, individuals=individuals_shown())
    found = answer(kind, unit, choice.subject)
    work = progress_of(kind, unit, choice.subject)
    if work is None and (found is None or found.is_stale):
        ask(Asked(kind, unit, choice.subject, choice.who), now(), urgency=WANTED_NOW)
        work = progress_of(kind, unit, choice.subject)
    if found is not None:
        note_look(request, kind, choice.people)
    return Page(offered, choice, found, work)


def show(request: HttpRequest, kind: str, template: str) -> HttpResponse:
    """Return a page that is a told answer."""
    page = page_of(request, kind)
    sections = page.found.body["sections"] if page.found else []
    if not individuals_shown():
        sections = [s for s in sections if s["code"] not in NAMELESS]
    context = {"page": page, "sections": sections, "has_data": has_data(), "kind": kind}
    return render(request, template, context)
