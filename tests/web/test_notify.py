"""The digest: asked for, once, without a word about anybody, and ended by one click."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import vobject
from django.core import mail
from tests.web.conftest import Cast, browser_of_nobody
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture
from tests.web.test_team import promise, text

from fairlead.web.notify import services
from fairlead.web.notify.models import Digest, Preference
from fairlead.web.prioritise.models import Decision
from fairlead.web.published.models import Answer
from fairlead.web.team.models import Promise

MONDAY = dt.datetime(2026, 11, 30, 6, 10, tzinfo=dt.UTC)
"""Ten past seven in Berlin."""


@pytest.fixture(autouse=True)
def letterbox(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent stays here."""
    from django.conf import settings

    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    box: list[Any] = []
    monkeypatch.setattr(mail, "outbox", box, raising=False)
    return box


def wants(cast: Cast, who: str, **more: Any) -> int:
    typed = {"is_on": "on", "zone": "Europe/Berlin", "hour": 7, "quiet_from": 19, "quiet_to": 7}
    return int(cast.client(who).post("/notify/", typed | more).status_code)


def test_a_digest_goes_once_and_says_nothing_about_anybody(
    cast: Cast, letterbox: list[Any]
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    assert services.send_due(MONDAY) == 0, "nobody asked"
    assert wants(cast, "ben") == 302
    assert services.send_due(MONDAY - dt.timedelta(minutes=11)) == 0
    for minutes in range(0, 300, 7):
        services.send_due(MONDAY + dt.timedelta(minutes=minutes))
    (sent,) = letterbox
    assert sent.to == ["ben@x.example"]
    assert sent.subject == "Your week in Fairlead"
    html = sent.alternatives[0][0]
    for body in (sent.body, html):
        assert "1 promise of yours is late." in body
        for word in ("Gil", "Cleo", "Ada", "helps"):
            assert word not in body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    services.send_due(MONDAY + dt.timedelta(days=7))
    assert len(letterbox) == 2, "and again next week"


def test_one_click_ends_it_without_signing_in(cast: Cast, letterbox: list[Any]) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    wants(cast, "ben")
    services.send_due(MONDAY)
    link = letterbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    place = "/" + link.split("/", 3)[3]
    nobody = browser_of_nobody()
    assert "End my weekly digest" in text(nobody.get(place))
    assert Preference.objects.get().is_on, "looking changes nothing: mail programs look"
    done = nobody.post(place, {"List-Unsubscribe": "One-Click"})
    assert "It is off" in text(done)
    assert not Preference.objects.get().is_on
    assert nobody.post(place[:-3] + "xx/").status_code == 404
    assert services.send_due(MONDAY + dt.timedelta(days=7)) == 0


def test_a_killed_worker_or_a_second_one_never_sends_twice(
    cast: Cast, letterbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    wants(cast, "ben")

    def killed(*_row: Any) -> bool:
        raise SystemExit

    with monkeypatch.context() as until:
        until.setattr(services, "_send", killed)
        with pytest.raises(SystemExit):
            services.send_due(MONDAY)
    assert services.send_due(MONDAY) == 0
    assert not letterbox
    assert Digest.objects.get().state == "taken"


def test_a_mail_server_that_does_not_answer_stops_nobody_elses(
    cast: Cast, letterbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMultiAlternatives

    for who, whom in (("ben", "gil"), ("ines", "dan")):
        promise(cast, who, whom, dt.date(2026, 11, 25))
        wants(cast, who)
    real = EmailMultiAlternatives.send

    def send(self: Any, **more: Any) -> int:
        if "ben" in self.to[0]:
            raise OSError("no route")
        return int(real(self, **more))

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    assert services.send_due(MONDAY) == 1
    assert [m.to for m in letterbox] == [["ines@x.example"]]
    assert set(Digest.objects.values_list("state", flat=True)) == {"failed", "sent"}


def test_who_may_not_sign_in_any_more_gets_none(cast: Cast, letterbox: list[Any]) -> None:
    promise(cast, "ben", "gil", dt.date(2026, 11, 25))
    wants(cast, "ben")
    cast.accounts["ben"].is_active = False
    cast.accounts["ben"].save()
    services.send_due(MONDAY)
    assert not letterbox


def test_a_zone_that_is_none_is_told(cast: Cast) -> None:
    assert wants(cast, "ben", zone="Mars/Base") == 422
    assert wants(cast, "eve") == 404
    assert not Preference.objects.exists()
    wants(cast, "ben")
    ben = cast.people["ben"].pk
    assert services.held_about(ben)["digest"]
    services.forget(ben)
    assert not any(services.held_about(ben).values())


def test_one_calendar_holds_promises_trainings_and_reviews(cast: Cast) -> None:
    given, due = cast.people["ben"].pk, dt.date(2026, 12, 1)
    promise(cast, "ben", "gil", due)
    Decision.objects.create(
        unit="company", competency="x", what="Demo to Proposal", reason="r", by=given, at=MONDAY,
        look_on=dt.date(2027, 1, 15),
    )  # fmt: skip
    training = {"training": "Leave with a date", "competency": "demo", "first_on": "2026-10-05",
                "verdict": {"due_on": "2027-02-01"}}  # fmt: skip
    Answer.objects.create(
        kind="verify", unit="company", state=0, as_of=MONDAY.date(), code_version="0",
        made_at=MONDAY, body={"numbers": {"trainings": [training]}},
    )  # fmt: skip

    def days(who: str) -> dict[str, tuple[dt.date, str, int]]:
        page = text(cast.client(who).post("/team/calendar/"))
        link = re.search(r"(/team/calendar/[\w-]+\.ics)", page)
        assert link is not None
        told = cast.client(None).get(link[1]).content.decode()
        feed = vobject.readOne(told)
        rows = feed.contents.get("vevent", [])
        return {
            e.summary.value: (e.dtstart.value, e.uid.value, int(e.sequence.value)) for e in rows
        }

    mine = days("ben")
    assert {name: day for name, (day, _uid, _number) in mine.items()} == {
        "Promise to Gil": due,
        "Look again: Demo to Proposal": dt.date(2027, 1, 15),
        "Training Leave with a date begins": dt.date(2026, 10, 5),
        "Training Leave with a date: verdict": dt.date(2027, 2, 1),
    }
    assert days("gil") == {}, "whose promise it is, and who leads"
    later = {"what": "move", "due_on": "2026-12-08", "reason": "the CFO is away"}
    number = Promise.objects.get().pk
    assert cast.client("ben").post(f"/team/promises/{number}/", later).status_code == 302
    moved = days("ben")["Promise to Gil"]
    assert moved == (dt.date(2026, 12, 8), mine["Promise to Gil"][1], 1), "one event that moved"
