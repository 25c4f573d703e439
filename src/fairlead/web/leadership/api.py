"""Goals for programs: those that are shared. What is sealed for oneself alone is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.web.leadership import selectors
from fairlead.web.people.access import SIGNED_IN, declare
from fairlead.web.project.clock import today
from fairlead.web.published.api import Problem
from fairlead.web.team.access import me

router = Router(tags=["leadership"])


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
