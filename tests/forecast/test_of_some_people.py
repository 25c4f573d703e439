"""Beside the forecast of some people stands how the company's held, and none of its amounts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.forecast.conftest import DAY

from fairlead.brief.forecast import compose_forecast
from fairlead.brief.forecast_words import Words
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.company.calendar import Calendar
from fairlead.forecast.ahead import Asked, Foreseen, Told, foresee, told_of
from fairlead.forecast.journal import Journal
from fairlead.refresh.forecast_json import forecast_json
from fairlead.refresh.forecasting import Forecast

ASKED = Asked(Calendar(), DAY)
SAID = Words({}, {}, next_steps=False)


@pytest.fixture(scope="module")
def seen(journal: Journal) -> Foreseen:
    found = foresee(journal, ASKED)
    assert isinstance(found, Foreseen)
    assert len(found.before) >= 4
    return found


def brief_of(told: Told) -> Brief:
    return compose_forecast(told, SAID, Setting(DAY, DAY, ()), DAY, "Q2 2026")


def test_the_company_is_told_its_own_record(seen: Foreseen) -> None:
    told = told_of(seen, ASKED)
    (before,) = (s for s in brief_of(told).sections if s.code == "before")
    assert before.grid is not None
    body = forecast_json(Forecast(told, brief_of(told), (), ""), named=False)
    assert {row["came"] for row in body["before"]} == {one.actual for one in seen.before}


def test_some_people_read_how_often_the_companys_held_and_no_amounts(seen: Foreseen) -> None:
    told = told_of(seen, replace(ASKED, people=np.array([0])))
    brief = brief_of(told)
    (before,) = (s for s in brief.sections if s.code == "before")
    assert before.grid is None
    shown = seen.before[-8:]
    held = sum(one.held(0.8) for one in shown)
    first, last = (line.text for line in before.lines)
    assert first.startswith("Of the whole company's forecast: ")
    assert f"held in {held} of {len(shown)} earlier periods" in first
    assert "alone held was not looked back at" in last
    body = forecast_json(Forecast(told, brief, (), ""), named=False)
    assert [set(row) for row in body["before"]] == [
        {"as_of", "period", "week", "weeks_left", "held"}
    ] * len(seen.before)
    assert body["before_of"] == "company"
