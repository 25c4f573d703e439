"""Pipeline, submissions, submit and market as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import fairlead


@pytest.fixture
def workspace(export: Path, here: Path) -> str:
    done = fairlead("import", export, "--workspace", here / "ws ü")
    assert done.code == 0, done.err
    return str(here / "ws ü")


def test_pipeline_from_an_export_as_text_json_and_page(export: Path, here: Path) -> None:
    done = fairlead("pipeline", export)
    assert done.code == 0, done.err
    assert "PIPELINE AND ITS MOVEMENT" in done.out
    assert "No sign has told yet which open deals are at risk." in done.plain
    body = fairlead("pipeline", export, "--json").json
    due = body["due"]
    parts = sum(p["amount"] for p in due["parts"].values())
    assert due["opening"]["amount"] + parts == due["closing"]["amount"]
    assert body["at_risk"]["total"] == 0
    assert {check["verdict"] for check in body["at_risk"]["signs"]} <= {"unknown", "unchecked"}
    assert body["surprises"]["unknown"]["commit_lost"]
    done = fairlead("pipeline", export, "--html", here / "seite ü.html")
    assert done.code == 0, done.err
    assert "Pipeline review" in (here / "seite ü.html").read_text(encoding="utf-8")
    assert fairlead("why", "1").code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--person", "Cleo", "--team", "Ben"), "exclude each other"),
        (("--from", "2026-13-01"), "is no date"),
        (("--from", "2027-01-01"), "is not before"),
        (("--to", "2027-01-01"), "later than the evening"),
        (("--team", "Nobody"), "no team is called"),
        (("--person", "Nobody"), "no person is called"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_code_2(
    workspace: str, options: tuple[str, ...], said: str
) -> None:
    done = fairlead("pipeline", "-w", workspace, *options)
    assert done.code == 2
    assert said in done.plain
    assert "to do" in done.err


def test_a_forecast_is_given_and_told_and_never_changed(workspace: str) -> None:
    assert fairlead("submissions", "-w", workspace).code == 2
    first = fairlead("submit", "-w", workspace, "--person", "Ben", "--amount", "1.2m", "--json")
    assert first.code == 0, first.err
    assert (first.json["name"], first.json["amount"]) == ("Ben Ito", 120_000_000)
    reason = "two deals slip"
    second = fairlead(
        "submit", "-w", workspace, "--person", "Ben", "--amount", "900k", "--reason", reason
    )
    assert "Kept: Ben Ito" in second.plain
    told = fairlead("submissions", "-w", workspace, "--person", "Ben", "--json").json
    (now,) = told["now"]
    assert (now["amount"], now["reason"]) == (90_000_000, reason)
    assert now["comes_to"]["not_estimable"]["needed"] == 6
    fairlead("submissions", "-w", workspace, "--person", "Ben")
    rows = fairlead("why", "1", "--json").json["rows"]
    assert sorted(row["amount"] for row in rows) == [90_000_000, 120_000_000]


@pytest.mark.parametrize("amount", ["0", "lots", "-5"])
def test_no_amount_is_no_forecast(workspace: str, amount: str) -> None:
    done = fairlead("submit", "-w", workspace, "--person", "Ben", f"--amount={amount}")
    assert done.code == 2
    assert "no amount above 0" in done.plain


def test_market_of_a_young_company_says_what_it_needs(workspace: str) -> None:
    done = fairlead("market", "-w", workspace)
    assert done.code == 0, done.err
    assert "Too little data to tell whether anything moved." in done.plain
    body = fairlead("market", "-w", workspace, "--json").json
    assert body["changes"] == []
    assert {each["needed"] for each in body["not_told"]} == {8}
