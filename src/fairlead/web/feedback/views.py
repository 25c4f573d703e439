"""Feedback and pulse on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairlead.web.feedback import access, selectors, services
from fairlead.web.feedback.forms import NewWord, Outcome, Pulse, Remark, Words
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import led_now
from fairlead.web.project.clock import today
from fairlead.web.team.access import me, promise_for
from fairlead.web.team.selectors import leaders_of


@require_GET
@declare(SIGNED_IN)
def feedback(request: HttpRequest) -> HttpResponse:
    """Show what was said to the reader, what they may say, and what came of it."""
    own = viewer_of(request).person
    if own is None:
        return render(request, "feedback/feedback.html", {"person": None})
    services.tell_due(today())
    asked = selectors.this_round(today())
    before = selectors.own_replies(own, today())
    heard, leads = selectors.heard_by(own), led_now(own, today())
    asked_help = _help_asked(request)
    context = {
        "person": own,
        "round": asked,
        "answered": len(before),
        "pulse": Pulse(None, asked, before) if leaders_of(own, today()) else None,
        "remark": Remark(auto_id="remark_%s"),
        "words": selectors.words_of(own),
        "new_word": NewWord(None, own, today(), asked_help),
        "asks_help": asked_help is not None,
        "asks_other": any(question.code == "other" for question in asked.questions),
        "leads": leads,
        "heard": heard,
        "not_closed": selectors.not_closed(own, heard) if leads else [],
        "remarks": selectors.remarks_for(own),
        "outcomes": selectors.outcomes_for(own, today()),
        "outcome": Outcome(),
    }
    return render(request, "feedback/feedback.html", context)


def _help_asked(request: HttpRequest) -> dict[str, str] | None:
    """Return the beginning of a word that asks for help with a promise of the reader's own."""
    number, own = request.GET.get("help", ""), me(request)
    if not number.isdecimal():
        return None
    found = promise_for(request, int(number))
    if found.giver != own:
        raise Http404
    above = [*leaders_of(own, today()), found.receiver]
    text = _('I need help with what I promised: "%(text)s".') % {"text": found.text}
    return {"receiver": above[0], "kind": "asked", "text": text}


@require_POST
@declare(SIGNED_IN)
def word_new(request: HttpRequest) -> HttpResponse:
    """Give feedback or ask."""
    own = me(request)
    told = cleaned(NewWord(request.POST, own, today()))
    services.say(own, told["receiver"], told["text"], today(), asks=told["kind"] == "asked")
    messages.success(request, _("Said. They find it on their page Feedback."))
    return redirect("feedback")


@require_POST
@declare(SIGNED_IN)
def word_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer what was said to the reader."""
    found = access.word_for(request, number)
    services.answer(found, cleaned(Words(request.POST))["text"], today())
    messages.success(request, _("Answered."))
    return redirect("feedback")


@require_POST
@declare(SIGNED_IN)
def pulse(request: HttpRequest) -> HttpResponse:
    """Take anonymous answers."""
    own = me(request)
    asked = selectors.this_round(today())
    told = cleaned(Pulse(request.POST, asked, {}))
    scores = {code: score for code, score in told.items() if score is not None}
    services.reply(own, scores, today())
    messages.success(request, _("Kept. You may change your answers until the round closes."))
    return redirect("feedback")


@require_POST
@declare(SIGNED_IN)
def remark(request: HttpRequest) -> HttpResponse:
    """Take a comment."""
    told = cleaned(Remark(request.POST))
    services.remark(me(request), told["text"], today(), signed=told["signed"] == "yes")
    messages.success(request, _("Kept."))
    return redirect("feedback")


@require_POST
@declare(SIGNED_IN)
def outcome(request: HttpRequest) -> HttpResponse:
    """Close a topic: you said, we did."""
    told = cleaned(Outcome(request.POST))
    services.close_topic(me(request), told["said"], told["did"], today(), told["topic"])
    messages.success(request, _("Everybody below you reads it."))
    return redirect("feedback")
