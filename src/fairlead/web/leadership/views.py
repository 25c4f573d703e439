"""My leadership on screen."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from fairlead.company.calendar import Period
from fairlead.leadership.growth import first_days
from fairlead.web.feedback.selectors import heard_by
from fairlead.web.feedback.services import tell_due
from fairlead.web.leadership import selectors, services
from fairlead.web.leadership.forms import (
    Learned,
    NewGoal,
    NewLearning,
    NewMentor,
    NewStep,
    NewThanks,
    Page,
)
from fairlead.web.people.access import SIGNED_IN, declare, individuals_shown, viewer_of
from fairlead.web.people.forms import cleaned
from fairlead.web.people.selectors import led_now, person_shown
from fairlead.web.project.clock import now, today
from fairlead.web.team.access import me
from fairlead.web.team.forms import When, rule_of
from fairlead.web.team.selectors import MeetingRow, leaders_of, meetings_of
from fairlead.web.team.services.meetings import plan_all_ahead
from fairlead.web.team.services.mentoring import (
    Pair,
    agree_to_mentor,
    ask_mentor,
    end_mentoring,
    meet,
    pairs_of,
)
from fairlead.web.team.services.zones import company_quarter, company_zone
from fairlead.web.train.selectors import steps_known

AHEAD = dt.timedelta(weeks=6)


@require_GET
@declare(SIGNED_IN)
def leadership(request: HttpRequest) -> HttpResponse:
    """Show the reader's own page; and the standards of who leads them."""
    own, day = viewer_of(request).person, today()
    if own is None:
        return render(request, "leadership/leadership.html", {"person": None})
    tell_due(day)
    quarter = company_quarter(day)
    before = company_quarter(quarter.start - dt.timedelta(days=1))
    above = leaders_of(own, day).items() if individuals_shown() else ()
    pairs = _pairs(own, now())
    has_mentor = any(not pair.is_mentor for pair, _coming, _when in pairs)
    context = {
        "person": own,
        "above": [
            selectors.standards_of(who, name, each, day)
            for who, name in above
            for each in (quarter, before)
        ],
        "goals": selectors.goals_of(own),
        "journal": selectors.journal_of(own),
        "thanks": selectors.thanks_to(own),
        "goal": NewGoal(auto_id="goal_%s"),
        "page": Page(auto_id="page_%s"),
        "new_thanks": NewThanks(None, own, day),
        "pairs": pairs,
        "new_mentor": None if has_mentor else NewMentor(None, own, day),
    }
    context |= _growing(own, day)
    if led_now(own, day):
        deep = "leader" in viewer_of(request).roles
        context |= _leading(own, day, (quarter, before), deep=deep)
    return render(request, "leadership/leadership.html", context)


def _pairs(own: str, at: dt.datetime) -> list[tuple[Pair, list[MeetingRow], When | None]]:
    """Return the reader's mentors and mentees, when they meet, and a form to plan it."""
    pairs = pairs_of(own)
    if not any(pair.begun_on for pair in pairs):
        return [(pair, [], None) for pair in pairs]
    plan_all_ahead(own, at)
    coming = meetings_of(own, at, at + AHEAD)
    zone = company_zone()
    return [
        (
            pair,
            [
                row
                for row in coming
                if row.is_mentoring and row.other_id == pair.other_id and row.state == "planned"
            ],
            When(None, zone, f"meet_{pair.number}_%s") if pair.begun_on else None,
        )
        for pair in pairs
    ]


def _growing(own: str, day: dt.date) -> dict[str, object]:
    learns, learned = selectors.learning_of(own)
    return {
        "learns": learns,
        "learned": learned,
        "target": selectors.own_target(own, day),
        "stretch": [g for g in selectors.goals_of(own) if g.kind == "stretch" and not g.reached_on],
        "new_learning": NewLearning(auto_id="learning_%s"),
        "learning_step": NewStep(auto_id="learning_step_%s"),
        "what_came": Learned(auto_id="learned_%s"),
        "steps": steps_known(),
    }


def _leading(
    own: str, day: dt.date, quarters: tuple[Period, Period], *, deep: bool
) -> dict[str, object]:
    name = person_shown(own).name
    since = selectors.leads_since(own)
    return {
        "leads": True,
        "individuals": individuals_shown(),
        "mine": [selectors.standards_of(own, name, each, day) for each in quarters],
        "coaching": [(each.label, selectors.coaching(own, each, day)) for each in quarters],
        "growing": selectors.growing(own, day, deep=deep),
        "deep": deep,
        "heard": heard_by(own),
        "shared": selectors.goals_shared_with(own, day),
        "they_learn": selectors.learning_shared_with(own, day),
        "first_days": first_days(since, day) if since else [],
        "promise_to": next(iter(leaders_of(own, day).items()), None),
        "now_on": day,
    }


@require_POST
@declare(SIGNED_IN)
def goal(request: HttpRequest) -> HttpResponse:
    """Take a goal; note that one is reached, who reads it, or that it is none any more."""
    own = me(request)
    told = next((k for k in ("reached", "share", "keep", "drop") if k in request.POST), "")
    number = request.POST.get(told, "")
    if told and not number.isdecimal():
        raise Http404
    if told == "reached":
        services.reach_goal(own, int(number), today())
    elif told in {"share", "keep"}:
        services.share_goal(own, int(number), shared=told == "share")
    elif told == "drop":
        services.drop_goal(own, int(number))
    else:
        new = cleaned(NewGoal(request.POST))
        services.set_goal(
            own, new["kind"], new["text"], today(), new["due_on"], shared=new["shared"] == "yes"
        )
    messages.success(request, _("Noted."))
    return redirect("leadership")


@require_POST
@declare(SIGNED_IN)
def learning(request: HttpRequest) -> HttpResponse:
    """Take what the reader wants to learn, its steps, and what came of it."""
    own, what, step = me(request), request.POST.get("what", ""), request.POST.get("done", "")
    if step.isdecimal():
        services.settle_learning_step(own, int(step), today())
    elif what == "begin":
        services.learn(own, cleaned(NewLearning(request.POST)), today())
    elif what == "step":
        told = cleaned(NewStep(request.POST))
        services.add_learning_step(own, told["text"], told["due_on"], today())
    elif what in {"share", "keep"}:
        services.share_learning(own, shared=what == "share")
    else:
        services.end_learning(own, cleaned(Learned(request.POST))["learned"], today())
    messages.success(request, _("Noted."))
    return redirect("leadership")


@require_POST
@declare(SIGNED_IN)
def journal(request: HttpRequest) -> HttpResponse:
    """Take a page of the reader's journal, or take one away."""
    own, gone = me(request), request.POST.get("gone", "")
    if gone.isdecimal():
        services.take_entry_away(own, int(gone))
        messages.success(request, _("Gone, for good."))
    else:
        services.write_entry(own, cleaned(Page(request.POST))["text"], today())
        messages.success(request, _("Kept, for you alone."))
    return redirect("leadership")


@require_POST
@declare(SIGNED_IN)
def thanks(request: HttpRequest) -> HttpResponse:
    """Take thanks to somebody."""
    own = me(request)
    told = cleaned(NewThanks(request.POST, own, today()))
    services.thank(own, told["receiver"], told["text"], today())
    messages.success(request, _("Said. They find it on their page."))
    return redirect("leadership")


@require_POST
@declare(SIGNED_IN)
def mentoring(request: HttpRequest) -> HttpResponse:
    """Ask for a mentor, say yes to who asks, plan when to meet, or end it."""
    own, what = me(request), request.POST.get("what", "")
    number = request.POST.get("number", "")
    if what == "ask":
        told = cleaned(NewMentor(request.POST, own, today()))
        ask_mentor(own, told["mentor"], told["goal"], today())
    elif what == "agree" and number.isdecimal():
        agree_to_mentor(int(number), own, today())
    elif what == "meet" and number.isdecimal():
        told = cleaned(When(request.POST))
        meet(int(number), own, rule_of(told), int(told["minutes"]), now())
    else:
        end_mentoring(int(number) if number.isdecimal() else 0, own, now())
    messages.success(request, _("Noted."))
    return redirect("leadership")
