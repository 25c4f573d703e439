"""A server killed (kill -9) while people send and read: nothing lost, twice or stuck."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.test_jobs import database  # noqa: F401  both of them


@pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)],
    indirect=True,
)
@pytest.mark.parametrize("kills", [2, pytest.param(200, marks=pytest.mark.slow)])
def test_a_killed_server_loses_nothing_and_does_nothing_twice(
    kills: int,
    database: dict[str, str],  # noqa: F811
    odd_path: Path,
) -> None:
    command = [sys.executable, "-m", "benchmarks.kills", str(odd_path / "n"), "--kills", str(kills)]
    env = {**os.environ, **database, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == 0, told
    assert told["database"] == ("postgresql" if database else "sqlite")
    assert (told["kills"], told["taken"] >= kills) == (kills, True), "hardly anything was sent"
