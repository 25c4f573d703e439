"""Practice as a rep does it: five minutes, a word, three deals; leaders read counts only."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.running import fairlead

from fairlead.errors import UnavailableError
from fairlead.lake.store.backup import back_up
from fairlead.lake.store.restore import restore
from fairlead.lake.store.workspace import open_workspace
from fairlead.refresh.playbook import keep, process_of
from fairlead.refresh.practising_store import forget, note, practised
from fairlead.train.adoption import Tick
from fairlead.train.drills import steps_called
from fairlead.train.practice import Answered

ROUTINE = """---
title: Leave with a date
scenario: no-date
by: Cleo Marin
---

## Fixed

- Name two days before the demo ends

## Free

- Your own words

## Drills

- Say in one sentence how you ask for the day.
- They say they will come back to you. Answer.
"""
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A company that trains a step, with a routine of two drills for it."""
    folder = tmp_path_factory.mktemp("Übung ü #3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        options = ("--people", "12", "--months", "12", "--seed", "9", "--dirt", "0")
        assert fairlead("simulate", "export", *options).code == 0
        ran = fairlead("import", "export", "--workspace", "home")
        assert ran.code == 0, ran.err
        made = open_workspace(folder / "home")
        step = steps_called(process_of(made), trained(folder)[0]["competency"])[0].slug
        scenario = f"---\ntitle: The demo ends without a day\nstep: {step}\nwhen: []\n---\n"
        files = {"scenarios/no-date.md": scenario, "routines/leave.md": ROUTINE}
        keep(made, files, by="Ada", why="to practise", now=NOW)
        yield folder


def trained(folder: Path) -> list[dict[str, str]]:
    with (folder / "export" / "trainings.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["started_on"])


def after(row: dict[str, str], days: int) -> str:
    return (dt.date.fromisoformat(row["started_on"]) + dt.timedelta(days=days)).isoformat()


def ask(folder: Path, *more: object) -> list[str]:
    return ["train", "practice", "-w", str(folder / "home"), *map(str, more)]


def test_the_queue_of_a_day_and_nothing_of_later(home: Path) -> None:
    row = trained(home)[0]
    first = fairlead(*ask(home, "--person", row["person"], "--as-of", after(row, 1), "--json")).json
    assert [turn["key"] for turn in first["turns"]] == ["leave", "leave.2"]
    assert first["next_on"] is None
    before = fairlead(*ask(home, "--person", row["person"], "--as-of", after(row, -1), "--json"))
    assert before.json["trainings"] == []
    same_day = fairlead(*ask(home, "--person", row["person"], "--as-of", after(row, 0), "--json"))
    assert same_day.json["next_on"] == after(row, 1)
    told = fairlead(*ask(home, "--person", row["person"], "--as-of", after(row, 1)))
    for part in ("2 drills, 2 minutes at most", "Name two days", "Say in one sentence"):
        assert part in told.plain, part


def test_an_answer_is_kept_counts_once_a_day_and_moves_the_drill(home: Path) -> None:
    person = trained(home)[1]["person"]
    shown = fairlead(*ask(home, "--person", person, "--json")).json
    keys = {turn["key"] for turn in shown["turns"]}
    assert keys == {"leave", "leave.2"}, "the last repetition is due until it is answered"
    deals = [deal["deal"] for part in shown["trainings"] for deal in part["use_it_on"]]
    options = ["--answer", "leave=again", *(["--used", deals[0]] if deals else [])]
    ran = fairlead(*ask(home, "--person", person, *options, "--json"))
    assert ran.code == 0, ran.plain
    assert {turn["key"] for turn in ran.json["turns"]} == {"leave.2"}
    assert ran.json["done_today"] == 1
    again = fairlead(*ask(home, "--person", person, "--answer", "leave=WELL", "--json")).json
    assert again["done_today"] == 1, "a slip of the thumb is mended"
    (kept,) = [
        json.loads(path.read_text())
        for path in (home / "home" / "practice").glob("*.json")
        if path.stem.isdecimal()
    ]
    assert [answer["word"] for answer in kept["answers"]] == ["well"]
    assert person not in json.dumps(kept), "names are not kept"
    if deals:
        part = next(p for p in again["trainings"] if p["ticked"])
        assert (part["used"], part["ticked"]) == (1, 1)
        assert deals[0] not in [deal["deal"] for deal in part["use_it_on"]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--answer", "nothing=well"), "practises no drill called 'nothing'"),
        (("--answer", "leave=great"), "'great' is no answer"),
        (("--answer", "leave"), "says no word"),
        (("--used", "D-none"), "no open deal 'D-none'"),
        (("--used", "1", "--not-used", "1"), "both used and not used"),
        (("--answer", "leave=well", "--as-of", "2026-01-01"), "an answer is of today"),
        (("--days", "3,1"), "cannot be spaced"),
        (("--days", "soon"), "are no days"),
        (("--longest", "0"), "between two practices"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is(
    home: Path, options: tuple[str, ...], said: str
) -> None:
    before = {p: p.read_bytes() for p in (home / "home" / "practice").glob("*.json")}
    ran = fairlead(*ask(home, "--person", trained(home)[0]["person"], *options))
    assert ran.code == 2
    assert said in ran.plain
    assert {p: p.read_bytes() for p in (home / "home" / "practice").glob("*.json")} == before


def test_leaders_read_counts_and_no_names(home: Path) -> None:
    rows = trained(home)
    ran = fairlead(*ask(home))
    assert ran.code == 0
    assert not [row["person"] for row in rows if row["person"] in ran.plain]
    (told,) = fairlead(*ask(home, "--json")).json["trainings"]
    assert told["people"] == len(rows)
    assert f"of {len(rows)} people practised in the last seven days" in ran.plain
    assert fairlead(*ask(home, "--answer", "leave=well")).code == 2
    early = fairlead(*ask(home, "--as-of", after(rows[0], 0), "--json")).json["trainings"][0]
    assert early["people"] < 5
    assert (early["practising"], early["used"]) == (None, None), "few people are not told of"


def test_spacing_is_chosen_once_for_all_and_comes_along_in_a_backup(home: Path) -> None:
    ran = fairlead(*ask(home, "--spacing", "fsrs", "--longest", "30"))
    assert "after 30 days at the latest" in ran.plain
    back_up(open_workspace(home / "home"), home / "kopie.zip", now=NOW)
    copy, _listed = restore(home / "kopie.zip", home / "copy")
    there, here = (
        {p.name: p.read_bytes() for p in (root / "practice").glob("*.json")}
        for root in (copy.root, home / "home")
    )
    assert there == here
    assert "spacing.json" in there
    assert "1, 3" in fairlead(*ask(home, "--spacing", "days", "--days", "1,3,9")).plain


def test_who_leaves_takes_their_answers_along_and_leaves_counts(home: Path) -> None:
    made = open_workspace(home / "home")
    day = dt.date(2026, 6, 1)
    note(made, 77, [Answered("leave", day, "again")], [Tick(5, "T", used=True, on=day)])
    forget(made, 77)
    forget(made, 78)
    assert practised(made, 77).answers == ()
    assert practised(made, 77).ticks == (Tick(5, "T", used=True, on=day),)
    path = made.practice / "77.json"
    path.write_text("{")
    with pytest.raises(UnavailableError, match="is damaged"):
        practised(made, 77)
    path.unlink()
