"""An order of stages that was guessed is said where doubts are said, and nothing rests on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.running import fairlead
from tests.refresh.company import write_csv

pytestmark = pytest.mark.usefixtures("here")

STAGES = ("2-Develop", "3-Propose", "4-Close")


@pytest.fixture
def guessed(tmp_path: Path) -> Path:
    """Stages without history: their order can only be read from their names."""
    rows = []
    for n in range(60):
        ended = ("Won", "Lost", "Open")[n % 3]
        stage = "4-Close" if ended == "Won" else STAGES[n % 2]
        rows.append((f"D{n}", "Ann Lee", stage, ended, 1000, f"2026-0{1 + n % 6}-05", "2026-08-01"))
    header = ("Deal ID", "Owner", "Stage", "Status", "Amount", "Created Date", "Close Date")
    return write_csv(tmp_path / "deals.csv", header, rows)


def _section(out: str, title: str) -> str:
    """Return one section of a brief on one line."""
    rest = out.partition(f"\n{title}\n")[2]
    return " ".join(rest.partition("\n\n")[0].split())


def test_a_guess_stands_under_cannot_say_and_under_no_headline(guessed: Path) -> None:
    ran = fairlead("brief", guessed)
    assert "Fewest go on" not in ran.out
    assert "order of these stages is a guess" in _section(ran.out, "HOW DEALS MOVE")
    doubts = _section(ran.out, "CANNOT SAY")
    assert "The order of stages in pipeline default is a guess" in doubts
    assert "Confidence 50%" in doubts


def test_a_mended_process_is_no_guess(guessed: Path) -> None:
    fairlead("import", guessed)
    first = fairlead("brief", "--json").json
    assert first["findings"][0]["code"] == "stage_order_doubtful"
    again = fairlead("brief", "--json").json
    assert again["findings"] == first["findings"]  # reading the file back confirms nothing
    path = Path("fairlead-workspace/process.yaml")
    path.write_text(path.read_text().replace("confidence: 0.5", "confidence: 1"))
    ran = fairlead("brief")
    assert "is a guess" not in ran.plain
    assert "Fewest go on" in _section(ran.out, "HOW DEALS MOVE")
    assert "Confidence 50%" not in ran.plain
    assert "As mended in process.yaml." in ran.plain
    assert fairlead("brief", "--json").json["process"][0]["basis"] == "file"
