"""The manifest: published once, five kept, damage and later layouts told plainly."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.longer import slow
from tests.refresh.company import contents, take

from fairlead.errors import ConflictError, UnavailableError
from fairlead.lake.store.commit import heal
from fairlead.lake.store.manifest import (
    KEPT,
    ImportRecord,
    Manifest,
    SourceRecord,
    kept,
    latest,
    publish,
    tables_named,
)
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.undoing import undo_import


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
    del second["digest"]  # as an earlier Fairlead published it

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


def test_what_is_given_by_hand_takes_away_no_state_before_an_import(odd_path: Path) -> None:
    def record(number: int, *, by_hand: bool) -> ImportRecord:
        source = SourceRecord("x.csv", "csv", "opportunities", "" if by_hand else "ab", 1, 1, 0)
        return ImportRecord(number, (source,), None)

    made: tuple[ImportRecord, ...] = ()
    for number in range(1, 31):  # an export, then nine forecasts, three times
        made = (*made, record(number, by_hand=number % 10 != 1))
        publish(odd_path, Manifest(number, imports=made))
    assert [int(p.stem) for p in sorted(odd_path.glob("*.json"))] == [10, 20, 26, 27, 28, 29, 30]
    before = kept(odd_path, 20)
    assert before is not None
    assert len(before.exports) == 2


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
        b"null",
        *slow(b"{", b"[]", b"\xff\xfe\x00"),
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
    with pytest.raises(UnavailableError) as told:
        take(copied, made["second"])
    assert newest.name in told.value.message
    assert "damaged" in told.value.message
    assert "fairlead import --undo" in told.value.hint
    served = copied.require()  # readers go on with the last good state, and say so
    assert served.number == first
    assert served.findings[0]["code"] == "older_state_served"
    assert newest.name in served.findings[0]["detail"]
    assert contents(copied, served) == made["old"]
    undo_import(copied)
    assert copied.manifest().findings == served.findings[1:]
    take(copied, made["second"])
    assert contents(copied) == made["new"]


def test_each_flipped_byte_of_a_manifest_is_found(copied: Workspace) -> None:
    (path,) = copied.manifests.glob("*.json")
    whole = path.read_bytes()
    good = copied.manifest()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with contextlib.suppress(UnavailableError):
            assert copied.manifest() == good, place  # blanks between words are no content


def test_the_only_manifest_damaged_has_no_state_before_it(copied: Workspace) -> None:
    (path,) = copied.manifests.glob("*.json")
    path.write_text("{")
    with pytest.raises(UnavailableError) as told:
        copied.require()
    assert "no earlier state is whole" in told.value.message
    assert "Restore a backup" in told.value.hint


def test_a_later_layout_is_refused(copied: Workspace, made: dict[str, Any]) -> None:
    (path,) = copied.manifests.glob("*.json")
    body = {**json.loads(path.read_text()), "schema_version": 4}
    del body["digest"]  # of another layout, we do not know how it is made
    path.write_text(json.dumps(body))
    for attempt in (copied.require, lambda: take(copied, made["second"])):
        with pytest.raises(UnavailableError, match="layout 4, this Fairlead reads layout 3"):
            attempt()


def test_healing_never_removes_what_a_kept_manifest_names(
    copied: Workspace, made: dict[str, Any]
) -> None:
    """A state that names no table (an undone first import) leaves the states before it whole."""
    named = set(copied.manifest().tables)
    newest = copied.manifest()
    publish(copied.manifests, Manifest(newest.number + 1, tables={}))
    heal(copied, copied.manifest())
    heal(copied, copied.manifest())
    assert {p.name for p in (copied.root / "tables").iterdir()} >= named
    assert contents(copied, newest) == made["old"]
    (copied.manifests / f"{newest.number + 1:06d}.json").unlink()
    heal(copied, copied.manifest())
    assert {p.name for p in (copied.root / "tables").iterdir()} == named
    assert contents(copied) == made["old"]


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
    files = sorted(copied.table_path("opportunities").rglob("*.parquet"))
    with pytest.raises(UnavailableError, match="table opportunities of the workspace is damaged"):
        take(copied, made["first"])
    assert sorted(copied.table_path("opportunities").rglob("*.parquet")) == files
