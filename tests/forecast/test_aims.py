"""Targets of parts: a person's own, a team's own, or its people's where all who sell have one."""

from __future__ import annotations

import numpy as np
from tests.forecast.conftest import DAY

from fairlead.company.calendar import Calendar
from fairlead.forecast.ahead import Asked, Told, tell
from fairlead.forecast.aims import Aims, aims_of
from fairlead.forecast.frame import Frame
from fairlead.forecast.journal import NOBODY, Journal
from fairlead.forecast.predict import Prediction


def _sellers(found: Prediction) -> list[int]:
    return [int(p) for p in np.unique(found.open.owner) if p != NOBODY]


def test_a_teams_target_is_its_peoples(frame: Frame, found: Prediction) -> None:
    people = dict.fromkeys(_sellers(found), 100)
    total = aims_of(frame, found, "team", Aims(people))
    team = frame.journal.staff.team_at(np.array(list(people)), found.span.day)
    assert total == {int(t): 100 * int((team == t).sum()) for t in np.unique(team) if t != NOBODY}
    assert aims_of(frame, found, "person", Aims(people)) == people
    assert aims_of(frame, found, "segment", Aims(people)) == {}


def test_a_team_in_which_somebody_sells_without_one_has_none(
    frame: Frame, found: Prediction
) -> None:
    staff, day = frame.journal.staff, found.span.day
    leads = set(staff.manager_at(np.arange(len(staff.person_id)), day).tolist())
    sellers = [p for p in _sellers(found) if p not in leads]
    gone = int(staff.team_at(np.array(sellers[:1]), day)[0])
    total = aims_of(frame, found, "team", Aims(dict.fromkeys(sellers[1:], 100)))
    assert gone != NOBODY
    assert gone not in total
    assert total


def test_a_teams_own_target_comes_first(frame: Frame, found: Prediction) -> None:
    people = dict.fromkeys(_sellers(found), 100)
    assert aims_of(frame, found, "team", Aims(people, {0: 7})) == {0: 7}


def test_the_chance_is_the_share_of_draws_that_reach_it(journal: Journal) -> None:
    plain = tell(journal, Asked(Calendar(), DAY, by="team", look_back=False))
    assert isinstance(plain, Told)
    first = plain.outlook.parts[0]
    assert (first.target, first.chance) == (None, None)
    code = journal.staff.team.index(first.name)
    aims = Aims({}, {code: round(first.here.middle)})
    told = tell(journal, Asked(Calendar(), DAY, by="team", aims=aims, look_back=False))
    assert isinstance(told, Told)
    aimed = told.outlook.parts[0]
    assert aimed.here == first.here
    assert aimed.chance is not None
    assert abs(aimed.chance - 0.5) < 0.02
    assert [p.target for p in told.outlook.parts[1:]] == [None] * (len(told.outlook.parts) - 1)
