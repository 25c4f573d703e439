"""Pages that belong to no single idea: help, finding, errors, light and dark."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairlead.web.people.access import ANYONE, SIGNED_IN, declare, viewer_of
from fairlead.web.people.selectors import people_seen
from fairlead.web.people.services import choose_language
from fairlead.web.published.forms import day_of_answers
from fairlead.web.ui.selectors import Place, places

MOST_FOUND = 12


@require_GET
@declare(ANYONE)
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers; nothing else."""
    del request
    return JsonResponse({"ok": True})


@require_GET
@declare(ANYONE)
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain keys, words and where to find more."""
    return render(request, "ui/help.html")


@require_GET
@declare(SIGNED_IN)
def find(request: HttpRequest) -> HttpResponse:
    """Find a page, or a person within reach, by part of the name; people only once one typed."""
    wanted = request.GET.get("q", "").strip().casefold()[:80]
    hits = [p for p in places(viewer_of(request)) if wanted in f"{p.group} {p.title}".casefold()]
    if wanted:
        people = people_seen(request, day_of_answers())
        hits += [
            Place(_("Person"), each.name, reverse("measure_person", args=[each.id]))
            for each in people
            if wanted in each.name.casefold()
        ]
    name = "ui/found.html" if getattr(request, "htmx", False) else "ui/find.html"
    return render(request, name, {"hits": hits[:MOST_FOUND], "wanted": wanted})


@require_POST
@declare(ANYONE)
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie, and go back."""
    response = redirect(_back(request))
    wanted = request.POST.get("theme", "")
    if wanted in {"light", "dark"}:
        response.set_cookie(
            "theme",
            wanted,
            max_age=31_536_000,
            samesite="Lax",
            httponly=True,
            secure=settings.PUBLIC,
        )
    else:
        response.delete_cookie("theme")
    return response


@require_POST
@declare(ANYONE)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language somebody wants, with their account and in this browser, and go back."""
    response = redirect(_back(request))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        account = viewer_of(request).user
        if account is not None:
            choose_language(account, wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            httponly=True,
            secure=settings.PUBLIC,
        )
    return response


def _back(request: HttpRequest) -> str:
    """Return the page somebody came from; the first page for any address elsewhere."""
    back = request.POST.get("back", "/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"


def _told(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        code = "not_found" if status == 404 else "error"
        told = {"error": {"code": code, "message": title, "hint": ""}}
        return JsonResponse(told, status=status)
    return render(request, "ui/error.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be understood."""
    del exception
    return _told(request, 400, _("That cannot be understood"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a form that does not come from a page of ours."""
    del exception
    return _told(
        request, 403, _("This page is too old"), _("Load it again, then send the form again.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what is not there, or not for the reader."""
    del exception
    text = _("It does not exist, or it is not yours to see.")
    return _told(request, 404, _("There is nothing here"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a bug."""
    text = _("Nothing was changed. What happened is written at the terminal of the server.")
    return _told(request, 500, _("Something broke on our side"), text)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from a page of ours."""
    del reason
    return forbidden(request)
