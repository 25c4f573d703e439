"""The process and its playbook: read by everybody, kept by ops and leaders in versions.

Routines are written down question by question, by whoever handles a situation best.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.errors import AccessError, FairleadError, InputError
from fairlead.process.asking import QUESTIONS
from fairlead.process.playbook import FOLDERS, Document, DocumentKind
from fairlead.process.rules import FIELDS
from fairlead.web.people.access import PLANNERS, SIGNED_IN, declare, require_seen, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import person_shown
from fairlead.web.process import access, forms, selectors, services
from fairlead.web.project.clock import now, today
from fairlead.web.project.told import status_of
from fairlead.web.published.forms import wanted
from fairlead.web.published.selectors import has_data
from fairlead.web.published.services import Asked

NEW: dict[str, DocumentKind] = {"scenario": "scenario", "routine": "routine"}
"""What somebody may add; cards of stages and steps come with the process."""
WORDS = {
    "stage": gettext_noop("Stage"),
    "competency": gettext_noop("Step"),
    "scenario": gettext_noop("Situation"),
    "routine": gettext_noop("Routine"),
}


@require_GET
@declare(SIGNED_IN)
def process(request: HttpRequest) -> HttpResponse:
    """Show stages, steps, situations and routines; no number of anybody is on this page."""
    found = wanted(Asked("process", "company"))[0] if has_data() else None
    last, own = selectors.newest(), viewer_of(request).person
    context: dict[str, Any] = {
        "has_data": has_data(),
        "found": found,
        "keeps": access.keeps(request),
        "person": own,
        "drafts": selectors.own_drafts(own),
        "offered": selectors.offered_drafts() if access.keeps(request) else [],
        "asked": selectors.asked_by_me(own),
        "better": selectors.better_people(request),
        "question_count": len(QUESTIONS),
    }
    if last is not None:
        if has_data():
            _measured(last.number)
        rows, findings, day = selectors.scenario_numbers(last.number)
        context |= {
            "playbook": last,
            "stages": last.playbook.stages,
            "headings": selectors.headings(last.playbook),
            "measured": rows,
            "measured_findings": findings,
            "measured_on": day,
        }
        context |= forms.standards_beside(request, last, now())
    return render(request, "process/process.html", context)


def _measured(number: int) -> None:
    """Let scenarios and standards be measured where that was done for another version."""
    for kind in ("scenarios", "standards"):
        found, work = wanted(Asked(kind, "company"))
        is_other = found is not None and found.body["version"] != number
        if is_other and (work is None or work.is_done):  # kept at the terminal meanwhile
            services.measure_soon(now())


@require_POST
@declare(PLANNERS)
def playbook_begin(request: HttpRequest) -> HttpResponse:
    """Begin a playbook with a card for each stage and step."""
    services.begin(selectors.who_writes(request), now())
    messages.success(request, _("Begun. Each stage and step has a card to fill in."))
    return redirect("process")


@require_GET
@declare(SIGNED_IN)
def document(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """Show one document, and who changed it when and why."""
    shown = selectors.document_shown(folder, name)
    tagged = {"deals": "\n".join(shown.tagged), "activities": "\n".join(shown.activities)}
    context = {
        "shown": shown,
        "document": shown.document,
        "kind": WORDS[shown.document.kind],
        "folder": folder,
        "keeps": access.keeps(request),
        "tags": shown.is_scenario and access.TAGGERS.allows(viewer_of(request)),
        "deals": forms.Tagged(initial=tagged),
        "deals_why": forms.Why(
            initial={"why": _("Tagged by hand"), "based_on": shown.number}, auto_id="deals_%s"
        ),
        "why": forms.Why(initial={"based_on": shown.number}, auto_id="remove_%s"),
        "person": viewer_of(request).person,
    }
    return render(request, "process/document.html", context)


@require_http_methods(["GET", "POST"])
@declare(PLANNERS)
def document_edit(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """Change one document."""
    shown = selectors.document_shown(folder, name)
    return _edited(request, shown.document, shown.document, shown.number)


@require_http_methods(["GET", "POST"])
@declare(PLANNERS)
def document_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a situation or a routine."""
    last = selectors.newest()
    if kind not in NEW or last is None:
        raise AccessError("there is nothing here")
    if kind == "routine" and not last.playbook.scenarios:
        raise InputError(
            _("there is no situation yet"), hint=_("Add one first: a routine handles it.")
        )
    return _edited(request, forms.blank(NEW[kind], ""), None, last.number)


def _edited(
    request: HttpRequest, document: Document, before: Document | None, number: int
) -> HttpResponse:
    """Show the form of a document, or keep what was typed; what is refused stays in the form."""
    last, known = selectors.newest(), selectors.process_now()
    data = request.POST if request.method == "POST" else None
    form = forms.form_for(
        document.kind,
        data,
        process=known,
        playbook=last.playbook if last else None,
        document=before,
    )
    why = forms.Why(data, initial={"based_on": number})
    error, status = None, 200
    if data is not None:
        status = 422
        if form.is_valid() and why.is_valid():
            try:
                return _keep(request, document, before, (form, why))
            except FairleadError as refused:
                error, status = refused, status_of(refused)
    context = {
        "form": form,
        "why": why,
        "error": error,
        "document": before,
        "kind": WORDS[document.kind],
        "folder": FOLDERS[document.kind],
        "fields": FIELDS if document.kind == "scenario" else None,
    }
    return render(request, "process/edit.html", context, status=status)


def _keep(
    request: HttpRequest,
    document: Document,
    before: Document | None,
    typed: tuple[django_forms.Form, forms.Why],
) -> HttpResponse:
    said, why = typed[0].cleaned_data, typed[1].cleaned_data
    made, folder = forms.with_said(document, said), FOLDERS[document.kind]
    if before is None:
        last = selectors.newest()
        files = last.files if last else {}
        made = replace(made, name=selectors.free_name(made.title, folder, files))
    by = selectors.who_writes(request)
    kept = services.keep_document(made, why["based_on"] or 0, by, why["why"], now())
    messages.success(request, _("Kept as version %(number)s.") % {"number": kept.number})
    return redirect("document", folder=folder, name=made.name)


@require_POST
@declare(PLANNERS)
def document_remove(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """Take a document out of the playbook; earlier versions still hold it."""
    shown, why = selectors.document_shown(folder, name), cleaned(forms.Why(request.POST))
    by = selectors.who_writes(request)
    services.remove_document(shown.path, why["based_on"] or 0, by, why["why"], now())
    messages.success(request, _("Taken out. Earlier versions still hold it."))
    return redirect("process")


@require_POST
@declare(access.TAGGERS)
def document_deals(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """Say by hand which deals and activities are in a situation."""
    shown = selectors.document_shown(folder, name)
    if not shown.is_scenario:
        raise AccessError("there is nothing here")
    said, why = cleaned(forms.Tagged(request.POST)), cleaned(forms.Why(request.POST))
    by, tagged = selectors.who_writes(request), services.Tagged(said["deals"], said["activities"])
    services.tag(name, tagged, why["based_on"] or 0, by, why["why"], now())
    messages.success(request, _("Kept. The situation is measured anew in a minute."))
    return redirect("document", folder=folder, name=name)


@require_GET
@declare(SIGNED_IN)
def playbook_versions(request: HttpRequest) -> HttpResponse:
    """Show who changed the playbook, when and why."""
    context = {
        "versions": selectors.all_versions(),
        "keeps": access.keeps(request),
        "folder": forms.Folder(auto_id="folder_%s"),
    }
    return render(request, "process/versions.html", context)


@require_GET
@declare(SIGNED_IN)
def playbook_version(request: HttpRequest, number: int) -> HttpResponse:
    """Show what changed from one version to another; without a choice from the one before."""
    later, asked = selectors.version_or_none(number), request.GET.get("since", "")
    since = int(asked) if asked.isdecimal() and len(asked) < 9 else number - 1
    earlier = selectors.version_or_none(since) if since else None
    every = selectors.all_versions()
    context = {
        "version": later,
        "since": since,
        "changes": selectors.changes(earlier, later),
        "others": [each for each in every if each.number != number],
        "is_newest": every[0].number == number,
        "keeps": access.keeps(request),
    }
    return render(request, "process/version.html", context)


@require_POST
@declare(PLANNERS)
def playbook_restore(request: HttpRequest, number: int) -> HttpResponse:
    """Make an older version the newest again."""
    selectors.version_or_none(number)
    why = cleaned(forms.Why(request.POST))["why"]
    made = services.restore(number, selectors.who_writes(request), why, now())
    messages.success(
        request,
        _("Version %(number)s stands again, as version %(number_2)s.")
        % {"number": number, "number_2": made.number},
    )
    return redirect("playbook_versions")


@require_GET
@declare(SIGNED_IN)
def playbook_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give a version as a zip of its folder, as git and the terminal take it."""
    del request
    body = services.folder_of(selectors.version_or_none(number))
    response = HttpResponse(body, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="playbook-{number}.zip"'
    return response


@require_POST
@declare(PLANNERS)
def playbook_take(request: HttpRequest) -> HttpResponse:
    """Take a folder, zipped, as the next version: all of it, or nothing with what is wrong."""
    told = cleaned(forms.Folder(request.POST, request.FILES))
    by = selectors.who_writes(request)
    made = services.take_folder(told["file"], by, told["why"], now())
    messages.success(request, _("It is version %(number)s.") % {"number": made.number})
    return redirect("playbook_versions")


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
        messages.success(
            request,
            _("%(name)s is asked on their page Process.") % {"name": person_shown(who).name},
        )
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
        messages.success(request, _("It is with its author again."))
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
        messages.success(request, _("Drafted below, for you to mend."))
    elif what == "mend":
        services.mend(found, cleaned(forms.Mended(request.POST)))
        messages.success(request, _("Kept."))
    elif what == "offer":
        services.offer(found, today())
        messages.success(request, _("Offered to who keeps the playbook."))
        return redirect("process")
    elif what == "drop":
        services.drop(found)
        messages.success(request, _("Put away; what you wrote is gone."))
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
    messages.success(request, _("Kept as version %(number)s.") % {"number": kept.number})
    return redirect("process")
