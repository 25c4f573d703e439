"""Promises, 1:1s and plans for programs: what the pages show, without anything private."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.answers import Answer, NotEstimable
from fairlead.web.audit.services import note_all
from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.people.selectors import names_of
from fairlead.web.project.clock import now, today
from fairlead.web.project.paging import MOST, piece
from fairlead.web.published.api import Problem
from fairlead.web.team import access, selectors
from fairlead.web.team.services.numbers import since
from fairlead.web.team.services.plans import is_led, plans_of

router = Router(tags=["team"])
BACK, AHEAD = dt.timedelta(weeks=26), dt.timedelta(weeks=6)
ERRORS: dict[int, Any] = {404: Problem, 422: Problem}


class Promise(Schema):
    """An open promise between you and somebody else; `due_on` is the date that holds."""

    number: int
    text: str
    giver: str
    receiver: str
    is_mine: bool
    state: str
    due_on: dt.date
    first_due_on: dt.date
    days_late: int
    reasons: list[str]


class Promises(Schema):
    """Open promises; `next` is the cursor of the next piece, null at the end."""

    promises: list[Promise]
    next: str | None = None


class OneToOne(Schema):
    """A 1:1 of yours: with whom, when, and whether it is planned, held or called off.

    Where `is_mentoring`, it is with your mentor, or with somebody you mentor.
    """

    number: int
    other: str
    is_mentoring: bool
    start_at: dt.datetime
    minutes: int
    zone: str
    state: str


class OneToOnes(Schema):
    """1:1s of half a year back and six weeks ahead; `next` is the cursor of the next piece."""

    one_to_ones: list[OneToOne]
    next: str | None = None


class Line(Schema):
    """Something one of the two wrote."""

    by: str
    text: str


class View(Schema):
    """How somebody saw the last weeks, of 5."""

    score: int
    text: str


class Talk(Schema):
    """What a 1:1 holds for both. Private notes are never told here.

    Where `is_mentoring`, `manager` is the mentor, and nothing comes from the numbers.
    """

    is_mentoring: bool
    manager: str
    person: str
    start_at: dt.datetime
    state: str
    agenda: list[Line]
    notes: list[Line]
    from_the_numbers: list[dict[str, str]]
    own_view: View | None
    other_view: View | None
    waits_for_own_view: bool


class Step(Schema):
    """A step of a plan."""

    text: str
    owner: str
    due_on: dt.date
    done_on: dt.date | None


class Rate(Schema):
    """k of n with its range (95 %), or why it is not told."""

    successes: int | None = None
    n: int | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    silent: str | None = None


class Since(Schema):
    """What the rate did: the year before the quarter of the plan, and all from `first_on` on."""

    as_of: dt.date
    before: Rate
    first_on: dt.date
    after: Rate
    moved: str


class Plan(Schema):
    """A plan of two: what the numbers said that day, the cause, the steps, what either disputes.

    `since` is null where the plan names no rate that is told, or the manager leads no more.
    """

    number: int
    manager: str
    person: str
    opened_on: dt.date
    closed_on: dt.date | None
    numbers: list[dict[str, Any]]
    causes: str
    person_says: str
    cause: str
    rate: str
    since: Since | None
    person_agrees_on: dt.date | None
    manager_agrees_on: dt.date | None
    steps: list[Step]
    seen_otherwise: list[Line]


class PlanRow(Schema):
    """A plan in a list: ask for it by its number."""

    number: int
    other: str
    opened_on: dt.date
    closed_on: dt.date | None


class Plans(Schema):
    """Your plans with others; `next` is the cursor of the next piece, null at the end."""

    plans: list[PlanRow]
    next: str | None = None


class Led(Schema):
    """Somebody you lead: last and next 1:1, and since when they want coaching."""

    id: str
    name: str
    last_one_to_one_at: dt.datetime | None
    next_one_to_one_at: dt.datetime | None
    wants_coaching_since: dt.date | None
    plan: int | None


class People(Schema):
    """Whom you lead directly today; `next` is the cursor of the next piece, null at the end."""

    people: list[Led]
    next: str | None = None


def _by_number(row: Any) -> list[str]:
    return [f"{row['number']:012d}"]


@router.get("/promises", response={200: Promises, **ERRORS}, operation_id="promises")
@declare(SIGNED_IN)
def promises(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return the promises between you and others that are open."""
    rows = [
        {
            "number": row.number,
            "text": row.text,
            "giver": row.giver,
            "receiver": row.receiver,
            "is_mine": row.is_mine,
            "state": row.state.state,
            "due_on": row.state.due_on,
            "first_due_on": row.state.first_due_on,
            "days_late": row.state.days_late,
            "reasons": list(row.reasons),
        }
        for row in selectors.open_promises(access.me(request), today())
    ]
    shown, after = piece(sorted(rows, key=_by_number), _by_number, cursor, limit)
    return {"promises": shown, "next": after}


@router.get("/one-to-ones", response={200: OneToOnes, **ERRORS}, operation_id="one_to_ones")
@declare(SIGNED_IN)
def one_to_ones(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return your 1:1s, those of people you lead with you."""
    rows = [
        {name: getattr(row, name) for name in OneToOne.model_fields}
        for row in selectors.meetings_of(access.me(request), now() - BACK, now() + AHEAD)
    ]
    shown, after = piece(sorted(rows, key=_by_number), _by_number, cursor, limit)
    return {"one_to_ones": shown, "next": after}


@router.get("/one-to-ones/{int:number}", response={200: Talk, **ERRORS}, operation_id="one_to_one")
@declare(SIGNED_IN)
def one_to_one(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return what a 1:1 of yours holds for both."""
    found, own = access.meeting_for(request, number), access.me(request)
    note_all(own, [found.person], access.look_at(found), now())
    told = selectors.session(found, own, today())
    return {
        "is_mentoring": found.is_mentoring,
        "manager": told.manager,
        "person": told.person,
        "start_at": found.start_at,
        "state": found.state,
        "agenda": [{"by": name, "text": item.text} for name, item in told.agenda],
        "notes": [{"by": name, "text": item.text} for name, item in told.notes],
        "from_the_numbers": [
            {"part": line.part, "text": line.text, "source": line.source} for line in told.told
        ],
        "own_view": _view(told.own),
        "other_view": _view(told.other),
        "waits_for_own_view": told.is_person and told.waits_for_own,
    }


def _view(written: Any) -> dict[str, Any] | None:
    return None if written is None else {"score": written.score, "text": written.text}


@router.get("/plans", response={200: Plans, **ERRORS}, operation_id="plans")
@declare(SIGNED_IN)
def plans(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return the plans you made with others."""
    rows = [
        {
            "number": plan.pk,
            "other": other,
            "opened_on": plan.opened_on,
            "closed_on": plan.closed_on,
        }
        for plan, other, _goes_on in plans_of(access.me(request), today())
    ]
    shown, after = piece(sorted(rows, key=_by_number), _by_number, cursor, limit)
    return {"plans": shown, "next": after}


@router.get("/plans/{int:number}", response={200: Plan, **ERRORS}, operation_id="plan")
@declare(SIGNED_IN)
def plan(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return a plan of yours."""
    found, own = access.plan_for(request, number, today()), access.me(request)
    note_all(own, [found.person], "plan", now())
    names = names_of({found.manager, found.person})
    same = ("opened_on", "closed_on", "causes", "person_says", "cause", "rate")
    agreed = ("person_agrees_on", "manager_agrees_on")
    return {name: getattr(found, name) for name in (*same, *agreed)} | {
        "number": found.pk,
        "manager": names.get(found.manager, selectors.nobody()),
        "person": names.get(found.person, selectors.nobody()),
        "numbers": found.told,
        "since": _since(found) if own == found.person or is_led(found, today()) else None,
        "steps": [
            {
                "text": step.text,
                "owner": names.get(step.owner, selectors.nobody()),
                "due_on": step.due_on,
                "done_on": step.done_on,
            }
            for step in found.steps.all()
        ],
        "seen_otherwise": [
            {"by": names.get(each.author, selectors.nobody()), "text": each.text}
            for each in found.dissents.all()
        ],
    }


def _since(found: Any) -> dict[str, Any] | None:
    told = since(found)
    if told is None:
        return None
    rates, as_of = told
    return {
        "as_of": as_of,
        "before": _rate(rates.before),
        "first_on": rates.first_on,
        "after": _rate(rates.after),
        "moved": rates.moved,
    }


def _rate(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, NotEstimable):
        return {"silent": answer.reason}
    names = ("successes", "n", "value", "lower", "upper")
    return {name: getattr(answer, name) for name in names}


@router.get("/people", response={200: People, **ERRORS}, operation_id="people_led")
@declare(SIGNED_IN)
def people(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return whom you lead today, with their last and next 1:1."""
    rows = [
        {
            "id": led.id,
            "name": led.name,
            "last_one_to_one_at": led.last_at,
            "next_one_to_one_at": led.next_at,
            "wants_coaching_since": led.wish.on if led.wish else None,
            "plan": led.plan,
        }
        for led in selectors.people_led(access.me(request), now())
    ]
    rows.sort(key=_by_id)
    shown, after = piece(rows, _by_id, cursor, limit)
    return {"people": shown, "next": after}


def _by_id(row: dict[str, Any]) -> list[str]:
    return [str(row["id"])]
