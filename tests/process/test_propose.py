"""The process as the data suggest it, from settings, from history, from names, and in between."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.lake.canonical import Row, at, database, deal, moves
from tests.lake.lives import dice_of

from fairlead.lake.counts.process_evidence import propose_process
from fairlead.process.model import Pipeline
from fairlead.process.propose import StageEvidence, propose_pipeline


def names(pipeline: Pipeline, kind: str) -> list[str]:
    return [s.stage for s in pipeline.stages if s.kind == kind]


def walk(
    stages: list[str], count: int, seed: int, *, skip: float = 0.1, back: float = 0.05
) -> dict[str, list[Row]]:
    """Deals that walk through `stages`, some stopping, skipping, stepping back."""
    dice = dice_of(seed)
    rows: dict[str, list[Row]] = {"opportunities": [], "stage_changes": []}
    for number in range(1, count + 1):
        now, place = at("2026-01-05") + dt.timedelta(hours=number), 0
        steps = [(now, stages[0])]
        outcome = None
        while outcome is None and dice.random() > 0.15:
            now += dt.timedelta(days=dice.randrange(1, 20))
            if dice.random() < 0.2:
                outcome = "Lost"
            elif place >= len(stages) - 1:
                outcome = "Won"
            elif place and dice.random() < back:
                place -= 1
            else:
                place = min(place + (2 if dice.random() < skip else 1), len(stages) - 1)
            steps.append((now, outcome or stages[place]))
        rows["opportunities"].append(
            deal(number, steps[0][0], stage=steps[-1][1], outcome=(outcome or "open").lower())
        )
        rows["stage_changes"] += moves(number, *[(f"{t:%Y-%m-%d %H:%M}", s) for t, s in steps])
    return rows


def proposed(rows: dict[str, list[Row]]) -> Pipeline:
    (pipeline,) = propose_process(database(rows)).pipelines
    return pipeline


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_history_tells_the_order_of_names_that_say_nothing(seed: int) -> None:
    stages = ["Zebra", "Quartz", "Apple", "Mango", "Birch", "Koala"]
    dice_of(seed).shuffle(stages)
    found = proposed(walk(stages, 400, seed))
    assert names(found, "open") == stages
    assert (names(found, "won"), names(found, "lost")) == (["Won"], ["Lost"])
    assert found.basis == "history"
    assert 0.9 < found.confidence <= 1


def test_confidence_is_the_share_of_pairs_that_lie_in_the_order() -> None:
    found = propose_pipeline(
        "p",
        [StageEvidence("A", 10), StageEvidence("B", 10)],
        {("A", "B"): 9, ("B", "A"): 3},
    )
    assert names(found, "open") == ["A", "B"]
    assert found.confidence == 0.75
    assert "9 of 12" in found.reason


def test_settings_beat_history() -> None:
    """The order is the CRM's own, and so are the ends, whatever their names say."""
    rows = walk(["B", "A", "Meeting won"], 60, 4)
    rows["stages"] = [
        {"stage_id": i, "pipeline": None, "stage": s, "label": label, "position": i,
         "is_closed": closed, "is_won": won}
        for i, (s, label, closed, won) in enumerate(
            [("A", "First", False, False), ("B", "Second", False, False),
             ("Meeting won", "Third", False, False), ("Won", "Closed", True, True),
             ("Lost", "Gone", True, False)]
        )
    ]  # fmt: skip
    found = proposed(rows)
    assert names(found, "open") == ["A", "B", "Meeting won"]
    assert [s.label for s in found.stages] == ["First", "Second", "Third", "Closed", "Gone"]
    assert (found.basis, found.confidence) == ("settings", 1.0)


def test_without_history_names_tell() -> None:
    stages = ["Negotiation", "Demo", "Zebra", "Qualification", "Closed Won", "Closed Lost"]
    rows = {"opportunities": [deal(i, None, stage=s) for i, s in enumerate(stages)]}
    found = proposed(rows)
    assert names(found, "open") == ["Qualification", "Demo", "Negotiation", "Zebra"]
    assert found.basis == "names"
    assert found.confidence == 0.375  # three of four are known, and names count half
    assert "3 of 4" in found.reason


def test_a_cancelled_offer_from_which_deals_go_on_is_beside_the_road() -> None:
    stages = [StageEvidence("Offer", 100), StageEvidence("Offer cancelled", 40),
              StageEvidence("Check", 90), StageEvidence("Cancelled", 30)]  # fmt: skip
    before = {("Offer", "Offer cancelled"): 40, ("Offer cancelled", "Check"): 30,
              ("Offer", "Check"): 90, ("Check", "Cancelled"): 30}  # fmt: skip
    found = propose_pipeline("p", stages, before)
    assert names(found, "open") == ["Offer", "Check"]
    assert names(found, "side") == ["Offer cancelled"]
    assert names(found, "lost") == ["Cancelled"]


@pytest.mark.parametrize(
    ("last", "place", "kind"),
    [(90, 0.95, "won"), (2, 0.95, "open"), (90, 0.5, "open"), (90, None, "open")],
)
def test_an_agreed_word_is_a_win_where_deals_end_with_it(
    last: int, place: float | None, kind: str
) -> None:
    stages = [
        StageEvidence("Sent", 300, mean_place=0.2),
        StageEvidence("Accepted", 100, last_count=last, mean_place=place),
    ]
    found = propose_pipeline("p", stages, {("Sent", "Accepted"): 100})
    assert names(found, kind)[-1] == "Accepted"


@pytest.mark.parametrize(("refused_after", "won"), [(0, ["Offer accepted", "Pending"]), (40, [])])
def test_a_late_yes_stands_though_something_is_noted_after_it(
    refused_after: int, won: list[str]
) -> None:
    """As in the log of a bank's offers: nothing is called won, and pending follows the yes."""
    stages = [
        StageEvidence("Accepted", 300, mean_place=0.3),
        StageEvidence("Offer sent", 300, last_count=100, mean_place=0.6),
        StageEvidence("Offer accepted", 120, mean_place=0.9),
        StageEvidence("Pending", 120, last_count=120, mean_place=1.0),
        StageEvidence("Refused", 80, last_count=80, mean_place=1.0),
    ]
    before = {("Accepted", "Offer sent"): 300, ("Offer sent", "Offer accepted"): 120,
              ("Offer accepted", "Pending"): 120, ("Offer sent", "Refused"): 80,
              ("Accepted", "Refused"): 80, ("Offer accepted", "Refused"): refused_after,
              ("Pending", "Refused"): refused_after}  # fmt: skip
    found = propose_pipeline("p", stages, before)
    assert sorted(names(found, "won")) == won
    assert names(found, "lost") == ["Refused"]


def test_what_the_crm_says_of_closed_deals_beats_the_name() -> None:
    stages = [StageEvidence("Lead", 9), StageEvidence("Won back", 20, lost_count=19, won_count=1)]
    assert names(propose_pipeline("p", stages, {}), "lost") == ["Won back"]


def test_a_renamed_stage_stands_beside_its_old_name() -> None:
    """Pitfall 1: the two names never meet in one deal, and both lie between the same neighbours."""
    old = walk(["Lead", "Demo", "Offer"], 200, 5)
    new = walk(["Lead", "Discovery", "Offer"], 200, 6)
    for row in [*new["opportunities"], *new["stage_changes"]]:
        row["opportunity_id"] += 1_000
    for row in new["stage_changes"]:
        row["change_id"] += 10**9
    found = proposed({name: old[name] + new[name] for name in old})
    opened = names(found, "open")
    assert (opened[0], opened[-1]) == ("Lead", "Offer")
    assert sorted(opened[1:3]) == ["Demo", "Discovery"]


def test_a_stage_name_of_two_pipelines_is_ordered_in_each() -> None:
    """Pitfall 3."""
    one, two = walk(["Lead", "Offer"], 80, 7), walk(["Offer", "Lead"], 60, 8)
    for row in two["opportunities"]:
        row["pipeline"] = "partners"
    for row in [*two["opportunities"], *two["stage_changes"]]:
        row["opportunity_id"] += 1_000
    found = propose_process(database({name: one[name] + two[name] for name in one}))
    assert [(p.name, names(p, "open")) for p in found.pipelines] == [
        ("default", ["Lead", "Offer"]),
        ("partners", ["Offer", "Lead"]),
    ]


def test_the_same_data_in_another_order_give_the_same_process() -> None:
    rows: dict[str, list[Any]] = walk(["Lead", "Demo", "Check", "Offer"], 150, 9)
    dice = dice_of(1)
    mixed = {name: dice.sample(table, len(table)) for name, table in rows.items()}
    assert proposed(rows) == proposed(mixed)
