"""The API says what the pages say, to whom the pages say it, in one shape."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.web.conftest import Cast, browser_of_nobody

from fairlead.errors import InputError
from fairlead.web.people import services
from fairlead.web.people.access import rule_of
from fairlead.web.people.models import Token
from fairlead.web.project.api import api, operations, refuse_open

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SALES = {"ada", "ben", "ines", "cleo", "gil", "dan"}
ALL = {*SALES, "ops", "admin", "eve"}
WHO: dict[str, set[str] | None] = {
    "openapi.json": None,
    "brief": ALL,
    "pipeline": ALL,
    "forecast": ALL,
    "measure": ALL,
    "diagnose": ALL,
    "prioritise": ALL,
    "process": ALL,
    "team/promises": SALES,
    "team/one-to-ones": SALES,
    "team/one-to-ones/{int:number}": set(),
    "team/plans": SALES,
    "team/plans/{int:number}": set(),
    "team/people": SALES,
    "feedback/words": SALES,
    "feedback/pulse": SALES,
    "vision": ALL,
    "leadership/goals": SALES,
    "leadership/learning": SALES,
    "me": ALL,
    "imports": {"ops"},
    "imports/{int:number}": set(),
}
"""Who gets an answer; where there is no upload, 1:1 or plan, nobody does (`test_api_lead`)."""
WRITTEN = {
    ("POST", "imports"): "import",
    ("POST", "leadership/learning"): "write",
    ("PATCH", "leadership/learning"): "write",
    ("POST", "leadership/learning/steps"): "write",
    ("POST", "leadership/learning/steps/{int:number}/done"): "write",
    ("POST", "leadership/learning/end"): "write",
}
"""What changes something, and what a token must be for (`test_api_learning` asks who may)."""
PATHS = sorted({place for place, method, _rule in operations(api) if method == "GET"})


def test_every_operation_has_a_row_and_a_rule() -> None:
    assert set(PATHS) == set(WHO)
    assert all(rule is not None for _place, _method, rule in operations(api))
    scopes = {(m, p): r.scope for p, m, r in operations(api) if m != "GET" and r is not None}
    assert scopes == WRITTEN, "nothing is changed with a token for reading"


def test_an_operation_without_a_rule_stops_the_start() -> None:
    from ninja import NinjaAPI

    other = NinjaAPI(urls_namespace="other")

    @other.get("forgotten")
    def forgotten(request: Any) -> str:
        return "a secret"

    assert rule_of(forgotten) is None
    with pytest.raises(ImproperlyConfigured, match="GET forgotten declares no rule"):
        refuse_open(other)


@pytest.mark.parametrize("place", PATHS)
def test_who_gets_in(place: str, cast: Cast) -> None:
    allowed = WHO[place]
    for who in (None, *sorted(ALL)):
        expected = 200 if allowed is None or who in allowed else 404
        if who is None and allowed is not None:
            expected = 401
        answer = cast.client(who).get(f"/api/v1/{place.replace('{int:number}', '1')}")
        assert answer.status_code == expected, who
        if expected != 200:
            assert set(answer.json()) == {"error"}
            assert set(answer.json()["error"]) == {"code", "message", "hint"}


def test_a_long_list_comes_in_pieces_that_add_up(published: Cast) -> None:
    ada = published.client("ada")
    whole = ada.get("/api/v1/measure").json()
    assert (len(whole["rows"]), whole["next"]) == (6, None)
    pieces, cursor = [], ""
    while cursor is not None:
        told = ada.get("/api/v1/measure", {"limit": 4, "cursor": cursor}).json()
        pieces.append(told["rows"])
        cursor = told["next"]
    assert [len(rows) for rows in pieces] == [4, 2]
    assert [row for rows in pieces for row in rows] == whole["rows"]
    for bad in ("x", "W10x", "bnVsbA", "é"):
        answer = ada.get("/api/v1/measure", {"cursor": bad})
        assert answer.status_code == 422, bad
        assert "none of ours" in answer.json()["error"]["message"]


def test_who_asks_too_often_waits(published: Cast, settings_of: Any) -> None:
    settings_of(API_PER_MINUTE=3)
    told = [published.client("ben").get("/api/v1/me").status_code for _ in range(5)]
    assert told.count(429) >= 1
    assert told[0] == 200
    late = published.client("ben").get("/api/v1/me")
    if late.status_code == 429:  # the minute may have turned meanwhile
        assert 1 <= int(late["Retry-After"]) <= 60
        assert late.json()["error"]["code"] == "too_often"
    assert published.client("dan").get("/api/v1/me").status_code == 200, "others do not wait"


def send(word: str, text: bytes, key: str = "") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("deals.csv", text)
    more = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return bearer(word).post("/api/v1/imports", {"file": file}, **more)


def test_an_export_is_sent_once_under_one_key(cast: Cast) -> None:
    from fairlead.web.imports.models import Upload

    ops = cast.accounts["ops"].pk
    word = services.make_token(ops, "nightly", NOW, ("read", "import"))
    first = send(word, b"id,amount\n1,2\n", "monday")
    again = send(word, b"id,amount\n1,2\n", "monday")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["number"] == again.json()["number"]
    assert Upload.objects.count() == 1
    other = send(word, b"id,amount\n1,3\n", "monday")
    assert other.status_code == 409
    assert "something else" in other.json()["error"]["message"]
    assert send(word, b"id,amount\n1,2\n").status_code == 202, "without a key it is sent anew"
    assert Upload.objects.count() == 2
    told = bearer(word).get(f"/api/v1/imports/{first.json()['number']}").json()
    assert (told["is_done"], told["name"]) == (False, "deals.csv")


def test_writing_needs_a_token_for_it(cast: Cast) -> None:
    """Neither a session (a page of somebody else could use it) nor a token for reading will do."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("deals.csv", b"id\n1\n")

    session = cast.client("ops").post("/api/v1/imports", {"file": file()})
    assert session.status_code == 401
    reading = services.make_token(cast.accounts["ops"].pk, "a spreadsheet", NOW)
    refused = send(reading, b"id\n1\n")
    assert refused.status_code == 404
    assert "not for that" in refused.json()["error"]["message"]
    ben = services.make_token(cast.accounts["ben"].pk, "too much", NOW, ("read", "import"))
    assert send(ben, b"id\n1\n").status_code == 404
    with pytest.raises(InputError, match="known"):
        services.make_token(cast.accounts["ben"].pk, "x", NOW, ("everything",))


def test_unknown_methods_are_told_in_the_one_shape(cast: Cast) -> None:
    answer = cast.client("ben").delete("/api/v1/me")
    assert answer.status_code == 405
    assert set(answer.json()["error"]) == {"code", "message", "hint"}


def test_it_shows_whom_the_pages_show(published: Cast) -> None:
    def seen(who: str) -> set[str]:
        rows = published.client(who).get("/api/v1/measure").json()["rows"]
        return {row["person"] for row in rows}

    assert seen("ben") == {"ben", "gil"}
    assert seen("ines") == {"ines", "cleo", "dan"}
    assert seen("cleo") == {"cleo"}
    assert seen("admin") == set()
    rows = published.client("ines").get("/api/v1/measure").json()["rows"]
    starts = {row["person"]: [q["start"] for q in row["quarters"]] for row in rows}
    assert starts["cleo"] == ["2026-10-01"]
    assert len(starts["dan"]) == 3


@pytest.mark.parametrize("place", ["brief", "diagnose", "prioritise"])
def test_nobody_asks_about_others(place: str, published: Cast) -> None:
    other = published.people["dan"].pk
    for who in ("ben", "cleo", "ops", "eve"):
        answer = published.client(who).get(f"/api/v1/{place}", {"whose": f"person:{other}"})
        assert answer.status_code == 404, who
        assert "Dan" not in answer.content.decode()


def test_an_answer_says_where_it_comes_from(published: Cast) -> None:
    told = published.client("ben").get("/api/v1/brief").json()
    assert (told["is_made"], told["is_stale"], told["state"]) == (True, False, 3)
    assert told["whose"]["title"] == "Ben's team"
    assert "<svg" not in json.dumps(told)
    assert told["body"]["sections"][0]["figures"][0]["table"]["rows"]


def bearer(word: str) -> Client:
    browser = browser_of_nobody()
    browser.defaults["HTTP_AUTHORIZATION"] = f"Bearer {word}"
    return browser


def test_a_token_opens_what_its_owner_sees_and_only_the_api(published: Cast) -> None:
    cleo = published.accounts["cleo"]
    page = published.client("cleo").post("/me/token/", {"name": "a spreadsheet"})
    word = page.content.decode().split('<code class="link">')[1].split("<")[0]
    assert not Token.objects.filter(hash__contains=word).exists(), "the token itself is kept"
    rows = bearer(word).get("/api/v1/measure").json()["rows"]
    assert {row["person"] for row in rows} == {"cleo"}
    assert bearer(word).get("/me/").status_code == 302
    assert bearer(word).get("/api/v1/imports").status_code == 404
    assert bearer(word + "x").get("/api/v1/me").status_code == 401
    services.set_active(cleo, active=False)
    assert bearer(word).get("/api/v1/me").status_code == 401
    services.set_active(cleo, active=True)
    assert bearer(word).get("/api/v1/me").status_code == 200
    number = Token.objects.get().pk
    published.client("dan").post("/me/token/", {"gone": str(number)})
    assert Token.objects.exists(), "somebody took away the token of another"
    published.client("cleo").post("/me/token/", {"gone": str(number)})
    assert bearer(word).get("/api/v1/me").status_code == 401


def test_tokens_have_names_and_a_limit(cast: Cast) -> None:
    account = cast.accounts["ben"].pk
    with pytest.raises(InputError, match="needs a name"):
        services.make_token(account, " ", NOW)
    for n in range(services.MOST_TOKENS):
        services.make_token(account, str(n), NOW)
    with pytest.raises(InputError, match="enough"):
        services.make_token(account, "one more", NOW)


def test_the_description_names_every_address_and_status(cast: Cast) -> None:
    told = browser_of_nobody().get("/api/v1/openapi.json").json()
    described = {place.removeprefix("/api/v1/") for place in told["paths"]}
    places = {*WHO, *(place for _method, place in WRITTEN)}
    assert described == {p.replace("int:", "") for p in places} - {"openapi.json"}
    for place, methods in told["paths"].items():
        for told_of in methods.values():
            assert {"401", "404", "422", "429", "503"} <= set(told_of["responses"]), place
    assert browser_of_nobody().get("/api/v1/nothing").status_code == 404
