"""A simulated company as a journal, made once."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.calibration.journals import journal_of

from fairlead.company.calendar import Calendar
from fairlead.forecast.frame import Frame, frame_of, span_of
from fairlead.forecast.journal import Journal
from fairlead.forecast.predict import Prediction, Size, predict
from fairlead.simulate import Organisation, simulate

END = dt.date(2026, 9, 30)
DAY = dt.date(2026, 5, 13)


@pytest.fixture(scope="session")
def journal() -> Journal:
    organisation = Organisation(
        people=8, months=30, end=END, dirt=0.0, team_count=2, reassign_rate=0.05
    )
    return journal_of(simulate(organisation, seed=11))


@pytest.fixture(scope="session")
def frame(journal: Journal) -> Frame:
    return frame_of(journal, DAY)


@pytest.fixture(scope="session")
def found(frame: Frame) -> Prediction:
    made = predict(frame, span_of(Calendar(), DAY), size=Size(draws=400, models=20))
    assert isinstance(made, Prediction)
    return made
