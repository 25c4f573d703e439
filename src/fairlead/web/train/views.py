"""Practice on the phone, trainings under way, and the designer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.errors import AccessError
from fairlead.web.people.access import LEADING, SIGNED_IN, declare, individuals_shown, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import Shown, person_shown
from fairlead.web.project.clock import now
from fairlead.web.published.forms import choices, note_look, wanted
from fairlead.web.published.selectors import answer as answer_to
from fairlead.web.published.selectors import has_data
from fairlead.web.published.services import Asked, ask
from fairlead.web.train import selectors, services
from fairlead.web.train.forms import Answer, Used, Wanted, wish_of

Context = dict[str, Any]


@require_GET
@declare(SIGNED_IN)
def train(request: HttpRequest) -> HttpResponse:
    """Show what the reader practises today, and to whoever leads how trainings are taken up."""
    found, waiting = _own(request)
    context: Context = {
        "has_data": has_data(),
        "today": None if found is None else services.shown(found),
        "waiting": waiting,
        "plays": _plays(request),
        "leads": viewer_of(request).leads,
    }
    if viewer_of(request).leads and has_data():
        told, work = wanted(Asked("train", "company"))
        day = services.today_at(now())
        context["under_way"] = services.under_way(told.body, day) if told else None
        context["work"] = work
    return render(request, "train/train.html", context)


def _reader(request: HttpRequest) -> Shown | None:
    """Return the reader as the data may know them; None without a person, or without data."""
    own = viewer_of(request).person
    return person_shown(own) if own is not None and has_data() else None


def _own(request: HttpRequest) -> tuple[Any, bool]:
    """Return the reader's own practice, and whether it is still being worked out."""
    shown = _reader(request)
    if shown is None or shown.crm_id is None:
        return None, False
    told, work = wanted(Asked("practice", "person", str(shown.crm_id), shown.name))
    if told is None:
        return None, work is not None and work.is_open
    day = services.today_at(now())
    return services.practice_from(told.body, shown.crm_id, shown.name, day), False


def _plays(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the plays the reader takes part in trying; what is missing or old is made."""
    shown = _reader(request)
    begun = services.try_outs_begun()
    if shown is None or shown.crm_id is None or not begun:
        return []
    asked = Asked("try-outs", "company")
    told, work = wanted(asked)
    has_failed = work is not None and work.has_failed
    if told is not None and told.body.get("names") != begun and not has_failed:
        ask(asked, now())  # begun at the terminal since
    found = answer_to("try-outs", "person", str(shown.crm_id))
    return [] if found is None else services.plays_from(found.body)


def _require_own(request: HttpRequest) -> Any:
    found, _waiting = _own(request)
    if found is None:
        raise AccessError("there is nothing here")
    return found


@require_POST
@declare(SIGNED_IN)
def answer(request: HttpRequest) -> HttpResponse:
    """Keep how a drill of the reader's own went."""
    found = _require_own(request)
    told = cleaned(Answer(request.POST))
    services.take_answer(found, told["drill"], told["word"])
    return redirect("train")


@require_POST
@declare(SIGNED_IN)
def used(request: HttpRequest) -> HttpResponse:
    """Keep whether the reader used a training on a deal of theirs."""
    found = _require_own(request)
    told = cleaned(Used(request.POST))
    services.take_use(found, told["deal"], told["training"], used=told["used"] == "yes")
    return redirect("train")


@require_http_methods(["GET", "POST"])
@declare(LEADING)
def design(request: HttpRequest) -> HttpResponse:
    """Choose what, who, groups and weeks; let the designs be worked out side by side."""
    by = viewer_of(request).person
    offered = [c for c in choices(request) if c.unit in {"company", "team"}]
    able = by is not None and has_data() and individuals_shown() and bool(offered)
    form = Wanted(offered, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not able or by is None:
            raise AccessError("there is nothing here")
        if form.is_valid():
            choice = next(c for c in offered if c.key == form.cleaned_data["whose"])
            note_look(request, "design", choice.people)
            number = services.ask_design(by, wish_of(form.cleaned_data, choice), now())
            return redirect("design", number=number)
    context = {
        "form": form,
        "able": able,
        "has_data": has_data(),
        "off": not individuals_shown(),
        "steps": selectors.plannable(),
        "before": selectors.designs_of(by) if able and by is not None else [],
    }
    return render(request, "train/design.html", context, status=422 if form.errors else 200)


def _design_of(request: HttpRequest, number: int) -> selectors.Designed:
    """Return a design of the reader's own."""
    by = viewer_of(request).person
    found = selectors.design_of(number, by) if by is not None and individuals_shown() else None
    if found is None:
        raise AccessError("there is nothing here")
    return found


@require_GET
@declare(LEADING)
def designed(request: HttpRequest, number: int) -> HttpResponse:
    """Show designs side by side with what each would show, or how the work goes."""
    found = _design_of(request, number)
    sections = found.body["sections"] if found.body else []
    context = {"found": found, "sections": sections}
    return render(request, "train/designed.html", context)


@require_GET
@declare(LEADING)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Give the plan as a file to be imported before the first day."""
    found = _design_of(request, number)
    if not found.rows:
        raise AccessError("there is nothing here")
    text = services.plan_text(found.rows)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trainings.csv"'
    return response
