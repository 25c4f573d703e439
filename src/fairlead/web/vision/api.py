"""Vision and priorities for programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from fairlead.answers import Answer, NotEstimable
from fairlead.web.people.access import SIGNED_IN, declare, viewer_of
from fairlead.web.project.clock import today
from fairlead.web.vision import selectors

router = Router(tags=["vision"])


class Share(Schema):
    """k of n with its range (95 %), or why it is not told, and what would be needed."""

    successes: int | None = None
    n: int | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    silent: str | None = None
    needed: int | None = None
    have: int | None = None


class Priority(Schema):
    """Something that matters now: why, who answers, the rate it moves, and whether it comes up.

    `rate_now` is everybody's over 12 months; null where no step of this name is told.
    """

    title: str
    why: str
    owner: str
    rate: str
    rate_now: Share | None
    start_on: dt.date
    talked_about: Share
    last_on: dt.date | None


class Vision(Schema):
    """Where we are going, who has read it, and what matters now."""

    text: str | None = None
    on: dt.date | None = None
    read: Share | None = None
    have_you_read_it: bool = False
    priorities: list[Priority]


def _share(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, NotEstimable):
        return {"silent": answer.reason, "needed": answer.needed, "have": answer.have}
    names = ("successes", "n", "value", "lower", "upper")
    return {name: getattr(answer, name) for name in names}


@router.get("", response={200: Vision}, operation_id="vision")
@declare(SIGNED_IN)
def vision(request: HttpRequest) -> dict[str, Any]:
    """Return the vision that holds, how many have read it, and the live priorities."""
    own, text = viewer_of(request).person, selectors.newest()
    told: dict[str, Any] = {
        "priorities": [
            {name: getattr(each.row, name) for name in ("title", "why", "rate", "start_on")}
            | {
                "owner": each.owner,
                "rate_now": _share(each.now[0]) if each.now else None,
                "talked_about": _share(each.told.share),
                "last_on": each.told.last_on,
            }
            for each in selectors.live(today())
        ]
    }
    if text is not None:
        told |= {
            "text": text.text,
            "on": text.on,
            "read": _share(selectors.read_share(text, today())),
            "have_you_read_it": own is not None and selectors.has_read(own, text),
        }
    return told
