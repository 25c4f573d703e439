"""Every address of the map with what nobody should send: it is refused, and nothing breaks."""

from __future__ import annotations

import itertools
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import get_resolver
from tests.longer import slow
from tests.web.conftest import Cast
from tests.web.test_matrix import plain

from fairlead.web.people.access import rule_of, views_of

TEXTS = ("0", "9" * 30, "' OR 1=1 --", "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd")
NUMBERS = ("0", "7777", "9" * 30)
ODD = ("", "-1", "9" * 30, "1e400", "\u0664", "\u00b2", "\x00", "=1+1", "<script>alert(1)</script>")
NAMES = (
    "account", "amount", "given", "gone", "meeting", "number", "person", "period", "reached",
    "step", "text", "what", "whose", "page", "show", "order", "cursor", "limit", "kind", "q",
    "deal", "from_on", "on", "reason", "file", "twin", "roles", "day", "start", "target",
)  # fmt: skip
"""Words forms and addresses are asked with."""
OURS = [
    (f"/{place}", name)
    for place, name, view in views_of(get_resolver().url_patterns)
    if rule_of(view) is not None and not place.startswith("api/")
]
SAFE = (200, 302, 400, 403, 404, 405, 409, 413, 415, 422)


def filled(place: str) -> list[str]:
    """Return an address with hostile words in place of its parts; itself where it has none."""
    parts = re.findall(r"<(str|int):\w+>", place)
    choices = [NUMBERS if kind == "int" else TEXTS for kind in parts]
    found = []
    for values in itertools.islice(itertools.product(*choices), 8):
        made = place
        for value in values:
            made = re.sub(r"<(str|int):\w+>", lambda _m, v=value: quote(v, safe=""), made, count=1)
        found.append(made)
    return found


def test_the_map_has_addresses_with_parts() -> None:
    assert sum("<" in place for place, _name in OURS) >= 15
    assert filled("/a/<int:n>/<str:w>/")[0] == "/a/0/0/"


@pytest.mark.parametrize(
    "who",
    [None, "cleo", *slow("admin", "ada", "ops")],
    ids=lambda who: who or "nobody",
)
def test_no_address_breaks_whatever_stands_in_it(who: str | None, cast: Cast) -> None:
    browser = cast.client(who)
    for place, name in OURS:
        for address in filled(place):
            for send in (browser.get, browser.post):
                answer = send(address)
                assert answer.status_code in SAFE, (name, address, answer.status_code)
                assert b"<script>alert(1)" not in answer.content, address
        if name == "token" and who:
            browser.force_login(
                cast.accounts[who],
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )


@pytest.mark.parametrize(
    "who",
    ["cleo", *(pytest.param(who, marks=pytest.mark.slow) for who in ("admin", "ada", "ops"))],
)
def test_no_word_of_a_form_or_question_breaks_a_page(who: str, cast: Cast) -> None:
    browser = cast.client(who)
    for place, name in OURS:
        if "<" in place:
            continue
        for odd in ODD:
            words = dict.fromkeys(NAMES, odd)
            for answer in (browser.get(place, words), browser.post(place, words)):
                assert answer.status_code in SAFE, (name, odd, answer.status_code)
                if answer.status_code == 302:
                    assert answer["Location"].startswith("/"), (name, answer["Location"])
                assert b"<script>alert(1)" not in answer.content, name


PRIVATE: dict[str, str] = {
    "measure_person": "cleo",
    "person": "cleo",
    "leaving": "cleo",
}


@pytest.mark.parametrize("who", ["ben", "gil", "dan", "admin", "eve"])
@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_somebody_elses_id_looks_like_one_that_does_not_exist(
    name: str, who: str, cast: Cast, patched: Any
) -> None:
    """Cleo is led by Ines now: to these five her address says what a made-up one says."""
    from tests.web.conftest import CHANGE

    patched(CHANGE)
    place = next(p for p, n in OURS if n == name)
    browser, told = cast.client(who), []
    for person in (str(cast.people["cleo"].pk), "0123456789abcdef"):
        answer = browser.get(re.sub(r"<str:\w+>", person, place))
        assert answer.status_code == 404, name
        told.append(plain(answer, person))
    assert told[0] == told[1]
