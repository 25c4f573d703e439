"""Each rule about time in stage, on a deal made by hand; all deals stand in one company.

Every test says what must come out; the plain-Python reference must say the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.lake import reference
from tests.lake.canonical import (
    Row,
    at,
    database,
    deal,
    edits,
    moves,
    on,
    people,
    process,
    stint_rows,
)

from fairlead.process.model import Process

STEPS: Process = process(
    default="Lead Demo Offer | Won | Lost | Hold",
    partners="Offer Lead | Won | Lost",
    bare="Lead Demo Offer | Won | Lost",
    mute="Lead Demo | Won | Lost",
)
EVENING = on("2026-06-30")

WALK = (("2026-01-10", "Lead"), ("2026-02-10", "Demo"), ("2026-03-10", "Offer"))


def _deals() -> list[Row]:
    return [
        deal(1, "2026-01-10", owner_id=10),
        deal(2, "2026-01-10", owner_id=10),
        deal(3, "2026-01-10", owner_id=10, outcome="lost", closed_at=at("2026-03-20")),
        deal(4, "2026-01-10", owner_id=10, amount=7_00),
        deal(5, "2026-01-10", owner_id=20),
        deal(6, "2026-01-10", owner_id=20),
        deal(7, "2026-01-10", owner_id=10),
        deal(8, "2026-01-10", owner_id=30),
        deal(9, "2026-01-10", owner_id=10),
        deal(10, "2026-01-10", owner_id=21),
        deal(11, "2026-01-10", owner_id=20),
        deal(12, "2026-01-10", owner_id=20),
        deal(13, "2026-01-10", outcome="lost", known_at=at("2026-02-20"), owner_id=10),
        deal(14, "2026-01-10", owner_id=10),
        deal(15, "2026-01-10", owner_id=20),
        deal(16, "2026-01-10", owner_id=20),
        deal(17, "2026-01-10", owner_id=20),
        deal(20, "2026-01-10", pipeline="bare", stage="Demo", outcome="won",
             closed_at=at("2026-03-01"), owner_id=10, amount=5_00),
        deal(21, "2026-01-11", pipeline="bare", stage="Demo", outcome="lost",
             closed_at=at("2026-03-01"), owner_id=20),
        deal(22, "2026-01-12", pipeline="bare", stage="Offer", known_at=at("2026-02-01")),
        deal(23, "2026-01-12", pipeline="mute", stage="Won", outcome="won",
             closed_at=at("2026-02-01")),
        deal(24, "2026-01-12", pipeline="mute", stage="Demo", known_at=at("2026-02-01")),
    ]  # fmt: skip


def _rows() -> dict[str, list[Row]]:
    stages = [
        *moves(1, *WALK, ("2026-04-10", "Won")),
        *moves(2, WALK[0], WALK[2], ("2026-04-10", "Lost")),  # skips Demo
        *moves(3, *WALK[:2], ("2026-02-20", "Lead"), ("2026-03-20", "Lost")),  # a step back
        *moves(4, *WALK),
        *moves(5, WALK[0], ("2026-06-19", "Demo")),
        *moves(6, WALK[0], ("2026-06-19", "Demo")),
        *moves(7, WALK[0], ("2026-03-11", "Demo")),
        *moves(8, WALK[0], ("2026-03-11", "Demo")),
        *moves(9, *WALK, ("2026-04-10", "Won"), ("2026-05-01", "Demo"), ("2026-05-20", "Lost")),
        *moves(10, WALK[0], ("2026-03-11", "Demo")),
        *moves(11, WALK[0], ("2026-01-16", "Demo")),
        *moves(12, WALK[0], ("2026-03-11", "Demo")),
        *moves(13, *WALK[:1]),
        *moves(14, WALK[0], ("2026-03-11", "Demo"), ("2026-03-11", "Offer"), ("2026-03-11", "Won")),
        *moves(15, WALK[0], ("2026-01-10", "Demo")),
        *moves(16, WALK[0], ("2026-06-19", "Demo")),
        *moves(17, WALK[0], ("2026-06-19", "Demo")),
    ]
    changes = [
        *edits(4, "amount", ("2026-01-10", 1_00, 2_00), ("2026-02-01", 2_00, 3_00),
               ("2026-02-10", 3_00, 4_00), ("2026-03-01", 4_00, None), ("2026-04-01", None, 7_00)),
        *edits(5, "owner_id", ("2026-06-16", 10, 20)),  # three days before the outcome
        *edits(6, "owner_id", ("2026-05-25", 10, 20)),  # in the last fifth, but 25 days before
        *edits(7, "owner_id", ("2026-02-09", 20, 10)),  # exactly half each
        *edits(8, "owner_id", ("2026-01-30", 10, 30), ("2026-02-19", 30, 10),
               ("2026-02-20", 10, 30)),
        *edits(10, "owner_id", ("2026-01-28", 20, 30), ("2026-02-20", 30, 21)),
        *edits(11, "owner_id", ("2026-01-11", 10, 20)),  # most of six days
        *edits(12, "owner_id", ("2026-03-08", None, 20)),  # nobody's deal until then
        *edits(16, "owner_id", ("2026-05-25", None, 20)),
        *edits(17, "owner_id", ("2026-05-10", None, 20)),
        *edits(15, "owner_id", ("2026-01-10", 10, 20)),  # handed over as it was created
    ]  # fmt: skip
    keys = people(10, 20, 30)
    keys["person_keys"].append({"key_id": 21, "person_id": 20, "key": "second id of 20"})
    return {"opportunities": _deals(), "stage_changes": stages, "field_changes": changes, **keys}


@pytest.fixture(scope="module")
def found() -> dict[tuple[int, str], Row]:
    rows = stint_rows(database(_rows()), STEPS, EVENING)
    return {(r["opportunity_id"], r["stage"]): r for r in rows}


def _of(found: dict[tuple[int, str], Row], number: int, column: str) -> list[Any]:
    return [row[column] for (deal_id, _stage), row in found.items() if deal_id == number]


def test_the_reference_agrees(found: dict[tuple[int, str], Row]) -> None:
    assert list(found.values()) == reference.stints(_rows(), STEPS, EVENING)


def test_a_deal_that_walks_to_the_win(found: dict[tuple[int, str], Row]) -> None:
    assert _of(found, 1, "stage") == ["Lead", "Demo", "Offer"]
    assert _of(found, 1, "outcome") == ["advanced"] * 3
    assert _of(found, 1, "dwell_s") == [31 * 86_400, 28 * 86_400, 31 * 86_400]
    assert found[1, "Offer"]["ended_at"] == at("2026-04-10")


def test_a_skipped_stage_gives_no_stint(found: dict[tuple[int, str], Row]) -> None:
    """Pitfall 42."""
    assert _of(found, 2, "stage") == ["Lead", "Offer"]
    assert _of(found, 2, "outcome") == ["advanced", "lost"]


def test_a_step_back_is_no_new_stint_and_takes_no_success(
    found: dict[tuple[int, str], Row],
) -> None:
    """Pitfall 42: reversed."""
    assert _of(found, 3, "outcome") == ["advanced", "lost"]
    assert found[3, "Lead"]["ended_at"] == at("2026-02-10")
    assert found[3, "Demo"]["dwell_s"] == 38 * 86_400


def test_an_open_stint_ages_until_the_evening(found: dict[tuple[int, str], Row]) -> None:
    assert found[4, "Offer"]["outcome"] == "open"
    assert found[4, "Offer"]["ended_at"] is None
    assert found[4, "Offer"]["dwell_s"] == (at("2026-07-01") - at("2026-03-10")).days * 86_400


def test_the_amount_is_that_at_entry(found: dict[tuple[int, str], Row]) -> None:
    """A change of the same instant is in already; an amount taken away is no amount."""
    assert _of(found, 4, "amount_at_entry") == [2_00, 4_00, None]


def test_who_comes_in_the_last_week_never_gets_the_credit(
    found: dict[tuple[int, str], Row],
) -> None:
    assert found[5, "Lead"]["person_id"] == 10
    assert found[5, "Demo"]["person_id"] == 20


def test_who_comes_in_the_last_fifth_never_gets_the_credit(
    found: dict[tuple[int, str], Row],
) -> None:
    assert found[6, "Lead"]["person_id"] == 10


def test_a_tie_goes_to_the_owner_at_entry(found: dict[tuple[int, str], Row]) -> None:
    assert found[7, "Lead"]["person_id"] == 20


def test_times_of_one_owner_count_together(found: dict[tuple[int, str], Row]) -> None:
    """20 + 1 days of one, 20 + 19 days of the other."""
    assert found[8, "Lead"]["person_id"] == 30


def test_two_keys_of_a_person_are_one_owner(found: dict[tuple[int, str], Row]) -> None:
    """Pitfall 39: 18 + 19 days under two keys, 23 days of another person."""
    assert found[10, "Lead"]["person_id"] == 20


def test_in_a_stint_of_a_few_days_nobody_comes_early_enough(
    found: dict[tuple[int, str], Row],
) -> None:
    assert found[11, "Lead"]["person_id"] == 10


def test_a_late_comer_gets_nothing_even_where_nobody_was_before(
    found: dict[tuple[int, str], Row],
) -> None:
    assert found[12, "Lead"]["person_id"] is None
    assert found[16, "Lead"]["person_id"] is None  # 25 of 160 days: within the last fifth
    assert found[17, "Lead"]["person_id"] == 20  # 40 of 160 days
    assert found[12, "Demo"]["person_id"] == 20


def test_a_reopened_deal_keeps_its_successes(found: dict[tuple[int, str], Row]) -> None:
    """Pitfalls 4 and 5."""
    assert _of(found, 9, "outcome") == ["advanced"] * 3
    assert found[9, "Offer"]["ended_at"] == at("2026-04-10")


def test_a_loss_without_a_date_has_no_length(found: dict[tuple[int, str], Row]) -> None:
    stint = found[13, "Lead"]
    assert (stint["outcome"], stint["ended_at"], stint["dwell_s"]) == ("lost", None, None)
    assert stint["person_id"] == 10


def test_changes_of_one_instant_keep_their_order(found: dict[tuple[int, str], Row]) -> None:
    """Pitfall 25."""
    assert _of(found, 14, "dwell_s") == [60 * 86_400, 0, 0]
    assert _of(found, 14, "outcome") == ["advanced"] * 3


def test_inherited_means_another_owner_in_an_earlier_stage(
    found: dict[tuple[int, str], Row],
) -> None:
    """Never "changed hands later", never before the first stage."""
    assert [found[5, s]["inherited"] for s in ("Lead", "Demo")] == [False, True]
    assert [found[7, s]["inherited"] for s in ("Lead", "Demo")] == [False, True]
    assert _of(found, 15, "inherited") == [False, False]
    assert _of(found, 1, "inherited") == [False] * 3


def test_without_history_the_last_step_tells(found: dict[tuple[int, str], Row]) -> None:
    assert _of(found, 20, "outcome") == ["advanced", "advanced"]
    assert _of(found, 21, "outcome") == ["advanced", "lost"]
    assert _of(found, 22, "outcome") == ["advanced", "advanced", "open"]
    assert {row["provenance"] for (n, _s), row in found.items() if n >= 20} == {"last step"}
    assert _of(found, 20, "dwell_s") == [None, None]
    assert _of(found, 20, "amount_at_entry") == [5_00, 5_00]


def test_where_closed_deals_lose_their_step_nothing_is_inferred(
    found: dict[tuple[int, str], Row],
) -> None:
    assert not [n for n, _stage in found if n in {23, 24}]


def test_shares_telescope_to_wins_of_entries_where_no_stage_is_skipped() -> None:
    lives = [
        WALK[:1],
        WALK[:2],
        WALK,
        (*WALK, ("2026-04-10", "Won")),
        (*WALK, ("2026-05-01", "Won")),
    ]
    closings = [("2026-06-01", "Lost")]
    rows = {
        "opportunities": [deal(n, "2026-01-10", owner_id=10) for n in range(1, 6)],
        "stage_changes": [
            change
            for n, life in enumerate(lives, 1)
            for change in moves(n, *life, *(closings if life[-1][1] != "Won" else []))
        ],
        **people(10),
    }
    found = stint_rows(database(rows), STEPS, EVENING)
    product = 1.0
    for rank in range(3):
        here = [s["outcome"] for s in found if s["rank"] == rank]
        product *= here.count("advanced") / len(here)
    assert product == pytest.approx(2 / 5, abs=1e-12)
