"""The rooms and who may import whom, as pyproject.toml states it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_import_contracts_hold() -> None:
    code = """
import sys
from importlinter.cli import lint_imports
sys.exit(lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_room_is_in_the_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c for c in contracts["contracts"] if c["type"] == "layers")
    assert layers["exhaustive"] is True
    named = {room.strip() for layer in layers["layers"] for room in layer.split("|")}
    named |= set(layers["exhaustive_ignores"])
    source = ROOT / "src" / "fairlead"
    rooms = {p.name for p in source.iterdir() if p.is_dir() and p.name != "__pycache__"}
    rooms |= {p.stem for p in source.glob("*.py") if p.stem != "__init__"}
    assert rooms == named


def test_every_pure_room_is_kept_pure() -> None:
    """A new room is either pure or named here as one that touches data or faces."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    pure = next(c for c in contracts["contracts"] if c["name"].startswith("Pure rooms"))
    kept = {module.removeprefix("fairlead.") for module in pure["source_modules"]}
    source = ROOT / "src" / "fairlead"
    rooms = {p.name for p in source.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms - kept == {"lake", "refresh", "charts", "cli", "web"}
