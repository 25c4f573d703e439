"""Targets of the parts a forecast is told by: a person's own, a team's own or its people's."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fairlead.forecast.frame import Frame
from fairlead.forecast.journal import NOBODY
from fairlead.forecast.predict import Prediction
from fairlead.forecast.sums import By


@dataclass(frozen=True, slots=True)
class Aims:
    """Targets of the period in minor units, by code of staff and by code of team."""

    people: dict[int, int] = field(default_factory=dict)
    teams: dict[int, int] = field(default_factory=dict)


def aims_of(frame: Frame, found: Prediction, by: By, aims: Aims) -> dict[int, int]:
    """Return the target of each part that has one, by its code.

    Answers what each person or team is to bring. Where no team has a target of its own, a team's
    is the sum of those of its people of the evening; a team in which somebody sells without a
    target has none, because its wins would be set beside a part of them.

    Parameters
    ----------
    frame, found
        The journal and the forecast; open deals say who sells.
    by
        Segments and sources have no targets.
    aims
        What was given.
    """
    if by == "person":
        return aims.people
    if by != "team":
        return {}
    if aims.teams or not aims.people:
        return aims.teams
    staff, day = frame.journal.staff, found.span.day
    everybody = np.arange(len(staff.person_id))
    team, leads = staff.team_at(everybody, day), np.unique(staff.manager_at(everybody, day))
    sells = np.setdiff1d(np.unique(found.open.owner), [NOBODY, *leads.tolist()])
    without = np.setdiff1d(sells, list(aims.people))
    lacking = set(team[without].tolist())
    total: dict[int, int] = {}
    for person, amount in aims.people.items():
        code = int(team[person])
        if code != NOBODY and code not in lacking:
            total[code] = total.get(code, 0) + amount
    return total
