"""What is held about me."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from fairlead.web.me.selectors import everything, own_path, who_looked
from fairlead.web.measure.selectors import blocks
from fairlead.web.people.access import EVER, SIGNED_IN, declare, viewer_of
from fairlead.web.people.selectors import person_shown, tokens_of
from fairlead.web.people.services import make_token, take_token_away
from fairlead.web.project.clock import now


@require_GET
@declare(SIGNED_IN)
def me(request: HttpRequest) -> HttpResponse:
    """Show what whoever leads me sees about me, and who looked."""
    own = viewer_of(request).person
    account = viewer_of(request).user or 0
    context: dict[str, object] = {
        "email": request.user.get_username(),
        "tokens": tokens_of(account),
        "sends": "ops" in viewer_of(request).roles,
    }
    if own is not None:
        shown = person_shown(own)
        made, report = blocks([shown] if shown.crm_id is not None else [], {own: EVER})
        context["path"] = own_path(shown)
        context |= {"person": shown, "blocks": made, "report": report, "looks": who_looked(own)}
    return render(request, "me/me.html", context)


@require_GET
@declare(SIGNED_IN)
def export(request: HttpRequest) -> HttpResponse:
    """Give all that is held about me as one file."""
    own = viewer_of(request).person
    email = request.user.get_username()
    with override("en"):  # a file says the same to everybody
        body = everything(person_shown(own), email) if own is not None else {"email": email}
    text = json.dumps(body, ensure_ascii=False, indent=1, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="about-me.json"'
    return response


@require_POST
@declare(SIGNED_IN)
def token(request: HttpRequest) -> HttpResponse:
    """Make a token for a program and show it this once, or take one away."""
    account = viewer_of(request).user or 0
    gone = request.POST.get("gone", "")
    if gone.isdecimal():
        take_token_away(account, int(gone))
        return redirect("me")
    scopes = ("read", *(scope for scope in ("write", "import") if request.POST.get(scope)))
    word = make_token(account, request.POST.get("name", ""), now(), scopes)
    return render(request, "me/token.html", {"word": word})
