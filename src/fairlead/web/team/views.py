"""Promises and 1:1s on screen."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fairlead.web.audit.services import note_all
from fairlead.web.people.access import ANYONE, SIGNED_IN, declare, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import language_of, mails_of, names_of
from fairlead.web.project.clock import now, today
from fairlead.web.team import access, selectors
from fairlead.web.team.forms import (
    NewDate,
    NewPromise,
    NewSeries,
    NewStep,
    NewTime,
    PlanWords,
    View,
    Words,
    rule_of,
)
from fairlead.web.team.services import calendar, meetings, plans, promises
from fairlead.web.team.services.days import days_of, other_days_of
from fairlead.web.team.services.numbers import choice_of_rates, numbers_of, since
from fairlead.web.team.services.zones import company_zone, shown_in

ICS = "text/calendar; charset=utf-8"
BACK, AHEAD = dt.timedelta(weeks=4), dt.timedelta(weeks=3)


@require_GET
@declare(SIGNED_IN)
def team(request: HttpRequest) -> HttpResponse:
    """Show what the reader owes and is owed, their 1:1s, and whom they lead."""
    own = viewer_of(request).person
    if own is None:
        return render(request, "team/team.html", {"person": None})
    at = now()
    meetings.plan_all_ahead(own, at)
    around = selectors.meetings_of(own, at - BACK, at + AHEAD)
    led = selectors.people_led(own, at)
    leaders = selectors.leaders_of(own, today())
    wishes = promises.own_wishes(own, today())
    context = {
        "person": own,
        "promises": selectors.open_promises(own, today()),
        "settled": promises.settled_since(own, (at - BACK).date(), today()),
        "days": other_days_of(own, today(), AHEAD),
        "coming": [m for m in around if m.start_at >= at or m.state == "planned"],
        "past": [m for m in around if m.start_at < at and m.state != "planned"][::-1],
        "led": led,
        "leaders": leaders,
        "wishes": [(leaders[wish.manager], wish) for wish in wishes],
        "plans": plans.plans_of(own, today()),
        "new_promise": NewPromise(None, own, today()),
        "new_series": NewSeries(None, own, today(), company_zone()) if led else None,
    }
    return render(request, "team/team.html", context)


@require_POST
@declare(SIGNED_IN)
def promise_new(request: HttpRequest) -> HttpResponse:
    """Take a promise."""
    own = access.me(request)
    told = cleaned(NewPromise(request.POST, own, today()))
    promises.promise(own, told["receiver"], told["text"], told["due_on"], today())
    messages.success(request, _("Promised. It comes first in your brief if it gets late."))
    return redirect("team")


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """Show one promise; keep it, move it, or let the other off."""
    found = access.promise_for(request, number)
    own = access.me(request)
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what == "keep":
            promises.keep(found, own, today())
        elif what == "let_go":
            promises.let_go(found, own, today())
        else:
            told = cleaned(NewDate(request.POST))
            promises.move(found, own, told["due_on"], told["reason"], today())
        messages.success(request, _("Noted."))
        return redirect("team")
    pure = selectors.promise_of(found)
    context = {
        "promise": found,
        "moves": pure.moves,
        "state": selectors.standing_of(pure, today()),
        "is_mine": found.giver == own,
        "names": names_of({found.giver, found.receiver}),
        "other": names_of({found.receiver if found.giver == own else found.giver}),
        "form": NewDate(),
    }
    return render(request, "team/promise.html", context)


@require_POST
@declare(SIGNED_IN)
def coaching(request: HttpRequest) -> HttpResponse:
    """Ask for coaching in one tap, say when or how it comes, or that it was given."""
    own = access.me(request)
    given, answered = (request.POST.get(name, "") for name in ("given", "answered"))
    if answered.isdecimal():
        text = cleaned(Words(request.POST))["text"][:200]
        promises.answer_wish(own, int(answered), text, today())
        messages.success(request, _("Answered."))
    elif given.isdecimal():
        promises.give_coaching(own, int(given), today())
        messages.success(request, _("Noted."))
    elif promises.wish(own, request.POST.get("what", "")[:200], today()):
        messages.success(request, _("Asked. Whoever leads you sees it."))
    else:
        messages.success(request, _("You asked already, or nobody leads you."))
    return redirect("team")


@require_POST
@declare(SIGNED_IN)
def series_new(request: HttpRequest) -> HttpResponse:
    """Begin a series of 1:1s."""
    own = access.me(request)
    told = cleaned(NewSeries(request.POST, own, today()))
    meetings.start_one_to_ones(own, told["person"], rule_of(told), int(told["minutes"]), now())
    messages.success(request, _("Planned. Both of you find it here and in your calendar."))
    return redirect("team")


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Show a 1:1 to one of the two, and take what they write."""
    found = access.meeting_for(request, number)
    own = access.me(request)
    if request.method == "POST":
        _written(request, number, own)
        return redirect("one_to_one", number=number)
    note_all(own, [found.person], access.look_at(found), now())
    told = selectors.session(found, own, today())
    context = {
        "told": told,
        "at": shown_in(found.start_at, found.series.zone),
        "zone": found.series.zone,
        "view": View(initial={"score": told.own.score, "text": told.own.text} if told.own else {}),
        "words": Words(),
        "time": NewTime(),
        "promise": NewPromise(None, own, today()),
        "plan": None if found.is_mentoring else plans.open_plan_of(found.manager, found.person),
    }
    return render(request, "team/one.html", context)


def _written(request: HttpRequest, number: int, own: str) -> None:
    found, at = access.meeting_for(request, number), now()
    what = request.POST.get("what", "")
    if what == "held":
        told = [
            {"part": t.part, "text": t.text, "source": t.source}
            for t in selectors.agenda_told(found, at.date())
        ]
        meetings.hold(found, told, at)
    elif what in {"helped", "not_helped"}:
        meetings.rate(found, own, today(), helped=what == "helped")
    elif what == "view":
        typed = cleaned(View(request.POST))
        meetings.look_back(found, own, typed["score"], typed["text"], at)
    elif what == "take_away" and request.POST.get("number", "").isdecimal():
        meetings.take_private_away(found, own, int(request.POST["number"]))
    elif what in {"agenda", "note", "private"}:
        text = cleaned(Words(request.POST))["text"]
        if what == "private":
            meetings.add_private(found, own, text, at)
        else:
            meetings.add(found, own, text, at, is_note=what == "note")
    else:
        raise Http404
    messages.success(request, _("Noted."))


@require_POST
@declare(SIGNED_IN)
def meeting_time(request: HttpRequest, number: int) -> HttpResponse:
    """Move a 1:1, call it off, or end its series."""
    found, at = access.meeting_for(request, number), now()
    what = request.POST.get("what", "")
    if what == "cancel":
        meetings.cancel(found, at)
    elif what == "end":
        meetings.end_series(found.series, today(), at)
    else:
        told = cleaned(NewTime(request.POST))
        instant = meetings.instant_of(told["on"], told["at"], found.series.zone)
        meetings.move(found, instant, at)
    messages.success(request, _("Noted. Send the new invitation, or let the calendar read it."))
    return redirect("team")


@require_GET
@declare(SIGNED_IN)
def invitation(request: HttpRequest, number: int) -> HttpResponse:
    """Give the invitation of a 1:1 as a file."""
    found = access.meeting_for(request, number)
    both = {found.manager, found.person}
    body = calendar.invitation(found, names_of(both), mails_of(both))
    response = HttpResponse(body, content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="one-to-one-{number}.ics"'
    return response


@require_POST
@declare(SIGNED_IN)
def feed_link(request: HttpRequest) -> HttpResponse:
    """Make the private address of the reader's calendar and show it this once."""
    word = calendar.new_feed(access.me(request), now())
    link = request.build_absolute_uri(f"/team/calendar/{word}.ics")
    return render(request, "team/feed.html", {"link": link})


@require_GET
@declare(ANYONE)
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """Give somebody's 1:1s, trainings and reviews to the calendar with their private address."""
    del request
    owner = calendar.owner_of_feed(word)
    if owner is None:
        raise Http404
    meetings.plan_all_ahead(owner, now())
    found = selectors.feed_meetings(owner, now())
    names = names_of({who for m in found for who in (m.manager, m.person)})
    with override(language_of(owner)):
        days = days_of(owner, today())
        body = calendar.calendar_of(found, names, {}, method="PUBLISH", days=days, at=now())
    return HttpResponse(body, content_type=ICS)


@require_POST
@declare(SIGNED_IN)
def plan_new(request: HttpRequest) -> HttpResponse:
    """Open a plan with somebody the reader leads, with what the numbers say of them today."""
    own, who = access.me(request), request.POST.get("person", "")
    access.require_led(own, who, today())
    number = plans.open_plan_of(own, who)
    if number is None:
        number = plans.open_plan(own, who, numbers_of(who), today()).pk
    return redirect("plan", number=number)


@require_http_methods(["GET", "POST"])
@declare(SIGNED_IN)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Show a plan to one of the two who made it, and take what they write."""
    writes = request.method == "POST"
    found = access.plan_for(request, number, today(), write=writes)
    own = access.me(request)
    names = names_of({found.manager, found.person})
    if writes:
        _planned(request, number, own, names)
        messages.success(request, _("Noted."))
        return redirect("plan", number=number)
    note_all(own, [found.person], "plan", now())
    said = {name: getattr(found, name) for name in ("causes", "person_says", "cause", "rate")}
    form = PlanWords(initial=said)
    if own != found.person:
        del form.fields["person_says"]
    is_led = plans.is_led(found, today())
    goes_on = is_led and not found.closed_on
    context = {
        "plan": found,
        "is_led": is_led,
        "goes_on": goes_on,
        "since": since(found) if is_led or own == found.person else None,
        "is_folded": any(line.get("folded") for line in found.told),
        "is_person": own == found.person,
        "person": names.get(found.person, selectors.nobody()),
        "manager": names.get(found.manager, selectors.nobody()),
        "steps": [(names.get(s.owner, ""), s.owner == own, s) for s in found.steps.all()],
        "dissents": [(names.get(d.author, ""), d) for d in found.dissents.all()],
        "form": form,
        "rates": choice_of_rates(found.person) if goes_on else [],
        "step": NewStep(None, names),
        "words": Words(),
    }
    return render(request, "team/plan.html", context)


def _planned(request: HttpRequest, number: int, own: str, names: dict[str, str]) -> None:
    found = access.plan_for(request, number, today(), write=True)
    what = request.POST.get("what", "")
    if what != "disagree":
        plans.require_led(found, today())
    if what == "write":
        plans.write_plan(found, own, cleaned(PlanWords(request.POST)))
    elif what == "agree":
        plans.agree(found, own, today())
    elif what == "disagree":
        plans.disagree(found, own, cleaned(Words(request.POST))["text"], now())
    elif what == "numbers":
        plans.copy_numbers(found, numbers_of(found.person))
    elif what == "step":
        told = cleaned(NewStep(request.POST, names))
        plans.add_step(found, told["owner"], told["text"], told["due_on"], today())
    elif what == "done" and request.POST.get("step", "").isdecimal():
        plans.settle_step(found, int(request.POST["step"]), own, today())
    elif what == "close":
        plans.close(found, today())
    else:
        raise Http404
