"""Feedback in every direction; a pulse that tells no answer; fixed dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.web.conftest import BACKEND, CHANGE, Cast, account, browser_of_nobody
from tests.web.test_team import everything_kept, text

from fairlead.leadership.pulse import round_number, round_of
from fairlead.web.feedback import services
from fairlead.web.feedback.models import Closed, Outcome, Remark, Reply, Told, Word
from fairlead.web.people.models import Assignment, Person
from fairlead.web.people.services import assign

WORDS = "sandpiper-at-low-tide"
ROUND = round_of(round_number(CHANGE + dt.timedelta(days=50)))
IN, OVER = ROUND.start + dt.timedelta(days=3), ROUND.end


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the day of pages."""

    def at(day: dt.date) -> None:
        monkeypatch.setattr("fairlead.web.feedback.views.today", lambda: day)

    at(IN)
    return at


class Team:
    """Ben's people, as many as wanted, each with a browser."""

    def __init__(self, cast: Cast, count: int) -> None:
        self.cast = cast
        self.people: list[Person] = [cast.people["gil"]]
        self.browsers = [cast.client("gil")]
        for n in range(count - 1):
            person = Person.objects.create(name=f"Rep {n}", email=f"rep{n}@x.example")
            Assignment.objects.create(person=person, manager=cast.people["ben"], team="North")
            browser = browser_of_nobody()
            browser.force_login(account(f"rep{n}@x.example", person, "rep"), backend=BACKEND)
            self.people.append(person)
            self.browsers.append(browser)

    def answer(self, scores: list[int], asked: Any = ROUND) -> None:
        for browser, score in zip(self.browsers, scores, strict=False):
            typed = {question.code: score for question in asked.questions}
            assert browser.post("/feedback/pulse/", typed).status_code == 302


def heard(cast: Cast, who: str = "ben") -> str:
    return text(cast.client(who).get("/feedback/"))


def test_scores_are_told_on_the_day_and_to_whom_they_are_for(cast: Cast, clock: Any) -> None:
    team = Team(cast, 6)
    team.answer([5, 4, 4, 3, 4, 4])
    assert "No score can be told yet" in heard(cast)
    clock(OVER - dt.timedelta(days=1))
    assert "No score can be told yet" in heard(cast)
    clock(OVER)
    told = heard(cast)
    assert told.count("<strong>about 4 of 5</strong>, 6 people") == 3
    for who in ("ada", "ines", "cleo", "gil", "dan", "ops", "admin", "eve"):
        assert "of 5</strong>, 6 people" not in heard(cast, who) or who == "ada"
    assert Told.objects.filter(reader=cast.people["ines"].pk).count() == 0
    count = Told.objects.count()
    heard(cast)
    assert Told.objects.count() == count, "told once"


def test_four_answers_are_not_told(cast: Cast, clock: Any) -> None:
    Team(cast, 6).answer([1, 1, 1, 1])
    clock(OVER)
    assert "No score can be told yet" in heard(cast)
    assert not Told.objects.exists()
    assert Closed.objects.filter(number=ROUND.number).exists()


def test_the_leader_above_is_not_told_what_would_give_one_team_away(cast: Cast, clock: Any) -> None:
    """Ada's whole less Ben's six would be Ben and Inès with her two."""
    team = Team(cast, 6)
    team.answer([5, 4, 4, 3, 4, 4])
    for who in ("cleo", "dan"):
        typed = {question.code: 1 for question in ROUND.questions}
        assert cast.client(who).post("/feedback/pulse/", typed).status_code == 302
    clock(OVER)
    text(cast.client("eve").get("/feedback/"))
    heard(cast, "ada")
    groups = {row.group for row in Told.objects.all()}
    assert len(groups) == 1, "one of the two circles, never both: their difference is two people"


def test_who_leaves_cannot_be_told_by_the_next_score(cast: Cast, clock: Any) -> None:
    team = Team(cast, 6)
    team.answer([5, 4, 4, 3, 4, 1])
    clock(OVER)
    heard(cast)
    again = round_of(ROUND.number + 3)
    assert again.questions == ROUND.questions
    assign(team.people[5], cast.people["ines"], "South", again.start)
    clock(again.start + dt.timedelta(days=1))
    team.browsers.pop()
    team.answer([5, 4, 4, 3, 4], again)
    clock(again.end)
    heard(cast)
    rows = Told.objects.filter(group=f"about:{cast.people['ben'].pk}", question="better")
    rows = rows or Told.objects.filter(group=f"about:{cast.people['ben'].pk}")
    codes = {row.question for row in rows}
    for code in codes:
        circles = [{given[0] for given in row.circle} for row in rows if row.question == code]
        assert len(circles) == 2
        assert circles[0] == circles[1], "the same six: who left is still among them"


def test_answers_can_be_changed_until_the_round_closes_and_no_later(cast: Cast, clock: Any) -> None:
    team = Team(cast, 5)
    team.answer([1] * 5)
    team.answer([3] * 5)
    assert set(Reply.objects.values_list("score", flat=True)) == {3}
    assert Reply.objects.count() == 15
    clock(OVER)
    typed = {question.code: 5 for question in ROUND.questions}
    gil = team.browsers[0]
    gil.post("/feedback/pulse/", typed)
    assert set(Reply.objects.values_list("score", flat=True)) == {3}, "that round is over"
    bad = {question.code: 6 for question in round_of(ROUND.number + 1).questions}
    assert gil.post("/feedback/pulse/", bad).status_code == 422


def test_the_database_alone_does_not_say_who_answered(cast: Cast) -> None:
    team = Team(cast, 6)
    team.answer([5, 4, 4, 3, 4, 1])
    typed = {"text": WORDS, "signed": "no"}
    assert team.browsers[0].post("/feedback/remarks/", typed).status_code == 302
    people = {person.pk for person in team.people}
    for row in [*Reply.objects.values_list(), *Remark.objects.values_list()]:
        assert not people & {str(cell) for cell in row}
    assert WORDS.encode() not in everything_kept()
    assert len(set(Reply.objects.values_list("who", flat=True))) == 6


def test_comments_wait_until_ten_are_together_and_signed_ones_do_not(
    cast: Cast, clock: Any
) -> None:
    team = Team(cast, 6)
    signed = {"text": "with my name", "signed": "yes"}
    team.browsers[1].post("/feedback/remarks/", signed)
    assert "with my name" in heard(cast)
    for n in range(9):
        typed = {"text": f"{WORDS} {n}", "signed": "no"}
        team.browsers[n % 6].post("/feedback/remarks/", typed)
    clock(OVER)
    for who in ("ada", "ben", "ines", "gil"):
        assert WORDS not in heard(cast, who)
    typed = {"text": f"{WORDS} 9", "signed": "no"}
    team.browsers[0].post("/feedback/remarks/", typed)
    assert WORDS not in heard(cast), "not on the day it was written"
    clock(round_of(ROUND.number + 1).end)
    told = heard(cast)
    assert told.count(WORDS) == 10
    assert WORDS not in heard(cast, "ada"), "the nearest reads them, nobody else"


def test_words_go_in_every_direction_and_get_an_answer(cast: Cast) -> None:
    def say(who: str, whom: str, kind: str = "asked") -> int:
        typed = {"receiver": cast.people[whom].pk, "kind": kind, "text": f"{who} {WORDS}"}
        return int(cast.client(who).post("/feedback/words/", typed).status_code)

    assert say("gil", "ben") == say("ben", "gil", "given") == say("gil", "ada") == 302
    assert say("cleo", "dan") == 302, "peers"
    assert say("gil", "dan") == say("gil", "cleo") == 422, "no work together"
    word = Word.objects.get(giver=cast.people["gil"].pk, receiver=cast.people["ben"].pk)
    place = f"/feedback/words/{word.pk}/"
    for who in ("ada", "ines", "gil", "cleo", "ops", "admin", "eve"):
        assert cast.client(who).post(place, {"text": "x"}).status_code == 404
        if who != "gil":
            assert f"gil {WORDS}" not in heard(cast, who) or who == "ada"
    assert cast.client("ben").post(place, {"text": "on Friday"}).status_code == 302
    assert cast.client("ben").post(place, {"text": "again"}).status_code == 409
    assert "on Friday" in heard(cast, "gil")
    told = services.held_about(cast.people["gil"].pk)
    assert len(told["words"]) == 3
    services.forget(cast.people["gil"].pk)
    assert Word.objects.count() == 1


def test_a_topic_is_closed_for_everybody_below(cast: Cast) -> None:
    typed = {"said": "demos are too long", "did": "a new one of 20 minutes"}
    assert cast.client("gil").post("/feedback/outcomes/", typed).status_code == 404
    assert cast.client("ben").post("/feedback/outcomes/", typed).status_code == 302
    assert Outcome.objects.count() == 1
    for who, reads in {"gil": True, "ben": True, "dan": False, "ines": False, "eve": False}.items():
        assert ("a new one of 20 minutes" in heard(cast, who)) == reads, who


def test_who_is_led_by_nobody_is_not_asked(cast: Cast) -> None:
    typed = {question.code: 5 for question in ROUND.questions}
    assert cast.client("ada").post("/feedback/pulse/", typed).status_code == 404
    assert "Pulse" not in heard(cast, "ada").split("<main")[1]
    assert not Reply.objects.exists()
