"""What people did in a window, counted by hand, and by whose deals."""

from __future__ import annotations

import numpy as np
import pytest
from tests.lake.canonical import at, database, deal, moves, on, people, process

from fairlead.errors import InputError
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.traffic import traffic
from fairlead.measure.question import Question
from fairlead.plan.road import StageTraffic, Traffic

BEN, CLEO, DAN = 1, 2, 3
STEPS = process(default="Lead Demo | Won | Lost")


def act(number: int, person: int, kind: str, when: str) -> dict:
    return {
        "activity_id": number, "source_key": f"A{number}", "person_id": person,
        "kind": kind, "occurred_at": at(when), "known_at": at(when),
    }  # fmt: skip


ROWS = {
    **people(BEN, CLEO, DAN),
    "assignments": [
        {"assignment_id": n, "person_id": n, "manager_id": BEN, "team": "North",
         "from_on": on("2025-01-01")} for n in (CLEO, DAN)
    ],
    "opportunities": [
        deal(1, "2026-01-05", owner_id=CLEO, outcome="won", stage="Won", amount=500_00,
             closed_at=at("2026-03-01"), close_on=on("2026-03-01")),
        deal(2, "2026-02-05", owner_id=CLEO, outcome="lost", stage="Lost",
             closed_at=at("2026-03-02"), close_on=on("2026-03-02")),
        deal(3, "2026-03-05", owner_id=CLEO),
        deal(4, "2025-01-05", owner_id=CLEO, outcome="won", stage="Won", amount=900_00,
             closed_at=at("2025-02-01"), close_on=on("2025-02-01")),  # before the window
        deal(5, "2026-03-06", owner_id=DAN, outcome="won", stage="Won", amount=700_00,
             closed_at=at("2026-04-01"), close_on=on("2026-04-01")),
        deal(6, "2026-03-07", owner_id=BEN),
    ],
    "stage_changes": [
        *moves(1, ("2026-01-05", "Lead"), ("2026-02-01", "Demo"),
               ("2026-03-01", "Won")),
        *moves(2, ("2026-02-05", "Lead"), ("2026-03-02", "Lost")),
        *moves(3, ("2026-03-05", "Lead"), ("2026-03-20", "Demo")),
        *moves(5, ("2026-03-06", "Lead"), ("2026-04-01", "Won")),
    ],
    "activities": [
        act(1, CLEO, "meeting", "2026-02-01"), act(2, CLEO, "call", "2026-02-02"),
        act(3, CLEO, "call", "2024-02-02"), act(4, DAN, "call", "2026-02-02"),
        act(5, BEN, "call", "2026-02-03"), act(6, CLEO, "note", "2026-02-03"),
        act(7, CLEO, "call", "2026-06-01"),
    ],
}  # fmt: skip


def asked(name: str | None, evening: str = "2026-05-01") -> tuple[Traffic, ...]:
    question = Question(on(evening))
    connection = database(ROWS)
    tables = relations(connection, STEPS, question.company)
    prepare(connection, tables, question, earlier=question.opening_on)
    return traffic(connection, question, name, None)


def test_own_then_team_then_company_by_hand() -> None:
    own, team, company = asked("P2")
    assert (own.created, own.won, own.lost) == (3, 1, 1)
    assert own.amounts.tolist() == [500_00]
    assert own.stages == (StageTraffic("Lead", 3, 2, 1), StageTraffic("Demo", 2, 1, 1))
    assert own.events == {"meeting": 1, "call": 1}
    assert team.holder == "North"
    assert (team.created, team.won, team.lost) == (4, 2, 1)
    assert team.events == {"meeting": 1, "call": 2}
    assert (company.created, company.won, company.lost) == (5, 2, 1)
    assert np.sort(company.amounts).tolist() == [500_00, 700_00]
    assert company.events == {"meeting": 1, "call": 3}
    assert company.stages == (StageTraffic("Lead", 4, 3, 2), StageTraffic("Demo", 2, 1, 1))


def test_an_earlier_evening_knows_nothing_later() -> None:
    own, _team, _company = asked("P2", "2026-02-20")
    assert (own.created, own.won, own.lost) == (2, 0, 0)
    assert own.stages == (StageTraffic("Lead", 2, 0, 0), StageTraffic("Demo", 1, 0, 0))


def test_months_begin_with_the_person() -> None:
    """Dan's first deal is of 6 March: 57 days until 1 May; Cleo's lies before the window."""
    dan, cleo = asked("P3")[0], asked("P2")[0]
    assert dan.months == pytest.approx(57 / 30.4375)
    assert cleo.months == pytest.approx(365 / 30.4375)


def test_the_company_alone() -> None:
    assert [t.holder for t in asked(None)] == ["the company"]


def test_nobody_is_called_so() -> None:
    with pytest.raises(InputError, match="no person called"):
        asked("Zacharias")
