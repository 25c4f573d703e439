"""What people said stands for the company only where they answer for its open deals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fairlead.forecast.frame import Frame
from fairlead.forecast.journal import NOBODY
from fairlead.forecast.naive import naive
from fairlead.forecast.predict import Prediction


def _said_by(frame: Frame, people: np.ndarray) -> Frame:
    said = frame.journal.submissions
    rows = np.isin(said.person, people)
    some = replace(said, **{name: getattr(said, name)[rows] for name in said.__slots__})
    return replace(frame, journal=replace(frame.journal, submissions=some))


def test_two_of_eight_do_not_speak_for_the_company(frame: Frame, found: Prediction) -> None:
    owners = np.unique(found.open.owner[found.open.owner != NOBODY])
    everybody = np.unique(frame.journal.submissions.person)
    assert len(owners) >= 6
    assert "submission" in naive(_said_by(frame, everybody), found)
    assert "submission" not in naive(_said_by(frame, owners[:2]), found)


def test_whoever_leads_them_all_speaks_for_them(frame: Frame, found: Prediction) -> None:
    owners = np.unique(found.open.owner[found.open.owner != NOBODY])
    bosses = np.unique(frame.journal.staff.manager_at(owners, found.span.day))
    assert NOBODY not in bosses
    assert "submission" in naive(_said_by(frame, bosses), found)
    assert "submission" not in naive(_said_by(frame, bosses[:1]), found)


def test_without_managers_who_owns_no_deal_may_speak_for_all(
    frame: Frame, found: Prediction
) -> None:
    owners = np.unique(found.open.owner[found.open.owner != NOBODY])
    boss = frame.journal.staff.manager_at(owners[:1], found.span.day)
    assert boss[0] not in owners
    staff = replace(frame.journal.staff, led_by=np.full(len(frame.journal.staff.led_by), NOBODY))
    flat = replace(frame, journal=replace(frame.journal, staff=staff))
    assert "submission" in naive(_said_by(flat, boss), found)
    assert "submission" not in naive(_said_by(flat, owners[:2]), found)
