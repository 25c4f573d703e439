"""`fairlead doctor` names what is broken; other commands say it too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead

pytestmark = pytest.mark.usefixtures("here")


def test_doctor_on_a_sound_installation() -> None:
    ran = fairlead("doctor")
    assert (ran.code, "Everything is fine." in ran.out) == (0, True), ran.plain
    checks = fairlead("doctor", "--json").json
    assert all(c["ok"] for c in checks)
    assert {"Python", "Fairlead", "duckdb", "deltalake", "charts"} <= {c["name"] for c in checks}


def _flip(home: Path) -> str:
    path = next((home / "tables" / "opportunities").rglob("*.parquet"))
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 3] ^= 1
    path.write_bytes(spoilt)
    return "table opportunities"


def _lose(home: Path) -> str:
    next((home / "tables" / "people").rglob("*.parquet")).unlink()
    return "table people"


def _spoil_manifest(home: Path) -> str:
    next((home / "manifests").glob("*.json")).write_text("{")
    return "manifest"


def _later(home: Path) -> str:
    path = next((home / "manifests").glob("*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_version": 9}))
    return "manifest"


def _process(home: Path) -> str:
    (home / "process.yaml").write_bytes(b"pipelines: [\xff")
    return "process.yaml"


@pytest.mark.parametrize("spoil", [_flip, _lose, _spoil_manifest, _later, _process])
def test_doctor_names_what_is_broken(export: Path, spoil: Any) -> None:
    fairlead("import", export, "--workspace", "ws ü")
    name = spoil(Path("ws ü"))
    ran = fairlead("doctor", "--workspace", "ws ü", "--json")
    assert ran.code == 1
    bad = [c for c in ran.json if not c["ok"]]
    assert [c["name"] for c in bad] == [name]
    assert bad[0]["to_do"]
    assert "Traceback" not in fairlead("doctor", "--workspace", "ws ü").err


def test_doctor_without_a_workspace(here: Path) -> None:
    assert fairlead("doctor", "--workspace", "nothing").code == 1
    assert "there is none at nothing" in fairlead("doctor", "--workspace", "nothing").plain
    assert list(here.iterdir()) == []


def test_a_damaged_workspace_is_told_by_brief(export: Path) -> None:
    fairlead("import", export)
    _lose(Path("fairlead-workspace"))
    told = fairlead("brief", "--json")
    assert told.code == 1
    assert told.json["error"]["code"] == "unavailable"
    assert "table people of the workspace is damaged" in told.json["error"]["message"]
