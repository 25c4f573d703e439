"""Results stay with the person, team and manager of that day, whoever asks, and when.

Ben (6) leads North, Cara (7) leads South. In the middle of a quarter P1 moves from North to South,
P3 gets another manager within South, and P4's team is made one of its own.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.lake.canonical import Row, at, deal, edits, moves, on
from tests.lake.lives import PROCESS, dice_of
from tests.longer import slow_rows
from tests.properties.as_it_was import Stored, holding
from tests.properties.company_of_lives import Company

from fairlead.measure.question import Question

P1, P2, P3, P4 = 10, 20, 30, 40
EVENING = dt.date(2026, 9, 20)

WINS = (
    # deal, owner, won on, amount
    (1, P1, "2026-05-10", 100_00),  # P1 in North, five days before the move
    (2, P1, "2026-05-15", 200_00),  # on the day of the move: South
    (3, P1, "2026-06-20", 400_00),
    (4, P2, "2026-05-20", 800_00),
    (5, P3, "2026-08-09", 1_600_00),  # P3 the day before Ben takes over
    (6, P3, "2026-08-10", 3_200_00),
    (7, P4, "2026-04-19", 6_400_00),  # P4 in South, the day before West begins
    (8, P4, "2026-04-21", 12_800_00),
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Ask for the brief of somebody on some evening."""
    rows: dict[str, list[Row]] = {"opportunities": [], "stage_changes": [], "field_changes": []}
    for number, owner, won, amount in WINS:
        rows["opportunities"].append(
            deal(number, "2026-02-02", owner_id=owner, amount=amount, currency="EUR",
                 outcome="won", stage="Won", close_on=on(won), closed_at=at(won))
        )  # fmt: skip
        rows["stage_changes"] += moves(number, ("2026-02-02", "Lead"), (won, "Won"))
    rows["opportunities"] += [
        deal(9, "2026-02-02", owner_id=P1, amount=1_00, currency="EUR", stage="Demo"),
        # begun by P1 in North, handed to P2 of North after P1 had gone to South
        deal(10, "2026-02-02", owner_id=P2, amount=2_00, currency="EUR", stage="Demo"),
    ]
    for number in (9, 10):
        rows["stage_changes"] += moves(number, ("2026-02-02", "Lead"), ("2026-03-01", "Demo"))
    rows["field_changes"] += edits(10, "owner_id", ("2026-06-01", P1, P2))
    other = Company(dice_of(0), 1).rows()
    connection = holding({**other, **rows}, PROCESS)
    stored = Stored.make(tmp_path_factory.mktemp("Büro #1") / "ws", EVENING, PROCESS)

    def ask(audience: Any, name: str | None = None, day: dt.date = EVENING) -> dict[str, Any]:
        return stored.brief(connection, Question(day, audience, name), until=EVENING)

    return ask


BEN, CARA = ("manager", "P6"), ("manager", "P7")
MAY_14, MAY_15, JUNE_1, JUNE_30 = (on(f"2026-{d}") for d in ("05-14", "05-15", "06-01", "06-30"))


def booked(body: dict[str, Any]) -> tuple[int, int]:
    return body["quarter"]["won"], body["quarter"]["booked"]


def test_wins_stay_with_the_manager_of_their_day(asked: Any) -> None:
    assert booked(asked(*BEN, JUNE_30)) == (2, 900_00)
    assert booked(asked(*CARA, JUNE_30)) == (4, 19_800_00)
    assert booked(asked("rep", "P1", JUNE_30)) == (3, 700_00)
    assert booked(asked("all", None, JUNE_30)) == (6, 20_700_00)


@pytest.mark.slow
def test_a_manager_who_takes_over_gets_what_is_won_from_then_on(asked: Any) -> None:
    assert booked(asked(*CARA)) == (1, 1_600_00)
    assert booked(asked(*BEN)) == (1, 3_200_00)
    assert booked(asked("all")) == (2, 4_800_00)


def test_teams_are_those_of_the_day(asked: Any) -> None:
    found = {t["name"]: (t["won_in_period"], t["amount_in_period"])
             for t in asked("leader", None, JUNE_30)["teams"]}  # fmt: skip
    assert found == {"North": (2, 900_00), "South": (3, 7_000_00), "West": (1, 12_800_00)}
    later = {t["name"]: (t["won_in_period"], t["amount_in_period"])
             for t in asked("leader")["teams"]}  # fmt: skip
    assert later == {"North": (0, 0), "South": (2, 4_800_00), "West": (0, 0)}


def test_a_later_move_takes_nothing_out_of_the_past(asked: Any) -> None:
    """The months of spring are the same in June and in September, on both sides."""
    for who in (BEN, CARA, ("rep", "P1"), ("all", None)):
        then, now = asked(*who, JUNE_30), asked(*who)
        spring = [m for m in then["won_by_month"] if "2026-04" <= m["month"] < "2026-07"]
        assert len(spring) == 3
        assert [m for m in now["won_by_month"] if m in spring] == spring


@pytest.mark.parametrize(
    ("day", "ben", "cara"), [(MAY_15, 1, 5), *slow_rows((MAY_14, 5, 2), (JUNE_1, 1, 4))]
)
def test_open_deals_are_with_who_leads_their_owner_that_evening(
    asked: Any, day: dt.date, ben: int, cara: int
) -> None:
    """On 15 May all that P1 has goes to South; what P2 takes over on 1 June comes back."""
    sides = [asked(*who, day)["totals"]["open"] for who in (BEN, CARA)]
    company = asked("all", None, day)["totals"]
    assert sides == [ben, cara]
    assert sum(sides) == company["open"]


def test_targets_are_shared_by_the_days_with_each(asked: Any) -> None:
    """P1 was 44 of the 91 days of the quarter in North, 47 in South."""
    ben, cara, company = (
        asked(*who, JUNE_30)["quarter"]["target"]["amount"] for who in (BEN, CARA, ("all", None))
    )
    assert ben == round((40_000_00 + P1) * 44 / 91 + 40_000_00 + P2)
    assert abs(ben + cara - company) <= 1
    assert company == 4 * 40_000_00 + P1 + P2 + P3 + P4
