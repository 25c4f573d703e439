"""What is loaded when: quick help, no data-frame library needed, nothing that dials out."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "fairlead"

HEAVY = (
    "duckdb",
    "ibis",
    "scipy.stats",
    "vl_convert",
    "deltalake",
    "pyarrow",
    "sqlglot",
    "django",
    "granian",
)
"""Loaded only by the command that needs them, so that ``fairlead --help`` answers at once."""

OPTIONAL = ("pandas", "polars", "altair", "pyspark", "psycopg", "openpyxl", "lifelines")
"""Not in the base install."""

DIALLING = {"socket", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp", "ftplib"}
ONE_WAY_OUT = SOURCE / "web" / "notify" / "services" / "dialling.py"
"""Sends a message to an address somebody gave, and nothing else (docs/decisions/0019)."""

REFUSE = f"""
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {OPTIONAL!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}} (refused)", name=name)
sys.meta_path.insert(0, Refuse())
"""


def run(code: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_loads_nothing_heavy() -> None:
    code = """
import json, sys
sys.argv = ["fairlead", "--help"]
from fairlead.cli.main import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
print()
print(json.dumps(sorted(sys.modules)))
"""
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "fairlead.cli.main" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_base_install_is_enough_to_import_everything() -> None:
    code = REFUSE + (
        "import importlib, pkgutil, fairlead\n"
        "import os, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'fairlead.web.project.settings'\n"
        "django.setup()\n"
        "names = [m.name for m in pkgutil.walk_packages(fairlead.__path__, 'fairlead.')]\n"
        "for name in names:\n"
        "    if not name.endswith('__main__'): importlib.import_module(name)\n"
        f"assert not set(sys.modules) & set({OPTIONAL!r})\n"
        "print(len(names))\n"
    )
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 30


def test_base_install_is_enough_to_import_an_export_and_print_its_brief(odd_path: Path) -> None:
    export = odd_path / "deals.csv"
    rows = [
        f"D{n},Deal {n},Cleo,{'Won' if n % 3 == 0 else 'Lost'},{1000 + n},2024-0{1 + n % 9}-01,"
        f"2024-0{1 + n % 9}-2{n % 9}"
        for n in range(60)
    ]
    header = "Deal ID,Deal Name,Owner,Stage,Amount,Created Date,Close Date"
    export.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    code = REFUSE + (
        "from fairlead.cli.main import main\n"
        "sys.argv = ['fairlead', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
        f"assert not set(sys.modules) & set({OPTIONAL!r})\n"
    )
    workspace = str(odd_path / "workspace")
    imported = run(code, "import", str(export), "--workspace", workspace)
    assert imported.returncode == 0, imported.stdout + imported.stderr
    told = run(code, "brief", "--workspace", workspace, "--json")
    assert told.returncode == 0, told.stdout + told.stderr
    totals = json.loads(told.stdout)["totals"]
    assert (totals["won"], totals["lost"]) == (20, 40)


def modules_used(path: Path) -> set[str]:
    used = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            used |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            used |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return used


def test_one_module_dials_out() -> None:
    found = {
        path
        for path in SOURCE.rglob("*.py")
        if any(n in DIALLING or n.split(".")[0] in DIALLING for n in modules_used(path))
    }
    assert found == {ONE_WAY_OUT}


def test_the_one_way_out_is_used_for_messages_alone() -> None:
    door = "fairlead.web.notify.services.dialling"
    users = {
        p.name for p in SOURCE.rglob("*.py") if any(n.startswith(door) for n in modules_used(p))
    }
    assert users == {"hooks.py"}


def test_tests_cannot_reach_the_network() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outward,
        pytest.raises(RuntimeError, match="no network in tests"),
    ):
        outward.connect(("127.0.0.1", 9))
    with pytest.raises(RuntimeError, match="no network in tests"):
        socket.create_connection(("example.org", 80), timeout=1)
