"""The digest on screen: when it comes, and how to end it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from fairlead.web.notify import selectors, services
from fairlead.web.notify.forms import Wanted
from fairlead.web.people.access import ANYONE, SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.project.clock import now
from fairlead.web.team.access import me

FIELDS = ("is_on", "zone", "hour", "quiet_from", "quiet_to")


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def notify(request: HttpRequest) -> HttpResponse:
    """Show and take when the reader wants their digest."""
    own = viewer_of(request).person
    if request.method == "POST":
        services.prefer(me(request), cleaned(Wanted(request.POST)))
        messages.success(request, "Noted.")
        return redirect("notify")
    if own is None:
        return render(request, "notify/notify.html", {"person": None})
    before = selectors.preference_of(own)
    form = Wanted(initial={name: getattr(before, name) for name in FIELDS})
    context = {"person": own, "form": form, "lines": selectors.lines_of(own, now())}
    return render(request, "notify/notify.html", context)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@declare(ANYONE)
def stop(request: HttpRequest, word: str) -> HttpResponse:
    """End a digest by one click (RFC 8058: the mail program posts; a reader gets a button)."""
    services.person_of(word)
    if request.method == "POST":
        services.stop(word)
    return render(request, "notify/stop.html", {"done": request.method == "POST"})
