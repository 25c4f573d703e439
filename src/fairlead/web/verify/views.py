"""Whether a training or a play helped, and whether people move up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fairlead.errors import AccessError
from fairlead.web.leadership.selectors import goals_met
from fairlead.web.people.access import LEADING, SMALLEST_GROUP, declare, individuals_shown
from fairlead.web.project.clock import today
from fairlead.web.published.forms import Choice, Page, wanted
from fairlead.web.published.selectors import answer, has_data
from fairlead.web.published.services import Asked

EVERYBODY = Choice("company", _("All trainings"), "company", "", "", ())


@require_GET
@declare(LEADING)
def verify(request: HttpRequest) -> HttpResponse:
    """Show the verdicts of all trainings; no person is named in them.

    Start groups may be of fewer than five people: without individuals nothing is shown.
    """
    return _show(request, Asked("verify", "company"), "verify/verify.html")


@require_GET
@declare(LEADING)
def verdict(request: HttpRequest, mark: str) -> HttpResponse:
    """Show everything about one training: verdict first, the rule, chart, comparison, decision."""
    if not individuals_shown():
        raise AccessError("there is nothing here")
    wanted(Asked("verify", "company"))  # which makes each training's page too
    found = answer("verify", "training", mark)
    if found is None:
        raise AccessError("there is nothing here")
    choice = Choice(mark, found.body["training"], "training", mark, "", ())
    context = _context(Page([], choice, found))
    return render(request, "verify/verdict.html", context)


@require_GET
@declare(LEADING)
def try_outs(request: HttpRequest) -> HttpResponse:
    """Show what came of plays that are tried; who tries them is not told here."""
    return _show(request, Asked("try-outs", "company"), "verify/try_outs.html")


@require_GET
@declare(LEADING)
def movement(request: HttpRequest) -> HttpResponse:
    """Show how many people moved up beyond luck and how many meet their target; counts only."""
    reached, goals, people = goals_met(today())
    told = {"reached": reached, "goals": goals, "enough": people >= SMALLEST_GROUP}
    return _show(request, Asked("movement", "company"), "verify/movement.html", {"own": told})


def _show(
    request: HttpRequest, asked: Asked, template: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    page = Page([], EVERYBODY)
    if has_data() and individuals_shown():
        found, work = wanted(asked)
        page = Page([], EVERYBODY, found, work)
    return render(request, template, _context(page) | (more or {}))


def _context(page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "sections": page.found.body["sections"] if page.found else [],
        "has_data": has_data(),
        "off": not individuals_shown(),
    }
