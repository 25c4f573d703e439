"""A server killed (kill -9) while people send and read: nothing lost, twice or stuck."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import free_port
from tests.web.test_jobs import DATABASES, database, rows_of  # noqa: F401  both of them

MAKE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from fairlead.web.people.models import Grant, User
from fairlead.web.people.services import make_token
from fairlead.web.project.clock import now
user = User.objects.make("ops@x.example")
Grant.objects.create(user=user, role="ops")
print(make_token(user.pk, "killing", now(), ("read", "import")))
"""
SERVE = """
import sys
from fairlead.web.project.serving import Served, _server
_server(Served(port=int(sys.argv[1])))
"""
EDGE = "a made-up edge"


class Sender(threading.Thread):
    """Send one file after the other, each under its own key until it is taken; read in between."""

    def __init__(self, number: int, port: int, word: str) -> None:
        super().__init__(daemon=True)
        self.number, self.place, self.word = number, f"http://localhost:{port}/api/v1/imports", word
        self.taken: dict[str, int] = {}
        self.wrong: list[str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        """Go on until stopped; what was begun is ended."""
        while not self.stopped.is_set():
            key = f"{self.number}-{len(self.taken)}"
            while (answer := self.ask(key)) is None:
                time.sleep(0.05)
            self.taken[key] = answer["number"]
            self.ask("")

    def ask(self, key: str) -> dict[str, Any] | None:
        """Send a file under a key, or read what came in; None where nobody answered."""
        body = (
            f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{key}.csv"\r\n'
            f"Content-Type: text/csv\r\n\r\nid,amount\n{key},1\n\r\n--{EDGE}--\r\n"
        ).encode()
        headers = {"Authorization": f"Bearer {self.word}"}
        if key:
            headers["Idempotency-Key"] = key
            headers["Content-Type"] = f'multipart/form-data; boundary="{EDGE}"'
        asked = urllib.request.Request(self.place, body if key else None, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 -- this machine
                told: dict[str, Any] = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            self.wrong.append(f"{error.code}: {error.read()[:300]!r}")
            return None
        except (OSError, ValueError):
            return None  # killed while it answered; asked again under the same key
        return told


def answers(port: int) -> bool:
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("database", DATABASES, indirect=True)
@pytest.mark.parametrize("kills", [2, pytest.param(200, marks=pytest.mark.slow)])
def test_a_killed_server_loses_nothing_and_does_nothing_twice(
    kills: int,
    database: dict[str, str],  # noqa: F811
    odd_path: Path,
) -> None:
    workspace, port = odd_path / "workspace", free_port()
    workspace.mkdir()
    env = {
        **os.environ,
        **database,
        "FAIRLEAD_WORKSPACE": str(workspace),
        "FAIRLEAD_KEY_FILE": str(odd_path / "key"),
        "FAIRLEAD_API_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
    }
    (odd_path / "key").write_text("a key for this test only: 0123456789 0123456789 0123456789")
    made = subprocess.run(
        [sys.executable, "-c", MAKE], env=env, check=True, capture_output=True, text=True
    )
    told = (odd_path / "told").open("ab")

    def start() -> subprocess.Popen[bytes]:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port)],
            env=env,
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
        end = time.monotonic() + 120
        while not answers(port):
            assert server.poll() is None, (odd_path / "told").read_text()[-3000:]
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.02)
        return server

    def kill(server: subprocess.Popen[bytes]) -> None:
        os.killpg(server.pid, signal.SIGKILL)  # the one that listens and those that answer
        server.wait()

    rng = random.Random(11)  # noqa: S311 -- when to kill, no secret
    server = start()
    senders = [Sender(number, port, made.stdout.split()[-1]) for number in range(3)]
    try:
        for sender in senders:
            sender.start()
        for _ in range(kills):
            time.sleep(0.2 + rng.random() * 0.6)
            kill(server)
            server = start()
        time.sleep(1)
        for sender in senders:
            sender.stopped.set()
        for sender in senders:
            sender.join(timeout=60)
    finally:
        kill(server)
        told.close()
    taken = {key: number for sender in senders for key, number in sender.taken.items()}
    assert not any(sender.is_alive() for sender in senders), "somebody still waits"
    assert [wrong for sender in senders for wrong in sender.wrong] == []
    assert len(taken) >= kills, "hardly anything was sent"

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return rows_of(sql, workspace, database.get("DATABASE_URL"))

    uploads = dict(ask("SELECT id, name FROM imports_upload"))
    assert {f"{key}.csv": number for key, number in taken.items()} == {
        name: number for number, name in uploads.items()
    }, "lost or doubled"
    jobs = ask("SELECT key, state FROM jobs_job")
    assert sorted(jobs) == sorted((f"import:{number}", "waiting") for number in uploads)
    folders = dict(ask("SELECT folder, name FROM imports_upload"))
    for folder, name in folders.items():
        assert (workspace / "uploads" / folder / name).is_file(), "a file was lost"
    if not database:
        assert ask("PRAGMA integrity_check") == [("ok",)]
    assert "locked" not in (odd_path / "told").read_text()
