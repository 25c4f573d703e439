"""Goals and plans to learn, for programs: words that are shared, and no others.

What is kept for oneself alone is counted, or told without its words; it is written all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import StringConstraints

from fairlead.web.jobs.services import once
from fairlead.web.leadership import selectors, services
from fairlead.web.people.access import SIGNED_IN, WRITING, declare, viewer_of
from fairlead.web.project.clock import now, today
from fairlead.web.published.api import Key, Problem
from fairlead.web.team.access import me

router = Router(tags=["leadership"])
ERRORS: dict[int, Any] = {404: Problem, 409: Problem, 422: Problem}
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Goal(Schema):
    """A goal its owner shares with who leads them; `owner` is empty for yours."""

    number: int
    owner: str
    kind: str
    text: str
    due_on: dt.date | None
    reached_on: dt.date | None


class Goals(Schema):
    """Goals you share, how many you keep to yourself, and those people you lead let you read."""

    mine: list[Goal]
    kept_to_myself: int
    of_people_i_lead: list[Goal]


class LearningStep(Schema):
    """A step on the way; `text` is null where its owner keeps it to themself."""

    number: int
    text: str | None
    due_on: dt.date
    done_on: dt.date | None


class Learning(Schema):
    """One thing somebody wants to learn; words are null where its owner keeps them to themself.

    `how` is practice, pair, mentor or training; `owner` is empty for yours; `learned` is what came
    of it, empty while it goes on.
    """

    owner: str
    is_shared: bool
    competency: str | None
    text: str | None
    how: str
    due_on: dt.date
    ended_on: dt.date | None
    learned: str | None
    steps: list[LearningStep]


class Learnings(Schema):
    """What you learn now, what you learned before, and what people you lead let you read."""

    now: Learning | None
    before: list[Learning]
    of_people_i_lead: list[Learning]


class NewLearning(Schema):
    """One thing to learn; not shared, it is for you alone and its words are told to no program."""

    competency: Short
    text: Words
    how: Literal["practice", "pair", "mentor", "training"]
    due_on: dt.date
    is_shared: bool = False


class Shared(Schema):
    """Whether whoever leads you may read it."""

    is_shared: bool


class NewLearningStep(Schema):
    """A step on the way, by a day."""

    text: Sentence
    due_on: dt.date


class Learned(Schema):
    """What came of it; not there yet is an answer too."""

    learned: Words


@router.get("/goals", response={200: Goals, 404: Problem}, operation_id="goals")
@declare(SIGNED_IN)
def goals(request: HttpRequest) -> dict[str, Any]:
    """Return the goals you share, and those people you lead share with you."""
    own = me(request)
    mine = selectors.goals_of(own)
    return {
        "mine": [_told(row) for row in mine if row.is_shared],
        "kept_to_myself": sum(not row.is_shared for row in mine),
        "of_people_i_lead": [_told(row) for row in selectors.goals_shared_with(own, today())],
    }


def _told(row: selectors.GoalRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Goal.model_fields}


@router.get("/learning", response={200: Learnings, 404: Problem}, operation_id="learning")
@declare(SIGNED_IN)
def learning(request: HttpRequest) -> dict[str, Any]:
    """Return what you learn and learned, and what people you lead learn and let you read."""
    return _learnings(me(request))


@router.post("/learning", response={201: Learnings, **ERRORS}, operation_id="learn")
@declare(WRITING)
def learn(request: HttpRequest, plan: NewLearning, key: Key = "") -> Status[Any]:
    """Begin to learn something: one thing at a time.

    Sent again under the same Idempotency-Key within a week, nothing is done twice; so it is with
    all that is written here.
    """
    own = me(request)
    told = plan.model_dump() | {"shared": "yes" if plan.is_shared else "no"}
    return _once(request, key, plan, lambda: services.learn(own, told, today()), 201)


@router.patch("/learning", response={200: Learnings, **ERRORS}, operation_id="share_learning")
@declare(WRITING)
def share(request: HttpRequest, said: Shared, key: Key = "") -> Status[Any]:
    """Let whoever leads you read what you learn now, or no longer."""
    own = me(request)
    return _once(
        request, key, said, lambda: services.share_learning(own, shared=said.is_shared), 200
    )


@router.post("/learning/steps", response={201: Learnings, **ERRORS}, operation_id="learning_step")
@declare(WRITING)
def step(request: HttpRequest, new: NewLearningStep, key: Key = "") -> Status[Any]:
    """Add a step to what you learn now, five at most."""
    own = me(request)

    def add() -> None:
        services.add_learning_step(own, new.text, new.due_on, today())

    return _once(request, key, new, add, 201)


@router.post(
    "/learning/steps/{int:number}/done",
    response={200: Learnings, **ERRORS},
    operation_id="learning_step_done",
)
@declare(WRITING)
def done(request: HttpRequest, number: int, key: Key = "") -> Status[Any]:
    """Say that a step of yours is done."""
    own = me(request)
    return _once(
        request, key, None, lambda: services.settle_learning_step(own, number, today()), 200
    )


@router.post("/learning/end", response={200: Learnings, **ERRORS}, operation_id="end_learning")
@declare(WRITING)
def end(request: HttpRequest, said: Learned, key: Key = "") -> Status[Any]:
    """End what you learn now, with what came of it; it need not be reached."""
    own = me(request)
    return _once(request, key, said, lambda: services.end_learning(own, said.learned, today()), 200)


def _once(
    request: HttpRequest, key: str, body: Schema | None, do: Callable[[], None], status: int
) -> Status[Any]:
    """Do something once under a key; what is kept of it holds no word of what was written."""
    said = body.model_dump_json() if body is not None else ""
    mark = services.mark_of(f"{request.method} {request.path} {said}")

    def act() -> dict[str, Any]:
        do()
        return {}

    once(viewer_of(request).user or 0, key, mark, now(), act)
    return Status(status, _learnings(me(request)))


def _learnings(own: str) -> dict[str, Any]:
    learns, learned = selectors.learning_of(own)
    return {
        "now": _learning(learns) if learns else None,
        "before": [_learning(row) for row in learned],
        "of_people_i_lead": [
            _learning(row) for row in selectors.learning_shared_with(own, today())
        ],
    }


def _learning(row: selectors.LearningRow) -> dict[str, Any]:
    def told(text: str) -> str | None:
        return text if row.is_shared else None

    same = ("owner", "is_shared", "how", "due_on", "ended_on")
    return {name: getattr(row, name) for name in same} | {
        "competency": told(row.competency),
        "text": told(row.text),
        "learned": told(row.learned),
        "steps": [
            {"number": number, "text": told(text), "due_on": due, "done_on": done_on}
            for number, text, due, done_on in row.steps
        ],
    }
