"""The chain of looks, checked from the terminal: a changed, removed or inserted note shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

MAKE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from fairlead.web.audit.services import note_all
from fairlead.web.project.clock import now
for n in range(6):
    note_all(f"viewer {n}", ["a", "b"], "brief", now())
"""
ROW = "viewer, subject, page, at, before"
INSERTED = (
    f"INSERT INTO audit_look (id, {ROW}, seal) SELECT 99, {ROW}, 'x' FROM audit_look WHERE id = 12"
)


VERIFY = """
import json, sqlite3, sys
from pathlib import Path
from tests.cli.running import fairlead
home, steps = Path(sys.argv[1]), json.loads(sys.argv[2])
database, told = home / "web.sqlite3", []
before = database.read_bytes() if database.exists() else b""
for statement, words in steps:
    if statement:
        with sqlite3.connect(database) as file:
            file.execute(statement)
        file.close()
    ran = fairlead("audit", "verify", "--workspace", home, *words)
    told.append([ran.code, ran.out, ran.err])
    if statement:
        from django.db import connections
        connections.close_all()
        database.write_bytes(before)
print(json.dumps(told))
"""


def verify(home: Path, *steps: tuple[str, list[str]]) -> list[tuple[int, str, str]]:
    """Look at the chain after each change by itself: exit code and both outputs."""
    done = subprocess.run(
        [sys.executable, "-c", VERIFY, str(home), json.dumps(steps)],
        env={**os.environ, "FAIRLEAD_KEY_FILE": str(home.parent / "key")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(each) for each in json.loads(done.stdout.splitlines()[-1])]


def test_what_was_changed_removed_put_in_or_cut_off_is_found(odd_path: Path) -> None:
    home = odd_path / "workspace"
    home.mkdir()
    ((code, _out, error),) = verify(home, ("", []))
    assert (code, "never served" in error) == (2, True)
    env = {**os.environ, "FAIRLEAD_WORKSPACE": str(home)}
    env |= {"FAIRLEAD_KEY_FILE": str(odd_path / "key")}
    env["DJANGO_SETTINGS_MODULE"] = "fairlead.web.project.settings"
    subprocess.run([sys.executable, "-c", MAKE], env=env, check=True)
    ((code, out, error),) = verify(home, ("", []))
    assert (code, "Whole: 12 notes" in out) == (0, True), error
    seal, cut = out.split()[-1], "DELETE FROM audit_look WHERE id > 10"
    changed = {
        "UPDATE audit_look SET viewer = 'nobody' WHERE id = 5": 5,
        "UPDATE audit_look SET at = '2020-01-01 00:00:00' WHERE id = 7": 7,
        "DELETE FROM audit_look WHERE id = 5": 6,
        INSERTED: 99,
    }
    told = verify(
        home, *((each, ["--json"]) for each in changed), (cut, []), (cut, ["--seal", seal])
    )
    for (said, number), (code, out, _error) in zip(changed.items(), told, strict=False):
        assert code == 1, said
        assert f'"broken_at": {number}' in out, said
    assert told[-2][0] == 0, "cut off at the end: the chain alone cannot tell"
    assert (told[-1][0], "cut off" in told[-1][1]) == (1, True)
