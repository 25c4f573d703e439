"""The rows behind a number, as a page and as files; contesting it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairlead.errors import AccessError
from fairlead.web.evidence import selectors, services
from fairlead.web.evidence.forms import Meant, meant
from fairlead.web.jobs.selectors import newest
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.people.selectors import leads_on
from fairlead.web.project.clock import now
from fairlead.web.published.forms import day_of_answers

FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@require_GET
@declare(SIGNED_IN)
def evidence(request: HttpRequest) -> HttpResponse:
    """Show what a number means, the rows behind it, and what is contested of it."""
    number = meant(request)
    page = request.GET.get("page", "1")
    shown = None
    work = None
    if number.may_show and number.page.found:
        place = int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1
        shown = selectors.found_rows(number.key, place)
        work = newest(selectors.ROWS, number.key)
        if shown is None and (work is None or work.is_done):
            services.want(number.evidence, number.whose, number.page.found.state, now())
            work = newest(selectors.ROWS, number.key)
    people = number.page.choice.people if number.page.choice else ()
    viewer = viewer_of(request)
    context = {
        "meant": number,
        "page": number.page,
        "rows": shown,
        "work": work,
        "contests": selectors.contested(people, selectors.number_of(number.evidence)),
        "may_contest": people == (viewer.person,),
        "may_answer": _may_answer(request, number),
        "asked": urlencode(
            {k: request.GET[k] for k in ("kind", "number", "whose") if k in request.GET}
        ),
    }
    return render(request, "evidence/evidence.html", context)


@require_GET
@declare(SIGNED_IN)
def give(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    """Give the rows as a file."""
    number = meant(request)
    found = selectors.all_rows(number.key) if number.may_show and form in FILES else None
    if found is None:
        raise AccessError("there is nothing here")
    header, rows = found
    response: HttpResponse | StreamingHttpResponse
    if form == "csv":
        response = StreamingHttpResponse(services.csv_of(header, rows), content_type=FILES[form])
    else:
        make = services.xlsx_of if form == "xlsx" else services.parquet_of
        response = HttpResponse(make(header, rows), content_type=FILES[form])
    name = f"fairlead-{number.kind}-{number.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@declare(SIGNED_IN)
def contest(request: HttpRequest) -> HttpResponse:
    """Keep that the reader contests a number about themself."""
    number, own = meant(request), viewer_of(request).person
    people = number.page.choice.people if number.page.choice else ()
    if own is None or people != (own,):
        raise AccessError("there is nothing here")
    services.contest(own, number.evidence, request.POST.get("text", ""), own, now())
    messages.success(request, _("Noted. It stands beside the number from now on."))
    return redirect(f"{reverse('evidence')}?{request.GET.urlencode()}")


@require_POST
@declare(SIGNED_IN)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the answer of ops, or of whoever leads the person."""
    found = selectors.contest_row(number)
    viewer = viewer_of(request)
    leads = (
        bool(viewer.person)
        and found is not None
        and leads_on(str(viewer.person), found.person, day_of_answers())
    )
    if found is None or not (leads or "ops" in viewer.roles):
        raise AccessError("there is nothing here")
    by = viewer.person or f"account {viewer.user}"
    services.answer(number, request.POST.get("text", ""), by, now())
    messages.success(request, _("Answered. It stands beside the number."))
    back = request.GET.urlencode()
    return redirect(f"{reverse('evidence')}?{back}" if back else reverse("contests"))


@require_GET
@declare(SIGNED_IN)
def contests(request: HttpRequest) -> HttpResponse:
    """Show what is contested: one's own, that of whom one leads; all of it for ops."""
    viewer = viewer_of(request)
    context = {
        "contests": selectors.open_to(viewer, day_of_answers()),
        "ops": "ops" in viewer.roles,
    }
    return render(request, "evidence/contests.html", context)


def _may_answer(request: HttpRequest, number: Meant) -> bool:
    people = number.page.choice.people if number.page.choice else ()
    own = viewer_of(request).person
    return own is not None and any(leads_on(own, p, day_of_answers()) for p in people)
