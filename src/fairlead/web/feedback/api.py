"""Feedback for programs: what was said and answered, the scores told, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.web.feedback import selectors, services
from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.project.clock import today
from fairlead.web.project.paging import MOST, piece
from fairlead.web.published.api import Problem
from fairlead.web.team.access import me

router = Router(tags=["feedback"])
ERRORS: dict[int, Any] = {404: Problem, 422: Problem}


class Word(Schema):
    """Something said or asked between you and somebody else, with its answer."""

    number: int
    giver: str
    receiver: str
    is_mine: bool
    is_question: bool
    text: str
    on: dt.date
    answer: str


class Words(Schema):
    """What was said; `next` is the cursor of the next piece, null at the end."""

    words: list[Word]
    next: str | None = None


class Score(Schema):
    """A score as it is told: in halves, with open ends, of at least five people."""

    told_on: dt.date
    score: str
    n: int


class Heard(Schema):
    """One question of the pulse as it is told to you."""

    question: str
    topic: str
    whose: str
    scores: list[Score]


class Outcome(Schema):
    """You said, we did; `topic` is one of the pulse, empty where it is something else."""

    by: str
    topic: str
    said: str
    did: str
    on: dt.date


class Pulse(Schema):
    """The scores told to you, and what those above you heard and did. No single answer is told."""

    heard: list[Heard]
    outcomes: list[Outcome]


@router.get("/words", response={200: Words, **ERRORS}, operation_id="words")
@declare(SIGNED_IN)
def words(request: HttpRequest, cursor: str = "", limit: int = MOST) -> dict[str, Any]:
    """Return what you said and were told, with the answers."""
    rows = [
        {name: getattr(row, name) for name in Word.model_fields}
        for row in selectors.words_of(me(request))
    ]
    shown, after = piece(sorted(rows, key=_key), _key, cursor, limit)
    return {"words": shown, "next": after}


def _key(row: dict[str, Any]) -> list[str]:
    return [f"{row['number']:012d}"]


@router.get("/pulse", response={200: Pulse, **ERRORS}, operation_id="pulse")
@declare(SIGNED_IN)
def pulse(request: HttpRequest) -> dict[str, Any]:
    """Return the scores told to you, and what came of what was said."""
    own = me(request)
    services.tell_due(today())
    return {
        "heard": [
            {
                "question": heard.text,
                "topic": heard.topic,
                "whose": heard.whose,
                "scores": [
                    {"told_on": s.told_on, "score": s.words, "n": s.n} for s in heard.scores
                ],
            }
            for heard in selectors.heard_by(own)
        ],
        "outcomes": [
            {"by": name, "topic": each.topic, "said": each.said, "did": each.did, "on": each.on}
            for name, each, _topic in selectors.outcomes_for(own, today())
        ],
    }
