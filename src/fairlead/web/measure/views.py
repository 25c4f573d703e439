"""Fair rates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairlead.web.measure.selectors import blocks, company_blocks, group_rows, rows_seen
from fairlead.web.people.access import (
    OF_PERSON,
    SIGNED_IN,
    declare,
    individuals_shown,
    seen,
    viewer_of,
)
from fairlead.web.people.selectors import person_shown
from fairlead.web.published.forms import day_of_answers, note_look, require_day
from fairlead.web.published.selectors import has_data


@require_GET
@declare(SIGNED_IN)
def measure(request: HttpRequest) -> HttpResponse:
    """Show everybody within reach, competency by competency."""
    viewer = viewer_of(request)
    if not individuals_shown() and viewer.leads:
        made, report = company_blocks()
        groups = group_rows(day_of_answers())
        context = {"blocks": made, "report": report, "groups": groups, "individuals": False}
    else:
        made, report = rows_seen(request)
        people = {row.person.id for block in made for row in block.rows}
        note_look(request, "measure", tuple(sorted(people)))
        context = {"blocks": made, "report": report, "individuals": True}
    return render(request, "measure/measure.html", context | {"has_data": has_data()})


@require_GET
@declare(OF_PERSON)
def person(request: HttpRequest, person: str) -> HttpResponse:
    """Show one person within reach, with their quarters."""
    require_day(request, person)
    shown = person_shown(person)
    made, report = blocks([shown] if shown.crm_id is not None else [], seen(request))
    note_look(request, "measure of one", (person,))
    context = {"blocks": made, "report": report, "person": shown, "has_data": has_data()}
    return render(request, "measure/person.html", context)
