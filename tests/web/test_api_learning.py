"""What one wants to learn, for programs: written once, by oneself alone, told where shared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.web.conftest import Cast
from tests.web.test_api import bearer
from tests.web.test_api_lead import AT
from tests.web.test_api_lead import clock as clock_of_lead  # noqa: F401  a fixture

from fairlead.web.jobs.models import Once
from fairlead.web.leadership.models import Learning
from fairlead.web.people import services

PLACE = "/api/v1/leadership/learning"
CANARY = "dotterel-on-the-fell"
PLAN = {
    "competency": "Demo to Proposal",
    "text": f"ask who signs, {CANARY}",
    "how": "pair",
    "due_on": "2027-02-01",
}
STEP = {"text": f"sit in a demo of Dan's, {CANARY}", "due_on": "2026-12-01"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairlead.web.leadership.api.now", lambda: AT)
    monkeypatch.setattr("fairlead.web.leadership.api.today", AT.date)


def token(cast: Cast, who: str, *scopes: str) -> str:
    return services.make_token(cast.accounts[who].pk, "a script", AT, scopes or ("read", "write"))


def send(word: str, method: str, place: str = "", body: Any = None, key: str = "") -> Any:
    more = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return getattr(bearer(word), method)(
        PLACE + place, json.dumps(body or {}), content_type="application/json", **more
    )


def now_of(word: str) -> Any:
    return bearer(word).get(PLACE).json()["now"]


def test_a_plan_is_begun_stepped_and_ended_by_a_program(cast: Cast) -> None:
    word = token(cast, "gil")
    made = send(word, "post", body=PLAN | {"is_shared": True})
    assert made.status_code == 201, made.content
    now = made.json()["now"]
    assert (now["competency"], now["how"], now["is_shared"]) == ("Demo to Proposal", "pair", True)
    assert send(word, "post", body=PLAN).status_code == 409, "one thing at a time"
    for _ in range(5):
        assert send(word, "post", "/steps", STEP).status_code == 201
    full = send(word, "post", "/steps", STEP)
    assert (full.status_code, full.json()["error"]["code"]) == (409, "conflict")
    number = now_of(word)["steps"][0]["number"]
    settled = send(word, "post", f"/steps/{number}/done")
    assert [s["done_on"] for s in settled.json()["now"]["steps"]].count("2026-11-23") == 1
    assert send(word, "post", f"/steps/{number}/done").status_code == 404
    ended = send(word, "post", "/end", {"learned": "not there yet"}).json()
    assert (ended["now"], ended["before"][0]["learned"]) == (None, "not there yet")
    assert send(word, "post", "/end", {"learned": "x"}).status_code == 404
    assert "Demo to Proposal" in cast.client("gil").get("/leadership/").content.decode()


def test_under_one_key_nothing_is_done_twice_and_no_word_is_kept(cast: Cast) -> None:
    word = token(cast, "gil")
    for _ in range(2):
        assert send(word, "post", body=PLAN, key="begin").status_code == 201
        assert send(word, "post", "/steps", STEP, key="first").status_code == 201
    assert Learning.objects.get().steps.count() == 1
    number = Learning.objects.get().steps.get().pk
    assert send(word, "post", f"/steps/{number}/done", key="done").status_code == 200
    assert send(word, "post", f"/steps/{number}/done", key="done").status_code == 200
    other = send(word, "post", body=PLAN | {"text": "another"}, key="begin")
    assert other.status_code == 409
    assert "something else" in other.json()["error"]["message"]
    assert send(word, "post", "/end", {"learned": CANARY}, key="begin").status_code == 409
    assert CANARY not in str(list(Once.objects.values()))
    assert {row["answer"] == {} for row in Once.objects.values()} == {True}
    assert send(word, "post", body=PLAN, key="later").status_code == 409
    assert not Once.objects.filter(key="later").exists(), "what was refused may be tried again"


def test_what_is_kept_to_oneself_is_told_to_no_program(cast: Cast) -> None:
    word = token(cast, "gil")
    made = send(word, "post", body=PLAN)
    send(word, "post", "/steps", STEP)
    told = bearer(word).get(PLACE)
    for answer in (made, told):
        assert CANARY not in answer.content.decode(), "not even to its owner's"
    now = told.json()["now"]
    assert (now["competency"], now["text"], now["steps"][0]["text"]) == (None, None, None)
    assert (now["due_on"], now["steps"][0]["due_on"]) == ("2027-02-01", "2026-12-01")
    everybody = ("ada", "ben", "ines", "cleo", "dan")

    def readers() -> set[str]:
        answers = {who: cast.client(who).get(PLACE).content.decode() for who in everybody}
        return {who for who, text in answers.items() if CANARY in text}

    assert readers() == set()
    assert send(word, "patch", body={"is_shared": True}).json()["now"]["text"] == PLAN["text"]
    assert readers() == {"ben"}, "who leads them today; no leader above, no peer"
    (seen,) = cast.client("ben").get(PLACE).json()["of_people_i_lead"]
    assert (seen["owner"], seen["competency"]) == ("Gil", "Demo to Proposal")
    send(word, "patch", body={"is_shared": False})
    assert readers() == set()


def test_only_a_token_for_it_writes_and_only_ones_own(cast: Cast) -> None:
    assert send(token(cast, "gil"), "post", body=PLAN).status_code == 201
    number = Learning.objects.get().steps.create(sealed="x", due_on=AT.date()).pk
    calls: list[tuple[str, str, Any]] = [
        ("post", "/steps", STEP),
        ("patch", "", {"is_shared": True}),
        ("post", f"/steps/{number}/done", None),
        ("post", "/end", {"learned": "x"}),
    ]
    for method, place, body in [("post", "", PLAN), *calls]:
        reading = send(token(cast, "gil", "read"), method, place, body)
        assert (reading.status_code, "not for that" in reading.content.decode()) == (404, True)
        session = getattr(cast.client("gil"), method)(
            PLACE + place, json.dumps(body or {}), content_type="application/json"
        )
        assert session.status_code == 401, "a page of somebody else could use a session"
    for who in ("ada", "ben", "ines", "cleo", "dan", "ops", "admin", "eve"):
        for method, place, body in calls:
            assert send(token(cast, who), method, place, body).status_code == 404, (who, place)
    for who in ("ops", "admin", "eve"):
        assert send(token(cast, who), "post", body=PLAN).status_code == 404, "nobody's account"
    told = Learning.objects.get()
    assert (told.is_shared, told.ended_on, told.steps.get().done_on) == (False, None, None)


@pytest.mark.parametrize(
    "bad",
    [
        {"due_on": "2026-11-22"},
        {"due_on": "soon"},
        {"how": "magic"},
        {"text": "   "},
        {"competency": "x" * 121},
        {"text": None},
    ],
)
def test_what_cannot_be_is_refused_in_the_one_shape(cast: Cast, bad: dict[str, Any]) -> None:
    answer = send(token(cast, "gil"), "post", body=PLAN | bad)
    assert answer.status_code == 422, answer.content
    assert set(answer.json()["error"]) == {"code", "message", "hint"}
    assert not Learning.objects.exists()


def test_a_token_for_writing_is_made_on_the_page_me(cast: Cast) -> None:
    assert "May write what I plan to learn" in cast.client("gil").get("/me/").content.decode()
    assert "May write what I plan" not in cast.client("ops").get("/me/").content.decode()
    made = cast.client("gil").post("/me/token/", {"name": "a sheet", "write": "yes"})
    assert made.status_code == 200
    assert "(read write)" in cast.client("gil").get("/me/").content.decode()
