"""Board and leader get what they decide on: results, trend and risk; gaps and steps of teams."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.running import fairlead
from tests.refresh.company import write_csv

pytestmark = pytest.mark.usefixtures("here")

PEOPLE = {"Ann Lee": "North", "Bo Ek": "North", "Cy Fox": "South", "Di Roy": "South"}


@pytest.fixture
def company(tmp_path: Path, here: Path) -> Path:
    """Two years of deals with history: the north loses at Demo what the south does not."""
    day, deals, moves = dt.date(2024, 11, 4), [], []
    for n in range(720):
        owner = list(PEOPLE)[n % 4]
        begun = day + dt.timedelta(days=n)
        fails = n % 3 == 0 if PEOPLE[owner] == "South" else n % 3 != 0
        ended = begun + dt.timedelta(days=20)
        still = n >= 680
        stage = "Demo" if still else "Closed Lost" if fails else "Closed Won"
        due = dt.date(2026, 12, 20) if still else ended
        deals.append((f"D{n:03d}", f"Deal {n}", owner, stage, 1000, begun, due,
                      "Open" if still else "Lost" if fails else "Won"))  # fmt: skip
        path = ["Lead", "Demo", *([] if still else [stage])]
        moves += [(f"D{n:03d}", s, begun + dt.timedelta(days=5 * i)) for i, s in enumerate(path)]
    folder = tmp_path / "two years"
    header = ("Deal ID", "Name", "Owner", "Stage", "Amount", "Created Date", "Close Date", "Status")
    write_csv(folder / "deals.csv", header, deals)
    write_csv(folder / "stage_history.csv", ("Deal ID", "Stage", "Changed At"), moves)
    team = [(p, f"Boss {t}", t) for p, t in PEOPLE.items()]
    write_csv(folder / "team.csv", ("person", "manager", "team"), team)
    aims = [("", t, "bookings", f"{y}-Q{q}", a) for t, a in (("North", 20000), ("South", 30000))
            for y in (2025, 2026) for q in (1, 2, 3, 4)]  # fmt: skip
    write_csv(folder / "targets.csv", ("person", "team", "measure", "period", "amount"), aims)
    ran = fairlead("import", folder)
    assert ran.code == 0, ran.plain
    return folder


def test_the_board_reads_results_trend_and_risk(company: Path) -> None:
    ran = fairlead("brief", "--for", "board")
    titles = [line for line in ran.out.splitlines() if line.isupper()]
    assert titles[:3] == ["RESULTS AGAINST TARGET", "TREND BY QUARTER", "RISK"]
    for name in (*PEOPLE, "Boss", "Fewest go on"):
        assert name not in ran.plain
    body = fairlead("brief", "--for", "board", "--json").json
    assert [q["start"] for q in body["quarters"]] == [
        "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01",
    ]  # fmt: skip
    last = body["quarters"][-2]
    assert (last["target"], last["is_whole"]) == (5_000_000, True)
    assert f"{last['won']} of {last['won'] + last['lost']}" in ran.plain
    assert "Q3 2026: 47k in 47 deals; Q3 2025: 45k in 45 deals, so 4% more in a year." in ran.plain
    assert body["quarters"][-1]["is_whole"] is False
    assert body["quarters"][-1]["won"] == body["quarter"]["won"]
    claims = [
        e for e in body["evidence"] if e["query"] in {"closed_of_all_types", "open_due_between"}
    ]
    assert len(claims) == 2
    for claim in claims:
        assert fairlead("why", claim["number"], "--json").json["total"] == claim["row_count"]


def test_the_leader_reads_gap_and_weakest_step_of_each_team(company: Path) -> None:
    body = fairlead("brief", "--for", "leader", "--json").json
    ran = fairlead("brief", "--for", "leader")
    north, south = body["teams"]
    assert (north["name"], north["target"], south["target"]) == ("North", 2_000_000, 3_000_000)
    assert north["amount_in_period"] + south["amount_in_period"] == body["quarter"]["booked"]
    assert "North: fewer go on from Demo to Won than elsewhere: " in ran.plain
    assert "South: no step below the others beyond chance." in ran.plain
    table = next(line for line in ran.out.splitlines() if line.strip().startswith("North (2)"))
    assert "20k" in table
    assert not any(person in ran.plain for person in PEOPLE)
