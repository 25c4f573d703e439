"""The application in this process, on a database of its own; every test leaves it as it was."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PLACE = Path(tempfile.mkdtemp(prefix="Büro Süd #1 "))
WORKSPACE = PLACE / "Arbeit"
os.environ["FAIRLEAD_WORKSPACE"] = str(WORKSPACE)
os.environ["FAIRLEAD_KEY_FILE"] = str(PLACE / "key")
os.environ["DJANGO_SETTINGS_MODULE"] = "fairlead.web.project.settings"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("FAIRLEAD_DEMO", None)

import django  # noqa: E402  the settings read the environment

WORKSPACE.mkdir()
(PLACE / "key").write_text("a key for tests only, as long as keys are: 0123456789 0123456789")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.client import Client, ClientHandler  # noqa: E402
from tests.cli.conftest import brief as composed  # noqa: E402
from tests.web.answered import CHANGE, EVENING, SCRIPT, keep, row  # noqa: E402

from fairlead.lake.store.individuals import show_individuals  # noqa: E402
from fairlead.web.people.models import Assignment, Grant, Person, User  # noqa: E402
from fairlead.web.published.services import brief_body  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def tables() -> Iterator[None]:
    """Make the tables once; take the folder away at the end."""
    import shutil

    call_command("migrate", interactive=False, verbosity=0)
    yield
    connection.close()
    shutil.rmtree(PLACE, ignore_errors=True)


@pytest.fixture(autouse=True)
def as_it_was(tables: None) -> Iterator[None]:
    """Undo what a test wrote, the switch's file and uploads in the workspace too."""
    import shutil

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    show_individuals(WORKSPACE, shown=True)  # a file, which no rollback takes back
    shutil.rmtree(WORKSPACE / "uploads", ignore_errors=True)


HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers: it looks for all static files when it is first asked."""


def browser_of_nobody() -> Client:
    browser = Client(HTTP_HOST="localhost")
    browser.handler = HANDLER
    return browser


@dataclass(frozen=True)
class Cast:
    """Ada heads sales; Ben leads North with Cleo and Gil, Inès South with Dan."""

    people: dict[str, Person]
    accounts: dict[str, User]

    def client(self, name: str | None) -> Client:
        """Return a browser with somebody signed in, None for nobody."""
        browser = browser_of_nobody()
        if name is not None:
            browser.force_login(self.accounts[name], backend=BACKEND)
        return browser


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def account(email: str, person: Person | None, *roles: str) -> User:
    user = User.objects.make(email, person=person)
    for role in roles:
        Grant.objects.create(user=user, role=role)
    return user


@pytest.fixture
def cast() -> Cast:
    names = {"ada": 1, "ben": 2, "ines": 3, "cleo": 4, "gil": 5, "dan": 6}
    people = {
        name: Person.objects.create(name=name.capitalize(), crm_id=crm, email=f"{name}@x.example")
        for name, crm in names.items()
    }

    def works(who: str, manager: str, team: str, start: dt.date, end: dt.date) -> None:
        Assignment.objects.create(
            person=people[who], manager=people[manager], team=team, from_on=start, to_on=end
        )

    ever, never = dt.date.min, dt.date.max
    works("ben", "ada", "", ever, never)
    works("ines", "ada", "", ever, never)
    works("cleo", "ben", "North", ever, CHANGE)
    works("cleo", "ines", "South", CHANGE, never)
    works("gil", "ben", "North", ever, never)
    works("dan", "ines", "South", ever, never)
    roles = {
        "ada": ("leader",),
        "ben": ("manager",),
        "ines": ("manager",),
        "cleo": ("rep",),
        "gil": ("rep",),
        "dan": ("rep",),
    }
    accounts = {n: account(f"{n}@x.example", people[n], *r) for n, r in roles.items()}
    accounts["ops"] = account("ops@x.example", None, "ops")
    accounts["admin"] = account("admin@x.example", None, "admin")
    accounts["eve"] = account("eve@y.example", None)
    return Cast(people, accounts)


@pytest.fixture
def published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Answers for everybody; the workspace is at state 3, as the answers are."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    for where in ("views", "forms"):
        monkeypatch.setattr(f"fairlead.web.published.{where}.has_data", lambda: True, raising=False)
    monkeypatch.setattr("fairlead.web.measure.views.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: EVENING)
    part = {
        "competency": "Sales.new.Demo",
        "name": "Demo to Proposal",
        "kind": "conversion",
        "unit": "fraction",
        "role": None,
        "successes": 90,
        "n": 200,
        "open": 3,
        "rate": {"value": 0.45, "lower": 0.38, "upper": 0.52, "level": 0.95},
    }
    period = {"start": "2025-12-01", "end": "2026-11-20"}
    common = {"as_of": "2026-11-20", "data_until": "2026-11-20", "period": period}
    keep("measure", "company", "", common | {"competencies": [part], "jobs": [], "findings": []})
    for name, person in cast.people.items():
        number = int(person.crm_id or 0)
        keep("measure", "person", str(number), common | {"rows": [row(name, number, 50)]})
        told = brief_body(composed(title=f"Brief of {name} {SCRIPT}"))
        keep("brief", "rep", str(number), told)
        keep("brief", "manager", str(number), told)
    keep("brief", "leader", "", brief_body(composed(title="Everybody by name")))
    keep("brief", "all", "", brief_body(composed(title="The company")))
    led: dict[str, list[list[str | None]]] = {"1": [["2", None, None], ["3", None, None]]}
    led["2"] = [["4", None, CHANGE.isoformat()], ["5", None, None]]
    led["3"] = [["4", CHANGE.isoformat(), None], ["6", None, None]]
    for manager, rows in led.items():
        keep("directory", "team", manager, {"as_of": "2026-11-20", "led": rows})
    return cast


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the evening answers are of."""

    def at(day: dt.date) -> None:
        monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: day)

    return at


@pytest.fixture
def settings_of() -> Iterator[Any]:
    """Change settings for one test."""
    from django.test import override_settings

    changed: list[Any] = []

    def change(**values: Any) -> None:
        changed.append(override_settings(**values))
        changed[-1].enable()

    yield change
    for each in reversed(changed):
        each.disable()
