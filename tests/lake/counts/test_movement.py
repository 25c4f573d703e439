"""The bridge between two evenings: every deal in its place, and to the cent."""

from __future__ import annotations

from typing import Any

import pytest
from tests.lake import reference, reference_counts
from tests.lake.canonical import Row, Rows, at, database, deal, edits, moves, on, process
from tests.lake.lives import PROCESS, company, dice_of, export

from fairlead.forecast.movement import Movement
from fairlead.lake.counts.movement import movement
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.summary import summarise
from fairlead.measure.question import Question
from fairlead.process.model import Process

STEPS = process(default="Lead Demo Offer | Won | Lost")
BEFORE, NOW = on("2026-03-31"), on("2026-05-20")
QUARTER = (on("2026-04-01"), on("2026-07-01"))


def bridge(rows: Rows, steps: Process, as_of: Any, earlier: Any) -> tuple[Movement, Any]:
    connection = database(rows)
    question = Question(as_of)
    prepare(connection, relations(connection, steps), question, earlier=earlier)
    summary = summarise(connection, question)
    return movement(connection, question, summary, earlier), connection


def as_parts(found: Movement) -> dict[str, list[int]]:
    edges = {"opening": found.opening, "closing": found.closing}
    parts = edges | {p.code: p for p in found.parts}
    return {code: [p.amount, p.deal_count] for code, p in parts.items() if p.deal_count}


def by_hand() -> dict[str, list[Row]]:
    june, march, later = on("2026-06-15"), on("2026-03-01"), on("2026-09-01")
    row: dict[str, Any] = {"currency": "EUR", "amount": 1_00, "close_on": june}
    deals = [
        deal(1, "2026-01-10", **row),
        deal(2, "2026-04-10", **row),
        deal(3, "2026-01-10", **row),
        deal(4, "2026-01-10", **row | {"close_on": later}),
        deal(5, "2026-01-10", **row | {"amount": 5_55}),
        deal(6, "2026-01-10", **row | {"amount": None}),
        deal(7, "2026-01-10", **row, outcome="won", closed_at=at("2026-05-01")),
        deal(8, "2026-01-10", **row, outcome="lost", closed_at=at("2026-05-01")),
        deal(9, "2026-04-10", **row, outcome="won", closed_at=at("2026-05-01")),
        deal(10, "2026-01-10", **row),
        deal(11, "2026-01-10", **row, outcome="won", closed_at=at("2026-05-02")),
        deal(12, "2026-01-10", **row | {"close_on": march}),
        deal(13, "2026-01-10", **row, outcome="won", closed_at=at("2026-02-01")),
        deal(14, "2026-01-10", **row | {"currency": "USD"}),
        deal(15, "2026-01-10", **row, outcome="won", known_at=at("2026-05-01")),
    ]
    stages = [
        *moves(7, ("2026-01-10", "Lead"), ("2026-05-01", "Won")),
        *moves(8, ("2026-01-10", "Lead"), ("2026-05-01", "Lost")),
        *moves(9, ("2026-04-10", "Lead"), ("2026-05-01", "Won")),
        *moves(10, ("2026-01-10", "Lead"), ("2026-03-01", "Lost"), ("2026-04-20", "Demo")),
        *moves(11, ("2026-01-10", "Lead"), ("2026-03-01", "Lost"), ("2026-04-20", "Demo"),
               ("2026-05-02", "Won")),
        *moves(13, ("2026-01-10", "Lead"), ("2026-02-01", "Won")),
    ]  # fmt: skip
    changes = [
        *edits(3, "close_on", ("2026-04-02", later, june)),
        *edits(4, "close_on", ("2026-04-02", june, later)),
        *edits(5, "amount", ("2026-04-02", 3_00, 5_55)),
        *edits(6, "amount", ("2026-04-02", 2_00, None)),
        *edits(12, "close_on", ("2026-04-02", june, march)),
    ]
    return {"opportunities": deals, "stage_changes": stages, "field_changes": changes}


@pytest.fixture(scope="module")
def found() -> tuple[Movement, dict[int, tuple[str | None, str | None]]]:
    moved, connection = bridge(by_hand(), STEPS, NOW, BEFORE)
    rows = connection.execute("SELECT opportunity_id, entry, exit FROM moved").fetchall()
    return moved, {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        (1, (None, None)),
        (2, ("created", None)),
        (3, ("pulled_in", None)),
        (4, (None, "pushed")),
        (7, (None, "won")),
        (8, (None, "lost")),
        (9, ("created", "won")),
        (10, ("reopened", None)),
        (11, ("reopened", "won")),
        (12, (None, "removed")),
        (13, (None, None)),
    ],
)
def test_the_way_of_each_deal(
    found: tuple[Movement, dict[int, Any]], number: int, ways: tuple[str | None, str | None]
) -> None:
    assert found[1][number] == ways


def test_the_parts_by_hand(found: tuple[Movement, Any]) -> None:
    """Other currencies are left out, and so are wins without any closing date."""
    assert as_parts(found[0]) == {
        "opening": [3_00 + 2_00 + 5 * 1_00, 7],
        "created": [2_00, 2],
        "pulled_in": [1_00, 1],
        "reopened": [2_00, 2],
        "grown": [2_55, 1],
        "shrunk": [-2_00, 1],
        "pushed": [-1_00, 1],
        "lost": [-1_00, 1],
        "won": [-3_00, 3],
        "removed": [-1_00, 1],
        "closing": [1_00 + 1_00 + 1_00 + 5_55 + 1_00, 6],
    }
    assert found[0].without_amount == 1
    assert 14 not in found[1]
    assert 15 not in found[1]


@pytest.mark.parametrize("seed", [11, 12])
def test_random_companies_close_to_the_cent_and_agree_with_the_reference(seed: int) -> None:
    rows = export(company(dice_of(seed), 500), on("2026-09-30"))
    for as_of in (on("2026-05-20"), on("2026-09-30")):
        start = on("2026-04-01") if as_of.month == 5 else on("2026-07-01")
        earlier = start.replace(day=1) - (on("2026-01-02") - on("2026-01-01"))
        moved, _connection = bridge(rows, PROCESS, as_of, earlier)
        expected = reference_counts.bridge(
            reference.state(rows, PROCESS, earlier),
            reference.state(rows, PROCESS, as_of),
            (start, Question(as_of).period_end),
            currency=moved.currency,
            due_only=moved.scope != "all open deals",
        )
        counted = {code: part for code, part in expected.items() if part[1]}
        assert as_parts(moved) == counted
        assert sum(p.amount for p in moved.parts) == moved.closing.amount - moved.opening.amount
