"""What somebody who takes part in a try-out is told: whether they try it, and on which deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fairlead.refresh.trying_store import Begun

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Open:
    """An open deal of a try-out, and whether it is to get the play.

    `play` is the try-out's name, `deal` the surrogate key, `key` the CRM's id; `owner` has it now,
    whoever had it when it entered.
    """

    play: str
    deal: int
    key: str
    tries: bool
    entered_on: dt.date
    name: str = ""
    owner: int | None = None
    owner_name: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """One person's part of a try-out.

    Parameters
    ----------
    title, what, outcome, start_on, stop_on
        As declared.
    tries
        Whether they were drawn to try it; None where single deals are drawn.
    deals
        Their open deals in it, where deals are drawn: name, and whether it gets the play.
    """

    title: str
    what: str
    outcome: str
    start_on: dt.date
    stop_on: dt.date
    tries: bool | None
    deals: tuple[tuple[str, bool], ...] = ()


def mine_of(
    plays: Sequence[Begun], drawn: Sequence[Open], as_of: dt.date
) -> dict[int, tuple[Mine, ...]]:
    """Return the part of each person who takes part, by their key in the data.

    A play that draws nothing new any more is told only to who still has an open deal in it. Who
    takes part in none is there with nothing, so that what they were told before is replaced.
    """
    found: dict[int, tuple[Mine, ...]] = {p.person: () for made in plays for p in made.people}
    for made in plays:
        plan = made.plan
        for one in made.people:
            deals = tuple(
                (each.name, each.tries)
                for each in drawn
                if each.play == made.name and each.owner == one.person and plan.unit == "deal"
            )
            if as_of < plan.stop_on or deals:
                part = Mine(
                    plan.title,
                    plan.what,
                    plan.outcome,
                    plan.start_on,
                    plan.stop_on,
                    one.tries,
                    deals,
                )
                found[one.person] = (*found[one.person], part)
    return found


def mine_json(parts: Sequence[Mine]) -> list[Plain]:
    """Return one person's parts for machines."""
    return [
        {
            "title": part.title,
            "what": part.what,
            "outcome": part.outcome,
            "start_on": part.start_on.isoformat(),
            "stop_on": part.stop_on.isoformat(),
            "tries": part.tries,
            "deals": [{"name": name, "tries": tries} for name, tries in part.deals],
        }
        for part in parts
    ]
