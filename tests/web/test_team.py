"""Promises, 1:1s and plans: between two people, over time, and what is private stays so."""

from __future__ import annotations

import datetime as dt
import logging
import re
from typing import Any

import pytest
import vobject
from tests.web.conftest import CHANGE, WORKSPACE, Cast

from fairlead.errors import UnavailableError
from fairlead.web.people.services import assign
from fairlead.web.project import sealing
from fairlead.web.team import services
from fairlead.web.team.models import (
    CANCELLED,
    HELD,
    Meeting,
    Plan,
    PrivateNote,
    Promise,
    Series,
    Wish,
)

CANARY = "kingfisher-under-the-bridge"
PLAIN = "heron-on-the-pier"
AT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
"""A Monday in winter, weeks after Cleo moved from Ben to Inès."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock of pages."""

    def at(instant: dt.datetime) -> None:
        for where in ("team", "brief"):
            module = f"fairlead.web.{where}.views"
            monkeypatch.setattr(f"{module}.now", lambda: instant, raising=False)
            monkeypatch.setattr(f"{module}.today", instant.date)

    at(AT)
    return at


def text(response: Any) -> str:
    assert response.status_code == 200
    told: str = response.content.decode()
    return told


def series(cast: Cast, manager: str, person: str, first: dt.date, **more: Any) -> Any:
    typed = {
        "person": cast.people[person].pk,
        "start_on": first,
        "at": "10:00",
        "zone": "Europe/Berlin",
        "every_weeks": 1,
        "minutes": 30,
    }
    return cast.client(manager).post("/team/series/", typed | more)


def held(cast: Cast, manager: str, person: str, day: dt.date) -> Meeting:
    """A 1:1 as it lies in the table."""
    ids = {"manager": cast.people[manager].pk, "person": cast.people[person].pk}
    rule = Series.objects.create(**ids, start_on=day, at=dt.time(10), zone="UTC")
    at = dt.datetime.combine(day, dt.time(10), dt.UTC)
    return Meeting.objects.create(
        series=rule, **ids, slot_on=day, start_at=at, minutes=30, uid=f"{rule.pk}@x", changed_at=at,
        state=HELD,
    )  # fmt: skip


def promise(cast: Cast, giver: str, receiver: str, due_on: dt.date) -> Promise:
    typed = {"receiver": cast.people[receiver].pk, "text": f"{giver} helps", "due_on": due_on}
    assert cast.client(giver).post("/team/promises/", typed).status_code == 302
    return Promise.objects.latest("id")


def test_the_leaders_own_late_promise_comes_first_in_their_brief(cast: Cast, clock: Any) -> None:
    promise(cast, "ben", "gil", AT.date() + dt.timedelta(days=2))
    assert "You first" not in text(cast.client("ben").get("/"))
    clock(AT + dt.timedelta(days=5))
    told = text(cast.client("ben").get("/"))
    assert "1 promise of yours is late" in told
    assert re.search(r"ben helps</a>: you to Gil, <strong>3 days late", told)
    assert "You first" not in text(cast.client("gil").get("/")), "the other's is no debt of theirs"
    assert "3 days late" in text(cast.client("gil").get("/team/"))


def test_a_promise_is_seen_settled_and_moved_by_the_two_alone(cast: Cast) -> None:
    due = AT.date() + dt.timedelta(days=2)
    made = promise(cast, "ben", "gil", due)
    place = f"/team/promises/{made.pk}/"
    for who in ("ada", "ines", "cleo", "dan", "ops", "admin", "eve"):
        assert cast.client(who).get(place).status_code == 404
        assert cast.client(who).post(place, {"what": "keep"}).status_code == 404
    assert cast.client("gil").post(place, {"what": "keep"}).status_code == 404
    assert cast.client("ben").post(place, {"what": "let_go"}).status_code == 404
    later = {"what": "move", "due_on": due + dt.timedelta(days=7), "reason": "the CFO is away"}
    assert cast.client("ben").post(place, later | {"reason": " "}).status_code == 422
    assert cast.client("ben").post(place, later).status_code == 302
    told = text(cast.client("gil").get(place))
    assert "the CFO is away" in told
    assert "First: 25 Nov 2026" in told, "the date first given stays"
    assert cast.client("ben").post(place, {"what": "keep"}).status_code == 302
    assert cast.client("ben").post(place, {"what": "keep"}).status_code == 409
    assert "Kept in time" in text(cast.client("gil").get(place))


def test_nobody_promises_to_whom_they_do_not_work_with(cast: Cast) -> None:
    typed = {"receiver": cast.people["dan"].pk, "text": "x", "due_on": AT.date()}
    assert cast.client("ben").post("/team/promises/", typed).status_code == 422
    typed = {"receiver": cast.people["gil"].pk, "text": "x", "due_on": "2026-11-01"}
    assert cast.client("ben").post("/team/promises/", typed).status_code == 422
    assert not Promise.objects.exists()


def test_a_1_1_belongs_to_the_manager_of_its_day(cast: Cast) -> None:
    """Former manager, new manager, peer and the one above, before and after the change."""
    before = held(cast, "ben", "cleo", CHANGE - dt.timedelta(days=8))
    after = held(cast, "ines", "cleo", CHANGE + dt.timedelta(days=8))
    astray = held(cast, "ben", "cleo", CHANGE + dt.timedelta(days=8))
    opens = {before.pk: {"ben", "cleo"}, after.pk: {"ines", "cleo"}, astray.pk: {"cleo"}}
    for number, who_opens in opens.items():
        for who in ("ada", "ben", "ines", "cleo", "gil", "dan", "ops", "admin", "eve"):
            expected = 200 if who in who_opens else 404
            for place in (f"/team/{number}/", f"/team/{number}/invitation.ics"):
                assert cast.client(who).get(place).status_code == expected, (who, place)
            if expected == 404:
                typed = {"what": "note", "text": "mine"}
                assert cast.client(who).post(f"/team/{number}/", typed).status_code == 404
                moved = cast.client(who).post(f"/team/{number}/time/", {"what": "cancel"})
                assert moved.status_code == 404


def test_a_change_of_manager_cancels_what_was_planned(cast: Cast) -> None:
    assert series(cast, "ben", "gil", AT.date()).status_code == 302
    planned = Meeting.objects.filter(state="planned").count()
    assert planned >= 6
    day = AT.date() + dt.timedelta(days=10)
    assign(cast.people["gil"], cast.people["ines"], "South", day)
    text(cast.client("gil").get("/team/"))
    left = Meeting.objects.filter(state="planned")
    assert {m.start_at.date() < day for m in left} == {True}
    assert all(m.sequence == 1 for m in Meeting.objects.filter(state=CANCELLED))
    assert series(cast, "ben", "gil", day).status_code == 404, "he leads him no more"


def test_who_is_spoken_about_speaks_first(cast: Cast) -> None:
    place = f"/team/{held(cast, 'ben', 'gil', AT.date()).pk}/"
    ben, gil = cast.client("ben"), cast.client("gil")
    view = {"what": "view", "score": 2, "text": "demos end without a date"}
    assert ben.post(place, view).status_code == 302
    shut = text(gil.get(place))
    assert "demos end without a date" not in shut
    assert "you speak first" in shut
    own = {"what": "view", "score": 4, "text": "two good demos"}
    assert gil.post(place, own).status_code == 302
    assert "demos end without a date" in text(gil.get(place))
    assert "two good demos" in text(ben.get(place))
    assert gil.post(place, own | {"text": "none"}).status_code == 409, "it stays as written"


def test_the_agenda_is_filled_from_the_brief_with_its_source(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.web.published.selectors import Found

    part = {"code": "one_thing", "title": "Train one thing"}
    lines = [{"text": "Demo to Proposal", "weight": "lead"}, {"text": "small", "weight": "quiet"}]
    body = {"sections": [part | {"lines": lines}]}
    found = Found(body, dt.date(2026, 11, 20), AT, 7, False)
    monkeypatch.setattr("fairlead.web.team.selectors.answer", lambda *_question: found)
    meeting = held(cast, "ben", "gil", AT.date())
    Meeting.objects.filter(pk=meeting.pk).update(state="planned")
    place = f"/team/{meeting.pk}/"
    told = text(cast.client("ben").get(place))
    assert "Demo to Proposal" in told
    assert "as it was on 2026-11-20, state 7" in told
    assert ">small<" not in told
    cast.client("admin").post("/people/individuals/", {"shown": "no"})
    assert "Demo to Proposal" not in text(cast.client("ben").get(place))
    cast.client("admin").post("/people/individuals/", {"shown": "yes"})
    assert cast.client("ben").post(place, {"what": "held"}).status_code == 302
    lines[0]["text"] = "something newer"
    assert "Demo to Proposal" in text(cast.client("gil").get(place)), "as it was that day"


def everything_kept() -> bytes:
    """All bytes of the database as it is now, this test's own writing included."""
    from django.db import connection

    connection.ensure_connection()
    whole: bytes = connection.connection.serialize()  # as a copy of the file would hold it
    rows = "\n".join(connection.connection.iterdump())
    return whole + rows.encode()


def test_a_canary_in_a_private_note_is_found_nowhere_else(
    cast: Cast, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    before = held(cast, "ben", "gil", AT.date())
    place = f"/team/{before.pk}/"
    assert cast.client("ben").post(place, {"what": "private", "text": CANARY}).status_code == 302
    assert cast.client("ben").post(place, {"what": "note", "text": PLAIN}).status_code == 302
    assert CANARY in text(cast.client("ben").get(place)), "its author reads it"
    pages = ["/", "/team/", place, "/me/", "/me/export/", "/people/", "/diagnose/", "/measure/",
             f"/team/{before.pk}/invitation.ics", "/people/team.csv", "/api/v1/me",
             "/api/v1/brief"]  # fmt: skip
    for who in (None, "ada", "ines", "cleo", "gil", "dan", "ops", "admin", "eve"):
        for page in pages:
            assert CANARY.encode() not in cast.client(who).get(page).content, (who, page)
    for page in set(pages) - {place}:
        assert CANARY.encode() not in cast.client("ben").get(page).content, page
    kept = everything_kept()
    assert PLAIN.encode() in kept, "the search finds what is kept in the clear"
    from django.db import connection

    assert PLAIN.encode() in connection.connection.serialize()
    assert CANARY.encode() not in kept
    assert CANARY not in str(services.held_about(cast.people["ben"].pk))
    assert CANARY not in str(services.held_about(cast.people["gil"].pk))
    assert services.held_about(cast.people["gil"].pk)["private_notes_of_others"] == 1
    captured = capfd.readouterr()
    assert CANARY not in caplog.text + captured.out + captured.err
    for file in WORKSPACE.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


def test_a_note_opens_with_any_kept_key_and_says_when_its_key_is_gone(
    cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.fernet import Fernet

    file = tmp_path / "notes.key"
    monkeypatch.setenv(sealing.NOTES_KEY_FILE, str(file))
    sealed = sealing.seal(CANARY)
    assert file.stat().st_mode & 0o077 == 0
    old, stands_for = file.read_bytes(), sealing.pseudonym("cleo", "pulse")
    file.write_bytes(Fernet.generate_key() + b"\n" + old)
    assert sealing.unseal(sealed) == CANARY
    assert sealing.pseudonym("cleo", "pulse") == stands_for
    assert sealing.pseudonym("cleo", "other") != stands_for
    file.write_bytes(Fernet.generate_key())
    with pytest.raises(UnavailableError, match="another key"):
        sealing.unseal(sealed)
    file.write_bytes(b"no key\n")
    with pytest.raises(UnavailableError, match="no key"):
        sealing.seal("x")
    monkeypatch.setenv(sealing.NOTES_KEY_FILE, str(tmp_path / "notes.key" / "below a file"))
    meeting = held(cast, "ben", "gil", AT.date())
    typed = {"what": "private", "text": CANARY}
    assert cast.client("ben").post(f"/team/{meeting.pk}/", typed).status_code == 503
    assert not PrivateNote.objects.exists(), "nothing is kept in the clear instead"


def parsed(response: Any) -> Any:
    """What another program reads in a calendar file."""
    return vobject.readOne(response.content.decode())


def test_invitations_keep_their_identity_through_moves_and_cancellation(cast: Cast) -> None:
    series(cast, "ben", "gil", dt.date(2026, 11, 24))
    found = Meeting.objects.order_by("start_at").first()
    assert found is not None
    file, change = f"/team/{found.pk}/invitation.ics", f"/team/{found.pk}/time/"
    gil = cast.client("gil")
    first = parsed(gil.get(file))
    assert first.method.value == "REQUEST"
    assert first.vevent.dtstart.value == dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    assert first.vevent.summary.value == "1:1 Ben and Gil"
    assert first.vevent.attendee.value == "mailto:gil@x.example"
    assert first.vevent.organizer.value == "mailto:ben@x.example"
    moved = {"what": "move", "on": "2026-11-25", "at": "15:30"}
    assert gil.post(change, moved).status_code == 302
    second = parsed(gil.get(file))
    assert second.vevent.dtstart.value == dt.datetime(2026, 11, 25, 14, 30, tzinfo=dt.UTC)
    assert gil.post(change, {"what": "cancel"}).status_code == 302
    third = parsed(gil.get(file))
    assert third.method.value == "CANCEL"
    assert third.vevent.status.value == "CANCELLED"
    events = [each.vevent for each in (first, second, third)]
    assert len({event.uid.value for event in events}) == 1
    assert [int(event.sequence.value) for event in events] == [0, 1, 2]
    assert gil.post(change, moved).status_code == 409, "what was called off does not move"


def test_the_private_calendar_opens_with_its_word_alone(cast: Cast) -> None:
    series(cast, "ben", "gil", dt.date(2026, 11, 24))
    series(cast, "ines", "dan", dt.date(2026, 11, 24))
    page = text(cast.client("gil").post("/team/calendar/"))
    link = re.search(r"(/team/calendar/[\w-]+\.ics)", page)
    assert link is not None
    nobody = cast.client(None)
    feed = vobject.readOne(nobody.get(link[1]).content.decode())
    assert len(feed.vevent_list) == Meeting.objects.filter(person=cast.people["gil"].pk).count()
    assert {e.summary.value for e in feed.vevent_list} == {"1:1 Ben and Gil"}
    assert len({e.uid.value for e in feed.vevent_list}) == len(feed.vevent_list)
    word = link[1].split("/")[-1].removesuffix(".ics")
    assert word.encode() not in everything_kept(), "only a hash of it is kept"
    text(cast.client("gil").post("/team/calendar/"))
    assert nobody.get(link[1]).status_code == 404, "the old address is closed"
    assert nobody.get("/team/calendar/made-up.ics").status_code == 404


def test_coaching_is_asked_in_one_tap_and_seen_by_who_leads(cast: Cast) -> None:
    gil = cast.client("gil")
    assert gil.post("/team/coaching/", {}).status_code == 302
    assert gil.post("/team/coaching/", {}).status_code == 302
    wish = Wish.objects.get()
    assert "wanted since 23 Nov" in text(cast.client("ben").get("/team/"))
    for who in ("ada", "ines", "dan", "eve", "ops"):
        assert "wanted since" not in text(cast.client(who).get("/team/"))
        given = cast.client(who).post("/team/coaching/", {"given": wish.pk})
        assert given.status_code == 404
    meeting = held(cast, "ben", "gil", AT.date())
    Meeting.objects.filter(pk=meeting.pk).update(state="planned")
    assert cast.client("ben").post(f"/team/{meeting.pk}/", {"what": "held"}).status_code == 302
    assert Wish.objects.get().given_on == AT.date()


def test_ratings_of_single_sessions_reach_no_manager(cast: Cast) -> None:
    place = f"/team/{held(cast, 'ben', 'gil', AT.date()).pk}/"
    assert cast.client("ben").post(place, {"what": "helped"}).status_code == 404
    assert cast.client("gil").post(place, {"what": "not_helped"}).status_code == 302
    assert "it did not help" in text(cast.client("gil").get(place))
    assert "did not help" not in text(cast.client("ben").get(place))


def test_a_plan_is_agreed_by_both_and_either_may_disagree_for_good(cast: Cast) -> None:
    ben, gil = cast.client("ben"), cast.client("gil")
    assert ben.post("/team/plans/", {"person": cast.people["dan"].pk}).status_code == 404
    assert ben.post("/team/plans/", {"person": cast.people["gil"].pk}).status_code == 302
    again = ben.post("/team/plans/", {"person": cast.people["gil"].pk})
    assert again["Location"] == f"/team/plans/{Plan.objects.get().pk}/", "one at a time"
    place = f"/team/plans/{Plan.objects.get().pk}/"
    said = {"what": "write", "causes": "", "cause": "no CFO in the demo", "rate": "Demo"}
    assert ben.post(place, {"what": "agree"}).status_code == 422, "nothing to agree on yet"
    ben.post(place, said | {"person_says": "words put into his mouth"})
    assert "words put into" not in text(gil.get(place))
    gil.post(place, said | {"person_says": "I meet users first"})
    for side in (ben, gil):
        assert side.post(place, {"what": "agree"}).status_code == 302
    assert text(gil.get(place)).count("agrees, 23 Nov") == 2
    gil.post(place, {"what": "disagree", "text": "the leads are small"})
    assert text(ben.get(place)).count("agrees, 23 Nov") == 1
    ben.post(place, said | {"cause": "another cause"})
    assert "agrees, 23 Nov" not in text(ben.get(place)), "a new cause is agreed anew"
    assert "the leads are small" in text(ben.get(place))
    step = {"what": "step", "owner": cast.people["gil"].pk, "text": "ask", "due_on": "2026-12-01"}
    for _ in range(5):
        assert ben.post(place, step).status_code == 302
    assert ben.post(place, step).status_code == 409
    number = Plan.objects.get().steps.order_by("pk").first()
    assert number is not None
    done = {"what": "done", "step": number.pk}
    assert ben.post(place, done).status_code == 404, "whose step it is says when it is done"
    assert gil.post(place, done).status_code == 302
    for who in ("ada", "ines", "cleo", "dan", "ops", "admin", "eve"):
        assert cast.client(who).get(place).status_code == 404
    assign(cast.people["gil"], cast.people["ines"], "South", AT.date())
    Plan.objects.update(opened_on=AT.date() - dt.timedelta(days=9))
    assert ben.get(place).status_code == 200, "he led him then"
    assert ben.post(place, said).status_code == 404, "and does no more"
    assert cast.client("ines").get(place).status_code == 404


def test_who_goes_is_forgotten_and_the_others_count_stays(cast: Cast) -> None:
    promise(cast, "ben", "gil", AT.date())
    held(cast, "ben", "gil", AT.date())
    cast.client("gil").post("/team/coaching/", {"what": PLAIN})
    gil = cast.people["gil"].pk
    told = services.held_about(gil)
    assert len(told["promises"]) == len(told["one_to_ones"]) == len(told["coaching_asked_on"]) == 1
    services.forget(gil)
    told = services.held_about(gil)
    assert not any(told.values())
    kept = everything_kept()
    left = Promise.objects.get()
    assert (left.giver, left.receiver, left.text) == (cast.people["ben"].pk, "erased", "")
    assert "somebody who left" in text(cast.client("ben").get("/team/"))
    assert kept
