"""``fairlead numbers`` as its user types it: the demo company, thin data, wrong words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import fairlead

from fairlead.cli.terminal import amount_option
from fairlead.errors import InputError
from fairlead.refresh.numbers_words import figure


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Zahlen ü #1") / "demo"
    assert fairlead("demo", "--out", folder).code == 0
    return folder / "workspace"


def test_a_rep_reads_what_a_target_takes(demo: Path) -> None:
    said = fairlead("numbers", "-w", demo, "--person", "Cleo", "--target", "200k")
    assert said.code == 0, said.err
    assert said.out.startswith("Cleo Marin: EUR 200k a quarter\n")
    data = fairlead("numbers", "-w", demo, "--person", "Cleo", "--target", "200k", "--json").json
    rows = {row["what"]: row for row in data["rows"]}
    won, closed = rows["new deals"]["ratio_of"]
    each = rows["wins"]["ratio"]
    wanted = 20_000_000 / 3 / each / (won / closed)
    assert rows["new deals"]["needed"]["value"] == pytest.approx(wanted)
    assert f"takes {figure(wanted)} new deals a month" in said.plain
    assert data["target_from"] == "said"
    assert {row["kind"] for row in data["rows"]} == {"wins", "stage", "new deals", "events"}
    assert all(len(text) <= 80 for text in said.out.splitlines())


@pytest.mark.slow
def test_a_year_is_a_twelfth_a_month(demo: Path) -> None:
    ran = [
        fairlead("numbers", "-w", demo, "--target", text, "--per", per, "--json").json
        for text, per in (("12m", "year"), ("3,000,000", "quarter"), ("1m", "month"))
    ]
    needs = {row["rows"][0]["needed"]["value"] for row in ran}
    assert max(needs) == pytest.approx(min(needs))


def test_without_a_target_that_of_the_quarter_is_taken(demo: Path) -> None:
    told = fairlead("numbers", "-w", demo, "--json").json
    assert told["person"] is None
    assert told["target_from"] == "targets"
    assert told["target"]["per"] == "quarter"
    assert "(the target given)" in fairlead("numbers", "-w", demo).out


def test_an_export_without_targets_asks_for_one(here: Path, export: Path) -> None:
    said = fairlead("numbers", export)
    assert said.code == 2
    assert "there is no target" in said.plain
    assert "--target 200k" in said.plain


def test_thin_data_stay_silent_and_say_what_is_needed(here: Path, export: Path) -> None:
    said = fairlead("numbers", export, "--target", "200k")
    assert said.code == 0, said.err
    assert "too few wins with an amount" in said.plain
    data = fairlead("numbers", export, "--target", "200k", "--json").json
    silent = data["rows"][0]["needed"]["not_estimable"]
    assert silent["needed"] == 10
    assert silent["have"] < 10


def test_a_past_day_uses_nothing_later(demo: Path) -> None:
    now, then = (
        fairlead("numbers", "-w", demo, "--target", "1m", "--json", *more).json
        for more in ((), ("--as-of", "2026-03-31"))
    )
    assert then["as_of"] == "2026-03-31"
    assert then["window"]["from"] == "2025-04-01"
    assert then["rows"] != now["rows"]


@pytest.mark.parametrize("wrong", ["0", "-3", "many", "1.2.3", "k", "2bn", ""])
def test_wrong_amounts_are_named(demo: Path, wrong: str) -> None:
    said = fairlead("numbers", "-w", demo, f"--target={wrong}")
    assert said.code == 2
    assert "is no amount above 0" in said.plain
    with pytest.raises(InputError):
        amount_option(wrong, "--target")


def test_nobody_of_that_name(demo: Path) -> None:
    said = fairlead("numbers", "-w", demo, "--person", "Zacharias", "--target", "1m")
    assert said.code == 2
    assert "no person called 'Zacharias'" in said.plain


@pytest.mark.parametrize(
    ("text", "value"),
    [("200k", 2e5), ("1.2m", 1.2e6), ("200,000", 2e5), ("200 000", 2e5), ("3_000.5", 3000.5)],
)
def test_amounts_as_people_type_them(text: str, value: float) -> None:
    assert amount_option(text, "--target") == pytest.approx(value)


@pytest.mark.slow
def test_a_day_after_the_data_is_told_as_far_as_they_go_and_said(demo: Path) -> None:
    said = fairlead("numbers", "-w", demo, "--target", "1m", "--as-of", "2027-06-30")
    assert "ABOUT THE DATA" in said.out
    data = fairlead("numbers", "-w", demo, "--target", "1m", "--as-of", "2027-06-30", "--json").json
    assert data["as_of"] == "2026-11-20"
    assert "asked_after_data" in {f["code"] for f in data["findings"]}


@pytest.mark.slow
def test_every_rate_leads_to_its_rows(demo: Path) -> None:
    """The rows behind a line are as many as the ratio it was worked out with says."""
    for asked, step in ((("--person", "Cleo"), 2), ((), 4)):
        told = fairlead("numbers", "-w", demo, "--target", "50k", *asked, "--json").json
        marked = [row for row in told["rows"] if row["evidence"] is not None]
        assert marked
        for row in marked[::step]:
            why = fairlead("why", row["evidence"], "-w", demo, "--json").json
            first, second = row["ratio_of"]
            assert why["total"] == (first if row["kind"] in {"wins", "events"} else second)
            assert "Assumes" in why["definition"]
            if row["kind"] == "stage":
                assert sum(r["outcome"] == "won" for r in why["rows"]) == first


def test_the_demo_company_has_something_to_practise(demo: Path) -> None:
    said = fairlead("train", "practice", "-w", demo, "--person", "Cleo", "--as-of", "2099-01-05")
    assert "5 drills, 5 minutes at most." in said.plain, said.err
    assert "Use it on these 3" in said.plain
    assert ".." not in said.plain.replace("...", "")
    assert "Ada Lindqvist: How we sell" in fairlead("playbook", "history", "-w", demo).plain
    checked = fairlead("playbook", "check", demo.parent / "playbook", "-w", demo)
    assert checked.out.splitlines() == [
        "Stages: 5, steps: 5, scenarios: 4, routines: 4. All that they name exists."
    ]
