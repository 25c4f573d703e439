"""What must hold whatever the data: counts add up, names and order do not matter, time adds."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lake.canonical import Row, database, on, state_rows, stint_rows, stint_table
from tests.lake.lives import LAST_DAY, PROCESS, company, dice_of, export

from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.summary import summarise
from fairlead.lake.counts.tally import open_counts, step_counts
from fairlead.measure.question import Question
from fairlead.measure.steps import step_results

SUMS = ("successes", "failures", "n_days", "sum_ln_days", "sum_ln2_days", "n_amount",
        "sum_ln_amount", "sum_ln2_amount", "sum_amount")  # fmt: skip
GROUPS = ("person_id", "pipeline", "type", "stage", "month")
EVENING = on("2026-06-15")


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    return export(company(dice_of(21), 800), LAST_DAY)


@pytest.fixture(scope="module")
def counted(rows: dict[str, list[Row]]) -> tuple[list[Row], list[Row], list[Row]]:
    table = stint_table(database(rows), PROCESS, EVENING)
    found = [table, step_counts(table), open_counts(table)]
    stints, resolved, waiting = (t.to_pyarrow().to_pylist() for t in found)
    return stints, resolved, waiting


def totals(rows: list[Row], by: tuple[str, ...]) -> dict[tuple[Any, ...], Counter[str]]:
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        group = found.setdefault(tuple(row[name] for name in by), Counter())
        group.update({name: row[name] for name in SUMS})
    return found


@settings(max_examples=30)
@given(by=st.sets(st.sampled_from(GROUPS)), parts=st.integers(2, 5), seed=st.integers(0, 99))
def test_counts_add_up_over_any_grouping(
    counted: tuple[list[Row], list[Row], list[Row]], by: set[str], parts: int, seed: int
) -> None:
    """The whole is the sum of its parts, whatever the parts are."""
    resolved = counted[1]
    names = tuple(sorted(by))
    whole = totals(resolved, names)
    dice = dice_of(seed)
    shelves: list[list[Row]] = [[] for _ in range(parts)]
    for row in resolved:
        dice.choice(shelves).append(row)
    again: dict[tuple[Any, ...], Counter[str]] = {}
    for shelf in shelves:
        for group, counts in totals(shelf, names).items():
            again.setdefault(group, Counter()).update(counts)
    assert again == whole
    assert totals(resolved, ())[()]["successes"] == sum(g["successes"] for g in whole.values())


def test_entered_is_advanced_and_lost_and_open(
    counted: tuple[list[Row], list[Row], list[Row]],
) -> None:
    stints, resolved, waiting = counted
    for rank in range(4):
        entered = sum(s["rank"] == rank for s in stints)
        advanced, lost = (
            sum(r[name] for r in resolved if r["rank"] == rank)
            for name in ("successes", "failures")
        )
        still = sum(w["open_count"] for w in waiting if w["rank"] == rank)
        assert entered > 50
        assert entered == advanced + lost + still


def test_every_count_is_an_integer(counted: tuple[list[Row], list[Row], list[Row]]) -> None:
    assert {type(row[name]) for row in counted[1] for name in SUMS} == {int}


def renamed(rows: dict[str, list[Row]], new: dict[int, int]) -> dict[str, list[Row]]:
    """The same company, whose people go by other numbers."""

    def text(value: str | None) -> str | None:
        return None if value is None else str(new[int(value)])

    return rows | {
        "people": [r | {"person_id": new[r["person_id"]]} for r in rows["people"]],
        "person_keys": [
            r | {"person_id": new[r["person_id"]], "key_id": new[r["key_id"]]}
            for r in rows["person_keys"]
        ],
        "opportunities": [r | {"owner_id": new.get(r["owner_id"])} for r in rows["opportunities"]],
        "field_changes": [
            r | {"old": text(r["old"]), "new": text(r["new"])} if r["field"] == "owner_id" else r
            for r in rows["field_changes"]
        ],
    }


def test_relabelling_people_changes_nothing(rows: dict[str, list[Row]]) -> None:
    numbers = sorted(
        {r["person_id"] for r in rows["people"]} | {r["key_id"] for r in rows["person_keys"]}
    )
    new = dict(zip(numbers, [n * 7 + 1_000 for n in reversed(numbers)], strict=True))
    before = stint_rows(database(rows), PROCESS, EVENING)
    after = stint_rows(database(renamed(rows, new)), PROCESS, EVENING)
    assert len(before) > 500
    assert after == [r | {"person_id": new.get(r["person_id"])} for r in before]


def test_the_order_of_rows_changes_nothing(rows: dict[str, list[Row]]) -> None:
    dice = dice_of(3)
    mixed = {name: dice.sample(table, len(table)) for name, table in rows.items()}
    connections = database(rows), database(mixed)
    states = [state_rows(c, PROCESS, EVENING) for c in connections]
    stints = [stint_rows(c, PROCESS, EVENING) for c in connections]
    assert states[0] == states[1]
    assert stints[0] == stints[1]


def successes(rows: dict[str, list[Row]], days: list[dt.date]) -> list[set[tuple[int, int]]]:
    connection = database(rows)
    return [
        {
            (s["opportunity_id"], s["rank"])
            for s in stint_rows(connection, PROCESS, day)
            if s["outcome"] == "advanced" and s["provenance"] == "observed"
        }
        for day in days
    ]


def test_a_success_stays_a_success(rows: dict[str, list[Row]]) -> None:
    """Steps back, losses and re-openings take nothing back (monotone in the evening asked)."""
    days = [on(f"2026-{month:02d}-15") for month in range(2, 10, 2)]
    found = successes(rows, days)
    assert len(found[0]) > 20
    for earlier, later in pairwise(found):
        assert earlier <= later


@pytest.mark.slow
@settings(max_examples=40)
@given(dice=st.randoms(use_true_random=False))
def test_the_past_of_small_companies_needs_nothing_known_later(dice: random.Random) -> None:
    """The same as below on a few deals, so that a leak shrinks to something one can read."""
    lives = company(dice, 12)
    full, early = export(lives, LAST_DAY), export(lives, EVENING)
    tracked = {row["opportunity_id"] for row in early["stage_changes"]}
    for ask in (state_rows, stint_rows):
        late, then = (
            [r for r in ask(database(rows), PROCESS, EVENING) if r["opportunity_id"] in tracked]
            for rows in (full, early)
        )
        assert late == then


def test_the_past_of_a_thousand_deals_needs_nothing_known_later() -> None:
    """f(data, t) = f(data cut at t, t), where the cut is what the CRM would have exported then.

    Exempt: deals without any history (their stage of then is gone), and deals whose history
    begins after the evening (they are where the first event took them from).
    """
    lives = company(dice_of(44), 1_000)
    late, early = database(export(lives, LAST_DAY)), export(lives, EVENING)
    then = database(early)
    tracked = {row["opportunity_id"] for row in early["stage_changes"]}
    assert len(tracked) > 400
    for ask in (state_rows, stint_rows):
        pair = (ask(connection, PROCESS, EVENING) for connection in (late, then))
        first, second = ([r for r in rows if r["opportunity_id"] in tracked] for rows in pair)
        assert first == second


def test_results_of_steps_add_up(rows: dict[str, list[Row]]) -> None:
    connection = database(rows)
    question = Question(EVENING)
    prepare(connection, relations(connection, PROCESS), question, earlier=on("2026-03-31"))
    summary = summarise(connection, question)
    results = step_results(summary, PROCESS)
    assert len(results) > 8
    for step in results:
        assert step.entered == step.advanced + step.lost + step.open
        assert step.rate.n == step.advanced + step.lost
    totals_ = summary.totals
    assert totals_.opportunities == totals_.won + totals_.lost + totals_.open
    assert sum(p.open for p in summary.people) == totals_.open - sum(
        1 for d in state_rows(connection, PROCESS, EVENING)
        if d["outcome"] == "open" and d["owner_id"] is None
    )  # fmt: skip
