"""Rules that cannot be: such a training is never judged, and says what to mend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.refresh.company import take, write_company, write_csv

from fairlead.lake.store.workspace import open_workspace
from fairlead.refresh.verifying import verify_workspace

HEADER = (
    "training",
    "person",
    "competency",
    "started_on",
    "ended_on",
    "chosen_by",
    "smallest_effect",
    "look_on",
)
START = "2026-10-05"


@pytest.mark.parametrize(
    ("ended", "smallest", "look", "said"),
    [
        ("2026-10-09", "0", "2026-11-02", "an effect of 0 points matters"),
        ("2026-10-09", "-5", "2026-11-02", "an effect of -5 points matters"),
        ("2026-10-09", "5", "2026-10-05", "judged on 5 Oct 2026, and nobody starts before 5 Oct"),
        ("2026-10-01", "5", "2026-11-02", "starts on 5 Oct 2026 and ends on 1 Oct 2026, before"),
    ],
)
def test_an_impossible_rule_is_never_judged(
    odd_path: Path, ended: str, smallest: str, look: str, said: str
) -> None:
    folder = write_company(odd_path / "x", deals=12)
    row = ("Ask", "Cleo Reyes", "Qualified to Proposal", START, ended, "random", smallest, look)
    write_csv(folder / "trainings.csv", HEADER, [row])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    found = verify_workspace(home, today=dt.date(2026, 11, 22))
    assert found.reports == ()
    ((training, reason),) = found.untold
    assert training.name == "Ask"
    assert said in reason.reason
    assert "in trainings.csv and import it again" in reason.reason
    assert found.given == ()
    assert "Cannot be known: its plan says" in found.brief.sections[0].lines[0].text


def test_half_and_half_may_start_the_others_on_the_day_of_the_verdict(odd_path: Path) -> None:
    folder = write_company(odd_path / "x", deals=12)
    rest = ("", "random", "5", "2026-11-02")
    rows = [
        ("Ask", "Cleo Reyes", "Qualified to Proposal", START, *rest),
        ("Ask", "Dan Śliwa", "Qualified to Proposal", "2026-11-02", *rest),
    ]
    write_csv(folder / "trainings.csv", HEADER, rows)
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    found = verify_workspace(home, today=dt.date(2026, 11, 22))
    assert not any("its plan says" in reason.reason for _, reason in found.untold)
