"""`fairlead measure`: who differs and who does not, in words, JSON and as a page."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.running import fairlead

PEOPLE = ("Ann Zuse", "Ben Yao", "Cleo Xu", "Dan Wolf", "Eve Voss", "Finn Unger")
CHANCE = {"Cleo Xu": 0.15, "Finn Unger": 0.85}
END = dt.date(2026, 6, 30)


def write_export(path: Path, *, deals: int = 70, people: tuple[str, ...] = PEOPLE) -> Path:
    """A list of deals without history: Cleo wins few, Finn most, the others half of theirs."""
    rng = np.random.default_rng(5)
    rows = []
    for number in range(deals * len(people)):
        owner = people[number % len(people)]
        created = END - dt.timedelta(days=int(rng.integers(1, 700)))
        won = rng.random() < CHANCE.get(owner, 0.5)
        closed = created + dt.timedelta(days=int(rng.integers(5, 60)))
        stage, shown = ("Won" if won else "Lost"), closed.isoformat()
        if closed > END:
            stage, shown = "Demo", ""
        rows.append((number, f"Deal {number}", owner, created, shown, stage, 1000 + number))
    path.mkdir(parents=True, exist_ok=True)
    with (path / "deals.csv").open("w", encoding="utf-8", newline="") as handle:
        out = csv.writer(handle)
        out.writerow(("Deal ID", "Deal Name", "Owner", "Created", "Closed", "Stage", "Amount"))
        out.writerows(rows)
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    export = write_export(folder / "export ß")
    assert fairlead("import", export, "--workspace", folder / "ws ü").code == 0
    return folder / "ws ü"


@pytest.fixture(scope="module")
def told(workspace: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(workspace.parent / "cache"))
        ran = fairlead("measure", "--workspace", workspace, "--json")
    assert ran.code == 0, ran.plain
    return ran.json


def rows_of(told: Any, slug: str) -> dict[str, Any]:
    return {r["person"]: r for r in told["rows"] if r["competency"].endswith(slug)}


def test_rows_have_what_is_promised(told: Any) -> None:
    row = rows_of(told, ".win")["Cleo Xu"]
    promised = set(
        "person competency kind period successes n open observed expected differs".split()
    )
    assert promised <= set(row)
    assert set(row["fair_rate"]) == {"value", "lower", "upper", "level"}
    assert row["fair_rate"]["lower"] <= row["fair_rate"]["value"] <= row["fair_rate"]["upper"]
    assert row["observed"] == pytest.approx(row["successes"] / row["n"])
    assert row["period"] == {"start": "2025-07-01", "end": told["as_of"]}


def test_planted_differences_are_told_and_nobody_else(told: Any) -> None:
    rows = rows_of(told, ".win")
    assert {name for name, row in rows.items() if row["differs"]} == {"Cleo Xu", "Finn Unger"}
    assert (rows["Cleo Xu"]["direction"], rows["Finn Unger"]["direction"]) == ("below", "above")
    assert rows["Cleo Xu"]["fair_rate"]["upper"] < rows["Finn Unger"]["fair_rate"]["lower"]


def test_the_counts_are_those_of_the_file(told: Any, workspace: Path) -> None:
    with (workspace.parent / "export ß" / "deals.csv").open(encoding="utf-8") as handle:
        deals = [d for d in csv.DictReader(handle) if d["Owner"] == "Ben Yao"]
    recent = [d for d in deals if d["Created"] >= "2025-07-01"]
    row = rows_of(told, ".win")["Ben Yao"]
    assert row["n"] + row["open"] == len(recent)
    won = sum(d["Stage"] == "Won" for d in recent)
    late = next(c for c in told["competencies"] if c["competency"] == row["competency"])
    assert won - row["successes"] in range(4), late["horizon_days"]  # later than the horizon


def test_what_the_export_cannot_tell_is_said(told: Any) -> None:
    steps = [c for c in told["competencies"] if "not_estimable" in c]
    assert any("stage history" in c["not_estimable"]["reason"] for c in steps)
    assert not any("rate" in c and c["people"] == 0 for c in steps)


def test_words_of_the_company(workspace: Path, here: Path) -> None:
    ran = fairlead("measure", "--workspace", workspace)
    assert ran.code == 0
    said = ran.plain
    assert "CREATED TO WON" in said
    assert "- Cleo Xu: " in said
    assert "deals like these give" in said
    assert "The other 4: no difference beyond chance." in said
    assert "No stage history" in said
    for word in ("ability", "posterior", "shrinkage", "funnel", "stint", "not estimable"):
        assert word not in said.lower()
    assert max(len(line) for line in ran.out.splitlines()) <= 80


def test_one_person_gets_all_their_competencies(workspace: Path, here: Path, told: Any) -> None:
    ran = fairlead("measure", "--workspace", workspace, "--person", "cleo")
    said = ran.plain
    assert "Cleo Xu" in said
    assert "Differs from others by more than chance" in said
    assert "Change in a year, with the same deals" in said
    assert "quarter from" in said
    assert "Finn" not in said
    asked = fairlead("measure", "--workspace", workspace, "--person", "cleo", "--json").json
    own = [r for r in told["rows"] if r["person"] == "Cleo Xu"]
    assert asked["rows"] == own  # who differs is judged over everybody all the same


def test_one_competency(workspace: Path, here: Path) -> None:
    found = fairlead(
        "measure", "--workspace", workspace, "--competency", "NEW deals", "--json"
    ).json
    assert {row["kind"] for row in found["rows"]} == {"creation"}


def test_unknown_names_are_met_with_the_known_ones(workspace: Path, here: Path) -> None:
    ran = fairlead("measure", "--workspace", workspace, "--competency", "juggling")
    assert ran.code == 2
    assert "there is no competency 'juggling'" in ran.plain
    assert "New deals (" in ran.plain
    ran = fairlead("measure", "--workspace", workspace, "--person", "Nobody", "--json")
    assert ran.code == 2
    assert "Known: Ann Zuse, Ben Yao" in ran.json["error"]["hint"]
    ran = fairlead("measure", "--workspace", workspace, "--person", "n", "--json")
    assert "may be 4 people" in ran.json["error"]["message"]
    assert fairlead("measure", "--workspace", workspace, "--as-of", "soon").code == 2


def test_every_number_leads_to_its_rows(workspace: Path, here: Path, told: Any) -> None:
    answer = fairlead("measure", "--workspace", workspace, "--person", "Ben Yao", "--json").json
    kinds = {r["competency"]: r for r in answer["rows"]}
    for evidence in answer["evidence"]:
        ran = fairlead("why", evidence["number"], "--workspace", workspace, "--json")
        assert ran.code == 0, ran.plain
        row = kinds[evidence["arguments"]["slug"]]
        wanted = row["successes"] if row["kind"] in {"creation", "size"} else row["n"] + row["open"]
        if row["kind"] == "duration":
            wanted += rows_of(answer, ".win")["Ben Yao"]["open"]
        assert ran.json["total"] == len(ran.json["rows"]) == wanted, row["kind"]
        assert {r["person"] for r in ran.json["rows"]} == {"Ben Yao"}
    shown = fairlead("why", 1, "--workspace", workspace)
    assert shown.plain.startswith("Brief of fair rates of Ben Yao as it was on")
    assert "Fair rates take out what was dealt" in shown.plain


def test_as_it_was(workspace: Path, here: Path, told: Any) -> None:
    past = fairlead("measure", "--workspace", workspace, "--as-of", "2026-03-31", "--json").json
    assert past["as_of"] == "2026-03-31"
    ben, now = rows_of(past, ".creation")["Ben Yao"], rows_of(told, ".creation")["Ben Yao"]
    assert ben["period"]["start"] == "2025-04-01"
    assert ben["quarters"][0]["successes"] == now["quarters"][0]["successes"]
    assert any(f["code"] == "known_as_of_now" for f in past["findings"])


def test_the_page_has_a_chart_a_competency(workspace: Path, here: Path) -> None:
    ran = fairlead("measure", "--workspace", workspace, "--competency", "won", "--html", "f.html")
    assert ran.code == 0
    text = Path("f.html").read_text(encoding="utf-8")
    assert text.count("<figure>") == 1
    assert text.count("<svg") == 2
    assert "Cleo Xu" in text
    assert "://" not in text.replace("http://www.w3.org", "")


def test_too_few_people_and_too_few_deals_are_no_error(tmp_path: Path, here: Path) -> None:
    two = write_export(tmp_path / "two", people=PEOPLE[:2])
    ran = fairlead("measure", two)
    assert ran.code == 0, ran.plain
    assert "Too few people of one job to compare: 2 of 3." in ran.plain
    few = write_export(tmp_path / "few", deals=4)
    ran = fairlead("measure", few, "--json")
    assert ran.code == 0, ran.plain
    assert not any("fair_rate" in row for row in ran.json["rows"])
    assert not any(row["differs"] for row in ran.json["rows"])


def test_deals_without_any_date_are_said_and_no_error(tmp_path: Path, here: Path) -> None:
    (tmp_path / "deals.csv").write_text(
        "Deal ID,Deal Name,Owner,Stage,Amount\n1,A,Ann,Won,100\n2,B,Ben,Lost,100\n", "utf-8"
    )
    ran = fairlead("measure", tmp_path / "deals.csv")
    assert ran.code == 0, ran.plain
    assert "there is nothing to measure" in ran.plain
    assert "Fair rate:" not in ran.plain


def test_every_key_of_a_row_is_documented(told: Any) -> None:
    text = (Path(__file__).parents[2] / "docs/reference/measure-json.md").read_text("utf-8")
    for key in {*told, *(key for row in told["rows"] for key in row)}:
        assert f"`{key}`" in text, key


def test_help_has_an_example(here: Path) -> None:
    ran = fairlead("measure", "--help")
    assert "Example: fairlead measure crm-export.zip --person" in ran.plain
