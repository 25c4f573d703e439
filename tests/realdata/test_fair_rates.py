"""Fair rates of real exports: nobody is called different by chance, planted differences are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]


def measure(name: str, folder: Path, *options: str) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        ran = fairlead("measure", DATA / name, "--json", *options)
    assert (ran.code, ran.err) == (0, ""), ran.plain
    return ran.json


def wins(body: Any) -> dict[str, Any]:
    return {r["person"]: r for r in body["rows"] if r["competency"].endswith(".win")}


@pytest.mark.slow
def test_maven_people_do_not_differ_in_what_they_win(tmp_path: Path) -> None:
    """chi2/df of the win rates is 1.15: nobody may be called better or worse."""
    body = measure("maven_crm", tmp_path)
    rows = wins(body)
    assert len(rows) == 30
    assert not any(row["differs"] for row in rows.values())
    fair = [row["fair_rate"]["value"] for row in rows.values()]
    assert max(fair) - min(fair) < 0.2
    near = [
        row["fair_rate"]["lower"] < row["usual"] < row["fair_rate"]["upper"]
        for row in rows.values()
    ]
    assert sum(near) >= 27


def test_planted_differences_are_found_with_their_direction(tmp_path: Path) -> None:
    """chi2/df of the win rates is 193; 12 of the 13 owners have deals in the window."""
    rows = wins(measure("dynamics_sample", tmp_path))
    assert len(rows) == 12
    differing = {name: row["direction"] for name, row in rows.items() if row["differs"]}
    assert len(differing) >= 9
    assert differing["Molly Clark"] == "above"
    assert differing["Sanjay Shah"] == "below"
    for row in rows.values():
        if row["differs"]:
            assert (row["observed"] > row["expected"]) == (row["direction"] == "above")


def test_callers_are_no_bad_closers(tmp_path: Path) -> None:
    """One has 9,059 calls and 85 deals: another job, and it is said why."""
    body = measure("itschool_crm", tmp_path, "--competency", "win")
    (finding,) = (f for f in body["findings"] if f["code"] == "jobs_found")
    assert "activities a deal" in finding["detail"]
    row = wins(body)["Yara Edwards"]
    assert row["role"] == "many activities for few deals"
    assert not row["differs"]
    assert wins(body)["Charlie Davis"]["role"] is None


@pytest.mark.slow
def test_a_machine_among_people_is_compared_with_nobody(tmp_path: Path) -> None:
    """Resource 112 of the event log submits every application; people differ little."""
    body = measure("bpic2012", tmp_path)
    (finding,) = (f for f in body["findings"] if f["code"] == "machine_not_compared")
    assert finding["title"].startswith("112 does more in a day")
    assert "112" not in {row["person"] for row in body["rows"]}
    named = [row for row in wins(body).values() if row["differs"]]
    assert len(named) <= 4
