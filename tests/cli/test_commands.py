"""The commands as a user runs them: answers, errors in plain words, and traces left behind."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import Ran, fairlead, process
from tests.refresh.company import CLEO, deal, write_company, write_csv, write_deals

from fairlead.cli import places

COMMANDS = (
    "brief", "import", "why", "reconcile", "prospects", "process", "init", "simulate", "demo",
    "doctor",
)  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and a cache of its own."""
    folder = tmp_path / "Büro Süd #1"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "Zwischenlager ü #2"))
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_company(tmp_path / "export ß #3")


def cache() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "fairlead"


@pytest.mark.parametrize("command", [(), *((c,) for c in COMMANDS)])
def test_help_says_what_a_command_does(command: tuple[str, ...]) -> None:
    ran = fairlead(*command, "--help")
    assert ran.code == 0
    assert "Usage: fairlead" in ran.out
    for name in COMMANDS if not command else ():
        assert name in ran.out


def test_version() -> None:
    from fairlead import __version__

    assert fairlead("--version") == Ran(0, f"fairlead {__version__}\n", "")


# --- errors -------------------------------------------------------------------------------------


def _jpeg(folder: Path) -> Path:
    path = folder / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\x00" * 200)
    return path


def _cut_zip(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deals.csv", "id,amount\n" + "1,2\n" * 5000)
    path.write_bytes(path.read_bytes()[:-60])
    return path


def _empty_folder(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def _header_only(folder: Path) -> Path:
    return write_csv(folder / "deals.csv", ("Deal ID", "Owner", "Amount", "Closed"), [])


def _bad_dates(folder: Path) -> Path:
    rows = [deal(n, createddate="some day" if n > 2 else "2026-10-01") for n in range(1, 21)]
    return write_deals(folder, rows)


def _wrong_path(folder: Path) -> Path:
    write_csv(folder / "deals.csv", ("a", "b"), [(1, 2)])
    return folder / "deal.csv"


BROKEN = {
    "wrong path": (_wrong_path, "There is nothing at", "Did you mean deals.csv?"),
    "empty folder": (_empty_folder, "empty holds no table", "Choose the export itself"),
    "jpeg": (_jpeg, "photo.jpg is a JPEG picture", "Choose the export itself"),
    "cut zip": (_cut_zip, "export.zip is a damaged or truncated zip", "Download or copy it again"),
    "header only": (_header_only, "deals.csv", ""),
    "unreadable dates": (
        _bad_dates,
        "18 of 20 rows of Opportunity.csv cannot be taken",
        "Mend the file or its mapping",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("command", ["brief", "import", "reconcile"])
def test_bad_input_is_told_and_leaves_nothing(
    tmp_path: Path, here: Path, command: str, case: str
) -> None:
    make, message, hint = BROKEN[case]
    path = make(tmp_path)
    ran = fairlead(command, path)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert message in ran.plain
    assert hint in ran.plain
    told = fairlead(command, path, "--json")
    assert (told.code, told.err) == (2, "")
    error = told.json["error"]
    assert set(error) == {
        "code", "message", "file", "row", "column", "value", "expected", "hint",
    }  # fmt: skip
    assert error["code"] == "import_file"
    assert message in error["message"]
    assert error["hint"]
    assert not list(cache().glob("brief-*"))
    if command != "import":
        assert list(here.iterdir()) == []


def test_an_unreadable_date_names_file_row_column_and_value(tmp_path: Path) -> None:
    error = fairlead("brief", _bad_dates(tmp_path), "--json").json["error"]
    assert (error["file"], error["row"], error["column"], error["value"]) == (
        "Opportunity.csv", 4, "CreatedDate", "some day",
    )  # fmt: skip


def test_one_unreadable_date_in_many_is_put_aside(tmp_path: Path) -> None:
    rows = [deal(n) for n in range(1, 60)]
    rows[7] = deal(8, createddate="some day")
    body = fairlead("import", write_deals(tmp_path, rows), "--json").json
    assert [(p["line"], p["column"], p["value"], p["code"]) for p in body["put_aside"]] == [
        (9, "CreatedDate", "some day", "unreadable_instant")
    ]
    ran = fairlead("import", write_deals(tmp_path, rows), "--workspace", "other")
    assert "Put aside: 1 row of Opportunity.csv, column CreatedDate" in ran.plain
    assert "put-aside.csv" in ran.plain


def test_two_columns_of_owners(tmp_path: Path) -> None:
    """Which of them is meant is said, or asked for; it is never silent."""
    rows = [(f"D{n:03d}", "Ada North", "Ben Ito", f"2026-09-{n:02d}", "2026-10-01", 5, "Won")
            for n in range(1, 29)]  # fmt: skip
    header = ("Deal ID", "Owner", "Sales Owner", "Created", "Closed", "Amount", "Status")
    ran = fairlead("import", write_csv(tmp_path / "deals.csv", header, rows), "--json")
    if ran.code:
        assert "Owner" in ran.json["error"]["message"]
    else:
        codes = {f["code"] for f in ran.json["findings"]}
        assert codes & {"mapping_ambiguous", "mapping_doubtful"}


MAPPINGS = {
    "absent": None,
    "no yaml": "files: [",
    "no files": "nothing: 1",
    "unknown file": "files:\n  other.csv: {target: ignore}\n",
    "unknown target": "files:\n  Opportunity.csv: {target: deals}\n",
    "unknown column": "files:\n  Opportunity.csv:\n    target: opportunities\n    columns:\n"
    "      id: Identity\n",
    "unknown option": "files:\n  Opportunity.csv:\n    target: opportunities\n    columns:\n"
    "      id: Id\n      amount: {column: Amount, options: {colour: red}}\n",
    "bad option": "files:\n  Opportunity.csv:\n    target: opportunities\n    columns:\n"
    "      id: Id\n      amount: {column: Amount, options: {decimal: ';'}}\n",
}


@pytest.mark.parametrize("case", MAPPINGS)
def test_a_bad_mapping_file_is_told(export: Path, here: Path, case: str) -> None:
    path = here / "mapping ü.yaml"
    if MAPPINGS[case] is not None:
        path.write_text(MAPPINGS[case] or "")
    told = fairlead("import", export, "--mapping", path, "--json")
    assert (told.code, told.err) == (2, "")
    assert told.json["error"]["code"] == "definition"
    assert told.json["error"]["hint"]
    assert told.json["error"]["message"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("brief", "--as-of", "tomorrow"), "--as-of tomorrow is no date"),
        (("brief", "--as-of", "2026-02-30"), "--as-of 2026-02-30 is no date"),
        (("brief", "--for", "rep"), "--for rep needs --name"),
        (("brief", "--for", "manager"), "--for manager needs --name"),
        (("brief", "--name", "Cleo"), "--name needs --for rep or --for manager"),
        (("brief", "--for", "nobody"), "nobody"),
        (("brief", "--nope"), "--nope"),
        (("why", "one"), "number"),
        (("why",), "number"),
        (("import",), "path"),
        (("import", "x", "--most-put-aside", "2"), "most-put-aside"),
        (("brief",), "there is no Fairlead workspace"),
        (("process",), "there is no Fairlead workspace"),
        (("reconcile",), "there is no Fairlead workspace"),
        (("why", "1"), "no brief was printed yet"),
        (("brief", "--workspace", "a[b]"), "a workspace path cannot hold"),
        (("reconcile", "--by", "colour"), "colour"),
    ],
)
def test_wrong_options_end_with_2_in_both_shapes(
    here: Path, args: tuple[str, ...], message: str
) -> None:
    ran = fairlead(*args)
    assert ran.code == 2
    assert message in ran.plain
    assert "Traceback" not in ran.err
    told = fairlead(*args, "--json")
    assert told.code == 2
    assert message in told.json["error"]["message"] + told.json["error"]["hint"]
    assert list(here.iterdir()) == []


def test_nothing_stored_is_lost_by_a_bad_import(export: Path, tmp_path: Path) -> None:
    fairlead("import", export)
    before = fairlead("reconcile", "--json").out
    for case, (make, _message, _hint) in BROKEN.items():
        place = tmp_path / case
        place.mkdir()
        assert fairlead("import", make(place)).code == 2
    assert fairlead("reconcile", "--json").out == before
    assert fairlead("doctor", "--workspace", "fairlead-workspace").code == 0


# --- brief, why, reconcile ----------------------------------------------------------------------


def test_a_brief_from_a_path_leaves_one_private_scratch_workspace(export: Path, here: Path) -> None:
    scratch = places.scratch_workspace()  # of a command that is still running
    assert fairlead("brief", export).code == 0
    assert list(here.iterdir()) == []
    assert scratch.root.is_dir()
    os.utime(scratch.root, (0, 0))  # or was killed long ago
    assert fairlead("brief", export).code == 0
    (kept,) = cache().glob("brief-*")
    for folder in (cache(), kept):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    ran = fairlead("why", "1", "--json")
    assert ran.json["total"] == ran.json["row_count"] == 4
    assert {row["outcome"] for row in ran.json["rows"]} == {"won"}
    assert fairlead("reconcile", export).code == 0
    assert list(cache().glob("brief-*")) == [kept]
    assert fairlead("why", "1").code == 0


def test_why_is_about_the_brief_printed_last(export: Path, tmp_path: Path) -> None:
    other = write_deals(tmp_path / "other", [deal(n, "Closed Won") for n in range(1, 3)])
    assert fairlead("brief", export).code == 0
    fairlead("import", other, "--workspace", "mine")
    assert fairlead("brief", "mine").code == 0
    assert fairlead("why", "1", "--csv", "rows ü.csv").code == 0
    assert len(Path("rows ü.csv").read_text(encoding="utf-8").splitlines()) == 3
    told = fairlead("why", "99", "--json")
    assert told.code == 2
    assert "has no number 99" in told.json["error"]["message"]
    assert "Its numbers go from 1 to" in told.json["error"]["hint"]


def test_a_brief_of_one_person_and_close_names(export: Path) -> None:
    fairlead("import", export)
    body = fairlead("brief", "--for", "rep", "--name", "Reyes, Cleo", "--json").json
    assert (body["scope"], body["totals"]["opportunities"]) == ("Cleo Reyes", 6)
    told = fairlead("brief", "--for", "rep", "--name", "Kleo Rayes", "--json")
    assert told.code == 2
    assert "Cleo Reyes" in told.json["error"]["hint"]
    nobody = fairlead("brief", "--for", "manager", "--name", "Cleo Reyes", "--json")
    assert "nobody is recorded as working for" in nobody.json["error"]["message"]


def test_without_a_reader_no_person_is_named(export: Path) -> None:
    ran = fairlead("brief", export, "--html", "Seite ü.html")
    page = Path("Seite ü.html").read_text(encoding="utf-8")
    assert page.startswith(("<!doctype html>", "<!DOCTYPE html>"))
    assert "<script" not in page
    for name in ("Cleo", "Reyes", "Śliwa", CLEO):
        assert name not in ran.out
        assert name not in page
    assert "The same as a page: Seite ü.html" in ran.out
    assert fairlead("brief", export, "--html", "no/such/folder.html", "--json").code == 2


def test_reconcile_adds_up(export: Path) -> None:
    fairlead("import", export)
    by_month = fairlead("reconcile", "--json").json
    by_owner = fairlead("reconcile", "--by", "owner", "--json").json
    assert sum(float(r["won amount"]) for r in by_month) == 4000.0
    assert sum(float(r["won amount"]) for r in by_owner) == 4000.0
    assert {r["owner"] for r in by_owner} == {"Cleo Reyes", "Dan Śliwa"}
    assert "4 won deals" in fairlead("reconcile").plain
    fairlead("reconcile", "--by", "owner", "--by", "month", "--csv", "won.csv")
    assert (
        Path("won.csv").read_text().splitlines()[0] == "owner,month,currency,won deals,won amount"
    )


def test_process_and_its_file(export: Path) -> None:
    fairlead("import", export)
    body = fairlead("process", "--json").json
    assert [s["stage"] for s in body["pipelines"][0]["stages"]][:2] == ["Qualified", "Proposal"]
    assert "process.yaml" in fairlead("process").plain
    assert Path("fairlead-workspace/process.yaml").is_file()


def test_init_never_overwrites() -> None:
    Path("team.csv").write_text("mine")
    ran = fairlead("init")
    assert ran.code == 0
    assert "kept" in ran.out
    assert Path("team.csv").read_text() == "mine"
    assert Path("targets.csv").read_text().startswith("person,team,measure,period")
    assert Path("rates.csv").read_text() == "currency,from,rate,to_currency\n"
    assert "company.yaml" in ran.out
    assert fairlead("init", "team.csv").code == 2


def test_templates_can_be_imported_as_they_are_filled(export: Path) -> None:
    fairlead("init", export)
    with (export / "targets.csv").open("a") as handle:
        handle.write("Cleo Reyes,,bookings,2026-Q4,5000,EUR\n")
    body = fairlead("import", export, "--json").json
    assert body["inserted"]["targets"] == 1
    assert body["put_aside"] == []


# --- doctor -------------------------------------------------------------------------------------


def test_doctor_on_a_sound_installation() -> None:
    ran = fairlead("doctor")
    assert (ran.code, "Everything is fine." in ran.out) == (0, True), ran.plain
    checks = fairlead("doctor", "--json").json
    assert all(c["ok"] for c in checks)
    assert {"Python", "Fairlead", "duckdb", "deltalake", "charts"} <= {c["name"] for c in checks}


def _flip(home: Path) -> str:
    path = next((home / "tables" / "opportunities").glob("*.parquet"))
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 3] ^= 1
    path.write_bytes(spoilt)
    return "table opportunities"


def _lose(home: Path) -> str:
    next((home / "tables" / "people").glob("*.parquet")).unlink()
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


# --- places -------------------------------------------------------------------------------------


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache that cannot be had, so that the folder in the temp directory is used."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / f"fairlead-{os.getuid()}"


def test_the_fallback_is_private(temporary: Path) -> None:
    assert places._cache() == temporary
    assert stat.S_IMODE(temporary.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777])
def test_a_fallback_others_can_write_to_is_refused(
    temporary: Path, export: Path, mode: int
) -> None:
    temporary.mkdir()
    temporary.chmod(mode)
    told = fairlead("brief", export, "--json")
    assert told.code == 1
    assert "only you can write to" in told.json["error"]["message"]
    assert "XDG_CACHE_HOME" in told.json["error"]["hint"]
    assert list(temporary.iterdir()) == []
    places.note_briefed(places.workspace_at(None))  # a workspace needs no cache


def test_a_link_planted_as_fallback_is_refused(temporary: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    temporary.symlink_to(tmp_path / "elsewhere")
    assert fairlead("why", "1", "--json").json["error"]["code"] == "unavailable"


def test_a_folder_of_somebody_else_is_refused(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary.mkdir(mode=0o700)
    own = os.getuid()
    monkeypatch.setattr(places.os, "getuid", lambda: own)
    assert places._is_ours_alone(temporary)
    monkeypatch.setattr(places.os, "getuid", lambda: own + 1)
    assert not places._is_ours_alone(temporary)


# --- in a process of its own --------------------------------------------------------------------


def test_a_closed_pipe_ends_quietly(export: Path, here: Path) -> None:
    ran = process("brief", export, cwd=here, shell="| head -1")
    assert ran.code == 0
    assert ran.out.startswith("All teams")
    assert ran.err == ""


def test_a_wrong_path_in_a_process_of_its_own(here: Path) -> None:
    ran = process("brief", "no such file.csv", cwd=here)
    assert (ran.code, ran.out) == (2, "")
    assert "There is nothing at" in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


# --- prospects ----------------------------------------------------------------------------------


def test_prospects_by_who_brought_them_in(export: Path) -> None:
    rows = [
        (f"00Q{n:012d}AAA", "2026-08-01T08:00:00Z", CLEO, CLEO, str(n < 3).lower(),
         "2026-09-01" if n < 3 else "", f"006{n:012d}AAA" if n < 3 else "")
        for n in range(1, 8)
    ]  # fmt: skip
    header = ("Id", "CreatedDate", "CreatedById", "OwnerId", "IsConverted", "ConvertedDate",
              "ConvertedOpportunityId")  # fmt: skip
    write_csv(export / "Lead.csv", header, rows)
    ran = fairlead("prospects", export)
    assert ran.code == 0
    assert "2 of 7" in ran.out
    assert "Cleo Reyes" in ran.out
    (told,) = fairlead("prospects", export, "--json").json["brought_in"]
    assert (told["name"], told["prospects"], told["converted"]) == ("Cleo Reyes", 7, 2)
    share = told["converted_share"]
    assert 0 < share["lower"] < share["value"] < share["upper"] < 1
    early = fairlead("prospects", export, "--as-of", "2026-08-15", "--json").json
    assert early["as_of"] == "2026-08-15"
    assert early["brought_in"][0]["converted"] == 0


def test_prospects_stay_unknown_where_nobody_is_named(export: Path) -> None:
    ran = fairlead("prospects", export)
    assert ran.code == 0
    assert "does not say who created" in ran.out
