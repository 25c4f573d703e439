"""The digest on screen: when it comes, and how to end it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.web.notify import selectors, services
from fairlead.web.notify.forms import NewAddress, Wanted
from fairlead.web.notify.services import hooks
from fairlead.web.people.access import ANYONE, OPS, SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.project.clock import now, today
from fairlead.web.team.access import me

FIELDS = ("is_on", "zone", "hour", "quiet_from", "quiet_to")


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def notify(request: HttpRequest) -> HttpResponse:
    """Show and take when the reader wants their digest."""
    own = viewer_of(request).person
    if request.method == "POST":
        services.prefer(me(request), cleaned(Wanted(request.POST)))
        messages.success(request, _("Noted."))
        return redirect("notify")
    if own is None:
        keeps = "ops" in viewer_of(request).roles
        return render(request, "notify/notify.html", {"person": None, "keeps": keeps})
    before = selectors.preference_of(own)
    form = Wanted(initial={name: getattr(before, name) for name in FIELDS})
    context = {"person": own, "form": form, "lines": selectors.lines_of(own, now())}
    context |= _address(own)
    return render(request, "notify/notify.html", context)


def _address(owner: str) -> dict[str, object]:
    kept, last = selectors.hook_of(owner)
    return {"hook": kept, "last": last, "address": NewAddress(auto_id="hook_%s")}


def _addressed(request: HttpRequest, owner: str) -> None:
    if "gone" in request.POST:
        hooks.take_away(owner)
    else:
        told = cleaned(NewAddress(request.POST))
        hooks.give_address(owner, told["address"], today())
    messages.success(request, _("Noted."))


@require_POST
@declare(SIGNED_IN)
def hook(request: HttpRequest) -> HttpResponse:
    """Take the address the reader's messages go to, or take it away."""
    _addressed(request, me(request))
    return redirect("notify")


@require_http_methods(["GET", "POST"])
@declare(OPS)
def hook_company(request: HttpRequest) -> HttpResponse:
    """Show and take the address that is told for all."""
    if request.method == "POST":
        _addressed(request, hooks.COMPANY)
        return redirect("hook_company")
    return render(request, "notify/company.html", _address(hooks.COMPANY))


@csrf_exempt
@require_http_methods(["GET", "POST"])
@declare(ANYONE)
def stop(request: HttpRequest, word: str) -> HttpResponse:
    """End a digest by one click (RFC 8058: the mail program posts; a reader gets a button)."""
    services.person_of(word)
    if request.method == "POST":
        services.stop(word)
    return render(request, "notify/stop.html", {"done": request.method == "POST"})
