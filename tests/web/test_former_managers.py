"""Somebody moves to another team: what who led them still sees, and what not of the time since."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import vobject
from tests.web.conftest import CHANGE, Cast
from tests.web.test_team import AT, held, series, text
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture

from fairlead.web.people.services import assign
from fairlead.web.published.selectors import Found
from fairlead.web.team.models import CANCELLED, PLANNED, Meeting, Plan
from fairlead.web.team.services.counted import meetings_due
from fairlead.web.team.services.meetings import plan_all_ahead

SINCE = "what the numbers say of her since she moved"


@pytest.fixture
def told_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brief of today, weeks after Cleo moved from Ben to Inès."""
    lines = [{"text": SINCE, "weight": "lead"}]
    part = {"code": "one_thing", "title": "Train one thing", "lines": lines}
    found = Found({"sections": [part]}, AT.date(), AT, 7, False)
    monkeypatch.setattr("fairlead.web.team.selectors.answer", lambda *_question: found)


@pytest.mark.parametrize("state", [PLANNED, CANCELLED])
def test_a_1_1_from_before_that_was_not_held_tells_nothing_of_today(
    cast: Cast, told_since: None, state: str
) -> None:
    before = held(cast, "ben", "cleo", CHANGE - dt.timedelta(days=8))
    Meeting.objects.filter(pk=before.pk).update(state=state)
    now = held(cast, "ines", "cleo", AT.date())
    Meeting.objects.filter(pk=now.pk).update(state=PLANNED)
    assert SINCE in text(cast.client("ines").get(f"/team/{now.pk}/")), "it is told to who leads"
    ben = cast.client("ben")
    assert SINCE not in text(ben.get(f"/team/{before.pk}/"))
    assert SINCE not in text(ben.get(f"/api/v1/team/one-to-ones/{before.pk}"))
    if state == PLANNED:
        assert ben.post(f"/team/{before.pk}/", {"what": "held"}).status_code == 302
        assert SINCE not in text(ben.get(f"/team/{before.pk}/")), "nor copied by saying so late"
        assert Meeting.objects.get(pk=before.pk).filled == []


def test_a_plan_stays_as_it_was_for_both_and_she_may_still_disagree(cast: Cast) -> None:
    made = {"manager": cast.people["ben"].pk, "person": cast.people["cleo"].pk}
    plan = Plan.objects.create(
        **made, opened_on=CHANGE - dt.timedelta(days=20), cause="no CFO in the demo"
    )
    place = f"/team/plans/{plan.pk}/"
    ben, cleo = cast.client("ben"), cast.client("cleo")
    typed = {"what": "write", "person_says": "Inès helps me with it", "cause": "new"}
    assert cleo.post(place, typed).status_code == 409
    assert ben.post(place, typed).status_code == 404
    for what in ("agree", "close"):
        assert cleo.post(place, {"what": what}).status_code == 409
    assert cleo.post(place, {"what": "disagree", "text": "it was the territory"}).status_code == 302
    assert "it was the territory" in text(ben.get(place))
    shown = text(cleo.get(place))
    assert "Ben leads you no more" in shown
    assert "Close the plan" not in shown
    assert "from before" in text(cleo.get("/team/"))
    assert cast.client("ines").get(place).status_code == 404


def test_a_wish_to_who_led_her_does_not_stand_in_the_way_of_the_next(cast: Cast) -> None:
    gil = cast.client("gil")
    assert gil.post("/team/coaching/", {"what": "prices"}).status_code == 302
    assign(cast.people["gil"], cast.people["ines"], "South", AT.date())
    assert "I want coaching" in text(gil.get("/team/"))
    assert gil.post("/team/coaching/", {"what": "prices"}).status_code == 302
    assert "wanted since" in text(cast.client("ines").get("/team/"))
    assert "wanted since" not in text(cast.client("ben").get("/team/"))


def test_calendar_and_digest_know_of_the_change_though_nobody_opened_a_page(cast: Cast) -> None:
    series(cast, "ben", "gil", AT.date())
    link = re.search(
        r"(/team/calendar/[\w-]+\.ics)", text(cast.client("gil").post("/team/calendar/"))
    )
    assert link is not None
    day = AT.date() + dt.timedelta(days=10)
    assign(cast.people["gil"], cast.people["ines"], "South", day)
    read = vobject.readOne(cast.client(None).get(link[1]).content.decode())
    after = [e for e in read.vevent_list if e.dtstart.value.date() >= day]
    assert after
    assert {e.status.value for e in after} == {"CANCELLED"}
    assert {int(e.sequence.value) for e in after} == {1}
    assert {e.status.value for e in read.vevent_list if e not in after} == {"CONFIRMED"}


def test_the_worker_writes_the_next_weeks_of_everybody(cast: Cast) -> None:
    series(cast, "ben", "gil", AT.date())
    series(cast, "ines", "dan", AT.date(), every_weeks=2)
    before = Meeting.objects.count()
    later = AT + dt.timedelta(weeks=6)
    plan_all_ahead(None, later)
    plan_all_ahead(None, later)
    rows = Meeting.objects.filter(start_at__gte=later)
    assert rows.count() == 6 + 3, "six weeks more, each once"
    assert Meeting.objects.count() == before + 9


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin"])
def test_only_what_was_moved_is_said_to_be_moved(cast: Cast, zone: str) -> None:
    """At eight in Auckland it is still the day before in UTC, and nothing was moved."""
    series(cast, "ben", "gil", AT.date() + dt.timedelta(days=2), at="08:00", zone=zone)
    gil = cast.client("gil")
    assert "moved" not in text(gil.get("/team/"))
    first = Meeting.objects.order_by("start_at").first()
    assert first is not None
    moved: dict[str, Any] = {"what": "move", "on": first.slot_on, "at": "11:00"}
    assert gil.post(f"/team/{first.pk}/time/", moved).status_code == 302
    assert text(gil.get("/team/")).count(", moved") == 1


def test_a_leaders_standard_suffers_from_no_change_of_others(cast: Cast) -> None:
    """A new day for the series, or a change of manager, is no 1:1 that was not held."""
    ben, day = cast.people["ben"].pk, AT.date()
    end = day + dt.timedelta(weeks=5)
    series(cast, "ben", "gil", day)
    assert len(meetings_due(ben, day, end)) == 5
    series(cast, "ben", "gil", day + dt.timedelta(days=1))
    assert Meeting.objects.filter(state=CANCELLED).count() >= 5, "of the old series"
    due = meetings_due(ben, day, end)
    assert [m.state for m in due].count("planned") == len(due) == 6, "one of the old was before"
    late = Meeting.objects.filter(state=PLANNED, start_at__date__lt=end).order_by("start_at").last()
    assert late is not None
    gone = cast.client("gil").post(f"/team/{late.pk}/time/", {"what": "cancel"})
    assert gone.status_code == 302
    assert [m.state for m in meetings_due(ben, day, end)].count("cancelled") == 1, "it was due"
    assign(cast.people["gil"], cast.people["ines"], "South", day + dt.timedelta(weeks=2))
    text(cast.client("gil").get("/team/"))
    after = meetings_due(ben, day + dt.timedelta(weeks=2), end)
    assert after == [], "they went with the person"
