"""Targets: what stands, whence, and setting them."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.errors import AccessError, FairleadError
from fairlead.web.people.access import PLANNERS, SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.project.clock import now, today
from fairlead.web.published.selectors import has_data
from fairlead.web.targets import selectors, services
from fairlead.web.targets.forms import (
    COLUMNS,
    Sent,
    changed,
    file_entries,
    holders_of,
    may_set,
    standing,
    template_rows,
)

Context = dict[str, Any]


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def targets(request: HttpRequest) -> HttpResponse:
    """Show the targets of a period; take changes from whoever may set them."""
    found = _context(request)
    if request.method == "POST":
        if not may_set(request) or found.get("period") is None:
            raise AccessError("there is nothing here")
        reason = request.POST.get("reason", "").strip()[:300]
        try:
            entries = changed(request.POST, found["lines"], found["period"], reason)
            services.note(entries, _who(request), now())
        except FairleadError as error:
            return render(request, "targets/targets.html", found | {"error": error}, status=422)
        messages.success(request, _("Noted. It is taken over into the data now."))
        return redirect(f"{reverse('targets')}?{urlencode({'period': found['period'].label})}")
    return render(request, "targets/targets.html", found)


@require_POST
@declare(PLANNERS)
def send(request: HttpRequest) -> HttpResponse:
    """Take targets from a file: all of it, or nothing with the lines that are wrong."""
    found = _context(request)
    if found.get("period") is None:
        raise AccessError("there is nothing here")
    upload = cleaned(Sent(request.POST, request.FILES))["file"]
    try:
        entries = file_entries(upload, found["holders"], found["periods"])
        services.note(entries, _who(request), now(), origin=str(upload.name)[:80])
    except FairleadError as error:
        return render(request, "targets/targets.html", found | {"error": error}, status=422)
    messages.success(
        request,
        ngettext(
            "%(count)s target noted. It is taken over now.",
            "%(count)s targets noted. They are taken over now.",
            len(entries),
        )
        % {"count": len(entries)},
    )
    return redirect("targets")


@require_GET
@declare(PLANNERS)
def template(request: HttpRequest) -> HttpResponse:
    """Give the targets of a period as a file to fill in and send."""
    found = _context(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="targets.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    if found.get("period") is not None:
        writer.writerows(template_rows(found["every"], found["period"]))
    return response


def _who(request: HttpRequest) -> str:
    viewer = viewer_of(request)
    return viewer.person or f"account {viewer.user}"


def _context(request: HttpRequest) -> Context:
    body = standing() if has_data() else None
    common = {"has_data": has_data(), "may_set": may_set(request), "going_on": selectors.going_on()}
    if body is None:
        return common
    day = dt.date.fromisoformat(body["as_of"])
    periods = selectors.periods_of(body)
    asked = request.GET.get("period", "")
    period = next((p for p in periods if p.label == asked), selectors.usual_period(body, day))
    if period is None:
        return common
    holders = holders_of(request, body, today())
    every = selectors.lines_of(body, holders, period)
    page = request.GET.get("page", "1")
    start = (int(page) - 1 if page.isdecimal() and 0 < int(page) < 1000 else 0) * selectors.A_PAGE
    with_one = [line for line in every if line.holder.kind == "person"]
    return common | {
        "periods": periods,
        "period": period,
        "holders": holders,
        "every": every,
        "lines": every[start : start + selectors.A_PAGE],
        "page": start // selectors.A_PAGE + 1,
        "pages": max(1, -(-len(every) // selectors.A_PAGE)),
        "people": len(with_one),
        "people_with": sum(1 for line in with_one if line.amount),
        "history": selectors.history(holders),
        "file": Sent(),
        "currency": body["currency"],
    }
