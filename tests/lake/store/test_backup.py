"""The drill: back up, destroy, restore, the same brief; and what is refused on the way."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.longer import slow
from tests.refresh.company import NOW, contents, take

from fairlead.errors import ConflictError, FairleadError, InputError, UnavailableError
from fairlead.lake.store import restore as restoring
from fairlead.lake.store.backup import CONTENTS, back_up, digest_of
from fairlead.lake.store.check import damage
from fairlead.lake.store.restore import restore
from fairlead.lake.store.workspace import Workspace, open_workspace, writing

FORMS = ("kopie.zip", "kopie")


@pytest.fixture(scope="module")
def counted(made: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of two exports, with counts and a brief; tests only read it."""
    place = tmp_path_factory.mktemp("Büro Süd #8")
    home = open_workspace(shutil.copytree(made["workspace"], place / "Arbeit ü"))
    take(home, made["second"], counting=True)
    brief_of(home)
    return home


@pytest.fixture(scope="module")
def archive(counted: Workspace) -> Path:
    target = counted.root.parent / "kopie ü #1.zip"
    back_up(counted, target, now=NOW)
    return target


def brief_of(home: Workspace) -> Any:
    from fairlead.refresh.brief_json import brief_json
    from fairlead.refresh.briefing import brief_workspace

    return json.loads(
        json.dumps(brief_json(brief_workspace(home, today=dt.date(2026, 11, 22))), default=str)
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_drill(counted: Workspace, odd_path: Path, form: str) -> None:
    home = open_workspace(shutil.copytree(counted.root, odd_path / "Arbeit"))
    before = brief_of(home), contents(home), home.manifest()
    made = back_up(home, odd_path / "sicher" / form, now=NOW)
    assert stat.S_IMODE((odd_path / "sicher" / form).stat().st_mode) & 0o077 == 0
    assert [p.name for p in (odd_path / "sicher").iterdir()] == [form]
    shutil.rmtree(home.root)
    again, listed = restore(odd_path / "sicher" / form, home.root)
    assert listed == made
    assert (brief_of(again), contents(again), again.manifest()) == before
    assert damage(again, again.manifest()) == ""
    assert stat.S_IMODE(again.root.stat().st_mode) == 0o700
    assert not list(odd_path.glob(".*"))


def test_what_people_mended_comes_along(counted: Workspace, odd_path: Path) -> None:
    home = open_workspace(shutil.copytree(counted.root, odd_path / "Arbeit"))
    mended = {
        "company.yaml": "# ours\n" + home.company_file.read_text(),
        "playbook/000001.json": "{}",
        "try-outs/nach-dem-büro.json": "{}",
        "verdicts/büro.demo-to-proposal.json": "{}",
        "practice/12.json": "{}",
        "practice/spacing.json": "{}",
    }
    for name, text in mended.items():
        (home.root / name).parent.mkdir(exist_ok=True)
        (home.root / name).write_text(text)
    back_up(home, odd_path / "sicher.zip", now=NOW)
    again, _listed = restore(odd_path / "sicher.zip", odd_path / "wieder da")
    assert {name: (again.root / name).read_text() for name in mended} == mended


def test_a_restored_workspace_goes_on(archive: Path, made: dict[str, Any], odd_path: Path) -> None:
    home, _listed = restore(archive, odd_path / "anderswo ß")
    assert take(home, made["second"]).changed is False
    assert contents(home) == made["new"]


@pytest.mark.parametrize(
    "when",
    [
        ("before prune", "new"),
        *slow(("after opportunities", "old"), ("before fsync", "old"), ("before link", "old")),
    ],
)
def test_a_backup_while_an_import_runs_holds_the_state_that_counts(
    copied: Workspace,
    made: dict[str, Any],
    stop_at: Callable[..., list[str]],
    odd_path: Path,
    when: tuple[str, str],
) -> None:
    step, state = when
    stop_at(step, lambda: back_up(copied, odd_path / "k.zip", now=NOW))
    take(copied, made["second"])
    home, _listed = restore(odd_path / "k.zip", odd_path / "daneben")
    assert contents(home) == made[state]
    stop_at("nowhere", lambda: None)
    take(home, made["second"])
    assert contents(home) == made["new"]


@pytest.mark.parametrize("form", FORMS)
def test_a_backup_that_fails_leaves_nothing(
    counted: Workspace, odd_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.lake.store import backup

    def _full(*_given: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_digests", _full)
    with pytest.raises(UnavailableError, match="No space left"):
        back_up(counted, odd_path / form, now=NOW)
    assert list(odd_path.iterdir()) == []


def test_what_a_killed_backup_left_is_cleared(counted: Workspace, odd_path: Path) -> None:
    (odd_path / ".k.zip.999999999.part").write_text("half")
    (odd_path / ".k.zip.1.part").write_text("somebody is at it")
    back_up(counted, odd_path / "k.zip", now=NOW)
    assert sorted(p.name for p in odd_path.iterdir()) == [".k.zip.1.part", "k.zip"]


def test_nothing_is_overwritten(counted: Workspace, archive: Path, odd_path: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(InputError, match="already"):
        back_up(counted, archive, now=NOW)
    assert archive.read_bytes() == before
    with pytest.raises(InputError, match="in the workspace itself"):
        back_up(counted, counted.root / "k.zip", now=NOW)
    (odd_path / "letter.txt").write_text("Dear Ada")
    with pytest.raises(InputError, match="is not a Fairlead workspace"):
        restore(archive, odd_path, replace=True)
    assert [p.name for p in odd_path.iterdir()] == ["letter.txt"]


def test_a_damaged_workspace_is_not_backed_up(copied: Workspace, odd_path: Path) -> None:
    path = min(copied.table_path("people").rglob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(UnavailableError, match="damaged"):
        back_up(copied, odd_path / "k.zip", now=NOW)
    assert not (odd_path / "k.zip").exists()


@pytest.mark.parametrize("exchanges", [True, False])
def test_replacing_keeps_the_old_until_the_new_is_visible(
    copied: Workspace,
    archive: Path,
    made: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    exchanges: bool,
) -> None:
    if not exchanges:  # another system
        monkeypatch.setattr(restoring.sys, "platform", "elsewhere")
    with pytest.raises(InputError, match="already"):
        restore(archive, copied.root)
    with writing(copied), pytest.raises(ConflictError):
        restore(archive, copied.root, replace=True)
    assert contents(copied) == made["old"]
    home, _listed = restore(archive, copied.root, replace=True)
    assert contents(home) == made["new"]
    assert [p.name for p in copied.root.parent.iterdir()] == [copied.root.name]


def test_a_replacing_that_fails_leaves_the_old(
    copied: Workspace, archive: Path, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def _fails(*_given: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(restoring, "exchange", _fails)
    with pytest.raises(UnavailableError):
        restore(archive, copied.root, replace=True)
    assert contents(copied) == made["old"]
    assert [p.name for p in copied.root.parent.iterdir()] == [copied.root.name]


def _rewritten(archive: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(archive) as old:
        files = {name: old.read(name) for name in old.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w") as new:
        for name, body in files.items():
            new.writestr(name, body)
    return target


def _relist(files: dict[str, bytes], **listed: Any) -> None:
    """Change the list of files as somebody would who wants to deceive: its own digest fits."""
    body = json.loads(files[CONTENTS])
    body.pop("digest")
    body["files"].update(listed)
    files[CONTENTS] = json.dumps({**body, "digest": digest_of(body)}).encode()


def _hostile(name: str) -> Callable[[dict[str, bytes]], None]:
    from hashlib import blake2b

    def change(files: dict[str, bytes]) -> None:
        files[name] = b"evil"
        _relist(
            files, **{name: {"size": 4, "digest": blake2b(b"evil", digest_size=16).hexdigest()}}
        )

    return change


def _bomb(files: dict[str, bytes]) -> None:
    name = next(n for n in files if n.endswith(".parquet"))
    files[name] = b"\0" * (64 << 20)


REFUSED = {
    "../out": _hostile("../out.txt"),
    "absolute": _hostile("/out.txt"),
    "backslash": _hostile("tables\\people\\x.parquet"),
    "a strange name": _hostile("tables/people/run.sh"),
    "a table we do not know": _hostile("tables/passwords/part-1.parquet"),
    "../ in a table": _hostile("tables/people/../../../out.parquet"),
    "pages that are no database": _hostile("web.sqlite3"),
    "not in the list": lambda files: files.update({"process.yml": b"x"}),
    "missing": lambda files: files.pop("fairlead-workspace.json"),
    "no list": lambda files: files.pop(CONTENTS),
    "list of another": lambda files: files.update({CONTENTS: b"[]"}),
    "deep list": lambda files: files.update({CONTENTS: b"[" * 100_000}),
    "list changed": lambda files: files.update({CONTENTS: files[CONTENTS].replace(b'"', b"'", 1)}),
    "bigger than said": _bomb,
    "other bytes": lambda files: files.update({"fairlead-workspace.json": b"{"}),
    "a state that is not there": lambda files: files.pop("manifests/000002.json"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_archives_are_refused(archive: Path, odd_path: Path, case: str) -> None:
    target = odd_path / "innen" / "Arbeit"
    target.parent.mkdir()
    spoilt = _rewritten(archive, odd_path / "böse.zip", REFUSED[case])
    with pytest.raises(InputError, match="refused") as told:
        restore(spoilt, target)
    assert told.value.hint
    assert list(target.parent.iterdir()) == []
    assert sorted(p.name for p in odd_path.iterdir()) == ["böse.zip", "innen"]


def test_links_in_a_folder_are_refused(archive: Path, odd_path: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(odd_path / "offen")
    restore(odd_path / "offen", odd_path / "gut")
    marker = odd_path / "offen" / "fairlead-workspace.json"
    marker.rename(odd_path / "elsewhere.json")
    marker.symlink_to(odd_path / "elsewhere.json")
    with pytest.raises(InputError, match="link"):
        restore(odd_path / "offen", odd_path / "neu")
    assert not (odd_path / "neu").exists()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_a_flipped_or_cut_backup_is_refused_or_the_same(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, place: float, flip: int, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("kaputt")
    whole = archive.read_bytes()
    at = int(place * len(whole))
    spoilt = whole[:at] if cut else whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]
    (folder / "k.zip").write_bytes(spoilt)
    try:
        home, made = restore(folder / "k.zip", folder / "ws")
    except FairleadError as error:
        assert error.hint
        assert not (folder / "ws").exists()
    else:  # a byte that no reader looks at
        assert damage(home, home.manifest()) == ""
        assert made.state == 2
    shutil.rmtree(folder)
