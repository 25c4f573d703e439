"""Deals as they were: each rule and each pitfall of the past, made by hand, in one company."""

from __future__ import annotations

import datetime as dt
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
    state_rows,
)

from fairlead.process.model import Process

STEPS: Process = process(
    default="Lead Demo Offer | Won | Lost | Hold", partners="Offer Won | Sealed | Lost"
)
"""In the second pipeline a stage called Won is a step, not the win (pitfall 3)."""

DAYS = {name: on(f"2026-{name}") for name in ("02-15", "03-05", "03-31", "04-15", "06-30")}


def _rows() -> dict[str, list[Row]]:
    deals = [
        deal(1, "2026-01-10", stage="Won", outcome="won", closed_at=at("2026-03-01"),
             close_on=on("2026-03-01")),
        deal(2, "2026-01-10", stage="Lost", outcome="lost", closed_at=at("2026-04-10")),
        deal(3, "2026-01-10", stage="Won", outcome="won", closed_at=at("2026-03-01"),
             close_on=on("2026-03-01")),
        deal(4, "2026-01-10", stage="Won", outcome="won", closed_at=at("2026-04-10"),
             close_on=on("2026-04-10")),
        deal(5, "2026-01-10", close_on=on("2026-12-31")),
        deal(6, "2026-01-10", owner_id=20, stage="Won", outcome="won", closed_at=at("2026-04-10")),
        deal(7, "2026-01-10", pipeline="partners", stage="Won"),
        deal(8, "2026-01-10", amount=10**14, stage="Lead"),
        deal(9, "2026-03-10", stage="Won", outcome="won", closed_at=at("2026-02-10")),
        deal(10, "2026-01-10", stage="Offer"),
        deal(11, "2026-01-10", stage="Demo", known_at=at("2026-03-10"), amount=9_00),
        deal(12, "2026-01-10", outcome="deleted"),
        deal(13, None, outcome="won", closed_at=at("2026-03-03"), stage="Won", amount=5_00),
        deal(14, "2026-01-10", source="event_log", known_at=at("2026-01-20")),
        deal(15, "2026-01-10", stage="Lead", known_at=at("2026-06-01")),
        deal(16, "2026-01-10", stage="Won", outcome="won", known_at=at("2026-02-01")),
        deal(17, "2026-01-10", stage="Demo", known_at=at("2026-06-10"), close_on=on("2026-12-31")),
        deal(18, "2026-01-10", stage="Demo", outcome="lost", closed_at=at("2026-04-10"),
             known_at=at("2026-06-10")),
        deal(19, "2026-01-10", stage="Demo", known_at=at("2026-06-10"), close_on=on("2026-02-20")),
    ]  # fmt: skip
    stages = [
        *moves(1, ("2026-01-10", "Lead"), ("2026-03-10", "Won")),  # booked as of nine days before
        *moves(2, ("2026-01-10", "Lead"), ("2026-03-20", "Won"), ("2026-04-10", "Lost")),
        *moves(4, ("2026-01-10", "Lead"), ("2026-02-10", "Won"), ("2026-03-03", "Offer"),
               ("2026-04-10", "Won")),
        *moves(6, ("2026-01-10", "Lead"), ("2026-04-10", "Won")),
        *moves(7, ("2026-01-10", "Offer"), ("2026-02-10", "Won")),
        *moves(9, ("2026-03-10", "Lead"), ("2026-03-20", "Won")),
        *moves(10, ("2026-01-10", "Lead"), ("2026-02-10 10:00:00.7", "Demo"),
               ("2026-02-10 10:00:01.2", "Offer")),
        *moves(11, ("2026-01-10", "Lead"), ("2026-03-10", "Demo")),
        *moves(14, ("2026-01-10", "Lead"), ("2026-01-12", "Won"), ("2026-01-20", "Hold")),
        *moves(15, ("2026-01-10", "Demo"), ("2026-01-10", "Offer"), ("2026-01-10", "Lead")),
    ]  # fmt: skip
    changes = [
        *edits(5, "close_on", *[
            (f"2026-0{m}-05", f"2026-0{m}-28", f"2026-0{m + 1}-28") for m in (2, 3, 4, 5, 6)
        ]),
        *edits(6, "owner_id", ("2026-04-09", 10, 20)),
        *edits(8, "amount", ("2026-02-10", None, 0), ("2026-03-01", 0, -5_00),
               ("2026-04-01", -5_00, 10**14)),
        *edits(11, "amount", ("2026-03-10", 3_00, 9_00)),
        *edits(17, "outcome", ("2026-03-04", "open", "lost"), ("2026-04-10", "lost", "open")),
        *edits(18, "outcome", ("2026-03-04", "open", "won"), ("2026-04-10", "won", "lost")),
        *edits(19, "outcome", ("2026-04-10", "lost", "open")),
    ]  # fmt: skip
    late = moves(3, ("2026-03-20", "Won"))  # history that begins after creation
    late[0]["from_stage"] = "Offer"
    return {
        "opportunities": deals,
        "stage_changes": [*stages, *late],
        "field_changes": changes,
        **people(10, 20),
    }


@pytest.fixture(scope="module")
def found() -> dict[str, dict[int, Row]]:
    connection = database(_rows())
    return {
        name: {r["opportunity_id"]: r for r in state_rows(connection, STEPS, day)}
        for name, day in DAYS.items()
    }


def _over_time(found: dict[str, dict[int, Row]], number: int, column: str) -> list[Any]:
    return [found[name].get(number, {}).get(column, "-") for name in DAYS]


def test_the_reference_agrees(found: dict[str, dict[int, Row]]) -> None:
    for name, day in DAYS.items():
        assert found[name] == reference.state(_rows(), STEPS, day)


def test_a_back_dated_win_is_open_until_it_was_won(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 6: the close date says 1 March, but until 10 March nobody knew."""
    assert _over_time(found, 1, "outcome") == ["open", "open", "won", "won", "won"]
    assert found["03-31"][1]["closed_at"] == at("2026-03-10")
    assert found["03-31"][1]["booked_on"] == on("2026-03-01")


def test_won_then_lost_after_the_quarter(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 5."""
    assert _over_time(found, 2, "outcome") == ["open", "open", "won", "lost", "lost"]
    assert found["04-15"][2]["booked_on"] == on("2026-04-10")


def test_history_that_begins_late(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 24: before its first event a deal was where that event took it from."""
    assert _over_time(found, 3, "outcome") == ["open", "open", "won", "won", "won"]
    assert _over_time(found, 3, "stage") == ["Offer", "Offer", "Won", "Won", "Won"]
    assert _over_time(found, 3, "has_history") == [False, False, True, True, True]


def test_reopened_and_won_again_is_one_win(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 4."""
    assert _over_time(found, 4, "outcome") == ["won", "open", "open", "won", "won"]
    assert found["02-15"][4]["closed_at"] == at("2026-02-10")
    assert found["06-30"][4]["closed_at"] == at("2026-04-10")


def test_an_outcome_that_changed_between_exports_in_one_stage(
    found: dict[str, dict[int, Row]],
) -> None:
    """Lost and reopened; won, then lost; lost before the first export, on its close date."""
    assert _over_time(found, 17, "outcome") == ["open", "lost", "lost", "open", "open"]
    assert found["03-31"][17]["closed_at"] == at("2026-03-04")
    assert _over_time(found, 18, "outcome") == ["open", "won", "won", "lost", "lost"]
    assert _over_time(found, 19, "outcome") == ["open", "lost", "lost", "open", "open"]
    assert _over_time(found, 19, "stage") == [None, "Demo", "Demo", None, "Demo"]


def test_a_close_date_pushed_again_and_again(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 7: the date of the day, also where the row was typed over without a trace."""
    days = ["2026-03-28", "2026-04-28", "2026-04-28", "2026-05-28", "2026-07-28"]
    assert _over_time(found, 5, "close_on") == [on(d) for d in days]


def test_owner_changed_a_day_before_the_win(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 8."""
    assert _over_time(found, 6, "owner_id") == [10, 10, 10, 20, 20]


def test_pipelines_that_share_a_stage_name(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 3."""
    assert _over_time(found, 7, "outcome") == ["open"] * 5


def test_odd_amounts_stay_as_they_are(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 17: none, nothing, less than nothing, a million millions."""
    assert _over_time(found, 8, "amount") == [0, -5_00, -5_00, 10**14, 10**14]
    assert state_of(8, on("2026-02-01"))["amount"] is None


def test_closed_before_created(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 41: it exists from its creation and closes when its history says."""
    assert _over_time(found, 9, "outcome") == ["-", "-", "won", "won", "won"]
    assert state_of(9, on("2026-03-15"))["outcome"] == "open"


def test_several_changes_within_a_second(found: dict[str, dict[int, Row]]) -> None:
    """Pitfall 25: half a second apart, and in one instant."""
    assert found["02-15"][10]["stage"] == "Offer"
    assert found["02-15"][15]["stage"] == "Lead"


def test_an_untouched_row_is_the_truth(found: dict[str, dict[int, Row]]) -> None:
    """Rule 1, and before it the history."""
    assert _over_time(found, 11, "amount") == [3_00, 3_00, 9_00, 9_00, 9_00]
    assert _over_time(found, 11, "stage") == ["Lead", "Lead", "Demo", "Demo", "Demo"]


def test_deleted_deals_count_nowhere(found: dict[str, dict[int, Row]]) -> None:
    assert _over_time(found, 12, "stage") == ["-"] * 5


def test_a_deal_without_creation_begins_when_it_is_first_seen(
    found: dict[str, dict[int, Row]],
) -> None:
    assert _over_time(found, 13, "outcome") == ["-", "won", "won", "won", "won"]


def test_states_beside_the_road_end_nothing(found: dict[str, dict[int, Row]]) -> None:
    assert _over_time(found, 14, "outcome") == ["won"] * 5
    assert _over_time(found, 14, "stage") == ["Won"] * 5


def test_a_win_without_any_date(found: dict[str, dict[int, Row]]) -> None:
    assert _over_time(found, 16, "outcome") == ["won"] * 5
    assert _over_time(found, 16, "booked_on") == [None] * 5


def state_of(number: int, day: dt.date) -> Row:
    rows = state_rows(database(_rows()), STEPS, day)
    return next(r for r in rows if r["opportunity_id"] == number)
