"""What is held about me."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairlead.web.me.selectors import everything, who_looked
from fairlead.web.measure.selectors import blocks
from fairlead.web.people.access import EVER, SIGNED_IN, declare, viewer_of
from fairlead.web.people.selectors import person_shown


@require_GET
@declare(SIGNED_IN)
def me(request: HttpRequest) -> HttpResponse:
    """Show what whoever leads me sees about me, and who looked."""
    own = viewer_of(request).person
    context: dict[str, object] = {"email": request.user.get_username()}
    if own is not None:
        shown = person_shown(own)
        made, report = blocks([shown] if shown.crm_id is not None else [], {own: EVER})
        context |= {"person": shown, "blocks": made, "report": report, "looks": who_looked(own)}
    return render(request, "me/me.html", context)


@require_GET
@declare(SIGNED_IN)
def export(request: HttpRequest) -> HttpResponse:
    """Give all that is held about me as one file."""
    own = viewer_of(request).person
    email = request.user.get_username()
    body = everything(person_shown(own), email) if own is not None else {"email": email}
    text = json.dumps(body, ensure_ascii=False, indent=1, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="about-me.json"'
    return response
