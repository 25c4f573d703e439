"""Imports on screen, and the list of what is left to set up."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.errors import ConflictError, InputError
from fairlead.web.imports import selectors, services
from fairlead.web.imports.forms import Compared, Export, Leaving, chosen, is_changed
from fairlead.web.jobs.selectors import is_anybody_working
from fairlead.web.people.access import KEEPERS, OPS, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import person_shown, setup_counts
from fairlead.web.project.clock import now
from fairlead.web.published.forms import wanted
from fairlead.web.published.selectors import has_data, is_current
from fairlead.web.published.services import Asked


@require_http_methods(["GET", "POST"])
@declare(OPS)
def imports(request: HttpRequest) -> HttpResponse:
    """Take an export, and show what came in so far."""
    if request.method == "POST":
        file = cleaned(Export(request.POST, request.FILES))["file"]
        look = "look" in request.POST
        job = services.take_upload(file, str(viewer_of(request).user), now(), look=look)
        return redirect("import", number=int(job.payload["upload"]))
    context = {
        "form": Export(),
        "sent": selectors.sent(),
        "exports": selectors.exports(),
        "by_hand": selectors.given_by_hand(),
        "taken_away": selectors.taken_away(),
        "state": selectors.manifest().number,
        "going_on": selectors.going_on(),
        "is_left": not is_anybody_working(now()),
        "damaged": selectors.is_damaged(),
        "most": settings.LARGEST_UPLOAD // 1024 // 1024,
        "aside": selectors.put_aside_file() is not None,
    }
    return render(request, "imports/imports.html", context)


@require_GET
@declare(OPS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show how one import goes or went."""
    found = selectors.upload(number)
    if found is None:
        raise Http404
    context = {
        "sent": found,
        "tables": selectors.tables_shown(found.upload),
        "targets": selectors.TARGETS_SHOWN,
    }
    return render(request, "imports/import.html", context)


@require_POST
@declare(OPS)
def mend(request: HttpRequest, number: int) -> HttpResponse:
    """Look again with what was chosen, import it so, or throw it away."""
    found = selectors.upload(number)
    if found is None or not found.is_to_be_imported:
        raise Http404
    if "away" in request.POST:
        services.throw_away(number)
        messages.success(
            request,
            _("%(name)s was thrown away; nothing of it is kept.") % {"name": found.upload.name},
        )
        return redirect("imports")
    tables = selectors.tables_shown(found.upload)
    said = chosen(request.POST.dict(), tables)
    if "keep" in request.POST and not is_changed(said, tables):
        services.import_soon(number, now())
        return redirect("import", number=number)
    if "keep" in request.POST:
        messages.info(request, _("You changed something: look at it once more, then import."))
    services.change_mapping(number, said, now())
    return redirect("import", number=number)


@require_POST
@declare(OPS)
def undo(request: HttpRequest) -> HttpResponse:
    """Let the newest state be put aside, if it is the one whose going away the reader saw."""
    if request.POST.get("state") != str(selectors.manifest().number):
        raise ConflictError(
            _("the data changed meanwhile"), hint=_("Look what going back takes away now.")
        )
    services.undo_soon(now())
    messages.success(request, _("Going back. Doing it once more brings back what it took away."))
    return redirect("imports")


@require_http_methods(["GET", "POST"])
@declare(OPS)
def leaving(request: HttpRequest, who: str) -> HttpResponse:
    """Say what erasing somebody means, and let it happen."""
    shown = person_shown(who)
    work = selectors.leaving(who)
    form = Leaving(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not (work and work.is_open):
        if cleaned(form)["name"].strip().casefold() != shown.name.strip().casefold():
            raise InputError(
                _("this is not the name of the person"), hint=_("Type it as it stands.")
            )
        services.erase_soon(who, now())
        return redirect("leaving", who=who)
    return render(request, "imports/leaving.html", {"person": shown, "form": form, "work": work})


@require_GET
@declare(OPS)
def put_aside(request: HttpRequest) -> HttpResponse | FileResponse:
    """Give the rows the last import put aside, with their reasons."""
    del request
    path = selectors.put_aside_file()
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename="put-aside.csv")


@require_GET
@declare(OPS)
def mapping(request: HttpRequest) -> HttpResponse:
    """Show what each column of the last import was taken for."""
    return render(request, "imports/mapping.html", {"text": selectors.mapping_text()})


@require_http_methods(["GET", "POST"])
@declare(OPS)
def totals(request: HttpRequest) -> HttpResponse:
    """Show won totals to set beside the CRM's report, and keep what came of it."""
    found, work = wanted(Asked("totals", "company")) if has_data() else (None, None)
    if request.method == "POST":
        if found is None or found.is_stale:
            raise ConflictError(_("the data changed meanwhile"), hint=_("Compare the new totals."))
        note = cleaned(Compared(request.POST))["note"]
        same = request.POST.get("same") == "yes"
        services.note_check(found.state, str(viewer_of(request).user), note, now(), same=same)
        messages.success(request, _("Noted with the state of the data it is about."))
        return redirect("totals")
    check = selectors.newest_check()
    context = {
        "found": found,
        "work": work,
        "has_data": has_data(),
        "check": check,
        "stands": check is not None and is_current("totals", check.state),
        "form": Compared(),
    }
    return render(request, "imports/totals.html", context)


@require_GET
@declare(KEEPERS)
def setup(request: HttpRequest) -> HttpResponse:
    """Show what is left to do before the first Monday."""
    roles = viewer_of(request).roles
    steps = selectors.steps(setup_counts(), ops="ops" in roles, admin="admin" in roles)
    done = sum(step.done for step in steps)
    context = {"steps": steps, "done": done, "next": next((s for s in steps if not s.done), None)}
    return render(request, "imports/setup.html", context)
