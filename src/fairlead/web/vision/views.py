"""Vision and priorities on screen."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairlead.leadership.priorities import MOST_LIVE
from fairlead.web.feedback.selectors import heard_by
from fairlead.web.feedback.services import tell_due
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import led_now
from fairlead.web.project.clock import now, today
from fairlead.web.team.access import me
from fairlead.web.team.selectors import meetings_of
from fairlead.web.train.selectors import steps_known
from fairlead.web.vision import access, selectors, services
from fairlead.web.vision.forms import Learned, NewPriority, Text

RECENT = dt.timedelta(weeks=2)
AHEAD_OF_TIME = dt.timedelta(days=1)
"""People may meet up to a day before they planned to."""


@require_GET
@declare(SIGNED_IN)
def vision(request: HttpRequest) -> HttpResponse:
    """Show where we are going and what matters now."""
    own, writes = viewer_of(request).person, access.writes(request)
    tell_due(today())
    text = selectors.newest()
    context: dict[str, object] = {
        "vision": text,
        "earlier": selectors.earlier(),
        "read": selectors.read_share(text, today()) if text else None,
        "has_read": text is not None and own is not None and selectors.has_read(own, text),
        "person": own,
        "live": selectors.live(today()),
        "ended": selectors.ended(today()),
        "writes": writes,
        "form": Text(initial={"text": text.text if text else ""}),
        "new": NewPriority(None, own, today()) if writes and own else None,
        "steps": steps_known() if writes else [],
        "learned": Learned(auto_id="learned_%s"),
        "most": MOST_LIVE,
    }
    if own is not None and led_now(own, today()):
        soon = now() + AHEAD_OF_TIME
        held = [
            m
            for m in meetings_of(own, now() - RECENT, soon)
            if m.state == "held" and not m.is_mentoring
        ]
        context["known"] = [h for h in heard_by(own) if h.topic == "our priorities"]
        context["talks"] = selectors.talked_in([m.number for m in held])
        context["held"] = held
        context["leads"] = True
    return render(request, "vision/vision.html", context)


@require_POST
@declare(SIGNED_IN)
def vision_write(request: HttpRequest) -> HttpResponse:
    """Take a new version of the vision."""
    services.write(access.writer(request), cleaned(Text(request.POST))["text"], today())
    messages.success(request, _("Kept. Everybody is asked to read it."))
    return redirect("vision")


@require_POST
@declare(SIGNED_IN)
def vision_read(request: HttpRequest) -> HttpResponse:
    """Note that the reader has read it."""
    services.mark_read(me(request))
    return redirect("vision")


@require_POST
@declare(SIGNED_IN)
def priority_new(request: HttpRequest) -> HttpResponse:
    """Begin a priority."""
    own = access.writer(request)
    told = cleaned(NewPriority(request.POST, own, today()))
    services.begin(told["title"], told["why"], told["owner"], told["rate"], today())
    messages.success(request, _("It is live from today."))
    return redirect("vision")


@require_POST
@declare(SIGNED_IN)
def priority_end(request: HttpRequest, number: int) -> HttpResponse:
    """End a priority."""
    access.writer(request)
    services.end(number, cleaned(Learned(request.POST))["learned"], today())
    messages.success(request, _("Ended."))
    return redirect("vision")


@require_POST
@declare(SIGNED_IN)
def priority_talk(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a priority came up in a 1:1."""
    meeting = request.POST.get("meeting", "")
    services.talked(me(request), int(meeting) if meeting.isdecimal() else 0, number, today())
    return redirect("vision")
