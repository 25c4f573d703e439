"""`fairlead serve` as a process: the server answers, the worker comes back, nobody is left over."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PORT = "8477"


def children(process: int) -> dict[int, str]:
    """Children of a process with their command lines, from /proc."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):
                continue
            if parent == process:
                found[int(entry.name)] = line
    return found


def until(is_so: Callable[[], object], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


def runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_killed_worker_comes_back_and_a_killed_server_leaves_nobody(odd_path: Path) -> None:
    home, told = odd_path / "workspace", odd_path / "told"
    env = {**os.environ, "FAIRLEAD_KEY_FILE": str(odd_path / "key"), "DJANGO_SETTINGS_MODULE": ""}
    command = [sys.executable, "-m", "fairlead", "serve", "--workspace", str(home), "--port", PORT]
    with told.open("wb") as out, subprocess.Popen(command, env=env, stdout=out, stderr=out) as main:
        try:
            assert until(lambda: "Started worker" in told.read_text()), told.read_text()
            assert re.search(r"this code: [0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", told.read_text())
            for words in ("", "waited-for"):
                assert until(lambda w=words: worker_of(main.pid, w)), words
                first = worker_of(main.pid, words)
                os.kill(first, signal.SIGKILL)
                back = until(lambda w=words, f=first: worker_of(main.pid, w) not in {0, f})
                assert back, f"no worker {words} came back"
            family = list(children(main.pid))
            assert len(family) >= 2
        finally:
            main.kill()
    assert until(lambda: not [p for p in family if runs(p)]), "somebody was left over"
    assert (home / "web.sqlite3").stat().st_mode & 0o077 == 0, "others may read the database"
    assert (odd_path / "key").stat().st_mode & 0o077 == 0, "others may read the key"


def worker_of(main: int, words: str = "") -> int:
    end = f"project.worker {words}".strip()
    found = [p for p, line in children(main).items() if line.strip().endswith(end)]
    return found[0] if found else 0


def test_the_profile_for_others_is_sound(odd_path: Path) -> None:
    """Django's own list of what to mind before others come in has nothing to say."""
    env = {
        **os.environ,
        "FAIRLEAD_PROFILE": "public",
        "FAIRLEAD_HOSTS": "sales.example.org",
        "FAIRLEAD_WORKSPACE": str(odd_path),
        "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
