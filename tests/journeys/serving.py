"""Serve a small invented company to a browser; it ends with whoever started it.

Usage: python -m tests.journeys.serving FOLDER PORT. Says READY when the answers of the first
readers are made. No worker stands beside it: whoever tests lets `work` happen when it is time.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace
from pathlib import Path

TEAMS = {"North": "Cleo Marin,Farid Haddad,Hana Sato,Ivo Novak", "South": "Dan Petrov,Pia Conti"}
MONTHS = 8


def make(place: Path) -> None:
    """Write the export of the company and import it."""
    from fairlead.lake.store.workspace import open_workspace
    from fairlead.lake.writers import write_export
    from fairlead.refresh.importing import import_path
    from fairlead.simulate import simulate
    from fairlead.simulate.demo import demo_organisation
    from fairlead.simulate.organisation import Member

    whole = demo_organisation(months=MONTHS)
    leaders = [m for m in whole.cast if m.role != "rep" and m.team in {None, "", *TEAMS}]
    reps = [
        Member(*name.split(" ", 1), "rep", team)  # type: ignore[arg-type]
        for team, names in TEAMS.items()
        for name in names.split(",")
    ]
    small = replace(
        whole,
        people=len(leaders) + len(reps),
        team_count=len(TEAMS),
        team_names=tuple(TEAMS),
        cast=(*leaders, *reps),
        plants=(),
        trainings=(),
    )
    write_export(simulate(small, seed=29), place / "export", format="salesforce")
    (place / ".fairlead-demo").write_text("an invented company\n")
    home = open_workspace(place / "workspace", create=True)
    import_path(home, place / "export", now=dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC))


def answers() -> None:
    """Match people and make what the first readers open; the rest is shown as being made."""
    import django

    django.setup()
    from fairlead.web.imports.services import refresh
    from fairlead.web.people.models import Person
    from fairlead.web.published.services import Asked
    from fairlead.web.published.services import make as answer

    refresh({}, lambda _text: None).effect()
    ben, cleo = (Person.objects.get(name__startswith=name) for name in ("Ben", "Cleo"))
    for asked in (
        Asked("measure", "company"),
        Asked("brief", "leader"),
        Asked("brief", "manager", str(ben.crm_id), ben.name),
        Asked("brief", "rep", str(cleo.crm_id), cleo.name),
        Asked("diagnose", "company"),
        Asked("brief", "board"),
        Asked("process", "company"),
        Asked("targets", "company"),
    ):
        answer(asdict(asked), lambda _text: None).effect()


def main(place: Path, port: int) -> None:
    """Make, prepare, serve.

    Each step that opens tables runs in a process of its own: the server forks, and the library
    that reads tables refuses to work in a fork of a process that used it.
    """
    step(place, "make")
    from fairlead.lake.store.workspace import Workspace
    from fairlead.web.project.serving import Served, _server, prepare

    served = Served(port=port, demo=True)
    prepare(Workspace(place / "workspace"), served)
    step(place, "answers")
    sys.stdout.write("READY\n")
    sys.stdout.flush()
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    _server(served)


def step(place: Path, name: str) -> None:
    """Do one step in a process of its own."""
    command = [sys.executable, "-m", "tests.journeys.serving", str(place), name]
    subprocess.run(command, check=True)


def _leave_with(starter: int) -> None:
    """End when whoever started this is gone."""
    while os.getppid() == starter:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[2] == "make":
        make(Path(sys.argv[1]))
    elif sys.argv[2] == "answers":
        answers()
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]))
