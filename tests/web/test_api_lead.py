"""Lead for programs: the same people read the same words as on the pages, and nothing private."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.web.conftest import CHANGE, Cast
from tests.web.test_api import bearer
from tests.web.test_team import AT, held, promise
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture
from tests.web.test_vision import priority

from fairlead.web.people import services
from fairlead.web.team.models import Plan, PrivateNote

EVERYBODY = ("ada", "ben", "ines", "cleo", "gil", "dan", "ops", "admin", "eve")
CANARY = "wagtail-on-the-weir"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for where in ("team", "feedback", "vision", "leadership"):
        for part in ("api", "views"):
            module = f"fairlead.web.{where}.{part}"
            monkeypatch.setattr(f"{module}.now", lambda: AT, raising=False)
            monkeypatch.setattr(f"{module}.today", AT.date)


def ask(cast: Cast, who: str, place: str, **more: Any) -> Any:
    answer = cast.client(who).get(f"/api/v1/{place}", more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_promises_are_told_to_the_two_alone(cast: Cast) -> None:
    promise(cast, "ben", "gil", AT.date() + dt.timedelta(days=2))
    for who in ("ben", "gil"):
        (told,) = ask(cast, who, "team/promises")["promises"]
        assert (told["giver"], told["receiver"], told["is_mine"]) == ("Ben", "Gil", who == "ben")
        assert (told["state"], told["due_on"], told["days_late"]) == ("open", "2026-11-25", 0)
    for who in ("ada", "ines", "cleo", "dan"):
        assert ask(cast, who, "team/promises")["promises"] == []


def test_a_1_1_is_told_to_whom_the_page_is_open(cast: Cast) -> None:
    """Former manager, new manager, peer and the one above, before and after the change."""
    before = held(cast, "ben", "cleo", CHANGE - dt.timedelta(days=8))
    after = held(cast, "ines", "cleo", CHANGE + dt.timedelta(days=8))
    astray = held(cast, "ben", "cleo", CHANGE + dt.timedelta(days=8))
    for number in (before.pk, after.pk, astray.pk):
        for who in EVERYBODY:
            page = cast.client(who).get(f"/team/{number}/").status_code
            told = cast.client(who).get(f"/api/v1/team/one-to-ones/{number}").status_code
            assert told == page, (who, number)
    listed = {who: ask(cast, who, "team/one-to-ones")["one_to_ones"] for who in ("ben", "cleo")}
    assert {row["number"] for row in listed["ben"]} == {before.pk}
    assert {row["number"] for row in listed["cleo"]} == {before.pk, after.pk, astray.pk}


def test_what_is_private_is_told_to_no_program(cast: Cast) -> None:
    number = held(cast, "ben", "gil", AT.date()).pk
    place, page = f"team/one-to-ones/{number}", f"/team/{number}/"
    cast.client("ben").post(page, {"what": "private", "text": CANARY})
    cast.client("ben").post(page, {"what": "note", "text": "both read this"})
    cast.client("ben").post(page, {"what": "view", "score": "3", "text": "no next steps"})
    assert PrivateNote.objects.count() == 1
    told = ask(cast, "gil", place)
    assert told["notes"] == [{"by": "Ben", "text": "both read this"}]
    assert (told["other_view"], told["waits_for_own_view"]) == (None, True)
    assert CANARY not in str(ask(cast, "ben", place)), "not even to its author's programs"
    cast.client("gil").post(page, {"what": "view", "score": "4", "text": "two good demos"})
    assert ask(cast, "gil", place)["other_view"] == {"score": 3, "text": "no next steps"}
    looks = [look["page"] for look in ask(cast, "gil", "me")["looked_at_others"]]
    assert ask(cast, "gil", "me")["who_looked"], "a program's look is noted as a person's"
    assert looks == []


def test_a_plan_is_told_to_the_two_who_made_it(cast: Cast) -> None:
    cast.client("ben").post("/team/plans/", {"person": cast.people["gil"].pk})
    number = Plan.objects.get().pk
    page = f"/team/plans/{number}/"
    cast.client("gil").post(page, {"what": "write", "cause": "no budget", "rate": "Demo"})
    cast.client("gil").post(page, {"what": "disagree", "text": "it was the season"})
    step = {"what": "step", "owner": cast.people["gil"].pk, "text": "ask", "due_on": "2026-12-01"}
    cast.client("gil").post(page, step)
    for who in EVERYBODY:
        status = cast.client(who).get(f"/api/v1/team/plans/{number}").status_code
        assert status == (200 if who in {"ben", "gil"} else 404), who
    told = ask(cast, "ben", f"team/plans/{number}")
    assert (told["cause"], told["manager"], told["person"]) == ("no budget", "Ben", "Gil")
    assert [s["text"] for s in told["steps"]] == ["ask"]
    assert told["seen_otherwise"] == [{"by": "Gil", "text": "it was the season"}]
    assert [row["number"] for row in ask(cast, "gil", "team/plans")["plans"]] == [number]
    assert ask(cast, "ada", "team/plans")["plans"] == []


def test_whom_one_leads_today_with_who_wants_coaching(cast: Cast) -> None:
    cast.client("gil").post("/team/coaching/", {"what": "the price"})
    (gil,) = ask(cast, "ben", "team/people")["people"]
    assert (gil["name"], gil["wants_coaching_since"]) == ("Gil", "2026-11-23")
    assert {row["name"] for row in ask(cast, "ines", "team/people")["people"]} == {"Cleo", "Dan"}
    assert ask(cast, "gil", "team/people")["people"] == []


def test_feedback_comes_with_its_answer_to_the_two_alone(cast: Cast) -> None:
    typed = {"receiver": cast.people["ben"].pk, "kind": "asked", "text": "why no discount?"}
    assert cast.client("gil").post("/feedback/words/", typed).status_code == 302
    (word,) = ask(cast, "ben", "feedback/words")["words"]
    assert (word["text"], word["answer"], word["is_question"]) == ("why no discount?", "", True)
    place = f"/feedback/words/{word['number']}/"
    assert cast.client("ben").post(place, {"text": "the margin"}).status_code == 302
    (word,) = ask(cast, "gil", "feedback/words")["words"]
    assert (word["answer"], word["is_mine"]) == ("the margin", True)
    for who in ("ada", "ines", "cleo", "dan"):
        assert ask(cast, who, "feedback/words")["words"] == []
    cast.client("ben").post("/feedback/outcomes/", {"said": "prices", "did": "a card"})
    assert [o["did"] for o in ask(cast, "gil", "feedback/pulse")["outcomes"]] == ["a card"]
    assert ask(cast, "dan", "feedback/pulse") == {"heard": [], "outcomes": []}


def test_vision_and_priorities_as_on_the_page(cast: Cast) -> None:
    assert ask(cast, "gil", "vision")["text"] is None
    cast.client("ada").post("/vision/write/", {"text": "They call us"})
    priority(cast, "ada", "two contacts")
    cast.client("gil").post("/vision/read/")
    told = ask(cast, "gil", "vision")
    assert (told["text"], told["have_you_read_it"]) == ("They call us", True)
    assert not ask(cast, "ops", "vision")["have_you_read_it"]
    (live,) = told["priorities"]
    assert (live["title"], live["owner"], live["rate"]) == ("two contacts", "Ada", "Demo")
    silent = told["read"]
    assert (silent["value"], silent["have"]) == (None, 1) or silent["n"] == 5


def test_goals_of_ones_own_are_counted_and_shared_ones_told(cast: Cast) -> None:
    own = {"text": CANARY, "kind": "own", "shared": "no"}
    shared = {"text": "lead a team", "kind": "stretch", "shared": "yes"}
    for typed in (own, shared):
        assert cast.client("gil").post("/leadership/goals/", typed).status_code == 302
    told = ask(cast, "gil", "leadership/goals")
    assert ([g["text"] for g in told["mine"]], told["kept_to_myself"]) == (["lead a team"], 1)
    (seen,) = ask(cast, "ben", "leadership/goals")["of_people_i_lead"]
    assert (seen["owner"], seen["text"]) == ("Gil", "lead a team")
    for who in ("ada", "ben", "ines", "cleo", "dan", "gil"):
        told = ask(cast, who, "leadership/goals")
        assert CANARY not in str(told)
        assert bool(told["of_people_i_lead"]) == (who == "ben")


def test_a_token_reads_and_lists_come_in_pieces(cast: Cast) -> None:
    for days in range(5):
        promise(cast, "ben", "gil", AT.date() + dt.timedelta(days=days))
    word = services.make_token(cast.accounts["ben"].pk, "a sheet", AT)
    told, cursor = [], ""
    while cursor is not None:
        piece = bearer(word).get("/api/v1/team/promises", {"limit": 2, "cursor": cursor}).json()
        told.append([row["number"] for row in piece["promises"]])
        cursor = piece["next"]
    assert [len(numbers) for numbers in told] == [2, 2, 1]
    assert len({n for numbers in told for n in numbers}) == 5
    assert bearer(word).post("/api/v1/team/promises").status_code == 405
