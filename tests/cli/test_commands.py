"""The commands as a user runs them: what they answer, and the traces they leave behind."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from tests.cli.running import Ran, cache, fairlead, process
from tests.refresh.company import CLEO, deal, write_csv, write_deals

from fairlead.cli import places

COMMANDS = (
    "brief", "import", "why", "diagnose", "prioritise", "reconcile", "prospects", "process", "init",
    "simulate", "demo", "doctor", "backup", "restore", "watch",
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("here")


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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
