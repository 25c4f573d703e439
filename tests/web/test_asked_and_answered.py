"""What somebody asks for gets an answer, what one wrote for oneself can be taken back."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
import vobject
from tests.web.conftest import Cast
from tests.web.test_feedback import IN, OVER, Team
from tests.web.test_feedback import clock as clock_of_feedback  # noqa: F401  a fixture
from tests.web.test_team import AT, held, promise, series, text
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture

from fairlead.leadership.pulse import QUESTIONS, round_number, round_of
from fairlead.web.leadership.models import Entry, Goal
from fairlead.web.notify.selectors import lines_of
from fairlead.web.people.models import Person
from fairlead.web.people.services import assign
from fairlead.web.team.models import Meeting, Plan, PrivateNote, Promise, Wish
from fairlead.web.team.services import numbers

WANTED = "wants coaching"


def test_a_wish_for_coaching_gets_an_answer_with_when_and_how(cast: Cast) -> None:
    cast.client("gil").post("/team/coaching/", {"what": "prices"})
    wish, ben = Wish.objects.get(), cast.people["ben"].pk
    assert any(WANTED in line for line in lines_of(ben, AT))
    said = {"answered": wish.pk, "text": "Thursday, after the demo"}
    for who in ("ada", "ines", "gil", "dan", "ops", "admin", "eve"):
        assert cast.client(who).post("/team/coaching/", said).status_code == 404, who
    assert cast.client("ben").post("/team/coaching/", said | {"text": ""}).status_code == 422
    assert cast.client("ben").post("/team/coaching/", said).status_code == 302
    assert "Ben, 23 Nov: Thursday, after the demo" in text(cast.client("gil").get("/team/"))
    assert "You: Thursday" in text(cast.client("ben").get("/team/"))
    assert not any(WANTED in line for line in lines_of(ben, AT)), "it waits for him no more"
    assert Wish.objects.get().given_on is None, "an answer is no coaching"
    assert "Thursday" in str(cast.client("gil").get("/me/export/").content)


def test_help_with_a_promise_is_asked_where_it_is_answered(cast: Cast) -> None:
    made = promise(cast, "gil", "ben", AT.date() + dt.timedelta(days=2))
    place = f"/feedback/?help={made.pk}"
    gil = cast.client("gil")
    assert place in text(gil.get(f"/team/promises/{made.pk}/"))
    form = text(gil.get(place))
    assert "I need help with what I promised: &quot;gil helps&quot;." in form
    assert f'value="{cast.people["ben"].pk}" selected' in form, "whoever leads one first"
    for who in ("ben", "ada", "ines", "dan"):
        assert cast.client(who).get(place).status_code == 404, who
    assert place not in text(cast.client("ben").get(f"/team/promises/{made.pk}/"))
    typed = {"receiver": cast.people["ben"].pk, "kind": "asked", "text": "I need help"}
    assert gil.post("/feedback/words/", typed).status_code == 302
    told = text(cast.client("ben").get("/"))
    assert "1 word waits for your answer." in told, "it stands in their brief"


def test_a_settled_promise_is_seen_by_both_for_a_while(cast: Cast, clock_of_team: Any) -> None:  # noqa: F811
    made = promise(cast, "ben", "gil", AT.date())
    lost = promise(cast, "ben", "gil", AT.date())
    cast.client("ben").post(f"/team/promises/{made.pk}/", {"what": "keep"})
    cast.client("gil").post(f"/team/promises/{lost.pk}/", {"what": "let_go"})
    for who in ("ben", "gil"):
        told = text(cast.client(who).get("/team/"))
        assert "Nothing is open between you" in told
        settled = told.partition("Settled in the last four weeks")[2]
        assert re.findall(r"(kept in time|let go)\s", settled) == ["let go", "kept in time"]
    clock_of_team(AT + dt.timedelta(weeks=5))
    assert "Settled in the last" not in text(cast.client("gil").get("/team/"))
    assert Promise.objects.count() == 2


def test_what_one_wrote_for_oneself_goes_when_one_wants_it(cast: Cast) -> None:
    place = f"/team/{held(cast, 'ben', 'gil', AT.date()).pk}/"
    ben, gil = cast.client("ben"), cast.client("gil")
    ben.post(place, {"what": "private", "text": "his own"})
    gone = {"what": "take_away", "number": PrivateNote.objects.get().pk}
    assert gil.post(place, gone).status_code == 404
    assert ben.post(place, gone).status_code == 302
    assert not PrivateNote.objects.exists()
    gil.post("/leadership/journal/", {"text": "a hard day"})
    page = {"gone": Entry.objects.get().pk}
    assert ben.post("/leadership/journal/", page).status_code == 404
    assert gil.post("/leadership/journal/", page).status_code == 302
    assert not Entry.objects.exists()


def test_a_goal_is_shared_taken_back_and_dropped_by_whose_it_is(cast: Cast) -> None:
    ben, gil = cast.client("ben"), cast.client("gil")
    gil.post("/leadership/goals/", {"text": "lead a team", "kind": "own", "shared": "no"})
    number = Goal.objects.get().pk
    for what, read in (("share", True), ("keep", False)):
        assert ben.post("/leadership/goals/", {what: number}).status_code == 404
        assert gil.post("/leadership/goals/", {what: number}).status_code == 302
        assert ("lead a team" in text(ben.get("/leadership/"))) == read
    assert gil.post("/leadership/goals/", {"drop": "x"}).status_code == 404
    assert ben.post("/leadership/goals/", {"drop": number}).status_code == 404
    assert gil.post("/leadership/goals/", {"drop": number}).status_code == 302
    assert not Goal.objects.exists()


def test_a_topic_waits_until_it_is_closed_with_what_was_done(
    cast: Cast,
    clock_of_feedback: Any,  # noqa: F811
) -> None:
    team = Team(cast, 6)
    team.answer([4, 4, 3, 5, 4, 4])
    clock_of_feedback(OVER)
    ben = cast.client("ben")
    told = text(ben.get("/feedback/"))
    assert "Not closed yet: my manager, our team, our priorities." in told
    typed = {"topic": "our team", "said": "nobody asks", "did": "a round on Friday"}
    assert ben.post("/feedback/outcomes/", typed).status_code == 302
    assert "Not closed yet: my manager, our priorities." in text(ben.get("/feedback/"))
    assert "About our team. You said: nobody asks" in " ".join(
        text(cast.client("gil").get("/feedback/")).split()
    )
    assert ben.post("/feedback/outcomes/", typed | {"topic": "pay"}).status_code == 422
    assert "Not closed yet" not in text(cast.client("gil").get("/feedback/"))


def test_who_is_asked_about_another_manager_is_asked_what_they_would_do(
    cast: Cast,
    clock_of_feedback: Any,  # noqa: F811
) -> None:
    """The question of R17 has two halves; the other rounds ask for a comment only."""
    asks = "What should your manager do differently?"
    for number in range(round_number(IN), round_number(IN) + 3):
        asked = round_of(number)
        clock_of_feedback(asked.start)
        told = text(cast.client("gil").get("/feedback/"))
        expected = any(question.code == "other" for question in asked.questions)
        assert (asks in told) == expected
        assert all(f"{question.text}</span></label>" in told for question in asked.questions)
    assert any(question.code == "other" for question in QUESTIONS)


def test_the_brief_says_whom_one_meets_today_and_what_waits(cast: Cast, clock_of_team: Any) -> None:  # noqa: F811
    series(cast, "ben", "gil", AT.date(), at="23:30", zone="Europe/Berlin")
    cast.client("gil").post("/team/coaching/", {"what": "a joint CFO call"})
    ben = text(cast.client("ben").get("/"))
    assert re.search(r"23:30 Gil</a>\s*: wants coaching on a joint CFO call", ben)
    assert "1 person you lead wants coaching." in ben
    assert "23:30 Ben</a>" in text(cast.client("gil").get("/"))
    assert "23:30" not in text(cast.client("ada").get("/"))
    clock_of_team(AT + dt.timedelta(days=1))
    assert "23:30" not in text(cast.client("ben").get("/")), "the next is in a week"


def test_a_mentor_hears_of_being_asked_and_one_mentor_is_enough(cast: Cast) -> None:
    dan = cast.client("dan")
    typed = {"what": "ask", "mentor": cast.people["ben"].pk, "goal": "to say no"}
    assert dan.post("/leadership/mentoring/", typed).status_code == 302
    assert "1 person asks you to be their mentor." in text(cast.client("ben").get("/"))
    assert "Ask somebody" not in text(dan.get("/leadership/"))
    assert "Ask somebody" in text(cast.client("gil").get("/leadership/"))


def test_an_invitation_names_both_or_is_an_entry_of_ones_own(cast: Cast) -> None:
    """RFC 5546: a REQUEST without an organizer is none."""
    series(cast, "ben", "gil", AT.date() + dt.timedelta(days=1))
    found = Meeting.objects.order_by("start_at").first()
    assert found is not None
    Person.objects.filter(pk=cast.people["gil"].pk).update(email="")
    place, gil = f"/team/{found.pk}/", cast.client("gil")
    before = vobject.readOne(gil.get(f"{place}invitation.ics").content.decode())
    assert before.method.value == "PUBLISH"
    assert not hasattr(before.vevent, "attendee")
    gil.post(f"{place}time/", {"what": "cancel"})
    after = vobject.readOne(gil.get(f"{place}invitation.ics").content.decode())
    assert (after.method.value, after.vevent.status.value) == ("PUBLISH", "CANCELLED")
    assert before.vevent.uid.value == after.vevent.uid.value
    assert int(after.vevent.sequence.value) == 1


def test_the_calendar_of_who_left_is_closed(cast: Cast) -> None:
    page = text(cast.client("gil").post("/team/calendar/"))
    link = re.search(r"(/team/calendar/[\w-]+\.ics)", page)
    assert link is not None
    assert cast.client(None).get(link[1]).status_code == 200
    number = cast.accounts["gil"].pk
    assert cast.client("admin").post(f"/people/accounts/{number}/active/").status_code == 302
    assert cast.client(None).get(link[1]).status_code == 404


def test_a_plan_opened_before_its_numbers_takes_them_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, gil = cast.client("ben"), cast.client("gil")
    ben.post("/team/plans/", {"person": cast.people["gil"].pk})
    place = f"/team/plans/{Plan.objects.get().pk}/"
    assert gil.post(place, {"what": "numbers"}).status_code == 422, "nothing is told yet"
    told = [{"part": "Steps", "text": "Demo: 3 of 9", "source": "page Measure, state 4"}]
    monkeypatch.setattr("fairlead.web.team.views.numbers_of", lambda _who: told)
    assert gil.post(place, {"what": "numbers"}).status_code == 302
    assert "Demo: 3 of 9" in text(ben.get(place))
    assert ben.post(place, {"what": "numbers"}).status_code == 409, "they are those of one day"
    assert numbers.numbers_of(cast.people["gil"].pk) == []


def test_a_new_manager_promises_a_step_of_the_first_days_in_one_tap(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairlead.web.leadership.views.today", AT.date)
    assign(cast.people["gil"], cast.people["dan"], "Coast", AT.date() - dt.timedelta(days=20))
    dan = cast.client("dan")
    told = text(dan.get("/leadership/"))
    assert "My first 90 days" in told
    offered = re.findall(
        r'name="text" value="([^"]+)"><input type="hidden" name="due_on" value="([^"]+)"', told
    )
    assert len(offered) == 5, "what has passed is promised by nobody"
    step, due_on = offered[0]
    typed = {"receiver": cast.people["ines"].pk, "text": html.unescape(step), "due_on": due_on}
    assert f'value="{typed["receiver"]}"' in told
    assert "Promise it to Ines" in told
    assert dan.post("/team/promises/", typed).status_code == 302
    assert Promise.objects.get().due_on.isoformat() == due_on
    assert "My first 90 days" not in text(cast.client("ben").get("/leadership/"))
