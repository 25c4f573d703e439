"""Who keeps the system sees whether the work in the background is done, and what went wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.web.conftest import Cast

from fairlead.errors import InputError
from fairlead.web.jobs import services
from fairlead.web.jobs.models import DONE, FAILED, WAITING, Job, Standing
from fairlead.web.jobs.selectors import MESSAGES, SILENT, WORKER
from fairlead.web.project import worker
from fairlead.web.project.clock import now


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    """Work that fails as its payload says."""

    def work(payload: dict[str, Any], _tell: Any) -> services.Done:
        if payload.get("foreseen"):
            raise InputError("the file of Cleo is empty", hint="Send another.")
        if payload.get("broken"):
            raise ZeroDivisionError("3 by 0")
        return services.Done()

    monkeypatch.setitem(services._HANDLERS, "odd", work)
    monkeypatch.setitem(services.NAMES, "odd", "an odd piece of work")
    return "odd"


def page(cast: Cast, who: str) -> str:
    return " ".join(cast.client(who).get("/work/").content.decode().split())


def test_it_says_whether_a_worker_is_there(cast: Cast) -> None:
    assert "No worker was ever seen here." in page(cast, "ops")
    services.went_well(WORKER, now())
    assert "Yes." in page(cast, "admin")
    assert (
        "Nobody does what is sent here" not in cast.client("ops").get("/imports/").content.decode()
    )
    Standing.objects.filter(name=WORKER).update(well_at=now() - SILENT - dt.timedelta(seconds=1))
    assert "No: the worker was last seen on" in page(cast, "ops")
    assert "Nobody does what is sent here" in cast.client("ops").get("/imports/").content.decode()


def test_what_failed_is_told_until_it_is_done(cast: Cast, kind: str) -> None:
    failed = services.queue(kind, "Cleo", {"foreseen": True}, now())
    services.work_once(now)
    for_ops, for_admin = page(cast, "ops"), page(cast, "admin")
    assert "an odd piece of work" in for_ops
    assert "the file of Cleo is empty Send another." in for_ops
    assert "an odd piece of work" in for_admin
    assert "Cleo" not in for_admin, "what it is about is not for who only runs the server"
    assert cast.client("admin").post(f"/work/{failed.pk}/again/").status_code == 404
    assert cast.client("ops").post(f"/work/{failed.pk}/again/").status_code == 302
    again = Job.objects.get(kind=kind, state=WAITING)
    assert (again.key, again.payload) == (failed.key, failed.payload)
    assert "an odd piece of work</strong>" not in page(cast, "ops"), "it waits to be done"
    Job.objects.filter(pk=again.pk).update(payload={})
    services.work_once(now)
    assert Job.objects.get(pk=again.pk).state == DONE
    assert "Nothing in 30 days that was not done since." in page(cast, "ops")
    assert cast.client("ops").post(f"/work/{again.pk}/again/").status_code == 404


def test_an_error_nobody_foresaw_is_told_when_it_is_given_up(cast: Cast, kind: str) -> None:
    job = services.queue(kind, "a", {"broken": True}, now())
    turns = [now() + n * (services.LEASE + dt.timedelta(seconds=1)) for n in range(20)]
    clock = iter(turns).__next__
    for _ in range(services.MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            services.work_once(clock)
        assert "ZeroDivisionError: 3 by 0" in page(cast, "ops"), "while it is still tried"
    services.work_once(clock)
    job.refresh_from_db()
    assert job.state == FAILED
    assert "never ended; at last: ZeroDivisionError: 3 by 0" in job.error["message"]


def test_what_goes_on_by_itself_says_since_when_it_does_not(cast: Cast) -> None:
    def breaks(_at: dt.datetime) -> None:
        raise OSError("no mail server")

    worker._try(MESSAGES, breaks)
    first = Standing.objects.get(name=MESSAGES).broke_at
    worker._try(MESSAGES, breaks)
    assert Standing.objects.get(name=MESSAGES).broke_at == first, "since when, not when last"
    assert "OSError: no mail server" in page(cast, "ops")
    for_admin = page(cast, "admin")
    assert "it has not worked since" in for_admin
    assert "no mail server" not in for_admin
    worker._try(MESSAGES, lambda _at: None)
    assert "no mail server" not in page(cast, "ops")
