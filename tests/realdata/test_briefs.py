"""Briefs of real exports through the command line: the exact counts they must give."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead
from tests.longer import slow

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with a cache of its own."""
    here = tmp_path / "Büro Süd #1"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache ü"))
    return here


def brief(name: str, *options: str) -> Any:
    ran = fairlead("brief", DATA / name, "--json", *options)
    assert (ran.code, ran.err) == (0, ""), ran.plain
    return ran.json


def totals(body: Any, *names: str) -> tuple[Any, ...]:
    return tuple(body["totals"][name] for name in names)


def sources(body: Any) -> dict[str, tuple[str, str, int, int]]:
    return {
        s["file"]: (s["format"], s["target"], s["rows"], s["put_aside"]) for s in body["sources"]
    }


def answerable(body: Any) -> dict[str, bool]:
    return {c["code"]: c["answerable"] for c in body["capabilities"]}


def test_maven(somewhere: Path) -> None:
    body = brief("maven_crm", "--as-of", "2017-12-31")
    assert body["as_of"] == body["data_until"] == "2017-12-31"
    assert totals(body, "opportunities", "won", "lost", "open", "undated") == (
        8800, 4238, 2473, 2089, 500,
    )  # fmt: skip
    assert totals(body, "people", "managers") == (30, 6)
    assert {s[3] for s in sources(body).values()} == {0}
    assert (body["win_rate"]["successes"], body["win_rate"]["n"]) == (4238, 6711)
    assert answerable(body)["steps"] is False
    assert list(somewhere.iterdir()) == []


def _maven_rows() -> list[dict[str, str]]:
    with (DATA / "maven_crm" / "sales_pipeline.csv").open(encoding="utf-8-sig") as handle:
        return [r for r in csv.DictReader(handle) if r["deal_stage"] == "Won"]


@pytest.mark.parametrize("by", ["month", "owner"])
def test_maven_reconciles_to_the_cent(by: str) -> None:
    expected: dict[str, Decimal] = {}
    counts: Counter[str] = Counter()
    for row in _maven_rows():
        key = row["close_date"][:7] if by == "month" else row["sales_agent"]
        expected[key] = expected.get(key, Decimal(0)) + Decimal(row["close_value"])
        counts[key] += 1
    ran = fairlead("reconcile", DATA / "maven_crm", "--by", by, "--json")
    assert ran.code == 0, ran.plain
    found = {r[by]: (r["won deals"], Decimal(r["won amount"])) for r in ran.json}
    assert found == {key: (counts[key], amount) for key, amount in expected.items()}
    assert sum(counts.values()) == 4238


def test_maven_numbers_lead_to_their_rows() -> None:
    from tests.refresh.numbers import rows_and_claims

    assert fairlead("import", DATA / "maven_crm").code == 0
    assert len(rows_and_claims(Path("fairlead-workspace"))) >= 8
    for claim, (rows, total) in rows_and_claims(Path("fairlead-workspace")).items():
        assert rows == total, claim


@pytest.mark.slow
def test_itschool() -> None:
    body = brief("itschool_crm")
    found = sources(body)
    assert found["deals.xlsx#Deals"] == ("table", "opportunities", 22_129, 536)
    assert found["calls.parquet"][1:] == ("activities", 95_874, 0)
    assert totals(body, "opportunities", "won") == (21_593, 858)
    ran = fairlead("import", DATA / "itschool_crm", "--workspace", "ws", "--json")
    aside = [p for p in ran.json["put_aside"] if p["file"] == "deals.xlsx#Deals"]
    assert len(aside) == 536
    assert {(p["code"], p["column"]) for p in aside} == {("no_id", "Id")}
    links = ran.json["links"]
    assert links["activities"] == 95_874
    assert links["with_person"] == 95_874
    assert 0 < links["with_deal"] < 95_874


def test_bpic2012() -> None:
    body = brief("bpic2012")
    entered = {s["stage"]: s["entered"] for s in body["funnel"]}
    assert {
        "A_SUBMITTED": 13_087,
        "A_PREACCEPTED": 7_367,
        "A_ACCEPTED": 5_113,
        "O_SENT": 5_015,
        "O_SENT_BACK": 3_254,
        "O_ACCEPTED": 2_243,
    }.items() <= entered.items()
    assert body["totals"]["opportunities"] == 13_087
    for step in body["funnel"]:
        assert step["entered"] == step["advanced"] + step["lost"] + step["open"]
        if step["kind"] == "open":
            assert step["days"]["value"] >= 0
    sent = next(s for s in body["funnel"] if s["stage"] == "O_SENT")
    assert 8 < sent["days"]["lower"] <= sent["days"]["value"] <= sent["days"]["upper"] < 10


def test_dynamics() -> None:
    body = brief("dynamics_sample")
    assert totals(body, "opportunities", "people_listed", "managers") == (20_000, 13, 2)
    assert body["totals"]["people"] == 12  # one of the 13 owners has no deal
    steps = next(c for c in body["capabilities"] if c["code"] == "steps")
    assert (steps["answerable"], "no times" in steps["reason"]) == (True, True)


def test_adventureworks() -> None:
    body = brief("adventureworks")
    found = sources(body)
    assert found["Targets.csv"] == ("table", "targets", 809, 0)
    assert found["Sales.csv"][2:] == (57_851, 0)
    assert body["quarter"]["target"]["count"] > 0
    can = answerable(body)
    assert (can["targets"], can["steps"], can["win_rate"]) == (True, False, False)
    reasons = {c["code"]: c["reason"] for c in body["capabilities"]}
    assert "no lost deals" in reasons["win_rate"]
    assert "no steps to count" in reasons["steps"]
    assert body["win_rate"]["value"] is None
    assert body["funnel"] == []


def test_crm_fixtures() -> None:
    found = sources(brief("crm_fixtures"))
    assert {name.split("/")[0] for name in found} == {"hubspot", "salesforce"}
    for name, (format_name, _target, rows, put_aside) in found.items():
        assert format_name == name.split("/")[0], name
        assert (rows > 0, put_aside) == (True, 0), name
    targets = {target for _format, target, _rows, _aside in found.values()}
    assert {
        "opportunities", "stage_history", "field_history", "people", "accounts", "contacts",
        "activities", "stages", "pipelines", "prospects",
    } <= targets  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "crm_fixtures",
        *slow("maven_crm", "itschool_crm", "bpic2012", "dynamics_sample", "adventureworks"),
    ],
)
def test_the_same_import_twice_changes_nothing(name: str) -> None:
    first = fairlead("import", DATA / name, "--workspace", "ws ü", "--json").json
    again = fairlead("import", DATA / name, "--workspace", "ws ü", "--json").json
    assert first["changed"] is True
    assert (again["inserted"], again["updated"], again["changed"]) == ({}, {}, False)
    for source in first["sources"]:
        if source["target"] != "ignore":
            assert source["rows"] == source["stored"] + source["put_aside"], source
    assert len(first["put_aside"]) == sum(s["put_aside"] for s in first["sources"])


def test_a_forecast_says_by_what_chances_go() -> None:
    told = " ".join(fairlead("forecast", DATA / "dynamics_sample").plain.split())
    assert "No stage history: chances are by age since creation only" in told
    assert "Chances by weeks since a deal was created, checked on 8 earlier evenings" in told
