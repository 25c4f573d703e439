"""Targets of parts, and the chance to reach them."""

from __future__ import annotations

from tests.forecast.conftest import DAY

from fairlead.company.calendar import Calendar
from fairlead.forecast.ahead import Asked, Told, tell
from fairlead.forecast.aims import Aims
from fairlead.forecast.journal import Journal


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
