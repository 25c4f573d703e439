"""The manifest: published once, five kept, damage and later layouts told plainly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.company import contents, take

from fairlead.errors import ConflictError, UnavailableError
from fairlead.lake.store.commit import heal
from fairlead.lake.store.manifest import KEPT, Manifest, kept, latest, publish, tables_named
from fairlead.lake.store.workspace import Workspace


def test_a_number_is_published_once(odd_path: Path) -> None:
    publish(odd_path, Manifest(1, tables={"people": 0}))
    with pytest.raises(ConflictError, match="another import finished"):
        publish(odd_path, Manifest(1, tables={"people": 7}))
    assert latest(odd_path).tables == {"people": 0}
    assert sorted(p.name for p in odd_path.iterdir()) == ["000001.json"]


def test_the_second_of_two_writers_is_told_and_changes_nothing(
    copied: Workspace, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.lake.store import manifest

    (first,) = copied.manifests.glob("*.json")
    second = json.loads(first.read_text()) | {"number": 2}

    def _overtaken(step: str) -> None:
        if step == "before link":
            (copied.manifests / "000002.json").write_text(json.dumps(second))

    monkeypatch.setattr(manifest, "_passed", _overtaken)
    with pytest.raises(ConflictError):
        take(copied, made["second"])
    assert contents(copied) == made["old"]
    assert copied.manifest().number == 2
    monkeypatch.setattr(manifest, "_passed", lambda _step: None)
    take(copied, made["second"])
    assert contents(copied) == made["new"]


def test_the_last_five_are_kept(odd_path: Path) -> None:
    for number in range(1, 9):
        publish(odd_path, Manifest(number, tables={f"t{number}": number}))
    assert [int(p.stem) for p in sorted(odd_path.glob("*.json"))] == [4, 5, 6, 7, 8]
    assert KEPT == 5
    assert kept(odd_path, 3) is None
    assert kept(odd_path, 4) == Manifest(4, tables={"t4": 4})
    assert tables_named(odd_path) == {"t4", "t5", "t6", "t7", "t8"}


def test_what_is_published_is_read_back(copied: Workspace) -> None:
    manifest = copied.manifest()
    publish(copied.manifests, Manifest(manifest.number + 1, tables=manifest.tables))
    assert kept(copied.manifests, manifest.number) == manifest
    assert manifest.imports[0].sources[0].file == "Opportunity.csv"
    assert manifest.data_until == "2026-10-30"


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe\x00",
        b'{"schema_version": "one"}',
        b'{"schema_version": 1, "number": 2}',
    ],
)
def test_a_damaged_manifest_names_itself_and_the_way_back(
    copied: Workspace, made: dict[str, Any], damage: bytes
) -> None:
    first = copied.manifest().number
    newest = copied.manifests / f"{first + 1:06d}.json"
    newest.write_bytes(damage)
    for attempt in (copied.require, lambda: take(copied, made["second"])):
        with pytest.raises(UnavailableError) as told:
            attempt()
        assert newest.name in told.value.message
        assert "damaged" in told.value.message
        assert "Delete this one file" in told.value.hint
    newest.unlink()
    assert contents(copied) == made["old"]
    take(copied, made["second"])
    assert contents(copied) == made["new"]


def test_the_only_manifest_damaged_has_no_state_before_it(copied: Workspace) -> None:
    (path,) = copied.manifests.glob("*.json")
    path.write_text("{")
    with pytest.raises(UnavailableError) as told:
        copied.require()
    assert "Delete" not in told.value.hint
    assert "restore a copy" in told.value.hint


def test_a_later_layout_is_refused(copied: Workspace, made: dict[str, Any]) -> None:
    (path,) = copied.manifests.glob("*.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_version": 2}))
    for attempt in (copied.require, lambda: take(copied, made["second"])):
        with pytest.raises(UnavailableError, match="layout 2, this Fairlead reads layout 1"):
            attempt()


def test_healing_never_removes_what_a_kept_manifest_names(copied: Workspace) -> None:
    named = set(copied.manifest().tables)
    newest = copied.manifest()
    publish(copied.manifests, Manifest(newest.number + 1, tables={}))
    with pytest.raises(UnavailableError, match="damaged"):
        heal(copied, copied.manifest())
    assert {p.name for p in (copied.root / "tables").iterdir()} >= named
    (copied.manifests / f"{newest.number + 1:06d}.json").unlink()
    heal(copied, copied.manifest())
    assert {p.name for p in (copied.root / "tables").iterdir()} == named


@pytest.mark.parametrize("lost", ["log", "last commit"])
def test_a_table_without_its_log_is_damage_and_loses_nothing_more(
    copied: Workspace, made: dict[str, Any], lost: str
) -> None:
    take(copied, made["second"])
    log = copied.table_path("opportunities") / "_delta_log"
    if lost == "log":
        shutil.rmtree(log)
    else:
        max(log.glob("*.json")).unlink()
    files = sorted(copied.table_path("opportunities").glob("*.parquet"))
    with pytest.raises(UnavailableError, match="table opportunities of the workspace is damaged"):
        take(copied, made["first"])
    assert sorted(copied.table_path("opportunities").glob("*.parquet")) == files
