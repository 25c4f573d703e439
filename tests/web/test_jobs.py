"""Work is done once: by one worker or several, asked twice, and killed at any moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.missing import missing

from fairlead.errors import ConflictError, InputError
from fairlead.web.jobs import services
from fairlead.web.jobs.models import DONE, FAILED, RUNNING, WAITING, Job
from fairlead.web.jobs.services import Done, queue, take

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
LATER = NOW + services.LEASE + dt.timedelta(seconds=1)


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Work of the kind `count`; what it wrote."""
    written: list[Any] = []

    def work(payload: dict[str, Any], tell: Any) -> Done:
        tell("counting")
        if payload.get("raises"):
            raise {"input": InputError("no file"), "busy": ConflictError("busy")}[payload["raises"]]
        return Done({"n": payload["n"]}, lambda: written.append(payload["n"]))

    monkeypatch.setitem(services._HANDLERS, "count", work)
    return written


def test_the_same_work_is_queued_once_until_it_is_done(handled: list[Any]) -> None:
    first = queue("count", "a", {"n": 1}, NOW)
    assert queue("count", "a", {"n": 1}, NOW, urgency=5).pk == first.pk
    assert queue("count", "b", {"n": 2}, NOW).pk != first.pk
    done = services.work_once(lambda: NOW)
    assert done is not None
    assert done.pk == first.pk, "the more urgent one goes first"
    assert queue("count", "a", {"n": 1}, NOW).pk != first.pk


def test_who_takes_only_what_somebody_waits_for_leaves_the_rest(handled: list[Any]) -> None:
    only = services.Only(("count",), 5)
    queue("import", "first", {}, NOW, urgency=20)
    queue("count", "for everybody", {"n": 1}, NOW, urgency=4)
    assert services.work_once(lambda: NOW, only=only) is None
    waits = queue("count", "for everybody", {"n": 1}, NOW, urgency=5)
    done = services.work_once(lambda: NOW, only=only)
    assert done is not None
    assert done.pk == waits.pk, "somebody came to wait for it"
    assert handled == [1]
    assert Job.objects.get(kind="import").state == WAITING


def test_nobody_takes_what_somebody_works_on(handled: list[Any]) -> None:
    queue("count", "a", {"n": 1}, NOW)
    mine = take(NOW)
    assert mine is not None
    assert take(NOW) is None
    assert take(NOW + services.LEASE - dt.timedelta(seconds=1)) is None


def test_who_lost_the_lease_changes_nothing(handled: list[Any]) -> None:
    queue("count", "a", {"n": 1}, NOW)
    slow = take(NOW)
    quick = take(LATER)
    assert slow is not None
    assert quick is not None
    assert slow.pk == quick.pk
    going = services.Going()
    going.job = slow
    going.beat(LATER + dt.timedelta(days=1))
    assert not services.end(slow, Done({}, lambda: handled.append("slow")), LATER)
    assert Job.objects.get(pk=quick.pk).lease_until == LATER + services.LEASE
    assert services.end(quick, Done({}, lambda: handled.append("quick")), LATER)
    assert not services.end(quick, Done({}, lambda: handled.append("twice")), LATER)
    assert handled == ["quick"]


def test_the_end_and_the_effect_are_one(handled: list[Any]) -> None:
    queue("count", "a", {"n": 1}, NOW)
    job = take(NOW)
    assert job is not None

    def broken() -> None:
        queue("count", "half", {"n": 9}, NOW)
        raise RuntimeError("the power failed")

    with pytest.raises(RuntimeError):
        services.end(job, Done({}, broken), NOW)
    assert Job.objects.get(pk=job.pk).state == RUNNING
    assert not Job.objects.filter(key="count:half").exists()


def test_errors_of_ours_are_kept_and_conflicts_wait(handled: list[Any]) -> None:
    queue("count", "bad", {"n": 1, "raises": "input"}, NOW)
    queue("count", "busy", {"n": 2, "raises": "busy"}, NOW)
    services.work_once(lambda: NOW)
    services.work_once(lambda: NOW)
    bad, busy = Job.objects.get(key="count:bad"), Job.objects.get(key="count:busy")
    assert (bad.state, bad.error["message"]) == (FAILED, "no file")
    assert busy.state == WAITING
    assert handled == []


def test_what_takes_every_worker_with_it_is_given_up(handled: list[Any]) -> None:
    queue("count", "a", {"n": 1}, NOW)
    for n in range(services.MOST_ATTEMPTS):
        assert take(NOW + n * 2 * services.LEASE) is not None
    job = services.work_once(lambda: NOW + 99 * services.LEASE)
    assert job is not None
    assert Job.objects.get(pk=job.pk).state == FAILED
    assert handled == []


WORKER = """
import os, sys, time, random
import django
django.setup()
from django.db import models
from fairlead.web.jobs import services
from fairlead.web.jobs.services import Done, handle, work_once
from fairlead.web.people.services import set_individuals
from fairlead.web.people.models import Person
from fairlead.web.project.clock import now
import datetime as dt
services.LEASE = dt.timedelta(seconds=0.3)
def work(payload, tell):
    time.sleep(random.random() * 0.02)
    tell("half")
    return Done({}, lambda: Person.objects.create(name=f"effect {payload['n']}"))
handle("count", work, "counting")
services.MOST_ATTEMPTS = 10_000
while True:
    try:
        if work_once(now) is None:
            time.sleep(0.02)
    except Exception as error:
        print(type(error).__name__, error, file=sys.stderr, flush=True)
"""


DATABASES = ("sqlite", "postgresql")


@pytest.fixture
def database(request: pytest.FixtureRequest, odd_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a database of its own."""
    if request.param == "sqlite":
        yield {}
        return
    if importlib.util.find_spec("psycopg") is None:
        missing("psycopg is not installed: nothing ran on PostgreSQL")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing("no PostgreSQL server on this machine: nothing ran on it")
    with postgresql(found[-1].parent) as url:
        yield {"DATABASE_URL": url}


@contextlib.contextmanager
def postgresql(programs: Path) -> Iterator[str]:
    """A server of this machine, reached through a file, run by nobody of importance."""
    user = "nobody" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="fl-pg-") as name:
        place = Path(name)
        if user:
            shutil.chown(place, user)
        data = place / "data"
        options: dict[str, Any] = {"user": user, "cwd": place, "env": {"LC_ALL": "C.UTF-8"}}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        made = [programs / "initdb", "-D", data, "-U", "fairlead", "-A", "trust"]
        subprocess.run(made, check=True, **quiet, **options)
        run = [programs / "postgres", "-D", data, "-k", place, "-c", "listen_addresses="]
        with subprocess.Popen(run, **quiet, **options) as server:
            url = f"postgresql://fairlead@/postgres?host={place}"
            try:
                until_it_answers(url)
                yield url
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(timeout=30)


def until_it_answers(url: str) -> None:
    import psycopg

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.mark.parametrize("database", DATABASES, indirect=True)
@pytest.mark.parametrize("kills", [4, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_workers_lose_nothing_and_do_nothing_twice(
    kills: int, database: dict[str, str], odd_path: Path
) -> None:
    """Two workers on one database, one of them killed (kill -9) again and again."""
    workspace = odd_path / "workspace"
    workspace.mkdir()
    place = {"FAIRLEAD_WORKSPACE": str(workspace), "FAIRLEAD_KEY_FILE": str(odd_path / "key")}
    env = {**os.environ, **place, **database}
    env["DJANGO_SETTINGS_MODULE"] = "fairlead.web.project.settings"
    make = f"""
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from fairlead.web.jobs.services import queue
from fairlead.web.project.clock import now
for n in range({8 * kills}):
    queue("count", str(n), {{"n": n}}, now())
"""
    subprocess.run([sys.executable, "-c", make], env=env, check=True)
    rng = random.Random(7)  # noqa: S311 -- when to kill, no secret

    def start() -> subprocess.Popen[bytes]:
        with (odd_path / "errors").open("ab") as errors:
            return subprocess.Popen([sys.executable, "-c", WORKER], env=env, stderr=errors)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return rows_of(sql, workspace, database.get("DATABASE_URL"))

    def states() -> dict[str, int]:
        return dict(ask("SELECT state, count(*) FROM jobs_job GROUP BY state"))

    steady, victim = start(), start()
    try:
        for _ in range(kills):
            time.sleep(0.9 + rng.random() * 0.4)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            victim = start()
        until = time.monotonic() + 120
        while states() != {DONE: 8 * kills} and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        for worker in (steady, victim):
            worker.kill()
            worker.wait()
    assert states() == {DONE: 8 * kills}, "lost or stuck"
    done = sorted(row[0] for row in ask("SELECT name FROM people_person"))
    assert done == sorted(f"effect {n}" for n in range(8 * kills)), "doubled or lost"
    assert (odd_path / "errors").read_text() == "", "an error was shown"


def rows_of(sql: str, workspace: Path, url: str | None) -> list[tuple[Any, ...]]:
    if url is not None:
        import psycopg

        with psycopg.connect(url) as server:
            return server.execute(sql).fetchall()
    with contextlib.closing(sqlite3.connect(workspace / "web.sqlite3", timeout=20)) as file:
        return file.execute(sql).fetchall()
