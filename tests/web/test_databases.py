"""Pages on both databases, and many readers beside a writer: nobody is told that it is locked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.test_jobs import DATABASES, database  # noqa: F401  both of them

PAGES = """
import json, sys, threading, time
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
import datetime as dt
from django.db import close_old_connections, connection, connections
from django.test.client import Client, ClientHandler
from fairlead.web.people.models import Assignment, Grant, Person, User
from fairlead.web.published.models import Answer
from fairlead.web.published.services import Asked, _keep
from fairlead.web.project.clock import now

READERS, SECONDS = int(sys.argv[1]), float(sys.argv[2])
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
boss = Person.objects.create(name="Ben", crm_id=1)
people = [Person.objects.create(name=f"P{n}", crm_id=10 + n) for n in range(8)]
for person in people:
    Assignment.objects.create(person=person, manager=boss, team="North")
user = User.objects.make("ben@x.example", person=boss)
keeper = User.objects.make("ops@x.example")
for who, role in ((user, "manager"), (keeper, "ops"), (keeper, "admin")):
    Grant.objects.create(user=who, role=role)
PERIOD = {"start": "2025-12-01", "end": "2026-11-20"}
BODY = {"as_of": "2026-11-20", "data_until": "2026-11-20", "period": PERIOD}
WHOLE = BODY | {"competencies": [], "jobs": [], "findings": []}

def publish(state):
    rows = [(Asked("measure", "company"), WHOLE)]
    rows += [(Asked("measure", "person", str(p.crm_id)), BODY | {"rows": []}) for p in people]
    _keep("measure", rows, state, now())

publish(1)
handler = ClientHandler(enforce_csrf_checks=False)
def browser(who):
    made = Client(HTTP_HOST="localhost", raise_request_exception=False)
    made.handler = handler
    made.force_login(who, backend=BACKEND)
    return made
told = {"pages": {}, "statuses": {}, "states": 0}
for who, places in (
    (user, ("/", "/measure/", f"/measure/people/{people[0].pk}/", "/me/", "/me/export/",
            "/api/v1/measure", "/api/v1/brief")),
    (keeper, ("/setup/", "/people/", f"/people/{people[0].pk}/", "/imports/", "/api/v1/imports",
              f"/imports/leaving/{people[0].pk}/", "/people/team.csv")),
):
    for place in places:
        told["pages"][place] = browser(who).get(place).status_code

def read(number, until):
    mine, n = browser(user), 0
    while time.monotonic() < until:
        place = f"/measure/people/{people[(number + n) % 8].pk}/"
        status = mine.get(place).status_code
        told["statuses"][str(status)] = told["statuses"].get(str(status), 0) + 1
        n += 1
    connections.close_all()

until = time.monotonic() + SECONDS
readers = [threading.Thread(target=read, args=(n, until)) for n in range(READERS)]
for reader in readers:
    reader.start()
state = 2
while time.monotonic() < until:
    publish(state)
    state += 1
for reader in readers:
    reader.join()
told["states"] = state
print(json.dumps(told))
"""


@pytest.mark.parametrize("database", DATABASES, indirect=True)
def test_pages_and_many_readers_beside_a_writer(
    database: dict[str, str],  # noqa: F811
    odd_path: Path,
) -> None:
    """32 readers, each of whose looks is noted, while answers are published over and over."""
    workspace = odd_path / "workspace"
    workspace.mkdir()
    place = {"FAIRLEAD_WORKSPACE": str(workspace), "FAIRLEAD_KEY_FILE": str(odd_path / "key")}
    env = {**os.environ, **place, **database}
    env["DJANGO_SETTINGS_MODULE"] = "fairlead.web.project.settings"
    done = subprocess.run(
        [sys.executable, "-c", PAGES, "32", "4"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told["pages"].values()) == {200}, told["pages"]
    assert set(told["statuses"]) == {"200"}, told["statuses"]
    assert told["statuses"]["200"] >= 32
    assert told["states"] >= 3, "the writer had no turn"
    assert "locked" not in done.stderr
