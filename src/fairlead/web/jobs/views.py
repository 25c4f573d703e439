"""How the work in the background goes, for those who keep the system."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairlead.web.jobs import selectors, services
from fairlead.web.people.access import KEEPERS, OPS, declare, viewer_of
from fairlead.web.project.clock import now


@require_GET
@declare(KEEPERS)
def work(request: HttpRequest) -> HttpResponse:
    """Say whether somebody works, on what, and what went wrong; nothing of anybody's numbers."""
    context = {
        "found": selectors.background(now()),
        "is_ops": OPS.allows(viewer_of(request)),
    }
    return render(request, "jobs/work.html", context)


@require_POST
@declare(OPS)
def work_again(request: HttpRequest, number: int) -> HttpResponse:
    """Let something that failed be tried once more."""
    if not services.again(number, now()):
        raise Http404
    messages.success(request, _("It is tried again."))
    return redirect("work")
