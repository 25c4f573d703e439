"""Diagnose and prioritise as a user runs them: sums that add up, and silence that says why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import Ran, fairlead
from tests.longer import slow
from tests.refresh.company import deal, write_deals


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A simulated company of twelve people in its own workspace."""
    folder = tmp_path_factory.mktemp("Firma ü #4")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        made = fairlead(
            "simulate", "export", "--people", "12", "--months", "20", "--seed", "4", "--dirt", "0"
        )
        assert made.code == 0, made.err
        ran = fairlead("import", "export", "--workspace", "home")
        assert ran.code == 0, ran.err
    return folder / "home"


# one kind of deals only: a third of the time
NEW = ("--leave-out-type", "expansion", "--leave-out-type", "renewal")


@pytest.fixture(scope="module")
def diagnosed(workspace: Path) -> Any:
    return fairlead("diagnose", "-w", workspace, *NEW, "--json").json


@pytest.fixture(scope="module")
def said(workspace: Path) -> Ran:
    """The same for people, at the terminal and as a page, with the rows behind it."""
    ran = fairlead("diagnose", "-w", workspace, *NEW, "--html", workspace / "Seite ü.html")
    assert ran.code == 0, ran.err
    return ran


@pytest.fixture(scope="module")
def first(workspace: Path) -> Any:
    ran = fairlead("prioritise", "-w", workspace, *NEW, "--json")
    assert ran.code == 0, ran.err
    return ran.json


def test_the_gap_adds_up_to_the_cent(diagnosed: Any) -> None:
    gap = diagnosed["gap"]
    above = gap["above_peers"]["value"]
    assert sum(part["value"] for part in gap["parts"]) + above == gap["gap"]
    assert gap["target"] - gap["expected"]["value"] == gap["gap"]
    assert {part["group"] for part in gap["parts"]} >= {"volume", "steps", "size"}


def test_shares_add_up_and_silence_has_reasons(diagnosed: Any) -> None:
    told = [c["shares"] for c in diagnosed["competencies"] if "parts" in c["shares"]]
    assert told
    for shares in told:
        assert sum(part["value"] for part in shares["parts"]) == pytest.approx(1)
        assert all(part["lower"] <= part["value"] <= part["upper"] for part in shares["parts"])
    silent = [c["shares"] for c in diagnosed["competencies"] if "parts" not in c["shares"]]
    assert all(shares["not_estimable"]["reason"] for shares in silent)
    assert all(each["not_estimable"]["reason"] for each in diagnosed["not_estimable"])


def test_the_step_is_one_of_the_competencies_with_tags_below_it(diagnosed: Any) -> None:
    steps = {
        p["competency"]: p["value"] for p in diagnosed["gap"]["parts"] if p["group"] == "steps"
    }
    assert diagnosed["step"] == max(steps, key=lambda slug: steps[slug])
    (step,) = [c for c in diagnosed["competencies"] if c["competency"] == diagnosed["step"]]
    whole = diagnosed["tags"]["whole"]
    assert whole["trials"] > 0
    assert whole["trials"] == pytest.approx(step["n"], rel=0.05)


def test_printed_parts_add_up_as_printed(said: Ran) -> None:
    rows = re.findall(r"^   (\S.*?) {2,}(-?[\d,]+)k?(?: .*)?$", said.out, flags=re.MULTILINE)
    listed = [(what, int(value.replace(",", ""))) for what, value in rows]
    together = [value for what, value in listed if what == "together"]
    end = [what for what, _ in listed].index("together")
    start = [what for what, _ in listed].index("new deals")
    assert sum(value for _, value in listed[start:end]) == together[0]
    shares = re.search(r"differ there: ((?:-?\d+% [a-z ]+(?:, )?)+)\.", " ".join(said.out.split()))
    if shares is not None:
        assert sum(int(x) for x in re.findall(r"(-?\d+)%", shares.group(1))) == 100


def test_the_rows_behind_the_step_can_be_seen(workspace: Path, said: Ran) -> None:
    counted = re.search(r"most money lies at .*?: (\d+) of (\d+)", " ".join(said.out.split()))
    assert counted is not None
    why = fairlead("why", "1", "-w", workspace, "--json").json
    assert why["brief"]["title"] == "why people differ: all teams"
    ended = [row for row in why["rows"] if row["outcome"] != "open"]
    assert len(ended) == pytest.approx(int(counted.group(2)), rel=0.1)


def test_one_priority_for_everybody_and_each_team(first: Any) -> None:
    said = first["priority"]
    assert said["verdict"] in {"one", "two", "no clear first", "none"}
    chances = {c["competency"]: c["chance"] for c in first["candidates"]}
    assert sum(chances.values()) <= 1 + 1e-9
    assert said["probability"] == pytest.approx(chances[said["named"][0]])
    gains = {c["competency"]: c["gain"]["value"] for c in first["candidates"]}
    assert gains[said["named"][0]] == max(gains.values()) == pytest.approx(said["gain"]["value"])
    assert first["teams"]
    assert [each["person"] for each in first["people"]] == sorted(
        (each["person"] for each in first["people"]), key=str.casefold
    )
    for each in first["people"]:
        assert each["own"] == (each["probability"] is not None)
        if not each["own"] and said["named"]:
            assert each["focus"] == said["named"][0]


def test_levels_of_peers_lie_above_those_of_now(first: Any) -> None:
    for each in first["candidates"]:
        assert each["peers"]["lower"] <= each["peers"]["value"] <= each["peers"]["upper"]
        assert each["peers"]["value"] > 0.9 * each["now"]["value"]
        assert "value" in each["plan"] or each["plan"]["not_estimable"]["reason"]


@pytest.mark.slow
def test_one_person_and_one_team(workspace: Path, first: Any) -> None:
    name = first["people"][0]["person"]
    one = fairlead("prioritise", "-w", workspace, *NEW, "--person", name, "--json").json
    assert one["scope"] == {"unit": "person", "name": name, "people": 1}
    assert [each["person"] for each in one["people"]] == [name]
    team = first["teams"][0]["name"]
    asked = ("--team", team.split()[0], "--target", "1000000", "--as-of", "2026-03-31")
    ran = fairlead("diagnose", "-w", workspace, *NEW, *asked)
    assert ran.code == 0, ran.err
    assert f"{team}'s team" in ran.out
    assert "31 Mar 2026" in ran.out
    assert "the target is EUR 1,000k" in ran.plain


@pytest.mark.usefixtures("said")
def test_the_page_holds_the_same_words(workspace: Path) -> None:
    page = (workspace / "Seite ü.html").read_text(encoding="utf-8")
    assert "From here to the target" in page


@pytest.mark.parametrize("command", ["diagnose", *slow("prioritise")])
def test_who_is_meant_must_be_clear(workspace: Path, command: str) -> None:
    nobody = fairlead(command, "-w", workspace, "--person", "Zzyzx", "--json")
    assert nobody.code == 2
    assert "no person is called" in nobody.json["error"]["message"]
    assert "There are:" in nobody.json["error"]["hint"]
    both = fairlead(command, "-w", workspace, "--person", "a", "--team", "b", "--json")
    assert both.code == 2
    many = fairlead(command, "-w", workspace, "--person", "e", "--json")
    assert many.code == 2
    assert "persons have" in many.json["error"]["message"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["prioritise", *slow("diagnose")])
def test_a_small_export_says_what_is_missing(export: Path, command: str) -> None:
    ran = fairlead(command, export)
    assert ran.code == 0, ran.err
    assert "Nothing can be" in ran.plain
    assert "Traceback" not in ran.err
    body = fairlead(command, export, "--json").json
    silent = body["gap"] if command == "diagnose" else body["priority"]
    assert silent["not_estimable"]["reason"]


@pytest.mark.usefixtures("here")
def test_without_history_and_targets_it_still_answers_what_it_can(tmp_path: Path) -> None:
    rows = [deal(n, "Closed Won" if n % 3 else "Closed Lost") for n in range(1, 90)]
    ran = fairlead("diagnose", write_deals(tmp_path / "deals", rows))
    assert ran.code == 0, ran.err
    assert "Cannot say" in ran.out or "CANNOT SAY" in ran.out
