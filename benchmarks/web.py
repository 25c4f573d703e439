"""How fast pages are for a company of 1,000 people: ``python -m benchmarks.web DEMO``.

DEMO is a folder that ``fairlead demo`` made. Its workspace is copied; brief, forecast, pipeline
and fair rates are made from it once and given to 1,000 people in teams of nine. Brief, forecast
and pipeline have three charts; that they are on the page is looked at first. A server of its own
on this machine is then asked for each page alone, one after the other, and for mixed pages at
moments chance gives (``--rate 50 --seconds 300`` unless told). Says how busy the machine was.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

PEOPLE, TEAM, READERS = 1_000, 9, 40
CHARTED, CHARTS = ("/", "/forecast/", "/pipeline/"), 3

SETUP = """
import copy, json, os, sys
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from dataclasses import asdict
from django.db import transaction
from fairlead.web.people.models import Assignment, Grant, Person, User
from fairlead.web.project.clock import now
from fairlead.web.published.models import Answer
from fairlead.web.published.services import Asked, make
PEOPLE, TEAM, READERS = map(int, sys.argv[1:])
READ = ("brief", "forecast", "pipeline")
for asked in (*(Asked(kind, "leader") for kind in READ), Asked("measure", "company")):
    make(asdict(asked), lambda _text: None).effect()
bodies = {kind: Answer.objects.get(kind=kind).body for kind in READ}
spare = [p for p in bodies["brief"]["sections"] if p["figures"]]
for body in bodies.values():
    charts = [p for p in body["sections"] if p["figures"]]
    while sum(len(p["figures"]) for p in charts) < 3:
        charts.append(copy.deepcopy(spare[0]))
    body["sections"] = [p for p in body["sections"] if not p["figures"]] + charts
nothing = {"as_of": bodies["brief"]["as_of"], "sections": [], "evidence": [], "findings": []}
mine = Answer.objects.filter(kind="measure", unit="person").first().body
state, day = Answer.objects.get(kind="brief").state, Answer.objects.get(kind="brief").as_of
with transaction.atomic():
    boss = Person.objects.create(name="Boss", crm_id=1)
    heads = [Person(name=f"Head {n}", crm_id=10_000 + n) for n in range(-(-PEOPLE // TEAM))]
    reps = [Person(name=f"Rep {n}", crm_id=100_000 + n) for n in range(PEOPLE)]
    Person.objects.bulk_create([*heads, *reps])
    Assignment.objects.bulk_create([Assignment(person=h, manager=boss) for h in heads])
    Assignment.objects.bulk_create(
        [Assignment(person=r, manager=heads[n // TEAM], team=f"T{n // TEAM}")
         for n, r in enumerate(reps)]
    )
    more = dict(state=state, as_of=day, code_version="0", made_at=now())
    rows = [Answer(kind=k, unit=u, subject=str(p.crm_id), body=b, **more)
            for people, u in ((reps, "rep"), (heads, "manager"))
            for p in people for k, b in bodies.items()]
    rows += [Answer(kind="submissions", unit=u, subject=str(p.crm_id), body=nothing, **more)
             for people, u in ((reps, "person"), (heads, "team")) for p in people]
    rows += [Answer(kind="directory", unit="team", subject=str(h.crm_id), **more, body={
                "as_of": nothing["as_of"],
                "led": [[str(r.crm_id), None, None] for r in reps[n * TEAM:(n + 1) * TEAM]]})
             for n, h in enumerate(heads)]
    rows += [Answer(kind="measure", unit="person", subject=str(p.crm_id), body=mine, **more)
             for p in reps]
    Answer.objects.bulk_create(rows, batch_size=100)
    readers = []
    for n in range(READERS):
        person, role = (heads[n], "manager") if n % 4 == 0 else (reps[n * TEAM], "rep")
        user = User.objects.make(f"r{n}@x.example", person=person)
        Grant.objects.create(user=user, role=role)
        session = SessionStore()
        session["_auth_user_id"] = str(user.pk)
        session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
        session["_auth_user_hash"] = user.get_session_auth_hash()
        session.save()
        readers.append([session.session_key, person.pk])
print(json.dumps(readers))
"""
SERVE = """
import sys
from pathlib import Path
from fairlead.lake.store.workspace import Workspace
from fairlead.web.project.serving import Served, _server
_server(Served(port=int(sys.argv[1])))
"""


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def ask(port: int, session: str, places: list[str], moments: Iterable[float]) -> list[float]:
    """Ask for pages in turn at given moments; return seconds of each, -1 for anything but 200.

    A page that could not be asked for in time has waited since its moment all the same.
    """
    line = http.client.HTTPConnection("localhost", port, timeout=60)
    found = []
    for place, moment in zip(itertools.cycle(places), moments):
        time.sleep(max(0.0, moment - time.monotonic()))
        line.request("GET", place, headers={"Cookie": f"fairlead={session}"})
        answer = line.getresponse()
        answer.read()
        found.append(time.monotonic() - moment if answer.status == 200 else -1.0)
    return found


def at_once(seconds: float) -> Iterator[float]:
    """Yield the present until some seconds are over: one page after the other."""
    until = time.monotonic() + seconds
    while (present := time.monotonic()) < until:
        yield present


def by_chance(rng: random.Random, rate: float, seconds: float) -> list[float]:
    """Return moments at a mean rate, one independent of the other, as many people come."""
    start, moments, after = time.monotonic(), [], rng.expovariate(rate)
    while after < seconds:
        moments.append(start + after)
        after += rng.expovariate(rate)
    return moments


def processor(server: int) -> float:
    """Return the seconds of processor a server and its workers took so far."""
    ticks = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parts = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(entry.name) == server or int(parts[1]) == server:
                ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def told(name: str, times: list[float], seconds: float, took: float) -> str:
    """Return one row of the table; `took` is the processor's seconds for all of it."""
    good = sorted(t for t in times if t >= 0)
    p95 = good[int(0.95 * (len(good) - 1))] if good else float("nan")
    middle = statistics.median(good) if good else float("nan")
    numbers = f"{len(times) / seconds:.1f} | {1000 * middle:.0f} | {1000 * p95:.0f}"
    each = 1000 * took / max(len(times), 1)
    return f"| {name} | {len(times)} | {each:.0f} | {numbers} | {len(times) - len(good)} |"


def main() -> None:
    """Set up, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rate", type=float, default=50, help="pages a second, all readers")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairlead-load-") as name:
        place, port = Path(name), free_port()
        served = shutil.ignore_patterns("web.sqlite3*", "uploads")  # people of its own
        shutil.copytree(chosen.demo / "workspace", place / "workspace", ignore=served)
        env = {
            **os.environ,
            "FAIRLEAD_WORKSPACE": str(place / "workspace"),
            "FAIRLEAD_KEY_FILE": str(place / "key"),
            "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
        }
        (place / "key").write_text("a key for a benchmark only: 0123456789 0123456789 0123456789")
        command = [sys.executable, "-c", SETUP, *map(str, (PEOPLE, TEAM, READERS))]
        made = subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603 -- ours
        readers = json.loads(made.stdout.splitlines()[-1])
        with subprocess.Popen([sys.executable, "-c", SERVE, str(port)], env=env) as server:  # noqa: S603 -- ours
            try:
                _load(port, server.pid, readers, chosen.seconds, chosen.rate)
            finally:
                server.terminate()


def _load(port: int, server: int, readers: list[list[str]], seconds: float, rate: float) -> None:
    _wait(port)
    say("| page | asked | processor ms | a second | median ms | p95 ms | errors |")
    say("| --- | --- | --- | --- | --- | --- | --- |")
    session = readers[0][0]
    for reader in (readers[0], readers[1]):
        for address in CHARTED:
            _look(port, reader[0], address)
    pages = {
        "brief": "/",
        "forecast": "/forecast/",
        "pipeline": "/pipeline/",
        "fair rates of a team": "/measure/",
        "me": "/me/",
        "people found": "/find/",
    }
    for name, address in pages.items():
        ask(port, session, [address], at_once(1))
        before = processor(server)
        times = ask(port, session, [address], at_once(min(5, seconds)))
        say(told(f"{name}, alone", times, min(5, seconds), processor(server) - before))
    found: list[float] = []
    before, chance = processor(server), random.Random(1)  # noqa: S311  moments, no secrets

    def one(reader: list[str], moments: list[float]) -> None:
        places = [*CHARTED, "/measure/", f"/measure/people/{reader[1]}/", "/me/"]
        found.extend(ask(port, reader[0], places, moments))

    each = rate / len(readers)
    threads = [
        threading.Thread(target=one, args=(reader, by_chance(chance, each, seconds)))
        for reader in readers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(told(f"mixed, {rate:.0f} a second wanted", found, seconds, processor(server) - before))
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    say(f"\n{os.cpu_count()} cores; load of the machine 1, 5, 15 min: {load}")


def _look(port: int, session: str, address: str) -> None:
    """Stop where a page does not show its three charts, each drawn wide and narrow."""
    line = http.client.HTTPConnection("localhost", port, timeout=60)
    line.request("GET", address, headers={"Cookie": f"fairlead={session}"})
    answer = line.getresponse()
    drawn = answer.read().count(b"<svg")
    if answer.status != 200 or drawn < 2 * CHARTS:
        raise SystemExit(f"{address}: status {answer.status}, {drawn} drawings: nothing measured")


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
