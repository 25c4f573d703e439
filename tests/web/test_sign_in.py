"""The first administrator, invitations, ends of sessions, second factor, and the demo's door."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import Cast, browser_of_nobody

from fairlead.errors import ConflictError, InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.web.people import services
from fairlead.web.people.models import Grant, Person, User
from fairlead.web.project.serving import Served, check

WORD = "a quiet harbour at dawn"


@pytest.fixture
def code(settings: Any) -> str:
    settings.SETUP_CODE = hashlib.sha256(b"12AB-34CD-56EF").hexdigest()
    return "12ab-34cd-56ef "


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings that may be changed for one test."""
    from django.conf import settings as real

    class Changed:
        def __setattr__(self, name: str, value: Any) -> None:
            monkeypatch.setattr(real, name, value)

    return Changed()


def sign_in(email: str, password: str) -> Any:
    browser = browser_of_nobody()
    done = browser.post("/account/login/", {"login": email, "password": password})
    return browser, done


def test_the_first_administrator_needs_the_code_of_the_terminal(code: str) -> None:
    browser = browser_of_nobody()
    assert browser.get("/people/first/").status_code == 200
    typed = {"code": "0000-0000-0000", "email": "ada@x.example", "password": WORD}
    refused = browser.post("/people/first/", typed)
    assert refused.status_code == 422
    assert "code printed at the terminal" in refused.content.decode()
    assert not User.objects.exists()
    made = browser.post("/people/first/", typed | {"code": code})
    assert made.status_code == 302
    assert made["Location"] == "/setup/"
    assert "Drop your export" in browser.get("/setup/").content.decode()
    assert User.objects.get().roles == {"admin", "ops"}
    assert browser_of_nobody().get("/people/first/").status_code == 404
    again = browser_of_nobody().post(
        "/people/first/", typed | {"code": code, "email": "b@x.example"}
    )
    assert again.status_code == 404
    assert User.objects.count() == 1


def test_without_a_code_nobody_becomes_administrator(settings: Any) -> None:
    settings.SETUP_CODE = ""
    with pytest.raises(InputError):
        services.make_first_administrator("", "eve@y.example", WORD)
    assert not User.objects.exists()


def test_weak_words_are_refused_and_leave_no_account(code: str) -> None:
    typed = {"code": code, "email": "ada@x.example", "password": "123456789012"}
    assert browser_of_nobody().post("/people/first/", typed).status_code == 422
    assert not User.objects.exists()


def test_who_was_invited_chooses_a_password_once(cast: Cast) -> None:
    admin = cast.client("admin")
    person = Person.objects.create(name="Hana")
    typed = {"email": "Hana@x.example", "person": person.pk, "roles": ["rep"]}
    told = admin.post("/people/invite/", typed).content.decode()
    link = re.search(r"http://localhost(/people/welcome/[^<]+)", told)
    assert link
    browser = browser_of_nobody()
    assert browser.get(link[1]).status_code == 200
    assert browser.post(link[1], {"password": "short"}).status_code == 422
    assert browser.post(link[1], {"password": WORD}).status_code == 302
    assert browser.get(link[1]).status_code == 404
    hana, done = sign_in("hana@x.example", WORD)
    assert done.status_code == 302
    assert hana.get("/me/").status_code == 200


def test_a_session_ends_when_somebody_is_disabled(cast: Cast) -> None:
    services.set_password(cast.accounts["cleo"], WORD)
    cleo, _ = sign_in("cleo@x.example", WORD)
    assert cleo.get("/me/").status_code == 200
    number = cast.accounts["cleo"].pk
    cast.client("admin").post(f"/people/accounts/{number}/active/", {"active": "no"})
    gone = cleo.get("/me/")
    assert gone.status_code == 302
    assert "/account/login/" in gone["Location"]
    cast.client("admin").post(f"/people/accounts/{number}/active/", {"active": "yes"})
    assert cleo.get("/me/").status_code == 302, "the old session came back"


def test_somebody_is_always_left_who_may_administrate(cast: Cast) -> None:
    admin = cast.accounts["admin"]
    with pytest.raises(ConflictError):
        services.set_active(admin, active=False)
    admin.refresh_from_db()
    assert admin.is_active
    with pytest.raises(ConflictError):
        services.give_roles(admin, {"ops"})
    assert Grant.objects.filter(user=admin, role="admin").exists()


def test_wrong_words_are_slowed_down(cast: Cast) -> None:
    services.set_password(cast.accounts["ben"], WORD)
    for _ in range(6):
        sign_in("ben@x.example", "a wrong word, again and again")
    browser, _done = sign_in("ben@x.example", WORD)
    assert browser.get("/me/").status_code == 302, "guessing was not slowed down"


def test_a_second_factor_is_asked_for(cast: Cast) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    services.set_password(cast.accounts["ben"], WORD)
    TOTP.activate(cast.accounts["ben"], generate_totp_secret())
    browser, done = sign_in("ben@x.example", WORD)
    assert done["Location"].startswith("/account/second-factor/authenticate/")
    assert browser.get("/me/").status_code == 302
    assert browser.get(done["Location"]).status_code == 200


def test_pages_of_the_account_open(cast: Cast) -> None:
    services.set_password(cast.accounts["ben"], WORD)
    browser, _ = sign_in("ben@x.example", WORD)
    browser.post("/account/reauthenticate/", {"password": WORD})
    for place in ("second-factor/", "second-factor/totp/activate/", "password/change/"):
        page = browser.get(f"/account/{place}")
        assert page.status_code == 200, place
        assert "Skip to the page" in page.content.decode()


def test_nobody_signs_up_or_asks_for_mail(cast: Cast) -> None:
    browser = browser_of_nobody()
    for place in ("signup/", "password/reset/", "email/", "confirm-email/"):
        assert browser.get(f"/account/{place}").status_code == 404, place
        assert browser.post(f"/account/{place}", {"email": "a@b.example"}).status_code == 404
    assert User.objects.count() == len(cast.accounts)


def test_one_click_sign_in_is_not_there_outside_the_demo(cast: Cast, settings: Any) -> None:
    from fairlead.errors import AccessError
    from fairlead.web.people.views import demo

    assert browser_of_nobody().get("/demo/").status_code == 404
    browser = browser_of_nobody()
    assert browser.post("/demo/", {"account": cast.accounts["ada"].pk}).status_code == 404
    request = browser.get("/help/").wsgi_request
    settings.DEMO = False
    with pytest.raises(AccessError):  # even if an address led to it
        demo(request)
    with pytest.raises(AccessError):
        services.make_cast(dt.date(2026, 11, 20))


@pytest.mark.parametrize(
    ("served", "mark", "says"),
    [
        (Served(demo=True), False, "was not made by"),
        (Served(demo=True, public="sales.example.org"), True, "this machine only"),
        (Served(demo=True, host="0.0.0.0"), True, "this machine only"),  # noqa: S104 -- refused
        (Served(host="0.0.0.0"), False, "lets others in"),  # noqa: S104 -- refused
    ],
)
def test_serving_refuses_what_lets_the_wrong_people_in(
    served: Served, mark: bool, says: str, odd_path: Path
) -> None:
    if mark:
        (odd_path / ".fairlead-demo").write_text("made by fairlead demo")
    with pytest.raises(InputError, match=says):
        check(Workspace(odd_path / "workspace"), served)


def test_the_demo_needs_its_mark_whatever_the_environment_says(odd_path: Path) -> None:
    import subprocess
    import sys

    ask = "from fairlead.web.project import settings as s; print(s.DEMO, s.PUBLIC)"

    def told(**more: str) -> str:
        import os

        place = {"FAIRLEAD_WORKSPACE": str(odd_path / "workspace"), "FAIRLEAD_DEMO": "1"}
        done = subprocess.run(
            [sys.executable, "-c", ask],
            env={**os.environ, **place, **more},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert told() == "False False"
    (odd_path / ".fairlead-demo").write_text("made by fairlead demo")
    assert told() == "True False"
    assert told(FAIRLEAD_PROFILE="public") == "False True"
