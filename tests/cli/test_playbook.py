"""``fairlead playbook`` as its user types it: begin, write, keep, compare, put back, measure."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead

SCENARIO = """---
title: A budget owner is known
step: default.demo
when:
- role: [economic buyer]
---
"""
LOST = """---
title: No money
step: default.proposal
when:
- lost reason: [budget]
---
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Buch ü #1")
    options = ("--people", "9", "--months", "12", "--seed", "5")
    assert fairlead("simulate", folder / "export", *options).code == 0
    assert fairlead("import", folder / "export", "-w", folder / "workspace").code == 0
    return folder / "workspace"


@pytest.fixture
def home(demo: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo, tmp_path / "Arbeit ü")


@pytest.fixture
def book(home: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "Buch #2"
    said = fairlead("playbook", "new", folder, "-w", home)
    assert said.code == 0, said.err
    assert "10 documents" in said.plain
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "budget-owner.md").write_text(SCENARIO)
    return folder


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> None:
    left = list(given)
    monkeypatch.setattr("typer.prompt", lambda *_a, **_k: left.pop(0))


def test_versions_say_who_and_why_and_come_back(home: Path, book: Path, tmp_path: Path) -> None:
    w = ("-w", home)
    assert (
        "version 1" in fairlead("playbook", "keep", book, "--by", "Ada", "--why", "First", *w).out
    )
    again = fairlead("playbook", "keep", book, "--by", "Ada", "--why", "Again", *w)
    assert again.out == "Nothing changed since version 1.\n"
    (book / "scenarios" / "budget-owner.md").write_text(SCENARIO + "\nAsk early.\n")
    assert "version 2" in fairlead("playbook", "keep", book, "--by", "Ben", "--why", "More", *w).out
    assert "+Ask early." in fairlead("playbook", "compare", *w).out
    back = fairlead("playbook", "restore", "1", "--by", "Ada", "--why", "Back", *w)
    assert back.out == "Version 1 stands again, as version 3.\n"
    assert "say the same" in fairlead("playbook", "compare", "1", "3", *w).out
    told = fairlead("playbook", "history", "--json", *w).json["versions"]
    assert [(v["number"], v["by"], v["why"]) for v in told] == [
        (1, "Ada", "First"),
        (2, "Ben", "More"),
        (3, "Ada", "Back"),
    ]
    out = tmp_path / "hinaus"
    assert fairlead("playbook", "export", out, *w).code == 0
    assert (out / "scenarios" / "budget-owner.md").read_text() == SCENARIO


@pytest.mark.slow  # tests/lake/counts/test_scenarios counts the same
def test_a_scenario_is_measured_and_its_rows_are_its_own(home: Path, book: Path) -> None:
    (book / "scenarios" / "no-money.md").write_text(LOST)
    said = fairlead("playbook", "measure", "--folder", book, "-w", home)
    assert said.code == 0, said.err
    assert "DEMO TO PROPOSAL: A BUDGET OWNER IS KNOWN" in said.out
    assert "A rule looks at why deals were lost" in said.plain
    data = fairlead("playbook", "measure", "--folder", book, "-w", home, "--json").json
    assert {row["kind"] for row in data["rows"]} == {"conversion"}
    first = data["rows"][0]["competency"]
    inside = [row for row in data["rows"] if row["competency"] == first]
    deals = sum(row["n"] + row["open"] for row in inside)
    rows = fairlead("why", "1", "-w", home, "--json").json
    assert rows["total"] == deals
    whole = fairlead("measure", "-w", home, "--competency", "default.new-business.demo", "--json")
    step = {row["person"]: row["n"] for row in whole.json["rows"]}
    assert all(row["n"] <= step[row["person"]] for row in inside)
    assert sum(row["n"] for row in inside) < sum(step.values()) / 1.5


def test_deals_and_activities_are_tagged_by_hand(
    demo: Path, home: Path, book: Path, tmp_path: Path
) -> None:
    (book / "scenarios" / "budget-owner.md").write_text(
        SCENARIO.split("when:", maxsplit=1)[0] + "---\n"
    )
    w = ("-w", home)
    said = ("--by", "Ben", "--why", "I sat in")
    assert fairlead("playbook", "keep", book, "--by", "Ada", "--why", "First", *w).code == 0
    with (demo.parent / "export" / "Task.csv").open(newline="") as stream:
        tasks = [row["Id"] for row in csv.DictReader(stream) if row["WhatId"].startswith("006")]
    ids = [part for task in tasks[-3000:][:900] for part in ("--activity", task)]
    first = fairlead("playbook", "tag", "budget-owner", *ids, "--deal", "nope", *said, *w)
    assert "deals 1, activities 900." in first.plain, first.err
    again = fairlead("playbook", "tag", "budget-owner", *ids, *said, *w)
    assert "Version 2." in again.out, "nothing changed"
    told = fairlead("playbook", "measure", *w, "--json").json
    inside = sum(row["n"] + row["open"] for row in told["rows"])
    assert 50 < inside <= 900
    assert "tagged_deals_unknown" in {f["code"] for f in told["findings"]}
    assert fairlead("why", "1", *w, "--json").json["total"] > 0
    gone = fairlead("playbook", "tag", "budget-owner", "--deal", "nope", "--remove", *said, *w)
    assert "Version 3. Tagged by hand with budget-owner: deals 0, activities 900." in gone.plain
    out = tmp_path / "out"
    assert fairlead("playbook", "export", out, *w).code == 0
    assert (out / "tagged.csv").read_text().startswith("deal,activity,scenario\n,00T")
    for bad, hint in (
        (("budget-owner",), "no deal and no activity"),
        (("other", "--deal", "1"), "no scenario 'other'"),
        (("budget-owner", "--deal", "nope", "--remove"), "not tagged by hand"),
    ):
        refused = fairlead("playbook", "tag", *bad, *said, *w)
        assert (refused.code, hint in refused.err) == (2, True), refused.err


@pytest.mark.slow
def test_standards_are_counted(home: Path, book: Path) -> None:
    said = fairlead("playbook", "standards", "--folder", book, "-w", home)
    assert said.code == 0, said.err
    assert "a next step" in said.out
    rows = fairlead("playbook", "standards", "--folder", book, "-w", home, "--json").json["rows"]
    assert {row["stage"] for row in rows} == {"Qualified", "Discovery", "Demo", "Proposal"}
    deals = [row["deals"] for row in rows if row["need"] == "an amount"]
    assert deals == sorted(deals, reverse=True)
    assert all(0 <= row["met"] <= row["deals"] for row in rows)
    one = fairlead(
        "playbook", "standards", "--folder", book, "-w", home, "--person", "Cleo", "--json"
    ).json
    assert 0 < one["rows"][0]["deals"] < deals[0]


@pytest.mark.slow
def test_standards_of_a_team_stand_beside_the_companys(home: Path, book: Path) -> None:
    asked = ("playbook", "standards", "--folder", book, "-w", home)
    whole = fairlead(*asked, "--json").json["rows"]
    told = fairlead(*asked, "--team", "Ben", "--json").json
    assert told["company"] == whole
    assert [row["need"] for row in told["rows"]] == [row["need"] for row in whole]
    for row, all_of_them in zip(told["rows"], whole, strict=True):
        assert 0 < row["deals"] < all_of_them["deals"]
        assert row["met"] <= all_of_them["met"]
    said = fairlead(*asked, "--team", "Ben")
    assert (said.code, "The team of Ben Okafor" in said.out, "company" in said.out) == (
        0,
        True,
        True,
    )
    assert fairlead(*asked, "--team", "North", "--json").json == told, "a team's own name does"
    both = fairlead(*asked, "--team", "Ben", "--person", "Cleo")
    assert (both.code, "exclude each other" in both.plain) == (2, True)
    assert fairlead(*asked, "--team", "Nobody at all").code == 2


def test_writing_is_guided(home: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(
        monkeypatch, "9", "3", "Price first", "They ask for the price.", "nonsense", "name: x", ""
    )
    said = fairlead("playbook", "write-scenario", book, "-w", home)
    assert said.code == 0, said.err
    assert "A number from 1 to 6" in said.out
    assert "Write FIELD: WORD" in said.out
    assert "step: default.demo" in (book / "scenarios" / "price-first.md").read_text()
    answers(
        monkeypatch,
        *(
            "2",
            "Cleo Marin",
            "Turn it round",
            "The sign",
            "The first",
            "One",
            "Two",
            "",
            "Free",
            "",
        ),
        *("Wrong", "Known"),
    )
    said = fairlead("playbook", "write-routine", book, "-w", home)
    assert said.code == 0, said.err
    text = (book / "routines" / "turn-it-round.md").read_text()
    assert "by: Cleo Marin" in text
    assert "## Fixed\n\n- One\n- Two\n\n## Free\n\n- Free\n" in text
    assert fairlead("playbook", "check", book, "-w", home, "--json").json == {
        "documents": 13,
        "missing": ["'A budget owner is known' has no routine yet."],
    }
    answers(monkeypatch, "3", "Price first", "Again.", "")
    twice = fairlead("playbook", "write-scenario", book, "-w", home)
    assert twice.code == 2
    assert "is there already" in twice.err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("measure",), "has no playbook yet"),
        (("standards",), "has no playbook yet"),
        (("export", "out"), "has no playbook yet"),
        (("compare",), "has no playbook yet"),
        (("check", "nowhere"), "there is no folder"),
        (("keep", "nowhere", "--by", "A", "--why", "B"), "there is no folder"),
    ],
)
def test_what_is_not_there_is_said(home: Path, command: tuple[str, ...], said: str) -> None:
    ran = fairlead("playbook", *command, "-w", home)
    assert (ran.code, said in ran.plain) == (2, True), ran.err


def test_what_is_wrong_is_kept_nowhere(home: Path, book: Path) -> None:
    def kept(**given: Any) -> tuple[int, str]:
        by, why = given.get("by", "Ada"), given.get("why", "First")
        ran = fairlead("playbook", "keep", book, "--by", by, "--why", why, "-w", home)
        return ran.code, ran.plain

    assert kept(by=" ")[0] == 2
    wrong = book / "scenarios" / "wrong.md"
    wrong.write_text("---\ntitle: x\nstep: default.gone\n---\n")
    code, said = kept()
    assert (code, "no step 'default.gone'" in said) == (2, True)
    wrong.write_bytes(b"---\ntitle: \xff\n---\n")
    code, said = kept()
    assert (code, "no UTF-8" in said) == (2, True)
    wrong.write_text("x" * 1_000_001)
    assert kept()[0] == 2
    assert not list((home / "playbook").glob("*.json"))
    wrong.unlink()
    new = fairlead("playbook", "new", book, "-w", home)
    assert new.code == 0
    (book / "stages" / "default.demo.md").write_text("mine")
    assert fairlead("playbook", "new", book, "-w", home).code == 2
    assert (book / "stages" / "default.demo.md").read_text() == "mine"
