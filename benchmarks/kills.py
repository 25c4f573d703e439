"""A server killed (kill -9) while people send and read: ``python -m benchmarks.kills FOLDER``.

In FOLDER, which is made, a server is started and killed again and again, with all its processes,
while three programs send exports under keys of their own until each is taken, and read in between.
At the end what was taken is set beside what is there. SQLite, or PostgreSQL by ``DATABASE_URL``,
which has to be empty. Says the counts; ends with 1 where something was lost, doubled, stuck or
told as an error.
"""

from __future__ import annotations

import argparse
import http.client
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
LEFT = """
import json
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.db import connection
from fairlead.web.imports.models import Upload
from fairlead.web.jobs.models import Job
files = Path(settings.WORKSPACE) / "uploads"
sound = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        sound = cursor.execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps({
    "uploads": {each.name: each.pk for each in Upload.objects.all()},
    "rows": Upload.objects.count(),
    "jobs": sorted(Job.objects.values_list("key", "state")),
    "files_gone": [each.name for each in Upload.objects.all()
                   if not (files / each.folder / each.name).is_file()],
    "sound": sound,
    "database": connection.vendor,
}))
"""
EDGE = "a made-up edge"


class Sender(threading.Thread):
    """Send one file after the other, each under its own key until it is taken; read in between."""

    def __init__(self, number: int, port: int, word: str) -> None:
        super().__init__(daemon=True)
        self.number, self.place, self.word = number, f"http://127.0.0.1:{port}/api/v1/imports", word
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
        asked = urllib.request.Request(self.place, body if key else None, headers)  # noqa: S310 -- this machine
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 -- this machine
                told: dict[str, Any] = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            self.wrong.append(f"{error.code}: {error.read()[:300]!r}")
            return None
        except (OSError, ValueError, http.client.HTTPException):
            return None  # killed while it answered; asked again under the same key
        return told


class Server:
    """The server; started and killed with all its processes."""

    def __init__(self, env: dict[str, str], told: Path) -> None:
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            self.port = int(asked.getsockname()[1])
        self.env, self.told = env, told
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.told.open("ab") as told:
            self.running = subprocess.Popen(  # noqa: S603 -- ours
                [sys.executable, "-c", SERVE, str(self.port)],
                env=self.env,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        end = time.monotonic() + 120
        while not self._answers():
            if self.running.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"the server did not start: {self.told.read_text()[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill the one that listens and those that answer, at once."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def run(code: str, env: dict[str, str]) -> str:
    """Return the last line a piece of code says."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603 -- ours
    return done.stdout.strip().splitlines()[-1]


def main() -> None:
    """Set up, kill, compare, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60, help="begin no kill later")
    chosen = parser.parse_args()
    workspace = chosen.folder / "workspace"
    workspace.mkdir(parents=True)
    (chosen.folder / "key").write_text("only for this: 0123456789 0123456789 0123456789 0123456789")
    env = {
        **os.environ,
        "FAIRLEAD_WORKSPACE": str(workspace),
        "FAIRLEAD_KEY_FILE": str(chosen.folder / "key"),
        "FAIRLEAD_API_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
    }
    word = run(MAKE, env)
    server = Server(env, chosen.folder / "told")
    senders = [Sender(number, server.port, word) for number in range(3)]
    kills = _kill_again_and_again(server, senders, chosen.kills, 60 * chosen.minutes)
    told = compared(senders, json.loads(run(LEFT, env)), kills)
    told["locked"] = "locked" in (chosen.folder / "told").read_text()
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.exit(1 if told["locked"] or any(told[name] for name in WRONG) else 0)


def _kill_again_and_again(server: Server, senders: list[Sender], kills: int, seconds: float) -> int:
    """Return how often it was killed."""
    rng = random.Random(11)  # noqa: S311 -- when to kill, no secret
    end, done = time.monotonic() + seconds, 0
    server.start()
    try:
        for sender in senders:
            sender.start()
        for number in range(kills):
            if number % 5:  # each fifth time while it has hardly begun
                _until_it_works(senders)
            time.sleep(rng.random() * 0.5)
            server.kill()
            server.start()
            done += 1
            if time.monotonic() > end:
                break
        time.sleep(1)
        for sender in senders:
            sender.stopped.set()
        for sender in senders:
            sender.join(timeout=60)
    finally:
        server.kill()
    return done


def _until_it_works(senders: list[Sender]) -> None:
    """Wait until something was taken since it was started, ten seconds at most."""
    before, end = sum(len(each.taken) for each in senders), time.monotonic() + 10
    while sum(len(each.taken) for each in senders) == before and time.monotonic() < end:
        time.sleep(0.01)


WRONG = ("lost", "doubled", "stuck", "errors", "files_gone", "damage")


def compared(senders: list[Sender], left: dict[str, Any], kills: int) -> dict[str, Any]:
    """Set what was taken beside what is there."""
    taken = {f"{key}.csv": n for sender in senders for key, n in sender.taken.items()}
    jobs = sorted([f"import:{n}", "waiting"] for n in left["uploads"].values())
    return {
        "database": left["database"],
        "kills": kills,
        "taken": len(taken),
        "lost": sum(left["uploads"].get(name) != number for name, number in taken.items()),
        "doubled": left["rows"] - len(taken),
        "stuck": sum(sender.is_alive() for sender in senders) + (jobs != left["jobs"]),
        "errors": [wrong for sender in senders for wrong in sender.wrong][:5],
        "files_gone": left["files_gone"],
        "damage": "" if left["sound"] == "ok" else left["sound"],
    }


if __name__ == "__main__":
    main()
