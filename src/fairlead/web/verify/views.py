"""Whether a training or a play helped, and whether people move up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fairlead.errors import AccessError, FairleadError
from fairlead.web.leadership.selectors import goals_met
from fairlead.web.people.access import (
    LEADING,
    SMALLEST_GROUP,
    declare,
    individuals_shown,
    viewer_of,
)
from fairlead.web.project.clock import now, today
from fairlead.web.published.forms import Choice, Page, choices, note_look, wanted
from fairlead.web.published.selectors import answer, has_data
from fairlead.web.published.services import Asked
from fairlead.web.train.selectors import steps_known
from fairlead.web.verify import selectors, services
from fairlead.web.verify.forms import Play, declaration


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
    by = viewer_of(request).person
    mine = selectors.plays_of(by) if by is not None and individuals_shown() else []
    more = {"mine": mine, "first": "verify/begin.html"}
    return _show(request, Asked("try-outs", "company"), "verify/try_outs.html", more)


@require_http_methods(["GET", "POST"])
@declare(LEADING)
def try_out_new(request: HttpRequest) -> HttpResponse:
    """Declare a play that is to be tried; it is looked at before it can be begun."""
    by = viewer_of(request).person
    offered = choices(request)
    able = by is not None and has_data() and individuals_shown() and bool(offered)
    day = services.today_at(now())
    form = Play(offered, day, request.POST if request.method == "POST" else None)
    error: FairleadError | None = None
    if request.method == "POST":
        if not able or by is None:
            raise AccessError("there is nothing here")
        if form.is_valid():
            chosen = [c for c in offered if c.key in form.cleaned_data["who"]]
            note_look(request, "try-out", tuple({p for c in chosen for p in c.people}))
            try:
                number = services.take(by, declaration(form.cleaned_data, chosen, day), now())
            except FairleadError as problem:
                error = problem
            else:
                return redirect("try_out", number=number)
    context = {
        "form": form,
        "error": error,
        "able": able,
        "has_data": has_data(),
        "off": not individuals_shown(),
        "steps": steps_known(),
    }
    status = 422 if form.errors or error else 200
    return render(request, "verify/try_out_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@declare(LEADING)
def try_out(request: HttpRequest, number: int) -> HttpResponse:
    """Show a declaration of the reader's own; begin it, read how it goes, or drop it."""
    by = viewer_of(request).person
    found = selectors.play_of(number, by) if by is not None and individuals_shown() else None
    if found is None or by is None:
        raise AccessError("there is nothing here")
    if request.method == "POST":
        wish = request.POST.get("wish", "")
        if wish == "drop" and found.begun_on is None:
            services.drop(number, by)
            messages.success(request, _("Dropped. Nothing was begun."))
            return redirect("try_outs")
        allowed = services.LOOK if found.begun_on else services.BEGIN
        if wish != allowed or found.is_waiting or not found.body:
            raise AccessError("there is nothing here")
        services.soon(number, wish, now())
        return redirect("try_out", number=number)
    context = {"found": found, "sections": found.body["sections"] if found.body else []}
    return render(request, "verify/try_out.html", context)


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
    title = _("All try-outs") if asked.kind == "try-outs" else _("All trainings")
    everybody = Choice("company", title, "company", "", "", ())
    page = Page([], everybody)
    if has_data() and individuals_shown():
        found, work = wanted(asked)
        page = Page([], everybody, found, work)
    return render(request, template, _context(page) | (more or {}))


def _context(page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "sections": page.found.body["sections"] if page.found else [],
        "has_data": has_data(),
        "off": not individuals_shown(),
    }
