"""The chain of looks, checked from the terminal: a changed, removed or inserted note shows."""

from __future__ import annotations

import contextlib
import os
import sqlite3
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


def verify(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    words = ["audit", "verify", "--workspace", str(home), *more]
    env = {**os.environ, "FAIRLEAD_KEY_FILE": str(home.parent / "key")}
    return subprocess.run(
        [sys.executable, "-m", "fairlead", *words],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_changed_removed_put_in_or_cut_off_is_found(odd_path: Path) -> None:
    home = odd_path / "workspace"
    home.mkdir()
    never = verify(home)
    assert (never.returncode, "never served" in never.stderr) == (2, True)
    env = {**os.environ, "FAIRLEAD_WORKSPACE": str(home)}
    env |= {"FAIRLEAD_KEY_FILE": str(odd_path / "key")}
    env["DJANGO_SETTINGS_MODULE"] = "fairlead.web.project.settings"
    subprocess.run([sys.executable, "-c", MAKE], env=env, check=True)
    whole = verify(home)
    assert (whole.returncode, "Whole: 12 notes" in whole.stdout) == (0, True), whole.stderr
    seal = whole.stdout.split()[-1]
    database = home / "web.sqlite3"
    before = database.read_bytes()
    for said, number in (
        ("UPDATE audit_look SET viewer = 'nobody' WHERE id = 5", 5),
        ("UPDATE audit_look SET at = '2020-01-01 00:00:00' WHERE id = 7", 7),
        ("DELETE FROM audit_look WHERE id = 5", 6),
        (INSERTED, 99),
    ):
        with contextlib.closing(sqlite3.connect(database)) as file:
            file.execute(said)
            file.commit()
        told = verify(home, "--json")
        assert told.returncode == 1, said
        assert f'"broken_at": {number}' in told.stdout, said
        database.write_bytes(before)
    with contextlib.closing(sqlite3.connect(database)) as file:
        file.execute("DELETE FROM audit_look WHERE id > 10")
        file.commit()
    assert verify(home).returncode == 0, "cut off at the end: the chain alone cannot tell"
    cut = verify(home, "--seal", seal)
    assert (cut.returncode, "cut off" in cut.stdout) == (1, True)
