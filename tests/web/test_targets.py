"""Targets on screen: who sees and sets them, errors of files line by line, whence each comes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.answered import keep, text
from tests.web.conftest import CHANGE, Cast

from fairlead.errors import ConflictError, InputError
from fairlead.refresh.targeting import Set, Wish
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import work_once
from fairlead.web.project.clock import now
from fairlead.web.targets import services
from fairlead.web.targets.models import TargetEdit

EVENING = CHANGE + dt.timedelta(days=50)


@pytest.fixture
def asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Cleo has a target of the file for the quarter, the company none."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    monkeypatch.setattr("fairlead.web.targets.views.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.targets.views.today", lambda: EVENING)
    row = {
        "person_id": "4", "name": "Cleo", "team": None, "start": "2026-10-01", "end": "2027-01-01",
        "amount": 10_000_000, "currency": "EUR", "ramp_share": None, "source": "fairlead",
        "known_at": "2026-11-02 00:00:00+00:00",
    }  # fmt: skip
    period = {"label": "Q4 2026", "start": "2026-10-01", "end": "2027-01-01", "kind": "quarter"}
    month = {"label": "Nov 2026", "start": "2026-11-01", "end": "2026-12-01", "kind": "month"}
    body = {
        "as_of": EVENING.isoformat(), "currency": "EUR", "places": 2, "rows": [row],
        "periods": [month, period],
    }  # fmt: skip
    keep("targets", "company", "", body)
    return cast


def holders(browser: Any) -> set[str]:
    page = text(browser, "/targets/")
    return {n for n in ("The company", "Ben", "Ines", "Cleo", "Gil", "Dan") if f">{n}<" in page}


def test_everybody_sees_their_own_and_whom_they_lead(asked: Cast) -> None:
    assert holders(asked.client("cleo")) == {"Cleo"}
    assert holders(asked.client("ben")) == {"The company", "Ben", "Gil"}
    assert holders(asked.client("ines")) == {"The company", "Ines", "Cleo", "Dan"}
    assert len(holders(asked.client("ada"))) == len(holders(asked.client("ops"))) == 6
    told = text(asked.client("cleo"), "/targets/")
    assert "EUR 100k" in told
    assert "targets.csv, known" in told
    assert "1 of 1 person has a target for Q4 2026" in told
    assert 'name="amount-' not in told
    also = text(asked.client("cleo"), "/targets/?period=Nov+2026")
    assert "also 100k from 1 Oct 2026 to 31 Dec 2026" in also


def post(cast: Cast, who: str, **typed: str) -> Any:
    person = cast.people["cleo"].pk
    given = {f"amount-person:{person}": "100000", f"ramp-person:{person}": "", "reason": "ramp"}
    given |= {f"{name}-person:{person}": value for name, value in typed.items()}
    return cast.client(who).post("/targets/", given)


def test_what_is_set_is_noted_with_who_and_why_and_taken_over_once(
    asked: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("cleo", "ines", "admin"):
        assert post(asked, who, amount="1").status_code == 404, who
    assert post(asked, "ada").status_code == 422, "nothing was changed"
    assert post(asked, "ada", amount="many").status_code == 422
    assert post(asked, "ada", ramp="2").status_code == 422
    assert not TargetEdit.objects.exists()
    assert post(asked, "ada", amount="120k", ramp="50%").status_code == 302
    told = text(asked.client("cleo"), "/targets/")
    assert "being set" in told
    assert "by hand, Ada" in told
    given: list[Wish] = []

    def taken(_home: Any, wishes: list[Wish], *, now: dt.datetime) -> Set:
        given.extend(wishes)
        return Set((), (), 2, "EUR", 4)

    monkeypatch.setattr(services, "set_targets", taken)
    monkeypatch.setattr(services, "refresh_soon", lambda _at: None)
    Job.objects.exclude(kind="targets").delete()
    work_once(now)
    assert given == [Wish("Q4 2026", 120_000.0, key=4, ramp_share=0.5)]
    assert TargetEdit.objects.get().state == 4
    told = text(asked.client("ops"), "/targets/")
    assert "120,000" in told
    assert "ramp" in told
    held = services.held_about(asked.people["cleo"].pk)
    assert held[0]["amount"] == 120_000.0


def test_what_cannot_be_taken_over_is_told_and_not_kept(
    asked: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: Any, **_more: Any) -> Set:
        raise ConflictError("somebody else writes")

    def refused(*_args: Any, **_more: Any) -> Set:
        raise InputError("Cleo has a target already", hint="Take it away first.")

    post(asked, "ada", amount="120k")
    Job.objects.exclude(kind="targets").delete()
    monkeypatch.setattr(services, "set_targets", busy)
    work_once(now)
    assert TargetEdit.objects.count() == 1, "it waits"
    monkeypatch.setattr(services, "set_targets", refused)
    work_once(now)
    assert "Cleo has a target already" in text(asked.client("ada"), "/targets/")
    assert not TargetEdit.objects.exists()


def send(cast: Cast, who: str, rows: str) -> Any:
    file = SimpleUploadedFile("plan <b>.csv", rows.encode())
    return cast.client(who).post("/targets/send/", {"file": file})


def test_a_file_is_taken_as_a_whole_or_told_line_by_line(asked: Cast) -> None:
    head = "person,team,period,amount,ramp_share,reason\n"
    bad = head + "Nobody,,Q4 2026,5,,\ncleo@x.example,,someday,5,,\n,Nowhere,2026-Q4,x,,\n"
    told = send(asked, "ada", bad).content.decode()
    for part in ("line 2: nobody here is called", "line 3: ", "line 4: ", "Nothing was set"):
        assert part in told
    assert "<b>" not in told.replace("&lt;b&gt;", "")
    assert not TargetEdit.objects.exists()
    assert send(asked, "ada", "who,what\n1,2\n").status_code == 422
    good = head + "cleo@x.example,,2026-Q4,130000,0.5,new patch\n,,Q4 2026,1.2m,,\n,,,,,\n"
    assert send(asked, "ada", good).status_code == 302
    found = {(e.person, e.period, float(e.amount or 0)) for e in TargetEdit.objects.all()}
    assert found == {(asked.people["cleo"].pk, "Q4 2026", 130_000.0), ("", "Q4 2026", 1_200_000.0)}
    assert "from plan" in text(asked.client("ada"), "/targets/")


def test_the_template_is_a_file_that_can_be_sent_back(asked: Cast) -> None:
    asked.people["gil"].name = "=cmd()"
    asked.people["gil"].email = ""
    asked.people["gil"].save()
    sent = asked.client("ada").get("/targets/targets.csv?period=Q4+2026").content.decode()
    assert "cleo@x.example,,Q4 2026,100000,," in sent
    assert "\n'=cmd()" in sent
