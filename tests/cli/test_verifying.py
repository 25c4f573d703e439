"""Trainings as a user plans and judges them: the plan is kept, the verdict needs its day."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.running import Ran, fairlead

from fairlead.lake.counts.book import count_ground
from fairlead.lake.counts.trained import trained_cells
from fairlead.lake.counts.trainings import trainings
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.cells import StepCells
from fairlead.measure.report import competency_asked
from fairlead.measure.selection import data_of
from fairlead.refresh.briefing import ask
from fairlead.refresh.opening import opened
from fairlead.verify.training import Training, as_day

LOOK = "2026-11-02"
STEP = "Demo to Proposal"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A simulated company of 15 people whose trainings.csv fixes the rule."""
    folder = tmp_path_factory.mktemp("Firma ü #5")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        made = fairlead(
            "simulate", "export", "--people", "15", "--months", "22", "--seed", "9", "--dirt", "0"
        )
        assert made.code == 0, made.err
        fix_rule(folder / "export" / "trainings.csv")
        ran = fairlead("import", "export", "--workspace", "home")
        assert ran.code == 0, ran.err
        yield folder


def fix_rule(path: Path, **changes: str) -> None:
    """Add the rule to trainings.csv, as `fairlead train design` writes it."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rule = {"smallest_effect": "5", "look_on": LOOK, "hours": "8", "cost": "400"} | changes
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], *rule])
        writer.writeheader()
        writer.writerows([{**row, **rule} for row in rows])


@pytest.fixture(scope="module")
def told(folder: Path) -> Any:
    ran = fairlead("verify", "leave", "-w", folder / "home", "--json")
    assert ran.code == 0, ran.plain
    return ran.json


def test_the_verdict_follows_the_rule_of_the_file(told: Any) -> None:
    (found,) = told["trainings"]
    assert found["rule"] == {"smallest_effect": 0.05, "look_on": [LOOK], "fixed": True}
    assert (found["chosen_by"], found["start_groups"]) == ("random", 3)
    assert found["hours"] == 8 * found["people"]
    assert found["cost"] == 400_00 * found["people"]
    assert found["verdict"]["word"] in {"worked", "cannot be known"}
    assert found["verdict"]["on"] == LOOK
    assert found["effect"]["lower"] <= found["effect"]["value"] <= found["effect"]["upper"]
    assert found["effect"]["n"] == found["entered"]
    assert 0 < found["ripe"] <= found["entered"]
    assert found["naive"]["before"][1] > 0
    assert found["imputed"] is not None
    assert 0 < found["chance_of_another_draw"] <= 1


@pytest.mark.slow
def test_nothing_known_later_changes_a_verdict(folder: Path, told: Any) -> None:
    """The verdict of a day is the same however much later it is asked for."""
    then = fairlead("verify", "-w", folder / "home", "--as-of", LOOK, "--json").json
    word, late = (body["trainings"][0]["verdict"] for body in (then, told))
    assert {k: v for k, v in word.items() if k != "because"} == {
        k: v for k, v in late.items() if k != "because"
    }
    before = fairlead("verify", "-w", folder / "home", "--as-of", "2026-10-01", "--json").json
    assert before["trainings"][0]["verdict"]["word"] == "too early"
    assert before["trainings"][0]["verdict"]["due_on"] == LOOK
    none = fairlead("verify", "-w", folder / "home", "--as-of", "2025-06-01", "--json").json
    assert none["trainings"] == []


def test_people_read_the_conclusion_first_and_no_names(folder: Path) -> None:
    page = folder / "Urteil ü.html"
    ran = fairlead("verify", "-w", folder / "home", "--html", page)
    assert ran.code == 0, ran.err
    lines = [line for line in ran.out.splitlines() if line.strip()]
    assert lines[2] == "LEAVE WITH A DATE"
    assert any(word in lines[3] for word in ("It worked.", "Cannot be known", "No effect"))
    for word in ("Written in the plan, which", "plain before and after", "Next:", "Cost: EUR 4"):
        assert word in ran.plain
    html = page.read_text(encoding="utf-8")
    assert "months since the start" in html
    with (folder / "export" / "trainings.csv").open(encoding="utf-8", newline="") as file:
        names = {row["person"] for row in csv.DictReader(file)}
    assert not [name for name in names if name in ran.plain or name in html]


@pytest.mark.slow
def test_wrong_names_and_contradictions_are_refused(folder: Path, tmp_path: Path) -> None:
    ran = fairlead("verify", "nothing", "-w", folder / "home")
    assert ran.code == 2
    assert "Known: Leave with a date" in ran.plain
    export = tmp_path / "Büro #6"
    made = fairlead("simulate", export, "--people", "9", "--months", "14", "--seed", "3")
    assert made.code == 0
    fix_rule(export / "trainings.csv")
    lines = (export / "trainings.csv").read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(LOOK, "2026-12-01")
    (export / "trainings.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = fairlead("verify", export)
    assert ran.code == 2
    assert "says two things of look_on" in ran.plain


@pytest.mark.slow
def test_cells_are_cut_as_they_stood_on_the_eve_of_the_start(folder: Path) -> None:
    """Of the trained, what entered before counts exactly as it was counted that evening."""
    home = open_workspace(folder / "home")
    manifest = home.require()
    with opened(home, manifest) as connection:
        asked = ask(home, manifest, connection, today=dt.date(2026, 11, 20), as_of=None,
                    question=None)  # fmt: skip
        book, ground = count_ground(connection, asked.question, asked.process)
        assert ground is not None
        (training,) = trainings(connection, asked.question)
        first = only_group(training, training.first_on)
        chosen = competency_asked(book.competencies, STEP)
        counted = dict(zip(book.competencies, book.cells, strict=True))
        chosen = [c for c in chosen if isinstance(counted[c], StepCells)]
        made = trained_cells(ground, book, first, chosen)
        whole = [counted[c] for c in chosen]
        total = sum(int(data_of(c).sum()) for c in whole if isinstance(c, StepCells))
        cells = made.cells
        assert isinstance(cells, StepCells)
        assert cells.successes.sum() + cells.failures.sum() + cells.open.sum() == total
        eve = first.first_on - dt.timedelta(days=1)
        then, _ = count_ground(connection, replace(asked.question, as_of=eve), asked.process)
    people = np.flatnonzero(np.isin(book.roster.person_id, first.person_id))
    mine = np.isin(cells.person, people)
    was = np.flatnonzero(np.isin(then.roster.person_id, first.person_id))
    earlier = [then.cells[then.competencies.index(c)] for c in chosen if c in then.competencies]
    entered = sum(
        int((c.successes + c.failures + c.open.sum(axis=1))[np.isin(c.person, was)].sum())  # type: ignore[union-attr]
        for c in earlier
    )
    early = mine & (made.treated == 0)
    number = cells.successes + cells.failures + cells.open.sum(axis=1)
    inside = cells.month >= 0
    assert number[early & inside].sum() == pytest.approx(entered, abs=2)
    assert made.entered == number[mine & (made.treated == 1)].sum()
    late = cells.month[made.treated == 1]
    begun = (first.first_on.year - book.window.first.year) * 12
    begun += first.first_on.month - book.window.first.month
    assert late.min() >= begun


def only_group(training: Training, day: dt.date) -> Training:
    kept = training.start == as_day(day)
    return replace(
        training,
        person_id=training.person_id[kept],
        person=tuple(p for p, k in zip(training.person, kept, strict=True) if k),
        start=training.start[kept],
        group=tuple(g for g, k in zip(training.group, kept, strict=True) if k),
        stratum=tuple(s for s, k in zip(training.stratum, kept, strict=True) if k),
    )


def test_a_design_is_drawn_kept_and_read_again(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "trainings.csv"
    options = ("--competency", STEP, "--start", "2027-06-07", "--hours", "6", "--cost", "250",
               "--name", "Second try", "--seed", "11", "--simulations", "20")  # fmt: skip
    ran = fairlead("train", "design", "-w", folder / "home", *options, "--out", plan, "--json")
    assert ran.code == 0, ran.plain
    body = ran.json
    shown = {d["design"]: d["detectable"] for d in body["designs"]}
    assert shown["all at once"] is None
    assert shown["start groups"] > 0
    assert body["taken"] in {"start groups", "half and half"}
    with plan.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [list(row.values()) for row in rows] == body["rows"]
    assert {row["drawn_within"].split(", ")[1] for row in rows} == {"seed 11"}
    again = fairlead("train", "design", "-w", folder / "home", *options, "--json").json
    assert again["rows"] == body["rows"]
    assert again["designs"] == body["designs"]
    refused = fairlead("train", "design", "-w", folder / "home", *options, "--out", plan)
    assert refused.code == 2
    read = fairlead("import", plan, "--workspace", tmp_path / "new", "--json")
    assert read.code == 0, read.plain
    assert read.json["inserted"]["trainings"] == len(rows)


@pytest.mark.slow
def test_no_plan_is_written_of_what_cannot_be_judged(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "trainings.csv"
    asked = ("train", "design", "-w", folder / "home", "--competency", STEP, "--weeks", "18")
    more = ("--groups", "2", "--start", "2027-06-07", "--simulations", "20", "--out", plan)
    ran = fairlead(*asked, *more)
    assert ran.code == 2
    assert "As planned it cannot be judged" in " ".join(ran.plain.split())
    assert not plan.exists()


@pytest.mark.slow
def test_people_are_not_trained_twice_at_once_without_a_reason(folder: Path) -> None:
    asked = ("train", "design", "-w", folder / "home", "--competency", STEP)
    busy = fairlead(*asked, "--as-of", "2026-08-03")
    assert busy.code == 2
    assert "One competency at a time" in busy.plain
    for wrong, said in (
        (("--competency", "juggling"), "there is no competency"),
        (("--competency", STEP, "--start", "2020-01-01"), "has passed"),
        (("--competency", STEP, "--groups", "9", "--weeks", "20", "--because", "x"), "need at"),
        (("--competency", "New deals", "--because", "x"), "may mean 3 things"),
    ):
        ran = fairlead("train", "design", "-w", folder / "home", *wrong)
        assert ran.code == 2, wrong
        assert said in ran.plain


@pytest.fixture(scope="module")
def ran(folder: Path) -> Ran:
    made = fairlead("verify", "movement", "-w", folder / "home", "--json")
    assert made.code == 0, made.plain
    return made


@pytest.mark.slow
def test_movement_is_counted_without_names_and_ones_own_is_asked_for(
    folder: Path, ran: Ran
) -> None:
    moved = ran.json["movement"]
    assert moved["better"] + moved["worse"] <= moved["people"]
    assert moved["beyond_luck"] == moved["better"] - moved["luck_better"]
    assert ran.json["own"] == []
    for each in ran.json["met_target"]:
        assert 0 <= each["met"] <= each["people"]
    with (folder / "export" / "trainings.csv").open(encoding="utf-8", newline="") as file:
        names = sorted({row["person"] for row in csv.DictReader(file)})
    assert not [name for name in names if name in ran.out]
    own = fairlead("verify", "movement", "-w", folder / "home", "--person", names[0], "--json")
    (path,) = own.json["own"]
    assert own.json["movement"] is None
    if "change" in path:
        assert path["change"]["lower"] <= path["change"]["value"] <= path["change"]["upper"]
        assert 0 <= path["better"] <= 1


def test_who_met_the_target_is_counted_from_the_export(folder: Path, ran: Ran) -> None:
    """A plain count of won amounts by owner and quarter gives the same k of n."""
    rows = {each["period"]: each for each in ran.json["met_target"]}
    assert rows, "the simulated company has targets of people"
    with opened(*_home(folder)) as connection:
        found = connection.execute(
            """
            WITH asked AS (
              SELECT k.person_id, date_trunc('quarter', t.from_on) AS start, sum(t.amount) AS amount
              FROM targets t JOIN person_keys k ON k.key_id = t.person_id GROUP BY ALL
            ), got AS (
              SELECT a.person_id, a.start, a.amount, coalesce(sum(o.amount), 0) AS booked
              FROM asked a JOIN person_keys k USING (person_id)
              LEFT JOIN opportunities o ON o.owner_id = k.key_id AND o.outcome = 'won'
                AND date_trunc('quarter', o.close_on) = a.start
              GROUP BY ALL
            )
            SELECT year(start), quarter(start), count(*) FILTER (booked >= amount), count(*)
            FROM got GROUP BY ALL
            """
        ).fetchall()
    plain = {f"Q{quarter} {year}": (met, people) for year, quarter, met, people in found}
    for period, each in rows.items():
        met, people = plain[period]
        leaders = people - each["people"]
        assert leaders >= 0, "totals of those who lead are left out, nobody else"
        assert 0 <= met - each["met"] <= leaders


def _home(folder: Path) -> tuple[Any, Any]:
    home = open_workspace(folder / "home")
    return home, home.require()
