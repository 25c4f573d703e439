"""Routines written down question by question, by whoever handles a situation best."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.errors import AccessError, FairleadError
from fairlead.web.people.access import PLANNERS, SIGNED_IN, declare, require_seen, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import person_shown
from fairlead.web.process import access, forms, selectors, services
from fairlead.web.project.clock import now, today
from fairlead.web.project.told import status_of


@require_POST
@declare(SIGNED_IN)
def draft_new(request: HttpRequest) -> HttpResponse:
    """Begin to write a routine down, or ask somebody within reach to write theirs."""
    own = access.me(request)
    who, about = request.POST.get("person", own), request.POST.get("about", "")[:200]
    if who != own:
        if not viewer_of(request).leads:
            raise AccessError("there is nothing here")
        require_seen(request, who)
    scenario = request.POST.get("scenario", "")[:160]
    made = services.ask_for(who, own, about, scenario, today())
    if who != own:
        messages.success(request, f"{person_shown(who).name} is asked on their page Process.")
        return redirect("process")
    return redirect("draft", number=made.pk)


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft to its author, or an offered one to whoever keeps the playbook."""
    if request.method == "POST":
        return _written(request, number)
    return _page(request, number)


def _page(
    request: HttpRequest, number: int, typed: Any = None, error: FairleadError | None = None
) -> HttpResponse:
    found = access.readable_draft(request, number)
    last, own = selectors.newest(), viewer_of(request).person
    is_author = found.author == own
    author = person_shown(found.author).name
    initial = {"scenario": found.scenario, **found.answers}
    made = services.routine_of(found, author) if found.answers else None
    mended = {} if made is None else forms.said_by(made)
    playbook = last.playbook if last else None
    scenarios = forms.scenarios_of(playbook)
    context = {
        "draft": found,
        "author": author,
        "asked_by": person_shown(found.asked_by).name if found.asked_by else "",
        "is_author": is_author,
        "made": made,
        "situation": dict(scenarios).get(found.scenario) or found.answers.get("situation", ""),
        "questions": forms.Questions(
            typed, scenarios, forms.steps_of(selectors.process_now()), initial=initial
        ),
        "mended": forms.Mended(initial=mended, auto_id="mended_%s"),
        "why": forms.Why(initial={"why": f"How {author} does it"}),
        "keeps": access.keeps(request) and last is not None,
        "error": error,
    }
    status = status_of(error) if error else 422 if typed is not None else 200
    return render(request, "process/draft.html", context, status=status)


def _written(request: HttpRequest, number: int) -> HttpResponse:
    what = request.POST.get("what", "")
    if what == "take_back":
        found = access.readable_draft(request, number)
        if found.state != "offered":
            raise Http404
        services.take_back(found)
        messages.success(request, "It is with its author again.")
        if found.author == viewer_of(request).person:
            return redirect("draft", number=number)
        return redirect("process")
    found = access.own_draft(request, number)
    if what == "answers":
        last = selectors.newest()
        steps = forms.steps_of(selectors.process_now())
        form = forms.Questions(
            request.POST, forms.scenarios_of(last.playbook if last else None), steps
        )
        if not form.is_valid():
            return _page(request, number, request.POST)
        services.write_answers(found, form.cleaned_data)
        messages.success(request, "Drafted below, for you to mend.")
    elif what == "mend":
        services.mend(found, cleaned(forms.Mended(request.POST)))
        messages.success(request, "Kept.")
    elif what == "offer":
        services.offer(found, today())
        messages.success(request, "Offered to who keeps the playbook.")
        return redirect("process")
    elif what == "drop":
        services.drop(found)
        messages.success(request, "Put away; what you wrote is gone.")
        return redirect("process")
    else:
        raise Http404
    return redirect("draft", number=number)


@require_POST
@declare(PLANNERS)
def draft_keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep an offered draft in the playbook, or one's own without offering it first."""
    found = access.readable_draft(request, number)
    if found.author == viewer_of(request).person and found.state == "open":
        services.offer(found, today())
    found = access.offered_draft(request, number)
    author, why = person_shown(found.author).name, cleaned(forms.Why(request.POST))["why"]
    try:
        kept = services.keep_draft(found, author, selectors.who_writes(request), why, now())
    except FairleadError as error:
        return _page(request, number, error=error)
    messages.success(request, f"Kept as version {kept.number}.")
    return redirect("process")
