"""Whose result it is: the team and the manager of the day, and the targets that go with them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from tests.lake import reference, reference_counts
from tests.lake.canonical import LONG_AGO, Row, at, database, deal, on, process

from fairlead.errors import InputError
from fairlead.lake.counts.movement import movement
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import find_person, prepare
from fairlead.lake.counts.summary import summarise
from fairlead.lake.counts.targets import month_targets, target
from fairlead.measure.question import Question

STEPS = process(default="Lead Demo | Won | Lost")
ADA, BEN, CLEO, DAN, INES, EVA = 1, 2, 3, 4, 5, 6
NAMES = {ADA: "Ada Lindqvist", BEN: "Ben Okafor", CLEO: "Cleo Marin", DAN: "Dan Petrov",
         INES: "Inès Moreau", EVA: "Eva Queue"}  # fmt: skip
BEFORE, NOW = on("2026-03-31"), on("2026-06-20")
QUARTER = (on("2026-04-01"), on("2026-07-01"))


NUMBERS = itertools.count(1)


def assigned(
    who: int,
    boss: int | None,
    team: str | None,
    *days: str | None,
    known: dt.datetime = LONG_AGO,
) -> Row:
    """`days`: first day and day after the last, as far as they are known."""
    since, to = (*(on(day) if day else None for day in days), None, None)[:2]
    return {
        "assignment_id": next(NUMBERS),
        "person_id": who,
        "manager_id": boss,
        "team": team,
        "from_on": since,
        "to_on": to,
        "known_at": known,
    }


def quota(who: int | None, amount: int, since: str, to: str, **more: Any) -> Row:
    row = {"target_id": next(NUMBERS), "person_id": who, "amount": amount}
    return row | {"from_on": on(since), "to_on": on(to), **more}


ROWS: dict[str, list[Row]] = {
    "people": [{"person_id": n, "name": name} for n, name in NAMES.items()],
    "person_keys": [
        {"key_id": n, "person_id": n, "key": name.lower(), "key_kind": "name"}
        for n, name in NAMES.items()
    ],
    "assignments": [
        assigned(CLEO, BEN, "North", "2025-01-01", "2026-05-16"),
        assigned(CLEO, INES, "South", "2026-05-16"),
        assigned(DAN, INES, "South", "2025-01-01"),
        assigned(DAN, BEN, "North", "2026-05-01", "2026-06-01"),  # stands in for a month
        assigned(DAN, BEN, "Nowhere", None),  # undated: dated ones win
        assigned(EVA, BEN, "North", "2026-01-01"),
        assigned(EVA, INES, "South", "2026-01-01", known=at("2026-04-01")),  # a correction
        assigned(BEN, ADA, None, None),
    ],
    "opportunities": [
        deal(1, "2026-01-10", owner_id=CLEO, outcome="won", closed_at=at("2026-04-20"),
             close_on=on("2026-04-20"), amount=10_00),
        deal(2, "2026-01-10", owner_id=CLEO, outcome="won", closed_at=at("2026-05-16"),
             close_on=on("2026-05-16"), amount=20_00),
        deal(3, "2026-01-10", owner_id=CLEO),
        deal(4, "2026-01-10", owner_id=DAN, outcome="lost", closed_at=at("2026-05-20"),
             close_on=on("2026-05-20")),
        deal(5, "2026-01-10", owner_id=DAN),
        deal(6, "2026-01-10", owner_id=EVA),
        deal(7, "2026-01-10", owner_id=BEN),
        deal(8, "2026-01-10"),
    ],
    "targets": [
        quota(CLEO, 91_000_00, "2026-04-01", "2026-07-01"),
        quota(DAN, 365_000_00, "2026-01-01", "2027-01-01"),
        quota(EVA, 9_100_00, "2026-04-01", "2026-07-01"),
        quota(BEN, 500_000_00, "2026-04-01", "2026-07-01"),  # his team's total
        quota(EVA, 77, "2026-04-01", "2026-07-01", measure="meetings"),
        quota(EVA, 50_000_00, "2025-01-01", "2026-01-01"),
    ],
}  # fmt: skip


def test_a_deal_that_changes_teams_is_neither_new_nor_removed(connection: Any) -> None:
    """It is handed over by the one and taken over by the other: teams add up to the company."""
    parts: dict[int | None, dict[str, int]] = {}
    for manager, question in QUESTIONS.items():
        ask(connection, question)
        summary = summarise(connection, question)
        moved = movement(connection, question, summary, BEFORE, every=True)
        parts[manager] = {p.code: p.deal_count for p in moved.parts if p.deal_count}
    assert parts[None] == {"lost": 1, "won": 2}
    assert parts[BEN] == {"taken_over": 1, "lost": 1, "won": 1, "handed_over": 2}
    assert parts[INES] == {"taken_over": 2, "won": 1, "handed_over": 1}


def ask(connection: Any, question: Question) -> dict[int, Row]:
    prepare(connection, relations(connection, STEPS), question, earlier=BEFORE)
    rows = (
        connection.execute("SELECT * EXCLUDE (own_amount, own_currency, factor) FROM deals")
        .to_arrow_table()
        .to_pylist()
    )
    return {row["opportunity_id"]: row for row in rows}


QUESTIONS = {
    None: Question(NOW),
    BEN: Question(NOW, "manager", "Ben"),
    INES: Question(NOW, "manager", "Inès Moreau"),
}


@pytest.fixture(scope="module")
def connection() -> Any:
    return database(ROWS)


@pytest.fixture(scope="module")
def deals(connection: Any) -> dict[int | None, dict[int, Row]]:
    """The deals of the company and of both managers."""
    return {manager: ask(connection, question) for manager, question in QUESTIONS.items()}


@pytest.mark.parametrize(
    ("manager", "expected"),
    [(BEN, {1, 4, 7}), (INES, {2, 3, 5, 6}), (None, {1, 2, 3, 4, 5, 6, 7, 8})],
)
def test_results_stay_with_the_manager_of_the_day(
    deals: dict[int | None, dict[int, Row]], manager: int | None, expected: set[int]
) -> None:
    """Pitfalls 9 and 10: who moved leaves what was booked, and takes what is open."""
    assert set(deals[manager]) == expected
    then = reference.state(ROWS, STEPS, NOW)
    assert deals[manager] == reference_counts.scoped(then, ROWS, NOW, manager)


@pytest.mark.usefixtures("deals")
def test_every_day_has_one_manager_at_most(connection: Any) -> None:
    teams = reference_counts.Teams(ROWS)
    for back in range(0, 600, 5):
        day = on("2026-07-20") - dt.timedelta(days=back)
        rows = connection.execute(
            f"SELECT person_id, manager_id, team FROM led WHERE from_on <= DATE '{day}' "
            f"AND DATE '{day}' < to_on ORDER BY person_id"
        ).fetchall()
        assert len({r[0] for r in rows}) == len(rows)
        for who in NAMES:
            assert teams.on(who, day) == next((r[1:] for r in rows if r[0] == who), (None, None))


@pytest.mark.usefixtures("deals")
def test_after_a_stand_in_the_old_team_goes_on(connection: Any) -> None:
    days = [
        connection.execute(
            f"SELECT team FROM led WHERE person_id = {DAN} AND from_on <= DATE '{day}' "
            f"AND DATE '{day}' < to_on"
        ).fetchone()[0]
        for day in ("2026-04-30", "2026-05-01", "2026-06-01")
    ]
    assert days == ["South", "North", "South"]


@pytest.mark.usefixtures("deals")
@pytest.mark.parametrize(
    ("manager", "expected"),
    [
        # Cleo 45 of 91 days; Dan 31 of 365; Eva was corrected away; Ben's own is a total
        (BEN, 91_000_00 * 45 / 91 + 365_000_00 * 31 / 365),
        (INES, 91_000_00 * 46 / 91 + 365_000_00 * 60 / 365 + 9_100_00),
        (None, 91_000_00 + 365_000_00 * 91 / 365 + 9_100_00),
    ],
)
def test_targets_go_with_the_days_a_person_was_led(
    connection: Any, manager: int | None, expected: float
) -> None:
    found = target(connection, QUESTIONS[manager])
    assert found is not None
    assert (found.amount, found.level) == (round(expected), "people")
    assert reference_counts.targets(ROWS, QUARTER, manager) == (round(expected), "people")
    months = month_targets(connection, QUESTIONS[manager], 6)
    for month, amount in months.items():
        after = (month + dt.timedelta(days=31)).replace(day=1)
        assert reference_counts.targets(ROWS, (month, after), manager) == (amount, "people")
    quarter = sum(amount for month, amount in months.items() if month >= QUARTER[0])
    assert quarter == pytest.approx(found.amount, abs=1.5)


@pytest.mark.usefixtures("deals")
def test_targets_of_managers_add_up_to_the_company(connection: Any) -> None:
    """Everybody with a target is led by one of the two all the time."""
    found = {manager: target(connection, q) for manager, q in QUESTIONS.items()}
    amounts = {manager: whole.amount for manager, whole in found.items() if whole}
    assert amounts[None] == pytest.approx(amounts[BEN] + amounts[INES], abs=2)


def test_a_target_of_the_company_beats_those_of_teams_and_people() -> None:
    rows = ROWS | {
        "targets": [
            *ROWS["targets"],
            quota(None, 800_00, "2026-04-01", "2026-07-01", team="North"),
            quota(None, 9_000_00, "2026-04-01", "2027-04-01"),
        ]
    }
    connection = database(rows)
    ask(connection, Question(NOW))
    found = target(connection, Question(NOW))
    assert found is not None
    assert (found.amount, found.level, found.count) == (round(9_000_00 * 91 / 365), "company", 1)
    assert reference_counts.targets(rows, QUARTER) == (found.amount, "company")


@pytest.mark.usefixtures("deals")
def test_names_that_are_nobodys(connection: Any) -> None:
    assert find_person(connection, "cleo marin") == CLEO
    assert find_person(connection, "Ada") == ADA
    with pytest.raises(InputError, match="no person called 'Clio Marin'") as caught:
        find_person(connection, "Clio Marin")
    assert "Cleo Marin" in caught.value.hint
    with pytest.raises(InputError, match="nobody is recorded as working for Dan"):
        ask(connection, Question(NOW, "manager", "Dan"))
