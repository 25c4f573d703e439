"""Meetings of a mentor with their mentee: theirs alone, over time, and counted nowhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import vobject
from tests.web.conftest import Cast
from tests.web.test_team import AT, PLAIN, everything_kept, held, parsed, series, text
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture

from fairlead.web.leadership.selectors import coaching, standards_of
from fairlead.web.notify.selectors import lines_of
from fairlead.web.people.services import assign, held_everywhere
from fairlead.web.team import services
from fairlead.web.team.models import CANCELLED, HELD, Meeting, Mentoring, Series, Wish
from fairlead.web.team.services.counted import held_days, held_meeting
from fairlead.web.team.services.meetings import plan_all_ahead
from fairlead.web.team.services.zones import company_quarter

EVERYBODY = ("ada", "ben", "ines", "cleo", "gil", "dan", "ops", "admin", "eve")
CANARY = "sandpiper-by-the-sluice"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    def at(instant: dt.datetime) -> None:
        for where in ("team.views", "team.api", "leadership.views", "vision.views"):
            module = f"fairlead.web.{where}"
            monkeypatch.setattr(f"{module}.now", lambda: instant, raising=False)
            monkeypatch.setattr(f"{module}.today", instant.date)

    at(AT)
    return at


def pair(cast: Cast, mentor: str = "ines", mentee: str = "gil") -> Mentoring:
    """Gil, who works for Ben, and Inès, who leads South."""
    typed = {"what": "ask", "mentor": cast.people[mentor].pk, "goal": "to say no upward"}
    assert cast.client(mentee).post("/leadership/mentoring/", typed).status_code == 302
    made = Mentoring.objects.latest("id")
    agreed = {"what": "agree", "number": made.pk}
    assert cast.client(mentor).post("/leadership/mentoring/", agreed).status_code == 302
    return made


def meet(cast: Cast, who: str, number: int, **more: Any) -> int:
    typed = {
        "what": "meet",
        "number": number,
        "start_on": "2026-11-24",
        "at": "10:00",
        "zone": "Europe/Berlin",
        "every_weeks": 1,
        "minutes": 30,
    }
    return int(cast.client(who).post("/leadership/mentoring/", typed | more).status_code)


def first(cast: Cast) -> Meeting:
    """The first meeting of Inès and Gil."""
    assert meet(cast, "gil", pair(cast).pk) == 302
    found = Meeting.objects.order_by("start_at").first()
    assert found is not None
    return found


def test_either_of_an_agreed_pair_plans_a_series_or_once(cast: Cast) -> None:
    made = pair(cast)
    for who in ("ada", "ben", "cleo", "dan", "ops", "eve"):
        assert meet(cast, who, made.pk) == 404, who
    assert meet(cast, "gil", made.pk, start_on="2026-11-22") == 422, "the day has passed"
    assert meet(cast, "gil", made.pk, zone="Nowhere/Land") == 422
    assert meet(cast, "gil", made.pk) == 302
    weekly = Meeting.objects.filter(state="planned").count()
    assert weekly == 6
    assert meet(cast, "ines", made.pk, every_weeks=0, start_on="2026-11-26") == 302
    assert meet(cast, "ines", made.pk, every_weeks=0, start_on="2026-11-26") == 302
    assert Meeting.objects.filter(state="planned").count() == weekly + 1, "once, and ends nothing"
    assert meet(cast, "ines", made.pk, every_weeks=2, start_on="2026-12-08") == 302
    assert Series.objects.filter(until_on=None).count() == 1, (
        "a new series takes the old one's place"
    )
    waits = Mentoring.objects.create(
        mentor=cast.people["ines"].pk, mentee=cast.people["cleo"].pk, goal="x", asked_on=AT.date()
    )
    assert meet(cast, "cleo", waits.pk) == 404, "not agreed to yet"


def test_nobody_above_is_asked_to_be_a_mentor(cast: Cast) -> None:
    """Who stands above sees numbers, and is who one would not say it to."""
    for mentee, mentor in (("gil", "ben"), ("gil", "ada"), ("ben", "ada"), ("gil", "dan")):
        typed = {"what": "ask", "mentor": cast.people[mentor].pk, "goal": "x"}
        assert cast.client(mentee).post("/leadership/mentoring/", typed).status_code == 422, mentor
    told = text(cast.client("gil").get("/leadership/"))
    offered = told.split('id="mentor_mentor"')[1].split("</select>")[0]
    assert re.findall(r">(\w+)</option>", offered) == ["Ines"]


def test_one_far_ahead_is_written_down_when_it_comes_near(cast: Cast) -> None:
    made = pair(cast)
    assert meet(cast, "gil", made.pk, every_weeks=0, start_on="2027-02-16") == 302
    assert not Meeting.objects.exists()
    plan_all_ahead(cast.people["ines"].pk, AT + dt.timedelta(weeks=10))
    assert Meeting.objects.get().slot_on == dt.date(2027, 2, 16)


def test_it_is_open_to_the_two_and_to_no_manager(cast: Cast) -> None:
    """Manager, leader above, peer, other mentor, ops, admin; then after a change of manager."""
    number = first(cast).pk
    place = f"/team/{number}/"
    addresses = (place, f"{place}invitation.ics", f"/api/v1/team/one-to-ones/{number}")

    def readers() -> set[str]:
        told = {
            who: {cast.client(who).get(each).status_code for each in addresses} for who in EVERYBODY
        }
        assert all(len(each) == 1 for each in told.values()), "pages and programs say the same"
        return {who for who, each in told.items() if each == {200}}

    assert readers() == {"ines", "gil"}
    for who in EVERYBODY:
        if who in {"ines", "gil"}:
            continue
        note = {"what": "note", "text": "mine"}
        assert cast.client(who).post(place, note).status_code == 404
        assert cast.client(who).post(f"{place}time/", {"what": "cancel"}).status_code == 404
    assign(cast.people["gil"], cast.people["ada"], "North", AT.date())
    assert readers() == {"ines", "gil"}, "neither the former manager nor the new one"


def test_a_mentor_who_becomes_the_manager_reads_no_1_1_from_before_and_stays_the_mentor(
    cast: Cast,
) -> None:
    number = first(cast).pk
    before = held(cast, "ben", "gil", AT.date() - DAY)
    assert cast.client("ines").get(f"/team/{before.pk}/").status_code == 404
    assign(cast.people["gil"], cast.people["ines"], "South", AT.date())
    assert cast.client("ines").get(f"/team/{before.pk}/").status_code == 404
    assert cast.client("ines").get(f"/team/{number}/").status_code == 200
    told = text(cast.client("ines").get("/team/"))
    row = re.search(r'<th scope="row">Gil</th><td>(.*?)</td><td>(.*?)</td>', told)
    assert row is not None
    assert row.groups() == ("none here yet", "none planned"), "a mentor's talk is no 1:1"


def test_agenda_and_notes_are_the_pairs_and_private_ones_sealed(cast: Cast) -> None:
    place = f"/team/{first(cast).pk}/"
    ines, gil = cast.client("ines"), cast.client("gil")
    assert gil.post(place, {"what": "agenda", "text": "how to say no"}).status_code == 302
    assert ines.post(place, {"what": "note", "text": PLAIN}).status_code == 302
    assert gil.post(place, {"what": "private", "text": CANARY}).status_code == 302
    assert "how to say no" in text(ines.get(place))
    assert PLAIN in text(gil.get(place))
    assert CANARY in text(gil.get(place))
    assert CANARY not in text(ines.get(place))
    kept = everything_kept()
    assert PLAIN.encode() in kept
    assert CANARY.encode() not in kept
    pages = ("/", "/team/", "/leadership/", "/me/", "/me/export/", "/feedback/", "/vision/",
             "/diagnose/", "/measure/", "/people/", "/api/v1/me", "/api/v1/team/one-to-ones",
             "/api/v1/team/people", "/api/v1/team/promises")  # fmt: skip
    for who in ("ada", "ben", "cleo", "dan", "ops", "admin", "eve"):
        browser = cast.client(who)
        for page in pages:
            told = browser.get(page).content
            for word in (PLAIN, CANARY, "how to say no"):
                assert word.encode() not in told, (who, page)
    for who in ("ben", "ada"):
        assert "Mentor Ines" not in text(cast.client(who).get("/team/"))
        assert cast.client(who).get("/api/v1/team/one-to-ones").json()["one_to_ones"] == []


def test_no_number_comes_to_a_mentor_and_nobody_is_rated(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.web.published.selectors import Found

    lines = [{"text": "Demo to Proposal", "weight": "lead"}]
    body = {"sections": [{"code": "one_thing", "title": "Train one thing", "lines": lines}]}
    found = Found(body, dt.date(2026, 11, 20), AT, 7, False)
    monkeypatch.setattr("fairlead.web.team.selectors.answer", lambda *_question: found)
    meeting = first(cast)
    place = f"/team/{meeting.pk}/"
    for what in ({"what": "view", "score": 2, "text": "x"}, {"what": "helped"}):
        for who in ("ines", "gil"):
            assert cast.client(who).post(place, what).status_code == 404
    assert cast.client("ines").post(place, {"what": "held"}).status_code == 409, "still to come"
    Meeting.objects.filter(pk=meeting.pk).update(start_at=AT)
    assert cast.client("gil").post(place, {"what": "held"}).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).filled == []
    for who in ("ines", "gil"):
        told = text(cast.client(who).get(place))
        for word in ("Demo to Proposal", "Did it help?", "How it went since last time"):
            assert word not in told, (who, word)
        talk = cast.client(who).get(f"/api/v1/team/one-to-ones/{meeting.pk}").json()
        assert (talk["is_mentoring"], talk["from_the_numbers"]) == (True, [])


def test_a_leaders_standards_count_no_meeting_with_a_mentor(cast: Cast) -> None:
    """Neither as held nor as due; coaching asked of one's manager is not given by a mentor."""
    quarter = company_quarter(AT.date())
    ines, gil = cast.people["ines"].pk, cast.people["gil"].pk
    before = standards_of(ines, "Ines", quarter, AT.date())
    meeting = first(cast)
    cast.client("gil").post("/team/coaching/", {})
    Wish.objects.create(person=gil, manager=ines, on=AT.date())
    Meeting.objects.filter(pk=meeting.pk).update(start_at=AT)
    assert cast.client("ines").post(f"/team/{meeting.pk}/", {"what": "held"}).status_code == 302
    assert standards_of(ines, "Ines", quarter, AT.date() + 40 * DAY).held == before.held
    assert held_days(AT.date() - DAY, AT.date() + DAY) == {}
    assert held_meeting(ines, meeting.pk) is None
    assert not Wish.objects.exclude(given_on=None).exists()
    assert coaching(ines, quarter, AT.date()).helped == coaching(gil, quarter, AT.date()).helped
    assert f'value="{meeting.pk}"' not in text(cast.client("ines").get("/vision/"))


def test_it_stands_in_the_one_calendar_of_both_and_keeps_its_identity(cast: Cast) -> None:
    series(cast, "ben", "gil", dt.date(2026, 11, 24))
    first(cast)
    found = Meeting.objects.filter(is_mentoring=True).order_by("start_at").first()
    assert found is not None
    file, change = f"/team/{found.pk}/invitation.ics", f"/team/{found.pk}/time/"
    one = parsed(cast.client("gil").get(file))
    assert one.vevent.summary.value == "Mentor Ines and Gil"
    moved = {"what": "move", "on": "2026-11-25", "at": "15:30"}
    assert cast.client("gil").post(change, moved).status_code == 302
    two = parsed(cast.client("ines").get(file))
    assert two.vevent.uid.value == one.vevent.uid.value
    assert [int(e.vevent.sequence.value) for e in (one, two)] == [0, 1]
    assert "PRIVATE" in {e.vevent.contents["class"][0].value for e in (one, two)}

    def feed(who: str) -> set[str]:
        page = text(cast.client(who).post("/team/calendar/"))
        link = re.search(r"(/team/calendar/[\w-]+\.ics)", page)
        assert link is not None
        body = cast.client(None).get(link[1]).content.decode()
        return {e.summary.value for e in getattr(vobject.readOne(body), "vevent_list", [])}

    assert feed("gil") == {"1:1 Ben and Gil", "Mentor Ines and Gil"}
    assert feed("ines") == {"Mentor Ines and Gil"}
    assert feed("ben") == {"1:1 Ben and Gil"}
    told = text(cast.client("gil").get("/team/"))
    assert "mentoring, Europe/Berlin" in told
    assert "You meet" in text(cast.client("ines").get("/leadership/"))


def test_the_digest_counts_them_apart(cast: Cast) -> None:
    series(cast, "ben", "gil", dt.date(2026, 11, 24))
    first(cast)
    lines = lines_of(cast.people["gil"].pk, AT)
    assert "1 planned 1:1 this week." in lines
    assert "1 meeting of mentor and mentee this week." in lines
    assert "1 planned 1:1 this week." in lines_of(cast.people["ben"].pk, AT)
    assert not any("mentor" in line for line in lines_of(cast.people["ben"].pk, AT))


def test_the_end_calls_off_what_was_planned_and_leaves_what_was_said(
    cast: Cast, clock: Any
) -> None:
    meeting = first(cast)
    made = Mentoring.objects.get()
    Meeting.objects.filter(pk=meeting.pk).update(start_at=AT)
    assert cast.client("gil").post(f"/team/{meeting.pk}/", {"what": "held"}).status_code == 302
    later = Meeting.objects.filter(state="planned").order_by("start_at").last()
    assert later is not None
    ended = {"what": "end", "number": made.pk}
    assert cast.client("ines").post("/leadership/mentoring/", ended).status_code == 302
    assert set(Meeting.objects.values_list("state", flat=True)) == {HELD, CANCELLED}
    assert all(m.sequence == 1 for m in Meeting.objects.filter(state=CANCELLED))
    clock(AT + 3 * DAY)
    for who in ("ines", "gil"):
        text(cast.client(who).get("/team/"))
        assert cast.client(who).get(f"/team/{meeting.pk}/").status_code == 200, "it was theirs"
    assert cast.client("ines").get(f"/team/{later.pk}/").status_code == 404, "it never was"
    assert not Meeting.objects.filter(state="planned").exists(), "and nothing is planned anew"
    assert meet(cast, "gil", made.pk, start_on="2026-12-01") == 404
    for who in ("ada", "ben", "ops"):
        assert cast.client(who).get(f"/team/{meeting.pk}/").status_code == 404


def test_one_tap_begins_no_1_1_with_somebody_one_does_not_lead(cast: Cast) -> None:
    pair(cast)
    assert series(cast, "ines", "gil", dt.date(2026, 11, 24)).status_code in {404, 422}
    assert not Series.objects.exists()
    made = Series(
        manager=cast.people["ines"].pk, person=cast.people["gil"].pk, at=dt.time(10), zone="UTC",
        start_on=AT.date(),
    )  # fmt: skip
    from fairlead.errors import AccessError

    with pytest.raises(AccessError):
        services.meetings.start_series(made, AT)


def test_it_is_in_the_file_of_both_and_goes_with_either(cast: Cast) -> None:
    place = f"/team/{first(cast).pk}/"
    cast.client("ines").post(place, {"what": "note", "text": PLAIN})
    cast.client("gil").post(place, {"what": "private", "text": CANARY})
    for who in ("ines", "gil"):
        told = held_everywhere(cast.people[who].pk)["team"]
        assert {each["with_mentor"] for each in told["one_to_ones"]} == {True}
        assert PLAIN in str(told)
        assert CANARY not in str(told)
    assert held_everywhere(cast.people["ben"].pk)["team"]["one_to_ones"] == []
    services.take_over(cast.people["dan"].pk, cast.people["gil"].pk)
    assert cast.client("dan").get(place).status_code == 200, "two who are one carry it over"
    services.forget(cast.people["dan"].pk)
    assert not Meeting.objects.exists()
    assert not Mentoring.objects.exists()
    assert PLAIN.encode() not in everything_kept()
