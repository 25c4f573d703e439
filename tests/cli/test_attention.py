"""Managers and reps see the deals to open today; nobody else does."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import fairlead
from tests.longer import slow
from tests.refresh.company import write_csv

pytestmark = pytest.mark.usefixtures("here")

HEADER = (
    "Deal ID", "Deal Name", "Owner", "Stage", "Status", "Amount", "Created Date", "Close Date",
    "Next Step", "URL",
)  # fmt: skip
STEP = "Call their CFO"


def row(number: int, **more: Any) -> list[Any]:
    given = {
        "owner": "Cleo Reyes", "stage": "Demo", "status": "Open", "amount": 1000 * number,
        "created": "2026-10-01", "close": "2026-12-15", "next": STEP,
        "url": f"https://crm.example.org/deals/{number}", **more,
    }  # fmt: skip
    return [f"D{number:03d}", f"Deal {number}", *given.values()]


@pytest.fixture
def folder(tmp_path: Path, here: Path) -> Path:
    """Two open deals with two signs, nine with one, five in order; 24 wins of 30 days."""
    rows = [
        row(1, close="2026-10-10", next=""),
        row(2, created="2026-07-01", next=""),
        *(row(n, next="") for n in range(3, 10)),
        row(10, close="2026-10-19", owner="Dan Reed"),
        row(11, created="2026-08-20"),
        *(row(n) for n in range(12, 17)),
    ]
    won = {"status": "Won", "stage": "Won", "created": "2026-08-01", "close": "2026-08-31"}
    rows += [row(n, **won) for n in range(20, 44)]
    rows += [row(50, status="Lost", stage="Lost", created="2026-10-20", close="2026-10-20")]
    write_csv(tmp_path / "team" / "deals.csv", HEADER, rows)
    team = [("Cleo Reyes", "Ben Ito"), ("Dan Reed", "Ben Ito")]
    write_csv(tmp_path / "team" / "team.csv", ("person", "manager"), team)
    assert fairlead("import", tmp_path / "team").code == 0
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_most_signs_first_then_the_largest_and_the_rest_counted() -> None:
    ran = fairlead("brief", "--for", "manager", "--name", "Ben Ito")
    body = fairlead("brief", "--for", "manager", "--name", "Ben Ito", "--json").json["attention"]
    assert (body["total"], body["valued"], body["amount"]) == (11, 11, 6_600_000)
    assert [d["name"] for d in body["deals"]] == [
        "Deal 2", "Deal 1", "Deal 11", "Deal 10", "Deal 9", "Deal 8", "Deal 7",
    ]  # fmt: skip
    assert "11 of 16 open deals need attention, 66k in all." in ran.plain
    assert "And 4 more." in ran.plain
    assert (
        "Deal 2: 2,000, Demo, 111 days old. No next step and older than 95% of wins ever got. "
        "Cleo Reyes. https://crm.example.org/deals/2" in ran.plain
    )
    assert (
        "Deal 10: 10k, Demo, 19 days old. Close date passed 1 day ago. "
        f"Next step: {STEP}. Dan Reed." in ran.plain
    )


@pytest.mark.usefixtures("folder")
def test_the_rows_behind_say_every_sign() -> None:
    ran = fairlead("brief", "--for", "rep", "--name", "Cleo Reyes", "--json").json
    (number,) = [e["number"] for e in ran["evidence"] if e["query"] == "attention"]
    rows = fairlead("why", number, "--json").json["rows"]
    assert len(rows) == ran["attention"]["total"] == 10
    signs = {r["name"]: r["look_at"] for r in rows}
    assert signs["Deal 1"] == "close date passed, no next step"
    assert signs["Deal 11"] == "older than 95% of wins"
    assert "Deal 10" not in signs  # that is Dan's


@pytest.mark.usefixtures("folder")
def test_the_page_links_to_the_crm() -> None:
    fairlead("brief", "--for", "rep", "--name", "Cleo Reyes", "--html", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.count('<a href="https://crm.example.org/deals/') == 7
    assert "Open in the CRM" in page


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("options", [("--for", "leader"), *slow((), ("--for", "board"))])
def test_no_deals_by_name_for_those_who_work_on_none(options: tuple[str, ...]) -> None:
    assert fairlead("brief", *options, "--json").json["attention"] is None
    assert "Deal 1:" not in fairlead("brief", *options).plain


@pytest.mark.slow
def test_a_link_that_is_none_stays_text(tmp_path: Path) -> None:
    rows = [row(n, url="javascript:alert(1)", next="") for n in range(1, 4)]
    rows += [row(n, status="Won", stage="Won", close="2026-10-20") for n in range(4, 9)]
    rows += [row(n, next="Wait") for n in range(9, 12)]
    path = write_csv(tmp_path / "deals.csv", HEADER, rows)
    fairlead("brief", path, "--for", "rep", "--name", "Cleo Reyes", "--html", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_deals_pushed_again_and_again(tmp_path: Path) -> None:
    """Three pushes are a sign, two are not; a date pulled in is none."""
    from tests.refresh.company import deal, write_deals, write_users

    folder = tmp_path / "pushed"
    write_deals(folder, [deal(n, closedate="2026-12-30") for n in (1, 3)])
    write_users(folder)
    moves = {
        1: ("2026-10-01", "2026-10-20", "2026-11-20", "2026-12-30"),
        3: ("2026-10-01", "2026-11-20", "2026-10-20", "2026-12-30"),
    }
    rows = [
        (f"017{n:010d}{i:02d}AAA", f"006{n:012d}AAA", "CloseDate", old, new,
         f"2026-10-{1 + i:02d}T09:00:00.000Z")
        for n, days in moves.items()
        for i, (old, new) in enumerate(itertools.pairwise(days))
    ]  # fmt: skip
    header = ("Id", "OpportunityId", "Field", "OldValue", "NewValue", "CreatedDate")
    write_csv(folder / "OpportunityFieldHistory.csv", header, rows)
    fairlead("import", folder)
    body = fairlead("brief", "--for", "rep", "--name", "Cleo Reyes", "--json").json["attention"]
    assert [(d["name"], d["push_count"]) for d in body["deals"]] == [("Deal 1", 3)]
    ran = fairlead("brief", "--for", "rep", "--name", "Cleo Reyes")
    assert "Close date put off 3 times." in ran.plain
